"""The answer of the allies room on the cases that are shipped, and on a case that can be worked out with a pencil."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import pourparler
from pourparler.allies import analyse
from pourparler.allies.answer import AlliesAnswer
from pourparler.allies.gates import NoAllies
from pourparler.answer import Chart, Figure, Status, Table, Topic
from tests.deals.random_scenarios import Content, loaded, small_case
from tests.deals.test_answer import run as in_a_process
from tests.reading_pages import sentences

SCENARIOS = Path(__file__).parents[2] / "scenarios"
KOREA, WAGES, SIX = (SCENARIOS / name for name in ("korea-2018", "wage-round", "six-party-2007"))
every = pytest.mark.parametrize("folder", [KOREA, WAGES, SIX], ids=lambda folder: folder.name)


@cache
def answer(folder: Path) -> AlliesAnswer:
    return analyse(pourparler.load(folder), draws=40)


def blocks(found: AlliesAnswer) -> Iterator[object]:
    return (block for section in found.sections() for block in section.content)


def table(found: AlliesAnswer, anchor: str) -> Table:
    content = next(section.content for section in found.sections() if section.anchor == anchor)
    return next(block for block in content if isinstance(block, Table))


# What every answer has


@every
def test_page_one_has_four_sentences_at_most_and_two_where_there_is_little_room(folder: Path) -> None:
    (headline,) = answer(folder).headlines()
    assert headline.topic is Topic.BRING
    assert 1 <= len(headline.sentences) <= 4
    assert (headline.short, headline.page) == (2, answer(folder).sections()[0].anchor)


@every
def test_every_figure_has_its_line_with_the_same_number(folder: Path) -> None:
    found = answer(folder)
    lines = {line.anchor: line for line in found.computed()}
    anchors = {section.anchor for section in found.sections()}
    assert not anchors & set(lines)
    assert all(line.section in {*anchors, ""} and line.what and line.how for line in lines.values())
    figures = [piece for sentence in sentences(found) for piece in sentence.pieces if isinstance(piece, Figure)]
    for figure in figures:
        assert figure.status is Status.COMPUTED
        assert figure.anchor.startswith("allies-")
        assert figure.text == lines[figure.anchor].value
    assert {figure.anchor for figure in figures} == set(lines)


@every
def test_charts_draw_and_can_be_read_without_seeing_them(folder: Path) -> None:
    charts = [block for block in blocks(answer(folder)) if isinstance(block, Chart)]
    assert charts
    for chart in charts:
        drawn = chart.draw().to_dict()
        assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
        assert chart.message
        assert chart.alternative
        assert chart.note
    assert answer(folder).page_one_chart().message in {chart.message for chart in charts}


@every
def test_tables_are_whole(folder: Path) -> None:
    for block in blocks(answer(folder)):
        if isinstance(block, Table):
            assert block.rows
            assert all(len(row) == len(block.columns) for row in block.rows)
            assert all(0 <= column < len(block.columns) for column in block.numeric)
            assert "nan" not in json.dumps([[str(cell) for cell in row] for row in block.rows])


@every
def test_json_and_frame(folder: Path) -> None:
    found = answer(folder)
    content = found.to_dict()
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    frame = found.to_frame()
    assert len(frame) == len(content["deals"]) * len(content["gates"])
    if len(frame):
        assert list(frame.columns) == ["deal", "gate", "asked", "margin", "passes", "chance", "ratified"]
        assert frame["ratified"].between(0, 1).all()
        assert frame.loc[~frame["asked"], "chance"].isna().all()


# The cases that are shipped


def test_korea_asks_seoul_and_the_council_and_spares_the_senate() -> None:
    found = answer(KOREA)
    assert [gate.key for gate in found.findings.setting.gates] == ["south-korea", "senate", "security-council"]
    content = found.to_dict()
    assert content["deals"]["nash"]["asks"] == ["south-korea", "security-council"]
    assert "senate" in content["deals"]["kalai-smorodinsky"]["asks"]
    assert content["deals"]["kalai-smorodinsky"]["ratified"] < content["deals"]["nash"]["ratified"]
    assert "needs the consent of South Korea and the UN Security Council, not that of the US Senate" in found.summary()
    assert [section.anchor for section in found.sections()] == [
        "allies",
        "allies-chance",
        "allies-offer",
        "allies-needs",
        "allies-spoilers",
        "allies-changes",
        "allies-versions",
        "allies-power",
        "allies-lines",
    ]


def test_a_permanent_member_stops_the_council_alone_and_seven_others_together() -> None:
    texts = [str(row[0]) for row in table(answer(KOREA), "allies-spoilers").rows]
    assert "Elected members (7 of 10) in the UN Security Council" in texts
    assert "Britain and France (1 of 2) in the UN Security Council" in texts
    council = [each for each in answer(KOREA).findings.power.standings if each.gate.key == "security-council"]
    assert {round(each.decides, 4) for each in council} == {0.0518, 0.0051}  # 848 and 84 of 2 to the power of 14


def test_the_forecast_is_the_weighted_mean_with_its_band() -> None:
    relief = answer(KOREA).to_dict()["lines"][0]
    weights = np.array([100 * 85, 45 * 90, 35 * 62, 25 * 76, 65 * 58])
    mean = float(weights @ [15, 80, 40, 5, 60] / weights.sum())
    assert relief["forecast"] == pytest.approx(mean, abs=1e-6)
    assert relief["bands"][0] == pytest.approx([mean - 18, mean + 18], abs=1e-5)
    text = " ".join(map(str, sentences(answer(KOREA))))
    assert "whether the same errors hold where one side threatens another has not been measured" in text


def test_the_ballot_is_surer_if_votes_do_not_hang_together() -> None:
    fair = answer(WAGES).to_dict()["deals"]["nash"]
    assert fair["ratified_if_alike"] < fair["ratified"] < fair["ratified_if_independent"]
    assert "With one change, one-off payment" in answer(WAGES).summary()


def test_a_case_with_vetoes_only_is_answered() -> None:
    content = small_case()
    found = analyse(loaded(content), draws=10)
    assert found.findings.setting.gates[0].key == "council"
    assert "allies-versions" in [section.anchor for section in found.sections()]


def test_a_case_without_others_is_refused() -> None:
    with pytest.raises(NoAllies, match="nobody else must agree"):
        analyse(pourparler.load(SCENARIOS / "camp-david-1978"))


# With a pencil: the council gets 100 while hours stay at forty, and 0 after; the fair deal of the small case changes them or not


def pencil(**allies: object) -> Content:
    content = small_case()
    content["preferences"]["council"]["walk_away"] = 40
    content["allies"] = allies
    return content


def members(**more: object) -> Content:
    return {"name": "members", "seats": 3, "like": "council", **more}


def test_a_body_in_the_place_of_a_veto() -> None:
    body = {"name": "the assembly", "of": "council", "quota": 2, "members": {"all": members()}}
    found = analyse(loaded(pencil(bodies={"assembly": body})), draws=2).findings
    assert [gate.key for gate in found.setting.gates] == ["assembly"]
    deals = np.array([[0, 0, 0], [0, 1, 0]])
    assert found.setting.asked(deals).ravel().tolist() == [False, True]


def test_who_holds_a_veto_and_wants_nothing_is_named() -> None:
    content = pencil(lines={}, failure={"union": 2})
    del content["preferences"]["council"]
    text = " ".join(map(str, sentences(analyse(loaded(content), draws=2))))
    assert "The council holds a veto, and the file does not say what it wants: not asked here." in text


def test_a_body_that_never_agrees_and_what_would_buy_it() -> None:
    body = {"name": "the assembly", "quota": 2, "members": {"all": members(tilt=-100)}}
    found = analyse(loaded(pencil(bodies={"assembly": body})), draws=2)
    need = next(need for need in found.findings.needs if need.gate.key == "assembly")
    worth = found.findings.worth[0, found.findings.setting.measure.position("council")]
    assert need.margin[0] == pytest.approx(worth - 140)
    assert need.paid == (2,)
    assert need.likely == pytest.approx(140 - worth, abs=0.02)
    assert "0 in 100" in str(next(sentences(found)))


PRINT = """
import json, sys
import pourparler
from pourparler.allies import analyse
answer = analyse(pourparler.load(sys.argv[1]), draws=4)
print(json.dumps([answer.to_dict(), answer.summary(), [line.value for line in answer.computed()]], allow_nan=False))
"""


def test_the_same_in_every_process() -> None:
    first, second = (in_a_process(PRINT, str(WAGES), PYTHONHASHSEED=seed) for seed in ("0", "4242"))
    assert first == second


@pytest.mark.parametrize("draws", [0, 1])
def test_few_draws_are_enough(draws: int) -> None:
    found = analyse(pourparler.load(SIX), draws=draws)
    assert "nan" not in found.summary()
    assert json.dumps(found.to_dict(), allow_nan=False)
    assert [str(row) for block in blocks(found) if isinstance(block, Table) for row in block.rows]
