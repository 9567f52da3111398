"""The cases that come with the project: checked, briefed, and true to their date."""

import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from pourparler import load, parse
from pourparler.answer import Topic
from pourparler.brief.compose import compose
from pourparler.brief.document import Brief
from pourparler.brief.html import render_html
from pourparler.brief.rooms import ask
from pourparler.conduct.findings import find
from pourparler.deals.advice import advise_on_deals
from pourparler.roadmap.findings import find as find_roadmap
from pourparler.roadmap.judge import Judged
from pourparler.scenario.advice import advise
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import numbers
from pourparler.scenario.roadmap_numbers import roadmap_numbers

ROOT = Path(__file__).parents[1] / "scenarios"
CASES = sorted(path.parent.name for path in ROOT.glob("*/scenario.yaml"))


@cache
def briefed(case: str) -> Brief:
    scenario = load(ROOT / case)
    return compose(scenario, ask(scenario, 60, None, None), 60, scenario.seed)


def test_the_cases_are_there() -> None:
    invented = {"wage-round", "ceasefire-violations", "summit-exercise"}
    history = {"korea-2018", "camp-david-1978", "agreed-framework-1994", "six-party-2007"}
    assert invented | history <= set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_wrong_with_a_case_and_nothing_could_be_better(case: str) -> None:
    scenario = load(ROOT / case)
    assert [str(problem) for problem in [*advise(scenario), *advise_on_deals(scenario)]] == []


@pytest.mark.parametrize("case", CASES)
def test_every_number_says_where_it_comes_from_and_why(case: str) -> None:
    for line in numbers(load(ROOT / case)):
        assert line.origin.says_where_from, line.name
        assert line.origin.because, line.name


@pytest.mark.parametrize("case", CASES)
def test_a_case_becomes_a_briefing(case: str) -> None:
    brief = briefed(case)
    page = render_html(brief)
    first = next(headline for headline in brief.headlines if headline.topic is Topic.ANSWER)
    assert brief.title in page
    assert len(first.sentences) >= 3
    text = " ".join(str(sentence) for headline in brief.headlines for sentence in headline.sentences)
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|  | \.|\{|\}", text), text


@pytest.mark.parametrize("case", CASES)
def test_page_one_speaks_without_terms_of_art(case: str) -> None:
    text = " ".join(str(sentence) for headline in briefed(case).headlines for sentence in headline.sentences)
    for term in ("Nash", "Kalai", "Pareto", "utilitarian", "leximin", "BATNA", "ZOPA"):
        assert term not in text


def test_korea_is_told_as_it_stood_on_9_march_2018() -> None:
    scenario = load(ROOT / "korea-2018")
    assert scenario.as_of.isoformat() == "2018-03-09"
    assert all(event.date <= scenario.as_of for event in scenario.events)
    for line in numbers(scenario):
        if line.origin.judged:
            assert line.origin.judged.on <= scenario.as_of
    text = "".join((ROOT / "korea-2018" / name).read_text(encoding="utf8") for name in ("scenario.yaml", "events.csv"))
    for later in ("Hanoi", "Bolton", "Panmunjom Declaration", "2019", "2020", "2021", "2022"):
        assert later not in text
    known = re.sub(r"(?m)^ +(by|until): 2018-\d\d-\d\d$", "", text)  # days by which something is asked, not known
    assert not re.search(r"2018-(0[4-9]|1[0-2]|03-(1\d|2\d|3\d))", known)


def test_korea_corrects_what_its_sources_have_wrong() -> None:
    corrections = " ".join(f"{line.says} {line.correct}" for line in briefed("korea-2018").corrections)
    assert "187" in corrections  # days since the last nuclear test, on 3 September 2017
    assert "3 September" in corrections
    assert "21" in corrections  # days between launch days in 2017, against 12 in the column
    assert (load(ROOT / "korea-2018").as_of - date(2017, 9, 3)).days == 187


def test_korea_refuses_withdrawal_and_recognition() -> None:
    refused = next(headline for headline in briefed("korea-2018").headlines if headline.topic is Topic.REFUSE)
    text = " ".join(str(sentence) for sentence in refused.sentences)
    assert "Forces withdrawn" in text
    assert "from South Korea" in text
    assert "Accepted as a nuclear state" in text
    assert "red line" in text


def test_camp_david_divides_as_in_the_literature() -> None:
    """Brams and Togman 1996 give each side about 66 points, with the Sinai as the one issue that is split."""
    from pourparler.deals import analyse

    division = analyse(load(ROOT / "camp-david-1978"), draws=5).to_dict()["adjusted_winner"]
    assert division["split"] == "sinai"
    assert division["totals"]["israel"] == pytest.approx(65.8333, abs=1e-4)
    assert division["totals"]["egypt"] == pytest.approx(65.8333, abs=1e-4)


def readme(case: str) -> str:
    """What the case says of its results; the numbers there must be those that come out."""
    return (ROOT / case / "README.md").read_text(encoding="utf8")


def proposed_order(case: str, target: str) -> Judged:
    """The order of the agreement's text, judged at the best guess."""
    scenario = load(ROOT / case)
    found = find_roadmap(scenario, 1, scenario.seed, target=target)
    assert found.faults == ()
    return next(rival.judged for rival in found.rivals if rival.name == "the order proposed")


@pytest.mark.parametrize(
    ("case", "later"),
    [
        ("agreed-framework-1994", r"199[5-9]|200[0-24-9]|201\d|KEDO|Kumho|enrich"),
        ("six-party-2007", r"200[89]|201\d|2007-(0[3-9]|1[0-2])|October 2007|31 December|delisted"),
    ],
)
def test_a_replay_knows_nothing_of_what_came_later(case: str, later: str) -> None:
    scenario = load(ROOT / case)
    assert not re.search(later, (ROOT / case / "scenario.yaml").read_text(encoding="utf8"))
    for line in (*numbers(scenario), *roadmap_numbers(scenario)):
        assert line.origin.says_where_from, line.name
        assert line.origin.because, line.name
        if line.origin.judged:
            assert line.origin.judged.on <= scenario.as_of
    readme = (ROOT / case / "README.md").read_text(encoding="utf8")
    assert "an illustration with judged numbers, not a validation" in readme
    assert "## What happened" in readme


def test_the_first_year_of_the_agreed_framework_holds_and_its_end_does_not() -> None:
    assert proposed_order("agreed-framework-1994", "first-year").slack > 5
    whole = proposed_order("agreed-framework-1994", "text")
    us, north, _ = whole.slacks.T
    assert us.argmin() == len(us) - 1
    assert us.min() < 0
    assert f"**−{-us.min():.1f}**" in readme("agreed-framework-1994")
    assert north.argmin() == 8  # full inspection
    assert 0 < north.min() < 1


def test_the_weakest_stage_of_2007_is_the_declaration_against_the_lists() -> None:
    spare = proposed_order("six-party-2007", "sixty-days").slack
    assert spare > 0
    assert f"with {spare:.1f} points to spare" in readme("six-party-2007")
    whole = proposed_order("six-party-2007", "plan")
    assert whole.weakest == (4, 1)
    assert whole.slack < 0
    assert f"**−{-whole.slack:.1f}**" in readme("six-party-2007")
    assert whole.slacks[:, 0].min() > 0


@pytest.mark.parametrize("earnest", [0.5, 0.6, 0.66, 0.67, 0.7, 0.9])
def test_the_summit_exercise_turns_at_two_thirds(earnest: float) -> None:
    """To negotiate is worth 6 p - 4 where both types propose; no summit holds in any case."""
    from pourparler.process.game import game_of
    from pourparler.process.pure_equilibria import pure_equilibria
    from pourparler.process.setting import translate

    text = (ROOT / "summit-exercise" / "scenario.yaml").read_text("utf8")
    text = text.replace("[0.5, 0.7, 0.9]", str(earnest)).replace("[0.1, 0.3, 0.5]", str(1 - earnest))
    game = game_of(translate(parse(text), 0, 1))
    values = pure_equilibria(game.tree()).value.tolist()
    held = [pytest.approx([10 * (6 * earnest - 4), 10 * (2 * earnest + 4 * (1 - earnest))])] if earnest > 2 / 3 else []
    assert game.shape.players == ("us", "north-korea")
    assert values == [*held, [0, 0]]


def test_the_summit_exercise_says_what_comes_out() -> None:
    from pourparler.process.findings import find as find_process
    from pourparler.process.play import beliefs, spread_chances

    text = " ".join(readme("summit-exercise").split())
    assert "0.2 to the United States" in text
    assert "2.6 to North Korea" in text
    game = find_process(load(ROOT / "summit-exercise"), 1, 1).game
    assert game is not None
    shape = game.game.shape
    proposed = shape.sets.index("a summit is proposed")
    rejects = game.strategy[0][shape.choices(proposed)][1]
    believed = beliefs(shape, spread_chances(shape.parent, shape.choice, game.game.chance[0], game.strategy[0]))
    assert f"rejects it with {rejects:.0%}".replace("%", " %") in text
    assert f"in earnest with only {believed[shape.members(proposed)[0]]:.0%}".replace("%", " %") in text


def days_of_fire(scenario: Scenario) -> list[date]:
    fire = {e.date for e in scenario.events if e.party == "movement" and e.kind in ("shelling", "small_arms")}
    return sorted(fire)


def test_the_ceasefire_says_everywhere_that_it_is_invented() -> None:
    scenario = load(ROOT / "ceasefire-violations")
    assert all("(invented for teaching)" in source.title for source in scenario.sources.values())
    assert "(invented for teaching)" in scenario.title
    assert "Everything is invented for teaching" in (ROOT / "ceasefire-violations" / "README.md").read_text("utf8")
    assert all(event.date <= scenario.as_of for event in scenario.events)


def test_the_corrections_of_the_ceasefire_are_true_to_its_events() -> None:
    scenario = load(ROOT / "ceasefire-violations")
    fire = days_of_fire(scenario)
    gaps = sorted((later - earlier).days for earlier, later in pairwise(fire))
    shells = sum(event.count for event in scenario.events if event.kind == "shelling")
    corrected = {
        name: str(scenario.claims[name].correct) for name in ("shell-a-day", "every-third-day", "no-such-calm")
    }
    assert f"The {shells} shells" in corrected["shell-a-day"]
    assert f"on {len(fire)} of the {(fire[-1] - date(2024, 9, 1)).days + 1} days" in corrected["shell-a-day"]
    july = [day for day in fire if date(2025, 7, 1) <= day <= date(2025, 7, 22)]
    assert f"{len(july)} days of fire in 22" in corrected["every-third-day"]
    assert gaps[-4:] == [36, 37, 51, 54]
    assert f"{(scenario.as_of - fire[-1]).days} days now" in corrected["no-such-calm"]


def test_shells_a_day_and_messages_taken_one_by_one_mislead_about_the_ceasefire() -> None:
    scenario = load(ROOT / "ceasefire-violations")
    found = find(scenario, 60, scenario.seed)
    assert found.silence is not None
    assert found.weighed is not None
    assert found.watched is not None
    assert 0.02 < found.silence.pool < 0.1
    assert max(found.silence.naive) < 1e-4
    assert found.hypotheses[found.weighed.leader] == "bargaining"
    assert found.weighed.hypotheses[0].max() < 0.7
    assert found.hypotheses[found.weighed.ignoring_origin.argmax()] == "holds"
    worth = dict(zip(found.conduct.indicators, found.watched.worth[0], strict=True))
    assert worth["guns-in-store"] > 0.2
    assert worth["repeat"] == pytest.approx(0, abs=1e-9)
