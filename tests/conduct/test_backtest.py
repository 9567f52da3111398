"""The back-test against plain loops and scores by hand, and what it says of the Korean record."""

import json
import math
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.answer import Paragraph, Table
from pourparler.conduct.backtest import (
    CALENDAR_HORIZONS,
    Comparison,
    Kind,
    Trial,
    beyond_two_errors,
    calendar_trials,
    comparisons,
    first_year,
    forecasts,
    gap_trials,
    half_months,
)
from pourparler.conduct.backtest_answer import backtest
from pourparler.conduct.scores import PairedDifference, paired_difference
from pourparler.conduct.silence import MODELS
from pourparler.conduct.stacking import stack
from pourparler.errors import PourparlerError
from pourparler.scenario import load
from tests.conduct.korean_record import BEGIN, LAST, MISSILE_AND_NUCLEAR, days

KOREA = days(MISSILE_AND_NUCLEAR)
START, END = float(BEGIN.toordinal()), float(LAST.toordinal())
NOW = float(date(2018, 3, 9).toordinal())
BY_KEY = {model.key: model for model in MODELS}
ROW = {model.key: row for row, model in enumerate(MODELS)}
CASE = Path(__file__).parents[2] / "scenarios" / "korea-2018"

# Two models whose formulas are one line, as a pool of their own.
PLAIN = (replace(BY_KEY["steady"], pooled=True), replace(BY_KEY["gap-share"], pooled=True))


@st.composite
def records(draw, fewest: int = 12, most: int = 45, longest: int = 250) -> tuple[np.ndarray, float, float]:
    """(times, begin, now): events on distinct days, of which the first may come at once or late."""
    gaps = draw(st.lists(st.integers(1, longest), min_size=fewest, max_size=most))
    begin = float(draw(st.integers(730_000, 732_000)))
    times = begin + np.cumsum([draw(st.integers(0, 400)), *gaps]).astype(np.float64)
    return times, begin, float(times[-1]) + draw(st.integers(0, 200))


def plain_pair(times: list[float], begin: float, origin: float, horizon: float) -> list[float]:
    """The two models by their formulas, their mean, and a coin."""
    past = [t for t in times if t <= origin]
    steady = math.exp(-len(past) * horizon / (origin - begin))
    gaps = [b - a for a, b in pairwise(past)]
    quiet = origin - past[-1]
    share = (sum(g > quiet + horizon for g in gaps) + 0.5) / (sum(g > quiet for g in gaps) + 1)
    return [steady, share, (steady + share) / 2, 0.5]


def slow_gaps(times: list[float], begin: float, now: float, horizon: float, first: int) -> list[tuple]:
    """(origin, silent, forecasts, share so far) of each question, one by one."""
    questions = []
    for number, start in enumerate(times, 1):
        if number < first or start - begin <= 365:
            continue
        if number == len(times) and now - start < horizon:
            continue
        silent = number == len(times) or times[number] - start > horizon
        closed = [b - a for a, b in pairwise(times[:number])]
        so_far = (sum(gap > horizon for gap in closed) + 0.5) / (len(closed) + 1)
        questions.append((start, silent, plain_pair(times, begin, start, horizon), so_far))
    return questions


def slow_calendar(
    times: list[float], begin: float, now: float, first: float, horizon: float, quiet: float
) -> list[tuple]:
    """The same, walking through the calendar day by day; `quiet` 0 is the whole calendar."""
    questions, outcomes = [], []
    day = date.fromordinal(int(begin))
    while day.toordinal() + horizon <= now:
        origin = day.toordinal()
        past = [t for t in times if t <= origin]
        if day.day in {1, 16} and (quiet == 0 or (past and origin - past[-1] >= quiet)):
            silent = not any(origin < t <= origin + horizon for t in times)
            if origin >= first and origin - begin > 365:
                known = [came for asked, came in outcomes if asked + horizon <= origin]
                so_far = (sum(known) + 0.5) / (len(known) + 1)
                questions.append((origin, silent, plain_pair(times, begin, origin, horizon), so_far))
            outcomes.append((origin, silent))
        day += timedelta(days=1)
    return questions


def mean_and_error(values: list[float], block: int) -> tuple[float, float]:
    """The mean and its standard error from the sums over blocks, by hand."""
    n, mean = len(values), sum(values) / len(values)
    sums = [sum(values[at : at + block]) - mean * len(values[at : at + block]) for at in range(0, n, block)]
    return mean, math.sqrt(len(sums) / (len(sums) - 1) * sum(total * total for total in sums)) / n


def check(trial: Trial, slow: list[tuple], block: int) -> None:
    assert trial.block == block
    assert trial.unanswered == 0
    assert trial.origins.tolist() == [question[0] for question in slow]
    assert trial.silent.tolist() == [question[1] for question in slow]
    if not slow:
        return
    steady, share, pool, coin = zip(*(question[2] for question in slow), strict=True)
    rows = [steady, share, pool, [question[3] for question in slow], coin]
    np.testing.assert_allclose(trial.said, rows, rtol=1e-12)
    assert trial.enough == (len(slow) / block >= 3)
    if not trial.enough:
        with pytest.raises(ValueError, match="too few"):
            _ = trial.log
        return
    scores = {
        "log": [
            [-math.log(max(p if y else 1 - p, 1e-4)) for p, y in zip(row, trial.silent, strict=True)] for row in rows
        ],
        "brier": [[(p - y) ** 2 for p, y in zip(row, map(int, trial.silent), strict=True)] for row in rows],
    }
    for standing, by_hand in ((trial.log, scores["log"]), (trial.brier, scores["brier"])):
        for row in range(5):
            expected = mean_and_error(by_hand[row], block)
            assert (standing.mean[row], standing.error[row]) == pytest.approx(expected, rel=1e-9, abs=1e-12)
            paired = [mine - pools for mine, pools in zip(by_hand[row], by_hand[2], strict=True)]
            found = standing.difference[row], standing.difference_error[row]
            assert found == pytest.approx(mean_and_error(paired, block), rel=1e-9, abs=1e-12)


@given(records(), st.integers(5, 12))
@settings(max_examples=300, deadline=None)
def test_gaps_equal_plain_loops(record, first) -> None:
    times, begin, now = record
    for trial in gap_trials(times, begin, now, (20.0, 75.0), first, PLAIN):
        check(trial, slow_gaps(times.tolist(), begin, now, trial.horizon, first), 1)


@given(records(), st.integers(5, 9))
@settings(max_examples=100, deadline=None)
def test_the_calendar_equals_plain_loops(record, fewest) -> None:
    times, begin, now = record
    first = first_year(times, begin, fewest)
    trials = calendar_trials(times, begin, now, first, (20.0, 90.0), 40.0, 60.0, PLAIN)
    assert [(trial.kind, trial.horizon) for trial in trials] == [
        (Kind.CALENDAR, 20),
        (Kind.CALENDAR, 90),
        (Kind.QUIET, 60),
    ]
    for trial, block in zip(trials, (2, 6, 4), strict=True):
        quiet = 40 if trial.kind is Kind.QUIET else 0
        check(trial, slow_calendar(times.tolist(), begin, now, first, trial.horizon, quiet), block)


@given(records(fewest=5), st.integers(1, 5))
def test_the_first_year_has_events_and_a_year_of_record_before_it(record, fewest) -> None:
    times, begin, _ = record
    found = date.fromordinal(int(first_year(times, begin, fewest)))

    def fits(day: date) -> bool:
        return sum(t < day.toordinal() for t in times) >= fewest and day.toordinal() - begin >= 365

    assert (found.month, found.day) == (1, 1)
    assert fits(found)
    assert not fits(date(found.year - 1, 1, 1))


def test_the_first_year_may_begin_when_a_year_is_over() -> None:
    begin = date(2013, 1, 1).toordinal()
    assert first_year([begin + 1.0], begin, 1) == date(2014, 1, 1).toordinal()
    assert first_year([begin + 2.0], begin + 1, 1) == date(2015, 1, 1).toordinal()
    assert first_year([begin + 365.0], begin, 1) == date(2015, 1, 1).toordinal()


def unseen_change(times: np.ndarray, cut: float, shifts: list[int]) -> np.ndarray:
    """The record with everything after `cut` put elsewhere after it."""
    later = cut + np.cumsum([1.0 + shift for shift in shifts])
    return np.concatenate([times[times <= cut], later])


@given(records(fewest=16, most=25, longest=90), st.data())
@settings(max_examples=25, deadline=None)
def test_no_forecast_knows_the_future(record, data) -> None:
    """All models, the pool and the share so far say the same at an origin, whatever comes after it."""
    times, begin, now = record
    cut = float(times[data.draw(st.integers(9, len(times) - 1))]) + data.draw(st.integers(0, 60))
    changed = unseen_change(times, cut, data.draw(st.lists(st.integers(0, 150), max_size=6)))
    end = max(now, cut, changed[-1]) + 100
    first = first_year(times, begin)
    for before, after in zip(
        gap_trials(times, begin, end) + calendar_trials(times, begin, end, first),
        gap_trials(changed, begin, end) + calendar_trials(changed, begin, end, first),
        strict=True,
    ):
        same = before.origins <= cut
        assert before.origins[same].tolist() == after.origins[after.origins <= cut].tolist()
        np.testing.assert_array_equal(before.said[:, same], after.said[:, after.origins <= cut])


def test_a_model_is_given_the_record_up_to_the_origin_only() -> None:
    def count(times, begin, origin, ahead):
        return np.full(np.shape(ahead), float(len(times)))

    found = forecasts(KOREA, START, KOREA[[8, 20]], (30.0, 60.0), (replace(BY_KEY["steady"], silence=count),))
    assert found.tolist() == [[[9, 9], [21, 21]]]


def mean_logs(trials: tuple[Trial, ...], key: str) -> list[float]:
    return [float(trial.log.mean[ROW[key]]) for trial in trials]


GAPS = {  # mean log scores at 30, 60 and 100 days, measured beforehand with other code
    "campaign-lull": (0.602, 0.385, 0.271),
    "gap-share": (0.602, None, 0.277),
    "weibull": (0.633, 0.405, 0.269),
    "last-year": (0.650, 0.399, 0.312),
    "steady": (0.757, 0.460, 0.277),
    "discounted": (None, 0.408, 0.260),  # 0.409 with the weights of days added up, not integrated
    "seasonal": (None, 0.419, 0.268),
}


@pytest.mark.parametrize("key", GAPS)
def test_measured_scores_of_gaps(key) -> None:
    trials = gap_trials(KOREA, START, END)
    assert [len(trial.origins) for trial in trials] == [48, 48, 48]
    assert [trial.silent.mean() for trial in trials] == pytest.approx([0.25, 0.104, 0.0625], abs=5e-4)
    for found, expected in zip(mean_logs(trials, key), GAPS[key], strict=True):
        assert expected is None or found == pytest.approx(expected, abs=6e-4)


def test_measured_stacking_weights() -> None:
    """Over all models and the three horizons: .83 campaigns and lulls, .17 the last year."""
    found = stack(np.hstack([trial.given[: trial.pool] for trial in gap_trials(KOREA, START, END)]))
    expected = np.zeros(len(MODELS))
    expected[[ROW["campaign-lull"], ROW["last-year"]]] = 0.83, 0.17
    assert found.weights == pytest.approx(expected, abs=0.005)
    assert found.score == pytest.approx(0.4185, abs=1e-4)


CALENDAR = {"seasonal": 0.460, "discounted": 0.468, "steady": 0.469, "campaign-lull": 0.505, "last-year": 0.554}


@pytest.mark.parametrize("key", CALENDAR)
def test_measured_scores_of_the_calendar(key) -> None:
    """106 half-months from July 2013 to the last event; to within what a day of exposure more or less makes."""
    first, last = date(2013, 7, 1).toordinal(), date(2017, 11, 16).toordinal()
    *_, calendar, quiet = calendar_trials(KOREA, START, last + 90.0, float(first))
    assert (len(calendar.origins), len(quiet.origins)) == (106, 41)
    assert calendar.silent.mean() == pytest.approx(0.21, abs=0.005)
    assert calendar.log.mean[ROW[key]] == pytest.approx(CALENDAR[key], abs=2.1e-3)
    assert 0.655 < quiet.log.mean[ROW[key]] < 0.755


def test_the_record_up_to_9_march_2018() -> None:
    gaps = gap_trials(KOREA, START, NOW)
    calendar = calendar_trials(KOREA, START, NOW, first_year(KOREA, START))
    assert first_year(KOREA, START) == date(2015, 1, 1).toordinal()
    # The silence since November has lasted exactly 100 days: known to be longer than 60, and than 100 by its last day.
    assert [trial.origins[-1] == END for trial in gaps] == [True, True, True]
    assert [trial.silent[-1] for trial in gaps] == [True, True, True]
    assert len(gap_trials(KOREA, START, NOW - 1)[2].origins) == 48
    assert [len(trial.origins) for trial in calendar] == [75, 73, 71, 19]
    assert [trial.block for trial in calendar] == [2, 4, 6, 4]
    made = comparisons(gaps + calendar)
    assert len(made) == 70
    clear = [comparison for comparison in made if comparison.clear]
    assert all(comparison.found.mean > 0 for comparison in clear)  # none is better than the pool
    assert sum(comparison.model.key == "clustered" for comparison in clear) == 6
    # A coin, and the share of past gaps, score what they must.
    assert gaps[0].log.mean[-1] == pytest.approx(math.log(2))
    assert gaps[0].brier.mean[-1] == 0.25
    np.testing.assert_array_equal(gaps[0].said[gaps[0].pool + 1], gaps[0].said[ROW["gap-share"]])


def test_half_months() -> None:
    found = half_months(date(2015, 1, 2).toordinal(), date(2015, 3, 1).toordinal())
    expected = [date(2015, 1, 16), date(2015, 2, 1), date(2015, 2, 16), date(2015, 3, 1)]
    assert found.tolist() == [day.toordinal() for day in expected]


@given(st.integers(1, 6), st.integers(1, 60), st.data())
@settings(max_examples=500, deadline=None)
def test_no_other_weights_stack_better(forecasters, questions, data) -> None:
    seed = data.draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    chances = random.beta(data.draw(st.sampled_from([0.2, 1, 5])), 1, (forecasters, questions))
    found = stack(chances)
    assert found.weights.min() >= 0
    assert found.weights.sum() == pytest.approx(1)
    assert found.slack < 1e-5
    clipped = np.maximum(chances, 1e-4)
    assert found.score == pytest.approx(-np.log(found.weights @ clipped).mean())
    others = random.dirichlet(np.full(forecasters, 0.5), 200)
    others = np.concatenate([others, np.eye(forecasters), 0.9 * found.weights + 0.1 * others])
    best = -np.log(others @ clipped).mean(axis=1).min()
    assert best >= found.score - found.slack - 1e-12
    assert found.equal_score >= found.score - found.slack - 1e-12


def test_stacking_two_forecasters_on_a_grid() -> None:
    chances = np.array([[0.9, 0.8, 0.1, 0.7], [0.4, 0.5, 0.6, 0.3]])
    grid = np.linspace(0, 1, 100_001)
    scores = -np.log(grid[:, None] * chances[0] + (1 - grid[:, None]) * chances[1]).mean(axis=1)
    found = stack(chances)
    assert found.weights[0] == pytest.approx(grid[scores.argmin()], abs=2e-5)
    assert found.score == pytest.approx(scores.min(), abs=1e-10)


def test_questions_that_some_model_cannot_answer_are_counted() -> None:
    """With gaps that are all equal, the spacing of events cannot be fitted."""
    times = 735_000 + 50.0 * np.arange(30)
    trials = gap_trials(times, 734_990, times[-1], (30.0,))
    assert len(trials[0].origins) == 0
    assert trials[0].unanswered == 21
    assert not trials[0].enough
    assert comparisons(trials) == ()


def test_what_is_clear() -> None:
    trial = gap_trials(KOREA, START, END, models=PLAIN)[0]
    assert beyond_two_errors(0.21, 0.1)
    assert beyond_two_errors(-0.21, 0.1)
    assert not beyond_two_errors(0.19, 0.1)
    assert not beyond_two_errors(1e-16, 0)
    assert Comparison(trial, PLAIN[0], PairedDifference(0.3, 0.1)).clear


@pytest.mark.parametrize(
    ("block", "questions", "low", "high"),
    [(1, 49, 0.03, 0.07), (2, 75, 0.07, 0.12), (6, 71, 0.1, 0.17), (4, 19, 0.15, 0.23)],
)
def test_how_often_chance_alone_lies_beyond_two_errors(block, questions, low, high) -> None:
    """As the page says: about 1 in 20 of questions that do not overlap, two to four times as many of those that do."""
    random = np.random.default_rng(11)
    count = 0
    for _ in range(3_000):
        luck = np.convolve(random.normal(size=questions + block - 1), np.ones(block), "valid")
        found = paired_difference(luck, np.zeros(questions), block)
        count += beyond_two_errors(found.mean, found.standard_error)
    assert low < count / 3_000 < high


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gap_trials([1, 1, 2], 0, 9), "strictly ascending"),
        (lambda: gap_trials([1, 20], 0, 9), "not in the window"),
        (lambda: gap_trials([1, 2], 0, 9, ()), "Horizons"),
        (lambda: gap_trials([1, 2], 0, 9, (0.0,)), "Horizons"),
        (lambda: calendar_trials([1, 2], 0, 9, 0, (math.nan,)), "Horizons"),
        (lambda: first_year([1, 2], 0), "2 events"),
        (lambda: first_year([1, 2], 0, 0), "at least 1"),
        (lambda: stack([0.5]), "forecasters"),
        (lambda: stack([[1.5]]), "forecasters"),
        (lambda: stack(np.empty((0, 3))), "forecasters"),
    ],
)
def test_wrong_arguments(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_the_page_of_the_case() -> None:
    stages = []
    found = backtest(load(CASE), lambda *stage: stages.append(stage))
    assert [stage[1:] for stage in stages] == [(0, 2), (1, 2)]
    tables = [block for block in found.section.content if isinstance(block, Table)]
    assert len(tables) == 8
    assert tables[0].caption.startswith("13 of 49 gaps lasted longer than 30 days; 4 of 10 models differ clearly")
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
    assert all(model.name in [row[0] for row in tables[0].rows] and model.term in tables[0].note for model in MODELS)
    assert "in blocks of 6: about 12 count in full" in tables[5].note
    text = " ".join(str(block) for block in found.section.content if isinstance(block, Paragraph))
    clear = sum(comparison.clear for comparison in found.comparisons)
    assert f"{clear} of 70 comparisons" in text
    assert "about 1 in 20, here 3.5" in text
    assert "Better than the pool: none." in text


def test_the_json_of_the_case_holds_the_same_numbers() -> None:
    found = backtest(load(CASE))
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert content["events"] == 57
    assert content["comparisons"]["made"] == 70
    assert len(content["trials"]) == 7
    first = content["trials"][0]
    assert (first["kind"], first["horizon"], first["asked"], first["silent"]) == ("gaps", 30, 49, 13)
    assert first["scores"]["pool"]["log"]["less_the_pool"] == 0
    assert first["scores"]["weibull"]["log"]["mean"] == round(found.trials[0].log.mean[ROW["weibull"]], 6)
    assert sum(content["stacking_in_sample"]["gaps"]["weights"].values()) == pytest.approx(1, abs=1e-5)
    assert content == json.loads(json.dumps(backtest(load(CASE)).to_dict()))


def test_a_case_without_a_record_is_told_what_to_add() -> None:
    scenario = load(CASE)
    assert scenario.conduct is not None
    for without in (
        scenario.model_copy(update={"conduct": None}),
        scenario.model_copy(update={"conduct": scenario.conduct.model_copy(update={"tempo": None})}),
    ):
        with pytest.raises(PourparlerError, match="no 'conduct' with a 'tempo'"):
            backtest(without)


def cut_to(count: int, window: date):
    """The case with its first `count` counted events in a window, on the day after the last of them."""
    scenario = load(CASE)
    conduct = scenario.conduct
    assert conduct is not None
    assert conduct.tempo is not None
    last = [day for day in MISSILE_AND_NUCLEAR if day >= window][count - 1]
    tempo = conduct.tempo.model_copy(update={"windows": (window,)})
    update = {"conduct": conduct.model_copy(update={"tempo": tempo}), "as_of": last + timedelta(days=1)}
    return scenario.model_copy(update=update)


def test_too_few_events() -> None:
    with pytest.raises(PourparlerError, match=r"at least 12 events.*there are 11 .* since 2012-01-01: take an earlier"):
        backtest(cut_to(11, BEGIN))
    least = backtest(cut_to(12, BEGIN))
    assert [trial.kind for trial in least.scored] == [Kind.GAPS] * len(CALENDAR_HORIZONS)
    assert "Not scored, as fewer than 3 questions count in full" in str(least.section.content[1])


def test_events_in_the_first_year_only() -> None:
    with pytest.raises(PourparlerError, match=r"nothing can be tested: of the 16 .* first 365 days"):
        backtest(cut_to(16, date(2016, 1, 2)))


def test_the_back_test_is_quick() -> None:
    backtest(load(CASE))
    scenario = load(CASE)
    start = time.perf_counter()
    backtest(scenario)
    assert time.perf_counter() - start < 3
