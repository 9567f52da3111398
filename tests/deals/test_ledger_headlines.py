"""What the room says: every number leads somewhere, every sentence can be read."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import pourparler
from pourparler.answer import Bullets, Chart, Figure, Paragraph, Sentence, Table, Topic
from pourparler.deals import DealsAnswer, analyse
from pourparler.scenario import ScenarioError
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import numbers
from tests.deals.random_scenarios import Content, loaded, random_scenario, small_case

SCENARIOS = sorted(path.parent for path in (Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml"))
DRAWS = 30


def no_deal() -> Content:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = [60, 65, 90]
    content["preferences"]["company"]["walk_away"] = [30, 45, 70]
    return content


def nothing_possible() -> Content:
    content = small_case()
    content["rules"] = [{"never": {"hours": "h36"}}, {"never": {"hours": "h40"}}]
    return content


def for_a_mediator() -> Content:
    content = small_case()
    del content["briefed"]
    content["preferences"]["company"]["issues"]["pay"]["weight"] = [20, 40, 90]
    return content


def hurting_the_council() -> Content:
    content = small_case()
    content["preferences"]["council"]["issues"]["pay"] = {"weight": 1, "values": {"low": 100, "middle": 0, "high": 0}}
    content["preferences"]["union"]["walk_away"] = {"one_of": [30, 30, 20]}
    return content


WRITTEN = {
    "a small case": small_case,
    "no deal": no_deal,
    "nothing possible": nothing_possible,
    "for a mediator": for_a_mediator,
    "hurting the council": hurting_the_council,
}
EVERY = [*(folder.name for folder in SCENARIOS), *WRITTEN]


@cache
def answer_of(name: str, draws: int = DRAWS) -> DealsAnswer:
    folders = {folder.name: folder for folder in SCENARIOS}
    return analyse(pourparler.load(folders[name]) if name in folders else loaded(WRITTEN[name]()), draws=draws)


def sentences(answer: DealsAnswer) -> Iterator[Sentence | str]:
    for headline in answer.headlines():
        yield from headline.sentences
    for section in answer.sections():
        for block in section.content:
            match block:
                case Paragraph():
                    yield from block.sentences
                case Bullets():
                    yield from block.items
                case Table():
                    yield from (block.caption, block.note, *block.columns)
                    yield from (cell for row in block.rows for cell in row)
                case Chart():
                    yield from (block.message, block.alternative, block.note)


def check_figures(answer: DealsAnswer, scenario: Scenario) -> None:
    """Every figure leads to a line of the annex or of the scenario, and says the same as that line where it repeats it."""
    lines = {line.anchor: line for line in answer.computed()}
    assert len(lines) == len(answer.computed())
    known = set(lines) | {line.anchor for line in numbers(scenario)}
    figures = [piece for sentence in sentences(answer) if isinstance(sentence, Sentence) for piece in sentence.pieces]
    figures = [piece for piece in figures if isinstance(piece, Figure)]
    assert {figure.anchor for figure in figures} <= known
    for figure in figures:
        if figure.anchor in lines:
            assert lines[figure.anchor].value == figure.text, figure.anchor
    sections = {section.anchor for section in answer.sections()}
    assert {line.section for line in lines.values()} <= {"", *sections}
    assert len(sections) == len(answer.sections())


ILL = re.compile(r"\bnan\b|None|  | \.| ,|\{|\}|inf\b|\bTrue\b|\bFalse\b|−−|\+−|array|, \.|;\.|:\.", re.ASCII)


def check_words(answer: DealsAnswer) -> None:
    for line in [*answer.summary().splitlines(), *(str(sentence) for sentence in sentences(answer))]:
        assert not ILL.search(line.replace("inance", "")), line
    for headline in answer.headlines():
        assert headline.sentences
        for sentence in headline.sentences:
            text = str(sentence)
            assert text[0].isupper() or text[0].isdigit(), text
            assert text.endswith("."), text
            assert not text.endswith(".."), text


@pytest.mark.parametrize("name", EVERY)
def test_every_figure_leads_somewhere(name: str) -> None:
    answer = answer_of(name)
    check_figures(answer, answer.findings.scenario)


@pytest.mark.parametrize("name", EVERY)
def test_every_sentence_can_be_read(name: str) -> None:
    check_words(answer_of(name))


@pytest.mark.parametrize("name", EVERY)
def test_a_single_draw_is_enough(name: str) -> None:
    answer = answer_of(name, 1)
    check_figures(answer, answer.findings.scenario)
    check_words(answer)
    json.dumps(answer.to_dict(), allow_nan=False)


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_any_scenario_can_be_put_into_words(seed: int) -> None:
    try:
        scenario = loaded(random_scenario(seed, most_deals=60))
    except ScenarioError:
        reject()
    answer = analyse(scenario, draws=2)
    check_figures(answer, scenario)
    check_words(answer)
    json.dumps(answer.to_dict(), allow_nan=False)


def test_the_answer_of_the_small_case() -> None:
    """All of it can be checked with a pencil."""
    summary = answer_of("a small case").summary()
    assert summary.startswith("Answer: There is room for a deal: of 10 possible deals, 70 % are better")
    assert "middling pay and one year" in summary
    assert "50 to the union, where walking away is worth 30" in summary.replace("The union", "the union")
    assert "68 to the company, where walking away is worth 40" in summary.replace("The company", "the company")


def test_without_a_deal_the_answer_says_why() -> None:
    headlines = {
        headline.topic: " ".join(map(str, headline.sentences)) for headline in answer_of("no deal").headlines()
    }
    assert (
        "walk-away value of The union and the walk-away value of The company together exclude"
        in headlines[Topic.ANSWER]
    )
    assert "The union would have to give 5 points if it alone gave" in headlines[Topic.ANSWER]
    assert "If all gave alike, each would have to give 5 points" in headlines[Topic.ANSWER]


def test_where_nothing_is_possible_no_bottom_line_is_blamed() -> None:
    headlines = {
        headline.topic: " ".join(map(str, headline.sentences)) for headline in answer_of("nothing possible").headlines()
    }
    assert "'Thirty-six hours' and the rule: never 'Forty hours' together exclude every" in headlines[Topic.ANSWER]
    assert "would have to give" not in headlines[Topic.ANSWER]
