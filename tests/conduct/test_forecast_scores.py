"""What a forecast log says on a day, against counts and sums made by hand."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pourparler.answer import Paragraph, Table
from pourparler.conduct.forecast_log import Forecast
from pourparler.conduct.forecast_scores import FEWEST, ForecastReport, as_of, report

MARCH = date(2018, 3, 9)
LATER = date(2019, 1, 1)


def resolved(number: int, probability: float, outcome: bool | None) -> Forecast:
    forecast = Forecast(number, MARCH, f"Question\n{number}?", date(2018, 6, 12), probability, "Ana", "0" * 16)
    if outcome is None:
        return forecast
    return Forecast(**{**forecast.__dict__, "outcome": outcome, "resolved": date(2018, 6, 12)})


def log_of(*pairs: tuple[float, bool | None]) -> list[Forecast]:
    return [resolved(number, *pair) for number, pair in enumerate(pairs, 1)]


def tables(found: ForecastReport) -> dict[str, Table]:
    return {block.caption: block for block in found.blocks if isinstance(block, Table)}


def prose(found: ForecastReport) -> str:
    return "\n".join(str(block) for block in found.blocks if isinstance(block, Paragraph))


DAYS = st.integers(0, 6).map(lambda days: MARCH + timedelta(days))


@st.composite
def logs(draw: st.DrawFn) -> list[Forecast]:
    made = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        recorded, ahead = draw(DAYS), draw(st.integers(0, 4))
        forecast = Forecast(number, recorded, "A?", recorded + timedelta(ahead), draw(st.floats(0, 1)), "Ana", "0" * 16)
        if draw(st.booleans()):
            told = recorded + timedelta(draw(st.integers(0, 6)))
            forecast = Forecast(**{**forecast.__dict__, "outcome": draw(st.booleans()), "resolved": told})
        made.append(forecast)
    return made


@settings(max_examples=500)
@given(logs(), DAYS)
def test_every_forecast_stands_in_one_place(log: list[Forecast], day: date) -> None:
    found = report(log, day).data
    known = [f for f in log if f.recorded <= day]
    told = [f.number for f in known if f.resolved is not None and f.resolved <= day]
    assert [entry["number"] for entry in found["forecasts"]] == [f.number for f in known]
    assert [entry["number"] for entry in found["forecasts"] if entry["outcome"] is not None] == told
    assert found["overdue"] == [f.number for f in known if f.number not in told and f.by < day]
    assert found["open"] == [f.number for f in known if f.number not in told and f.by >= day]
    assert found["recorded_later"] == {
        "forecasts": len(log) - len(known),
        "outcomes": sum(f.resolved is not None and f.resolved > day for f in log),
    }
    assert (found["scores"] or {"outcomes": 0})["outcomes"] == len(told)
    json.dumps(found, allow_nan=False)
    assert as_of(log, LATER) == tuple(log)


def test_a_day_in_the_past_knows_nothing_of_what_came() -> None:
    log = log_of((0.3, False), (0.6, None))
    assert as_of(log, MARCH) == tuple(log_of((0.3, None), (0.6, None)))
    found = report(log, MARCH)
    assert "2 forecasts: 0 with an outcome, 2 open and 0 overdue" in prose(found)
    assert "left out here: 0 forecasts and 1 outcome." in prose(found)
    assert report(log, date(2018, 3, 8)).data["recorded_later"] == {"forecasts": 2, "outcomes": 1}


def test_an_empty_log() -> None:
    found = report([], MARCH)
    assert prose(found) == "On 2018-03-09 the log holds no forecast."
    assert (found.data["scores"], found.data["forecasts"]) == (None, [])


def test_overdue_from_the_day_after() -> None:
    log = log_of((0.3, None))
    assert report(log, date(2018, 6, 12)).data["open"] == [1]
    late = report(log, date(2018, 6, 13))
    assert late.data["overdue"] == [1]
    (table,) = tables(late).values()
    assert table.caption.startswith("Overdue")
    assert table.rows == (("1: Question 1?", "2018-06-12", "30 %", "Ana"),)


def test_few_outcomes_are_listed_and_not_judged() -> None:
    log = log_of((0.3, False), (0.125, True), (0.9, None))
    found = report(log, date(2018, 6, 12))
    assert found.data["scores"] == {
        "outcomes": 2,
        "brier": round((0.09 + 0.875**2) / 2, 6),
        "log": round(-(math.log(0.7) + math.log(0.125)) / 2, 6),
        "log_floor": 0.0001,
        "log_clipped": 0,
    }
    assert found.data["calibration"] is None
    assert tables(found)["Forecasts with an outcome"].rows == (
        ("1: Question 1?", "30 %", "no", "0.090", "0.357"),
        ("2: Question 2?", "12.5 %", "yes", "0.766", "2.079"),
    )
    assert "no calibration" in prose(found)


def test_clipping_is_said() -> None:
    assert "floor" not in prose(report(log_of((0.0001, True)), LATER))
    one = report(log_of((0.0, True), (1.0, True)), LATER)
    assert one.data["scores"]["log_clipped"] == 1
    assert one.data["scores"]["log"] == pytest.approx(-math.log(1e-4) / 2, abs=1e-6)
    assert "1 forecast gave less than 0.01 % to what happened, and counts as if it had given that much" in prose(one)
    assert "2 forecasts gave less" in prose(report(log_of((0.0, True), (1.0, False)), LATER))


MANY = [(0.1, False)] * 9 + [(0.1, True)] + [(0.3, False)] * 6 + [(0.3, True)] * 4 + [(0.85, True)] * 10


def test_calibration_from_thirty_outcomes_on() -> None:
    assert len(MANY) == FEWEST
    assert report(log_of(*MANY[1:]), LATER).data["calibration"] is None
    found = report(log_of(*MANY), LATER)
    calibration = found.data["calibration"]
    best = (10 * 0.1 * 0.9 + 10 * 0.4 * 0.6) / 30
    score = (9 * 0.01 + 0.81 + 6 * 0.09 + 4 * 0.49 + 10 * 0.0225) / 30
    assert calibration["uncertainty"] == 0.25
    assert calibration["miscalibration"] == round(score - best, 6)
    assert calibration["discrimination"] == round(0.25 - best, 6)
    assert calibration["skill"] == round(1 - score / 0.25, 6)
    assert list(calibration["recalibrated"].values()) == pytest.approx([0.1] * 10 + [0.4] * 10 + [1.0] * 10)
    bins = calibration["bins"]
    assert [(b["from"], b["to"], b["outcomes"], b["came_true"]) for b in bins] == [
        (0.1, 0.2, 10, 1),
        (0.3, 0.4, 10, 4),
        (0.8, 0.9, 10, 10),
    ]
    assert "Forecasts with an outcome" not in tables(found)
    rows = tables(found)["What was said and what came true"].rows
    assert [row[:3] for row in rows] == [
        ("10 % to 20 %", "10", "1"),
        ("30 % to 40 %", "10", "4"),
        ("80 % to 90 %", "10", "10"),
    ]
    assert f"The mean Brier score {score:.3f} = miscalibration {score - best:.3f}" in prose(found)
    assert "Skill against" in prose(found)


def test_intervals_by_quadrature() -> None:
    for entry in report(log_of(*MANY), LATER).data["calibration"]["bins"]:
        n, k = entry["outcomes"], entry["came_true"]
        # In terms of an angle the density is sin^(2k) cos^(2(n-k)), which is smooth at both ends.
        density = lambda angle, n=n, k=k: math.sin(angle) ** (2 * k) * math.cos(angle) ** (2 * (n - k))  # noqa: E731
        whole = quad(density, 0, math.pi / 2)[0]
        for share, limit in ((0.05, entry["low"]), (0.95, entry["high"])):
            assert quad(density, 0, math.asin(math.sqrt(limit)))[0] / whole == pytest.approx(share, abs=1e-4)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.booleans()), min_size=30, max_size=60))
def test_bins_hold_every_outcome_and_the_parts_make_up_the_score(pairs: list[tuple[float, bool]]) -> None:
    data = report(log_of(*pairs), LATER).data
    calibration = data["calibration"]
    for entry in calibration["bins"]:
        first, last = round(100 * entry["from"]), round(100 * entry["to"])
        inside = [y for f, y in pairs if first <= round(100 * f) < last + (last == 100)]
        assert (entry["outcomes"], entry["came_true"]) == (len(inside), sum(inside))
        assert 0 <= entry["low"] < entry["high"] <= 1
    assert sum(entry["outcomes"] for entry in calibration["bins"]) == len(pairs)
    parts = [calibration[name] for name in ("miscalibration", "discrimination", "uncertainty")]
    assert parts[0] - parts[1] + parts[2] == pytest.approx(data["scores"]["brier"], abs=3e-6)
    assert min(parts) >= 0
    assert "-0.000" not in prose(report(log_of(*pairs), LATER))
    assert np.all(np.diff([entry["from"] for entry in calibration["bins"]]) > 0)


def test_skill_cannot_be_said_where_all_outcomes_are_alike() -> None:
    found = report(log_of(*[(0.7, True)] * 30), LATER)
    assert found.data["calibration"]["skill"] is None
    assert "Skill cannot be said" in prose(found)


def test_what_a_log_holds_cannot_steer_a_terminal() -> None:
    forecast = Forecast(1, MARCH, "A\x1b[2J?", MARCH, 0.5, "An\x9ba", "0" * 16)
    (table,) = tables(report([forecast], MARCH)).values()
    assert table.rows[0][0] == "1: A\\x1b[2J?"
    assert table.rows[0][3] == "An\\x9ba"
