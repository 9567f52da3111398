"""The study of a silence, against direct calls of the models on the Korean record, and on made records at the edges."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from pourparler import load
from pourparler.answer import Table
from pourparler.conduct.answer import ConductAnswer, analyse
from pourparler.conduct.campaign_lull import campaign_lull_silence, fit_campaign_lull, state_after
from pourparler.conduct.clustered import clustered_silence
from pourparler.conduct.discounted import discounted_silence
from pourparler.conduct.findings import find
from pourparler.conduct.gap_share import gap_share
from pourparler.conduct.hawkes import fit_hawkes, hawkes_silence
from pourparler.conduct.poisson import gamma_poisson_silence, poisson_silence
from pourparler.conduct.rate_change import change_point, terminal_break_factor
from pourparler.conduct.seasonal import seasonal_silence
from pourparler.conduct.silence import MODELS
from pourparler.conduct.tempo import POOL, PRIOR_DAYS, Silence, event_days, study
from pourparler.conduct.weibull_renewal import fit_weibull, weibull_silence
from pourparler.errors import PourparlerError
from tests.conduct.random_conduct import base
from tests.conduct.record_windows import window
from tests.deals.random_scenarios import Content, loaded

KOREA = Path(__file__).parents[2] / "scenarios" / "korea-2018"
LAST, NOW = date(2017, 11, 29).toordinal(), date(2018, 3, 9).toordinal()
QUIET = 100.0
KEYS = [model.key for model in MODELS]
# As the file orders them: with nuclear tests, without, with minor launches too; each from 2012, 2014 and 2016.
DEFINITIONS, YEARS = ((1, 0), (0, 0), (1, 1)), (2012, 2014, 2016)


@cache
def korea() -> Silence:
    found = study(load(KOREA))
    assert found is not None
    return found


def direct(times: np.ndarray, begin: float, origin: float, ahead: float) -> dict[str, float]:
    """Every model called by hand; looking ahead from the last event, or from a day of silence."""
    quiet = origin - times[-1]
    gaps, watched = np.diff(times), np.diff(times, prepend=begin)
    campaigns = fit_campaign_lull(watched, quiet)
    year = max(begin, origin - 365)
    found = {
        "discounted": discounted_silence(times, begin, origin, ahead, 730),
        "seasonal": seasonal_silence(times, begin, origin, ahead),
        "weibull": weibull_silence(fit_weibull(gaps, quiet), ahead, quiet),
        "campaign-lull": campaign_lull_silence(campaigns, state_after(campaigns, watched, quiet), ahead),
        "gap-share": gap_share(gaps, ahead, quiet),
        "steady-uncertain": gamma_poisson_silence(len(times), origin - begin, ahead),
        "steady": poisson_silence(len(times), origin - begin, ahead),
        "last-year": poisson_silence(int((times > year).sum()), origin - year, ahead),
        "exciting": hawkes_silence(fit_hawkes(times, begin, origin), times, origin, ahead),
        "clustered": clustered_silence(times, begin, origin, ahead, 14),
    }
    return {key: float(value) for key, value in found.items()}


@pytest.mark.parametrize("d", range(3))
@pytest.mark.parametrize("w", range(3))
def test_every_cell_is_the_models_own_answer(d: int, w: int) -> None:
    times, begin = window(*DEFINITIONS[d], YEARS[w])
    expected = direct(times, begin, float(LAST), QUIET)
    assert dict(zip(KEYS, korea().grid[:, d, w], strict=True)) == pytest.approx(expected, rel=1e-12)


def test_looking_ahead_goes_on_from_the_silence() -> None:
    times, begin = window(1, 0, 2012)
    until = date(2018, 5, 31).toordinal()
    expected = direct(times, begin, float(NOW), float(until - NOW))
    assert dict(zip(KEYS, korea().ahead, strict=True)) == pytest.approx(expected, rel=1e-12)
    assert korea().pooled_ahead == pytest.approx(np.mean([expected[KEYS[m]] for m in POOL]))
    assert expected["last-year"] < 0.1 < expected["campaign-lull"]  # a rate that ignores the silence expects its end


# Measured apart from this package, to three digits: gamma-Poisson, Weibull, campaigns, gap share, seasonal.
TABLE = {
    (0, 0): """.089 .094 .150 .123 .110   .038 .037 .083 .073 .085   .017 .004 .050 .050 .069""",
    (1, 0): """.074 .081 .145 .097 .078   .031 .031 .079 .069 .066   .011 .004 .041 .046 .048""",
    (1, 1): """.031 .045 .128 .072 .035   .010 .015 .070 .052 .028   .004 .002 .041 .038 .031""",
}


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_measured_table_of_the_korean_silence(definition: tuple[int, int]) -> None:
    expected = np.array(TABLE[definition].split(), dtype=float).reshape(3, 5)
    rows = [KEYS.index(key) for key in ("steady-uncertain", "weibull", "campaign-lull", "gap-share", "seasonal")]
    found = korea().grid[rows, DEFINITIONS.index(definition)].T
    assert found == pytest.approx(expected, abs=8e-4)


def test_measured_values_of_the_main_window() -> None:
    found = dict(zip(KEYS, korea().grid[:, 0, 0], strict=True))
    assert found["discounted"] == pytest.approx(0.037, abs=5e-4)
    assert found["last-year"] == pytest.approx(0.012, abs=1e-3)
    assert found["exciting"] == pytest.approx(0.132, abs=1e-3)
    assert found["clustered"] == pytest.approx(0.219417, abs=5e-7)
    assert korea().pool == pytest.approx(np.mean([found[KEYS[m]] for m in POOL]))
    assert korea().pool == pytest.approx(0.087, abs=1e-3)
    assert korea().naive == (pytest.approx(math.exp(-100 / 12)),)
    assert korea().naive[0] == pytest.approx(0.00024, abs=5e-6)
    assert korea().quiet == 100
    assert sorted(korea().gaps[korea().gaps >= 100]) == [115, 155, 204, 243, 283]


def test_spread_and_cells_are_those_of_the_pool() -> None:
    cells = korea().grid[POOL].ravel()
    assert sorted(korea().cells) == sorted(cells)
    assert len(cells) == 5 * 3 * 3
    assert korea().spread == pytest.approx(cells.max() / cells.min())
    assert korea().spread > 5


def test_events_to_be_expected_are_those_of_a_negative_binomial() -> None:
    """57 events in 2159 days, Jeffreys' prior: mean 2.66327, and quantiles of the count."""
    mean, low, high = korea().expected
    assert mean == pytest.approx(2.66327, abs=5e-6)
    counted = nbinom(57.5, 2159 / 2259)
    assert (low, high) == (counted.ppf(0.05), counted.ppf(0.95))


def test_curves_and_the_day_on_which_a_silence_is_unusual() -> None:
    found = korea()
    assert found.curves[:, 0] == pytest.approx(np.ones(len(MODELS)), abs=0.02)
    assert found.curves[:, 100] == pytest.approx(found.grid[:, 0, 0], rel=1e-12)
    for curve, day in zip(found.curves, found.unusual, strict=True):
        assert day is not None
        assert curve[day] < 0.05 <= curve[day - 1]
    assert found.pool_unusual == 136
    assert found.pooled_curve[136] < 0.05 <= found.pooled_curve[135]


def test_campaign_break_and_change_of_rate() -> None:
    times, begin = window(1, 0, 2012)
    gaps = np.diff(times, prepend=begin)
    model = fit_campaign_lull(gaps, QUIET)
    assert korea().campaign == pytest.approx((state_after(model, gaps)[1], state_after(model, gaps, QUIET)[1]))
    factors = [float(terminal_break_factor(57, 2159, QUIET, 1, days)) for days in PRIOR_DAYS]
    assert korea().break_factors == pytest.approx(factors)
    assert factors[PRIOR_DAYS.index(30)] == pytest.approx(3.1, abs=0.05)
    change = korea().change
    expected = change_point(times, begin, float(NOW), 1, 30)
    assert change.posterior.tolist() == expected.posterior.tolist()
    assert date.fromordinal(int(change.most_probable)) == date(2014, 2, 26)
    assert [date.fromordinal(int(day)) for day in change.interval] == [date(2013, 2, 7), date(2015, 12, 26)]
    assert (change.rate_before, change.rate_after) == pytest.approx((0.0076, 0.035), abs=5e-4)
    assert change.bayes_factor == pytest.approx(57, abs=0.5)


# Made records


def record(days: list[int], now: int, **tempo: Any) -> Content:
    """Events so many days after 1 January 2020, and the day up to which things are known."""
    start = date(2020, 1, 1)
    content = base()
    content["as_of"] = (start + timedelta(now)).isoformat()
    content["events"] = [
        {"date": (start + timedelta(day)).isoformat(), "party": "them", "kind": "raid", "what": "A raid"}
        for day in days
    ]
    definitions = {"raids": {"name": "raids", "kinds": ["raid"]}}
    content["conduct"] = {
        "party": "them",
        "judged": {"by": "the team", "on": "2024-02-20"},
        "tempo": {"definitions": definitions, "windows": ["2020-01-01"]} | tempo,
    }
    return content


def studied(content: Content) -> Silence:
    found = study(loaded(content))
    assert found is not None
    return found


DAYS = [5, 19, 40, 41, 90, 160, 171, 240, 300, 330, 420, 500]


def test_only_the_days_of_the_party_up_to_the_day_known_are_counted() -> None:
    plain = record(DAYS, 560)
    content = record(DAYS, 560)
    more = {"kind": "raid", "what": "A raid"}
    content["events"] += [
        more | {"date": "2020-01-06", "party": "them"},  # the same day again
        more | {"date": "2020-03-01", "party": "us"},  # ours
        more | {"date": "2021-07-20", "party": "them"},  # after the day known
        {"date": "2020-03-02", "party": "them", "kind": "talk", "what": "A talk"},
    ]
    assert studied(content).times[0].tolist() == studied(plain).times[0].tolist()
    assert studied(content).grid == pytest.approx(studied(plain).grid, nan_ok=True)
    content["events"].append(more | {"date": "2020-03-03"})  # nobody's in particular: theirs
    assert len(studied(content).times[0]) == len(DAYS) + 1


def test_definitions_count_their_kinds_and_a_later_event_tells_of_another_silence() -> None:
    definitions = {
        "raids": {"name": "raids", "kinds": ["raid"]},
        "both": {"name": "raids and shots", "kinds": ["raid", "shot"]},
        "early": {"name": "raids and old shots", "kinds": ["raid", "old"]},
    }
    content = record(DAYS, 560, definitions=definitions)
    content["events"] += [
        {"date": "2021-07-01", "party": "them", "kind": "shot", "what": "A shot"},  # day 547
        {"date": "2020-03-03", "party": "them", "kind": "old", "what": "A shot"},
    ]
    found = studied(content)
    scenario = loaded(content)
    assert [len(each) for each in found.times] == [12, 13, 13]
    assert event_days(scenario, ("shot",)).tolist() == [date(2021, 7, 1).toordinal()]
    assert found.quiet == 60
    steady = KEYS.index("steady")
    assert found.grid[steady, 0, 0] == pytest.approx(math.exp(-12 / 500 * 60))
    assert found.grid[steady, 1, 0] == pytest.approx(math.exp(-13 / 547 * 13))
    pooled = found.grid[POOL]
    assert sorted(found.cells) == pytest.approx(sorted(pooled[:, [0, 2]].ravel()))  # not the one of 13 days


def test_windows_with_too_few_events_are_left_empty_and_say_so() -> None:
    content = record(DAYS, 560, windows=["2020-01-01", "2021-01-01", "2021-05-20"])
    found = studied(content)
    two = found.grid[:, 0, 1]  # two events from 2021 on: enough for a rate only
    assert {KEYS[m] for m in np.flatnonzero(~np.isnan(two))} == {
        "discounted",
        "steady-uncertain",
        "steady",
        "last-year",
        "clustered",
    }
    assert np.isnan(found.grid[:, 0, 2]).all()
    assert not np.isnan(found.cells).any()
    table = next(
        block
        for section in analyse(loaded(content), draws=2).sections()
        for block in section.content
        if isinstance(block, Table)
    )
    assert sum(cell == "too few" for row in table.rows for cell in row) == int(np.isnan(found.grid).sum())


def test_too_few_events_are_an_error_that_teaches() -> None:
    assert studied(record(DAYS[:4], 90)).quiet == 49
    for days in (DAYS[:3], []):
        with pytest.raises(PourparlerError, match=f"only {len(days)} raids since 2020-01-01; at least 4 are needed"):
            study(loaded(record(days, 90) | {"events": record(days or [400], 90)["events"]}))
    with pytest.raises(PourparlerError, match="only 2 raids since 2021-01-01"):
        study(loaded(record(DAYS, 560, windows=["2021-01-01", "2020-01-01"])))


def test_nothing_is_counted_where_no_tempo_is_defined() -> None:
    content = record(DAYS, 560)
    del content["conduct"]["tempo"]
    assert study(loaded(content)) is None


def whole(content: Content) -> ConductAnswer:
    """The answer with everything made once: pages, charts, JSON, table."""
    answer = analyse(loaded(content), draws=3)
    for section in answer.sections():
        for block in section.content:
            if hasattr(block, "draw"):
                block.draw().to_dict()
    answer.to_dict()
    answer.to_frame()
    assert "nan" not in answer.summary()
    text = " ".join(str(block) for section in answer.sections() for block in section.content)
    assert "nan" not in text
    return answer


@pytest.mark.parametrize(
    ("days", "now"),
    [
        (DAYS, 500),  # an event today
        (DAYS, 501),
        (DAYS, 6_000),  # fifteen years of silence
        ([5, 19, 40, 41], 60),  # less than a year
        ([10, 20, 30, 40, 50], 60),  # equal gaps
        (list(range(0, 900)), 9_000),  # an event a day, then none for a lifetime
        ([0, 1, 2, 3], 4),
    ],
)
def test_records_at_the_edges(days: list[int], now: int) -> None:
    naive = [{"says": "hourly", "every": 0.04}, {"says": "daily", "every": 1}]
    until = (date(2020, 1, 1) + timedelta(now + 100)).isoformat()
    whole(record(days, now, naive=naive, until=until))


@given(st.sets(st.integers(0, 900), min_size=4, max_size=30), st.integers(0, 400))
@settings(max_examples=40)
def test_any_record(days: set[int], quiet: int) -> None:
    later = (date(2020, 1, 1) + timedelta(max(days) // 2)).isoformat()
    found = studied(record(sorted(days), max(days) + max(quiet, 1), windows=["2020-01-01", later]))
    grid = found.grid[~np.isnan(found.grid)]
    assert ((grid >= 0) & (grid <= 1)).all()
    assert found.cells.min() <= found.pool <= found.cells.max()
    assert (np.diff(found.curves[~np.isnan(found.curves[:, 0])], axis=1) <= 1e-9).all()
    assert found.expected[1] <= found.expected[2]


def test_a_draw_left_to_the_tempo_is_one_of_the_cells() -> None:
    content = record(DAYS, 560)
    content["conduct"]["hypotheses"] = {n: {"name": n, "prior": 1} for n in ("quiet", "loud")}
    content["conduct"]["evidence"] = {
        "silence": {
            "what": "Silence",
            "kind": "restraint",
            "faithful": 1,
            "likelihood": {"quiet": 0.9, "loud": "tempo"},
        }
    }
    found = find(loaded(content), 4_000, 7)
    assert found.readings is not None
    assert found.silence is not None
    rows = found.readings.likelihood[:, 0, 1]
    assert rows[0] == pytest.approx(found.silence.pool)
    assert sorted(set(rows[1:])) == pytest.approx(sorted(set(found.silence.cells)))
    counts = [np.isclose(rows[1:], cell).mean() for cell in found.silence.cells]
    assert counts == pytest.approx([1 / len(counts)] * len(counts), abs=0.03)
