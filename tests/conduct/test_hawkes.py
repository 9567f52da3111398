"""The Hawkes process against double sums, quadrature, simulation and a grid of parameters."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from pourparler.conduct.hawkes import LARGEST_BRANCHING, Hawkes, fit_hawkes, hawkes_silence
from tests.conduct import korean_record

TIMES = korean_record.days(korean_record.MISSILE_AND_NUCLEAR)
BEGIN, ORIGIN = float(korean_record.BEGIN.toordinal()), float(korean_record.LAST.toordinal())

one_gap = st.one_of(st.floats(0.5, 200), st.sampled_from([1e-3, 1.0, 14.0, 2000.0]), st.integers(1, 60).map(float))
records = st.lists(one_gap, min_size=1, max_size=25).map(np.cumsum)
models = st.builds(Hawkes, st.floats(0, 0.2), st.floats(0, 0.95), st.floats(0.01, 2))


def rate(model: Hawkes, times: np.ndarray, moment: float) -> float:
    """Event by event."""
    past = [math.exp(-model.decay * (moment - time)) for time in times if time < moment]
    return model.base + model.branching * model.decay * sum(past)


def expected_events(model: Hawkes, times: np.ndarray, begin: float, end: float) -> float:
    """By quadrature of the rate between one event and the next, in pieces no longer than the decay."""
    marks = [begin, *[time for time in times if begin < time < end], end]
    total = 0.0
    for start, stop in itertools.pairwise(marks):
        pieces = np.append(start + np.array([0, 1, 3, 6, 12, 25]) / model.decay, math.inf)
        cuts = [*pieces[pieces < stop], stop]
        for low, high in itertools.pairwise(cuts):
            total += quad(lambda moment: rate(model, times, moment), low, high)[0]
    return total


def log_likelihood(model: Hawkes, times: np.ndarray, begin: float, origin: float) -> float:
    return sum(math.log(rate(model, times, time)) for time in times) - expected_events(model, times, begin, origin)


@settings(max_examples=60)
@given(times=records, since=st.sampled_from([0.0, 10.0, 300.0]))
def test_log_likelihood_is_that_of_the_rate(times: np.ndarray, since: float) -> None:
    model = fit_hawkes(times, 0.0, times[-1] + since)
    expected = log_likelihood(model, times, 0.0, times[-1] + since)
    assert model.log_likelihood == pytest.approx(expected, rel=1e-6, abs=1e-6)


@settings(max_examples=200)
@given(model=models, times=records, since=st.floats(0, 50), ahead=st.floats(0.01, 60))
def test_silence_by_quadrature(model: Hawkes, times: np.ndarray, since: float, ahead: float) -> None:
    origin = times[-1] + since
    expected = math.exp(-expected_events(model, times, np.nextafter(origin, math.inf), origin + ahead))
    assert hawkes_silence(model, times, origin, ahead) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_simulated_silence_after_simulated_excitement() -> None:
    """By families: each past event still sets off a Poisson number of events, with exponential delays."""
    model, times, origin, ahead, runs = Hawkes(0.01, 0.6, 0.05), np.array([0.0, 30, 33, 41]), 45.0, 20.0, 100_000
    draws = np.random.default_rng(5)
    events = draws.poisson(model.base * ahead, runs)
    for time in times:
        for run, children in enumerate(draws.poisson(model.branching, runs)):
            delays = time + draws.exponential(1 / model.decay, children)
            # Children before the origin are those already seen; they are in the list of times.
            events[run] += ((delays > origin) & (delays <= origin + ahead)).sum()
    share = float(hawkes_silence(model, times, origin, ahead))
    assert abs((events == 0).mean() - share) < 4 * math.sqrt(share * (1 - share) / runs)


def grid_log_likelihood(
    base: np.ndarray, branching: np.ndarray, decay: np.ndarray, times: np.ndarray, length: float
) -> np.ndarray:
    """By double sums over events, (parameters,)."""
    between = times[:, np.newaxis] - times
    past = between > 0
    total = -base * length
    for event in range(len(times)):
        lags = between[event, past[event]]
        excited = np.exp(-decay[:, np.newaxis] * lags).sum(axis=1)
        total = total + np.log(base + branching * decay * excited)
        total = total - branching * -np.expm1(-decay * (length - times[event]))
    return total


@settings(max_examples=300)
@given(times=records, since=st.sampled_from([0.0, 10.0, 300.0]), slowest=st.sampled_from([45.0, 2.0, 1000.0]))
def test_no_parameters_nearby_or_on_a_grid_fit_better(times: np.ndarray, since: float, slowest: float) -> None:
    origin = times[-1] + since
    model = fit_hawkes(times, 0.0, origin, slowest)
    near = np.array([0.9, 0.999, 1.0, 1.001, 1.1])
    bases = np.concatenate([np.geomspace(1e-5, 10, 12) * len(times) / origin, np.maximum(model.base * near, 1e-12)])
    branchings = np.minimum(np.concatenate([np.linspace(0, LARGEST_BRANCHING, 8), model.branching * near]), 0.99)
    decays = np.maximum(np.concatenate([np.geomspace(1 / slowest, 3000, 30), model.decay * near]), 1 / slowest)
    base, branching, decay = map(np.ravel, np.meshgrid(bases, branchings, decays))
    best = grid_log_likelihood(base, branching, decay, times, origin).max()
    assert best <= model.log_likelihood + 1e-6
    assert model.decay >= 1 / slowest * (1 - 1e-12)
    if model.branching < LARGEST_BRANCHING:
        expected = model.base * origin - model.branching * np.expm1(-model.decay * (origin - times)).sum()
        assert expected == pytest.approx(len(times), rel=1e-9)


def test_parameters_of_a_simulated_process_are_found_again() -> None:
    draws = np.random.default_rng(6)
    true, length = Hawkes(0.05, 0.5, 0.2), 60_000.0
    generation = draws.random(draws.poisson(true.base * length)) * length
    everything = [generation]
    while len(generation):
        parents = np.repeat(generation, draws.poisson(true.branching, len(generation)))
        generation = parents + draws.exponential(1 / true.decay, len(parents))
        generation = generation[generation < length]
        everything.append(generation)
    model = fit_hawkes(np.sort(np.concatenate(everything)), 0.0, length)
    assert [model.base, model.branching, model.decay] == pytest.approx([0.05, 0.5, 0.2], rel=0.1)


def test_without_excitation_it_is_a_poisson_process() -> None:
    times = np.arange(10.0, 310.0, 10.0)
    model = fit_hawkes(times, 0.0, 310.0)
    assert model.branching == pytest.approx(0.0, abs=1e-12)
    assert hawkes_silence(model, times, 310.0, [0.0, 20.0]) == pytest.approx(np.exp([0, -20 * 30 / 310]), rel=1e-9)


def test_a_single_event() -> None:
    for time, origin in ((5.0, 50.0), (50.0, 50.0)):
        model = fit_hawkes([time], 0.0, origin)
        assert (model.base, model.branching) == (pytest.approx(1 / 50), 0.0)
        assert model.log_likelihood == pytest.approx(math.log(1 / 50) - 1)


def test_events_that_come_ever_faster_stay_below_the_critical_branching() -> None:
    times = 1000 - 1000 * 0.8 ** np.arange(0, 30)
    model = fit_hawkes(times, -1.0, 1000.0)
    assert model.branching == LARGEST_BRANCHING
    assert model.log_likelihood == pytest.approx(log_likelihood(model, times, -1.0, 1000.0), rel=1e-6)


def test_worked_values_of_the_korean_record() -> None:
    model = fit_hawkes(TIMES, BEGIN, ORIGIN)
    assert hawkes_silence(model, TIMES, ORIGIN, 100.0) == pytest.approx(0.132, abs=5e-4)


def test_without_the_bound_the_drift_of_the_record_is_taken_for_excitation() -> None:
    model = fit_hawkes(TIMES, BEGIN, ORIGIN, slowest=1e5)
    assert model.branching == LARGEST_BRANCHING
    assert 1 / model.decay == pytest.approx(530, abs=20)
    assert hawkes_silence(model, TIMES, ORIGIN, 100.0) == pytest.approx(0.012, abs=5e-4)


@pytest.mark.parametrize("times", [[1.0, 1.0], [2.0, 1.0], [math.nan], [1.0, 11.0], [[1.0]], [math.inf]])
def test_wrong_times_are_refused(times: list[float]) -> None:
    for use in (lambda: fit_hawkes(times, 0.0, 10.0), lambda: hawkes_silence(Hawkes(1, 0.5, 1), times, 10.0, 1.0)):
        with pytest.raises(ValueError, match="Times must be"):
            use()


def test_other_wrong_numbers_are_refused() -> None:
    for times, begin, origin, slowest in (
        ([], 0.0, 10.0, 45.0), ([1.0], 2.0, 10.0, 45.0), ([1.0], 1.0, 1.0, 45.0), ([1.0], math.nan, 10.0, 45.0),
        ([1.0], 0.0, 10.0, 0.0), ([1.0], 0.0, 10.0, math.nan), ([1.0], -math.inf, 10.0, 45.0),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="At least one event"):
            fit_hawkes(times, begin, origin, slowest)
    for ahead in (-1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="Days ahead"):
            hawkes_silence(Hawkes(1, 0.5, 1), [1.0], 10.0, ahead)
    for numbers in ((-1.0, 0.5, 1.0), (1.0, 1.0, 1.0), (1.0, -0.1, 1.0), (1.0, 0.5, 0.0), (math.nan, 0.5, 1.0)):
        with pytest.raises(ValueError, match="branching ratio"):
            Hawkes(*numbers)
