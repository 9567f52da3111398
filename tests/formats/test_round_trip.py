"""What is written for another tool and read again is worth the same, deal by deal; what cannot be kept is named."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.formats.convert import export_folder, read_case
from pourparler.scenario import load, parse
from tests.formats import oracle
from tests.scenario.cases import ROOT, SMALL


@st.composite
def scenarios(draw):
    """Two or three principals, options and quantities, known numbers: everything that the other tools can hold."""
    issues, stakes = [], [[], []] + ([[]] if draw(st.booleans()) else [])
    points = st.integers(0, 100) | st.integers(0, 1000).map(lambda number: number / 10)
    for at in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            count = draw(st.integers(2, 4))
            labels = draw(
                st.lists(st.sampled_from(["Low", "High", "A & B", "<x>", "ü ' \\\""]), min_size=count, max_size=count)
            )
            options = ", ".join(f'o{n}: "{label}"' for n, label in enumerate(labels))
            issues.append(f"  i{at}: {{name: Issue, options: {{{options}}}, today: o0}}")
            keys = [f"o{n}" for n in range(count)]
        else:
            least, steps, step = draw(st.integers(-3, 3)), draw(st.integers(1, 4)), draw(st.sampled_from([0.5, 1, 0.1]))
            greatest = round(least + steps * step, 6)
            issues.append(
                f"  i{at}: {{name: Issue {at}, today: {least},"
                f" quantity: {{least: {least}, greatest: {greatest}, step: {step}, unit: days}}}}"
            )
            keys = [str(least), str(greatest)]
        for party in stakes:
            values = ", ".join(f"{key}: {draw(points)}" for key in keys)
            if draw(st.integers(0, 5)):
                party.append(f"      i{at}: {{weight: {draw(points)}, values: {{{values}}}}}")
    text = "format: 1\ntitle: Case\nas_of: 2024-01-01\nseed: 1\nparties:\n"
    text += "".join(f"  p{at}: {{name: P{at}, role: principal}}\n" for at in range(len(stakes)))
    text += "issues:\n" + "\n".join(issues) + "\npreferences:\n"
    for at, party in enumerate(stakes):
        text += f"  p{at}:\n    walk_away: {draw(points)}\n    issues:{'' if party else ' {}'}\n" + "\n".join(
            [*party, ""]
        )
    return text


def there_and_back(scenario, tool):
    with tempfile.TemporaryDirectory() as name:
        export_folder(scenario, tool, Path(name) / "out")
        return parse(read_case(Path(name) / "out", tool, 21)[0])


def check_same_worth(scenario, again, reservation):
    assert len(scenario.principals()) == len(again.principals())
    before, after = list(oracle.deals(scenario)), list(oracle.deals(again))
    assert len(before) == len(after)
    for party in scenario.principals():
        for deal, same in zip(before, after, strict=True):
            assert oracle.close(oracle.worth(scenario, party, deal), oracle.worth(again, party, same))
        if reservation:
            ends = [oracle.fraction(s.preferences[party].walk_away.value.best) for s in (scenario, again)]
            assert oracle.close(*ends)


@pytest.mark.parametrize("tool", ["genius", "negmas", "geniusweb"])
@settings(max_examples=300)
@given(text=scenarios())
def test_every_deal_is_worth_the_same(tool, text):
    scenario = parse(text)
    check_same_worth(scenario, there_and_back(scenario, tool), reservation=tool != "geniusweb")


def test_what_is_lost_is_named(tmp_path):
    _, lost = export_folder(parse(SMALL), "genius", tmp_path)
    assert lost == (
        "who does not negotiate is left out: 'The village'",
        "vetoes are lost: 'The village'",
        "1 rule on what cannot come together: lost",
        "North farm: 2 ranges reduced to the best guess",
        "North farm: 1 interaction lost; utilities differ where one holds",
        "North farm: 1 red line lost",
        "sources, reasons, judgements and what holds today are lost",
        "Rent: its amounts are written as discrete options; that they are amounts is lost",
    )
    _, lost = export_folder(parse(SMALL), "negmas", tmp_path / "negmas")
    assert lost[-1] == "Rent: the unit coins is lost"
    _, lost = export_folder(parse(SMALL), "geniusweb", tmp_path / "geniusweb")
    assert "North farm: the walk-away value 30 is lost; GeniusWeb takes only a bid" in lost


def test_without_a_walk_away_value_today_stands_for_it(tmp_path):
    scenario = parse(SMALL.replace("    walk_away: 30\n", ""))
    _, lost = export_folder(scenario, "genius", tmp_path)
    assert any(line.startswith("South farm: no walk-away value") for line in lost)
    assert '<reservation value="0.5"/>' in (tmp_path / "south.xml").read_text("utf-8")


@pytest.mark.parametrize("tool", ["genius", "negmas", "geniusweb"])
def test_a_real_case_survives(tool):
    scenario = load(ROOT / "scenarios" / "korea-2018")
    again = there_and_back(scenario, tool)
    assert [len(issue.option_keys()) for issue in again.issues.values()] == [
        len(issue.option_keys()) for issue in scenario.issues.values()
    ]
    assert [party.name for party in again.parties.values()]
