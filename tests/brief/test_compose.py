"""What a briefing is composed of: page one, the parties, the sources, the corrections, what was not analysed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pourparler import load, parse
from pourparler.answer import Bullets, Chart, Figure, Paragraph, Status, Table, Topic
from pourparler.brief import rooms
from pourparler.brief.compose import compose
from pourparler.brief.document import Brief
from pourparler.brief.write import CannotWrite, render_json, wanted_formats, write_brief
from pourparler.errors import PourparlerError
from pourparler.scenario import Scenario
from tests.deals.random_scenarios import small_case, text_of

KOREA = Path(__file__).parents[2] / "scenarios" / "korea-2018"


def brief_of(scenario: Scenario, draws: int = 20) -> Brief:
    return compose(scenario, rooms.ask(scenario, draws, None, None), draws, scenario.seed)


def briefed(content: dict[str, Any]) -> Brief:
    return brief_of(parse(text_of(content)))


@cache
def korea() -> Brief:
    return brief_of(load(KOREA))


def section(brief: Brief, anchor: str) -> Any:
    return next(section for section in brief.sections if section.anchor == anchor)


def test_page_one_comes_in_the_order_in_which_it_is_read() -> None:
    topics = [headline.topic for headline in korea().headlines]
    assert topics == sorted(topics, key=list(Topic).index)
    assert topics[:2] == [Topic.MEET, Topic.ANSWER]
    assert topics[-1] is Topic.NOT_KNOWN


def test_what_no_room_answers_is_said_on_page_one_and_at_the_end() -> None:
    said = str(korea().headlines[-1].sentences[0])
    assert "whether a deal would hold" in said
    assert rooms.QUESTIONS["process"] not in said.lower()
    assert rooms.QUESTIONS["deals"] not in said
    listed = [str(item) for item in section(korea(), "not-analysed").content[0].items]
    assert "Whether a deal would hold." in listed
    assert any("independently" in item for item in listed)
    assert any("Russia" in item for item in listed)
    assert not any("events in the file" in item for item in listed)  # the conduct room reads them


def test_a_new_room_takes_its_question_off_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    korea_case = load(KOREA)
    before = rooms.unanswered(korea_case)
    monkeypatch.setattr(rooms, "ROOMS", {**rooms.ROOMS, "stability": lambda _: True})
    assert set(before) - set(rooms.unanswered(korea_case)) == {rooms.QUESTIONS["stability"]}


def test_every_party_stands_in_the_section_on_parties() -> None:
    table, chart, red_lines = section(korea(), "parties").content
    assert isinstance(table, Table)
    assert isinstance(chart, Chart)
    assert isinstance(red_lines, Table)
    assert [row[0] for row in table.rows] == [
        "The United States",
        "North Korea",
        "South Korea",
        "Japan",
        "China",
        "The US Congress",
    ]
    roles = dict(zip([str(row[0]) for row in table.rows], [str(row[1]) for row in table.rows], strict=True))
    assert roles["South Korea"].startswith("ally of the United States, not in the room; can block: ")
    assert "'Peace treaty'" in roles["The US Congress"]
    assert ("The United States", "'Accepted as a nuclear state'") in [row[:2] for row in red_lines.rows]


def test_numbers_carry_reason_judgement_range_and_line() -> None:
    line = next(line for line in korea().numbers if line.anchor == "number-us-walk_away")
    assert line.party == "The United States"
    assert line.status is Status.JUDGED
    assert line.judged_by == "the briefing team, 2018-03-09"
    assert line.because
    assert line.location.startswith("scenario.yaml:")
    least, _, most = line.drawn.partition(" to ")
    assert 30 < float(least) < 44 < float(most) < 60  # 44 (30 to 60), triangular
    known = next(line for line in korea().numbers if line.value == "100")
    assert known.drawn == ""


def test_what_a_source_has_wrong_is_corrected_and_pointed_to() -> None:
    opening, items = section(korea(), "claims").content
    assert isinstance(opening, Paragraph)
    assert isinstance(items, Bullets)
    pointed = [piece for sentence in opening.sentences for piece in sentence.pieces if isinstance(piece, Figure)]
    assert [figure.status for figure in pointed] == [Status.CORRECTED]
    assert pointed[0].anchor in {line.anchor for line in korea().corrections}
    assert len(items.items) + len(korea().corrections) == len(load(KOREA).claims)
    test = next(line for line in korea().corrections if "27 September" in f"{line.says} {line.correct} {line.because}")
    assert test.against is not None
    assert "nuclear tests" in test.against.title


def test_sources_are_rated_in_words() -> None:
    kristof = next(line for line in korea().sources if line.anchor == "source-kristof-2018")
    assert kristof.reliability == "B, usually reliable"
    assert kristof.credibility == "3, possibly true"


def test_a_mediator_is_told_what_one_side_could_not_sign() -> None:
    content = small_case()
    content.pop("briefed", None)
    brief = briefed(content)
    assert brief.briefed is None
    assert Topic.ASK not in {headline.topic for headline in brief.headlines}
    assert {headline.heading for headline in brief.headlines if headline.topic is Topic.REFUSE} <= {
        "What one side could not sign"
    }
    assert " us" not in " ".join(str(s) for headline in brief.headlines for s in headline.sentences)


def test_a_holder_of_a_veto_without_preferences_is_named() -> None:
    content = small_case()
    content["parties"]["court"] = {
        "name": "the court",
        "role": "outside power",
        "veto": [next(iter(content["issues"]))],
    }
    said = " ".join(str(s) for headline in briefed(content).headlines for s in headline.sentences)
    assert "Whether the court would block a deal" in said


def test_a_walk_away_value_that_nobody_gave_is_marked_as_assumed() -> None:
    content = small_case()
    party = next(name for name, p in content["parties"].items() if p["role"] == "principal")
    content["preferences"][party].pop("walk_away")
    brief = briefed(content)
    marks = [p.status for h in brief.headlines for s in h.sentences for p in s.pieces if isinstance(p, Figure)]
    assert Status.ASSUMED in marks


def test_the_json_twin_holds_page_one_and_every_rooms_answer() -> None:
    scenario = parse(text_of(small_case()))
    answers = rooms.ask(scenario, 5, None, None)
    brief = compose(scenario, answers, 5, scenario.seed)
    content = json.loads(render_json(brief, answers))
    assert content["scenario"] == scenario.fingerprint
    assert [part["topic"] for part in content["page_one"]] == [headline.heading for headline in brief.headlines]
    assert content["rooms"]["deals"]["draws"] == 5
    assert len(content["numbers"]) == len(brief.numbers)


def test_formats_are_named_once_and_known() -> None:
    assert wanted_formats(" html, json,html ") == ("html", "json")
    with pytest.raises(PourparlerError, match="'doc' is not known; known are: html, md, json, pdf"):
        wanted_formats("html,doc")


def test_nothing_is_written_when_one_format_cannot_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = parse(text_of(small_case()))
    answers = rooms.ask(scenario, 5, None, None)
    brief = compose(scenario, answers, 5, scenario.seed)

    def fails(_: Brief) -> str:
        raise PourparlerError("no")

    monkeypatch.setattr("pourparler.brief.markdown.render_markdown", fails)
    with pytest.raises(PourparlerError, match="no"):
        write_brief(brief, answers, tmp_path / "out", ("json", "md"))
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="--out"):
        write_brief(brief, answers, tmp_path / "file", ("json",))
