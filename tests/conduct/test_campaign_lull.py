"""Campaigns and lulls against scipy's matrix exponential, exact arithmetic, simulation and a grid of rates."""

import itertools
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.linalg import expm

from pourparler.conduct.campaign_lull import (
    ASSUMED,
    CampaignLull,
    campaign_lull_silence,
    fit_campaign_lull,
    state_after,
)
from pourparler.conduct.campaign_lull import _follow as follow
from pourparler.conduct.campaign_lull import _quiet as quiet_step
from tests.conduct import korean_record
from tests.conduct.record_windows import WINDOWS, window

Floats = NDArray[np.float64]
TIMES = korean_record.days(korean_record.MISSILE_AND_NUCLEAR)
GAPS = np.diff(TIMES)
WATCHED = np.diff(TIMES, prepend=korean_record.BEGIN.toordinal())

# lull rate <= campaign rate, to campaign, to lull
rates = st.tuples(st.floats(1e-3, 0.5), st.floats(0, 1), st.floats(1e-3, 0.5), st.floats(1e-3, 0.5)).map(
    lambda four: np.array([four[0], four[0] + four[1], *four[2:]])
)
one_gap = st.one_of(st.floats(0.5, 200), st.sampled_from([1e-6, 1.0, 14.0, 5000.0]), st.integers(1, 60).map(float))
records = st.lists(one_gap, min_size=1, max_size=30)


def matrices(four: Floats) -> tuple[Floats, Floats]:
    """(times, 2, 2) the matrices of time without event and of events, for four rates with axes in front."""
    lull, campaign, begins, ends = np.moveaxis(four, -1, 0)
    silent = np.stack([np.stack([-begins - lull, begins], -1), np.stack([ends, -ends - campaign], -1)], -2)
    return silent, np.stack([np.stack([lull, 0 * lull], -1), np.stack([0 * lull, campaign], -1)], -2)


def log_likelihood(four: Floats, gaps: list[float], quiet: float) -> tuple[Floats, Floats]:
    """By scipy's matrix exponential, for any number of rates at once; and the states at the end."""
    silent, event = matrices(four)
    state = np.stack([four[..., 3], four[..., 2]], -1) / (four[..., 2] + four[..., 3])[..., np.newaxis]
    total = np.zeros(four.shape[:-1])
    for step in [*[expm(silent * gap) @ event for gap in gaps], expm(silent * quiet)]:
        state = (state[..., np.newaxis, :] @ step)[..., 0, :]
        total += np.log(state.sum(axis=-1))
        state /= state.sum(axis=-1, keepdims=True)
    return total, state


def gain(four: Floats, gaps: list[float], quiet: float) -> Floats:
    """Log-likelihood less penalty."""
    return log_likelihood(four, gaps, quiet)[0] - (np.log(four / np.array(ASSUMED)) ** 2).sum(axis=-1) / 2


def rates_of(model: CampaignLull) -> Floats:
    return np.array([model.lull_rate, model.campaign_rate, model.to_campaign, model.to_lull])


@settings(max_examples=1000)
@given(four=rates, days=st.floats(0, 300), lull=st.floats(0, 1))
def test_time_without_event_is_the_matrix_exponential(four: Floats, days: float, lull: float) -> None:
    state = np.array([lull, 1 - lull])
    first, second, log_scale = quiet_step(four, *state, days)
    expected = state @ expm(matrices(four)[0] * days)
    assert np.array([first, second]) * math.exp(log_scale) == pytest.approx(expected, rel=1e-8, abs=1e-14)
    assert campaign_lull_silence(CampaignLull(*four), state, days) == pytest.approx(expected.sum(), rel=1e-8, abs=1e-14)


small_or_large = st.floats(-12, 3).map(lambda power: 10**power)


@settings(max_examples=1000)
@given(
    sizes=st.tuples(small_or_large, small_or_large, small_or_large, small_or_large),
    days=st.floats(-6, 6).map(lambda power: 10**power),
    lull=st.one_of(st.sampled_from([0.0, 1.0]), st.floats(1e-9, 1)),
)
def test_no_digits_are_lost_whatever_the_sizes(
    sizes: tuple[float, float, float, float], days: float, lull: float
) -> None:
    """Against the textbook formula of the exponential of a 2 x 2 matrix in 150 digits, in logarithms."""
    chosen = [min(sizes[:2]), max(sizes[:2]), *sizes[2:]]
    with localcontext() as context:
        context.prec = 150
        l0, l1, q01, q10 = map(Decimal, chosen)
        matrix = [[-q01 - l0, q01], [q10, -q10 - l1]]
        middle = (matrix[0][0] + matrix[1][1]) / 2
        root = ((matrix[0][0] - matrix[1][1]) ** 2 + 4 * q01 * q10).sqrt() / 2
        faded = (-2 * root * Decimal(days)).exp()
        expected = []
        for column in range(2):
            cells = []
            for line in range(2):
                one = int(line == column)
                from_upper = matrix[line][column] - (middle - root) * one
                from_lower = matrix[line][column] - (middle + root) * one
                cells.append((from_upper - faded * from_lower) / (2 * root))
            reached = Decimal(lull) * cells[0] + Decimal(1.0 - lull) * cells[1]
            expected.append(float(reached.ln() + (middle + root) * Decimal(days)))
    first, second, log_scale = quiet_step(np.array(chosen), lull, 1.0 - lull, days)
    assert [math.log(first) + log_scale, math.log(second) + log_scale] == pytest.approx(expected, rel=1e-12, abs=1e-10)


def test_two_states_that_hardly_differ_and_hardly_change() -> None:
    """Where the two eigenvalues fall together, the textbook formula divides nought by nought."""
    same = CampaignLull(0.02, 0.02, 1e-200, 1e-200)
    assert campaign_lull_silence(same, [0.3, 0.7], [0.0, 1.0, 100.0]) == pytest.approx(
        np.exp([0, -0.02, -2]), rel=1e-14
    )
    assert state_after(same, [3.0, 4.0]) == pytest.approx([0.5, 0.5], abs=1e-12)


@settings(max_examples=300)
@given(four=rates, gaps=st.lists(st.floats(0.01, 100), max_size=25), quiet=st.floats(0, 100))
def test_likelihood_and_state_by_the_matrix_exponential(four: Floats, gaps: list[float], quiet: float) -> None:
    expected, state = log_likelihood(four, gaps, quiet)
    model = CampaignLull(*four)
    found, _ = follow(four, np.array([four[3], four[2]]) / (four[2] + four[3]), np.array(gaps, dtype=float), quiet)
    assert found == pytest.approx(float(expected), rel=1e-9, abs=1e-9)
    assert state_after(model, gaps, quiet) == pytest.approx(state, rel=1e-7, abs=1e-12)


@settings(max_examples=200)
@given(
    rate=st.floats(1e-3, 1), begins=st.floats(1e-3, 1), ends=st.floats(1e-3, 1), gaps=records, ahead=st.floats(0, 50)
)
def test_equal_rates_make_a_poisson_process(
    rate: float, begins: float, ends: float, gaps: list[float], ahead: float
) -> None:
    model = CampaignLull(rate, rate, begins, ends)
    state = state_after(model, gaps)
    assert state == pytest.approx(np.array([ends, begins]) / (begins + ends), rel=1e-9)
    assert campaign_lull_silence(model, state, ahead) == pytest.approx(math.exp(-rate * ahead), rel=1e-9)
    found, _ = follow(rates_of(model), state, np.array(gaps), 0.0)
    assert found == pytest.approx(len(gaps) * math.log(rate) - rate * sum(gaps), rel=1e-9, abs=1e-9)


def test_simulated_silence_and_state_after_it() -> None:
    """Each run of the process is followed from change to change of the state, until an event or the end."""
    model, ahead, runs = CampaignLull(0.004, 0.05, 0.01, 0.02), 60.0, 40_000
    draws = np.random.default_rng(3)
    silent = in_campaign = 0
    for campaign in draws.random(runs) < 0.7:
        time = 0.0
        while True:
            event, change = (model.campaign_rate, model.to_lull) if campaign else (model.lull_rate, model.to_campaign)
            time += draws.exponential(1 / (event + change))
            if time > ahead:
                silent += 1
                in_campaign += campaign
                break
            if draws.random() < event / (event + change):
                break
            campaign = not campaign
    share = campaign_lull_silence(model, [0.3, 0.7], ahead)
    assert abs(silent / runs - share) < 4 * math.sqrt(share * (1 - share) / runs)
    first, second, _ = quiet_step(rates_of(model), 0.3, 0.7, ahead)
    expected = second / (first + second)
    assert abs(in_campaign / silent - expected) < 4 * math.sqrt(expected * (1 - expected) / silent)


@settings(max_examples=300)
@given(four=rates, days=st.lists(st.floats(0, 400), min_size=1, max_size=6), lull=st.floats(0, 1))
def test_silence_falls_and_follows_from_the_state_after_it(four: Floats, days: list[float], lull: float) -> None:
    model, state = CampaignLull(*four), np.array([lull, 1 - lull])
    falling = campaign_lull_silence(model, state, sorted(days))
    assert (np.diff(falling) <= 1e-15).all()
    assert ((falling >= 0) & (falling <= 1 + 1e-12)).all()
    start = state_after(model, [5.0, 5.0])
    later = state_after(model, [5.0, 5.0], days[0])
    twice = campaign_lull_silence(model, start, days[0]) * campaign_lull_silence(model, later, days)
    assert twice == pytest.approx(campaign_lull_silence(model, start, days[0] + np.array(days)), rel=1e-9, abs=1e-300)


GRID = np.array(
    [
        [lull, campaign, begins, ends]
        for lull, campaign, begins, ends in itertools.product(
            np.geomspace(2e-4, 0.3, 7), np.geomspace(2e-3, 3, 7), np.geomspace(5e-4, 0.3, 5), np.geomspace(5e-4, 0.3, 5)
        )
        if lull <= campaign
    ]
)
NEARBY = np.exp([shift for size in (0.003, 0.05, 0.5) for shift in np.vstack([np.eye(4), -np.eye(4)]) * size])


@settings(max_examples=12)
@given(gaps=st.lists(one_gap, min_size=1, max_size=20), quiet=st.sampled_from([0.0, 30.0, 400.0]))
def test_no_rates_nearby_or_on_a_grid_gain_more(gaps: list[float], quiet: float) -> None:
    model = fit_campaign_lull(gaps, quiet)
    best = rates_of(model)
    near = best * NEARBY
    others = np.vstack([GRID, near[near[:, 0] <= near[:, 1]]])
    with np.errstate(
        divide="ignore", invalid="ignore"
    ):  # thousands of days without event are too unlikely for a number
        found = gain(others, gaps, quiet)
    penalty = (np.log(best / np.array(ASSUMED)) ** 2).sum() / 2
    assert np.nanmax(found) <= model.log_likelihood - penalty + 1e-6


@settings(max_examples=100)
@given(gaps=records, quiet=st.sampled_from([0.0, 30.0, 400.0]))
def test_the_fit_has_its_own_likelihood_and_is_the_same_again(gaps: list[float], quiet: float) -> None:
    model = fit_campaign_lull(gaps, quiet)
    start = state_after(model, [])
    expected, _ = follow(rates_of(model), start, np.array(gaps), quiet)
    assert model.log_likelihood == pytest.approx(expected, rel=1e-12)
    assert fit_campaign_lull(np.array(gaps), quiet) == model
    assert 0 < model.lull_rate <= model.campaign_rate


@pytest.mark.parametrize("gaps", [[1e-6] * 30, [1e6] * 30, [1e-6, 1e6] * 10, [20.0] * 30, [1e-4] * 200, [0.0, 1.0]])
def test_extreme_gaps_are_fitted(gaps: list[float]) -> None:
    model = fit_campaign_lull(gaps, 10.0)
    silence = campaign_lull_silence(model, state_after(model, gaps, 10.0), [1e-7, 1e5])
    assert 0 <= silence[1] < silence[0] <= 1


@pytest.mark.parametrize("seed", range(3))
def test_rates_of_a_long_simulated_record_are_found_again(seed: int) -> None:
    draws = np.random.default_rng(seed)
    true = CampaignLull(0.005, 0.2, 0.01, 0.02)
    times, time, campaign = [], 0.0, False
    while len(times) < 4000:
        event, change = (true.campaign_rate, true.to_lull) if campaign else (true.lull_rate, true.to_campaign)
        time += draws.exponential(1 / (event + change))
        if draws.random() < event / (event + change):
            times.append(time)
        else:
            campaign = not campaign
    gaps = np.diff(times, prepend=0.0)
    model = fit_campaign_lull(gaps)
    assert rates_of(model) == pytest.approx(rates_of(true), rel=0.25)
    # Twice what the fit gains over the truth is about a chi-square draw with four degrees of freedom.
    truth, _ = follow(rates_of(true), state_after(true, []), gaps, 0.0)
    assert 0 < 2 * (model.log_likelihood - truth) < 18.5


def test_worked_values_of_the_korean_record_for_given_rates() -> None:
    model = CampaignLull(0.00337, 0.05293, 0.00829, 0.0098)
    state = state_after(model, GAPS)
    assert state[1] == pytest.approx(0.79627, abs=5e-6)
    assert campaign_lull_silence(model, state, 100.0) == pytest.approx(0.14494, abs=5e-6)


def test_those_rates_are_fitted_to_the_record_from_the_begin_of_2012() -> None:
    """With the 103 days before the first event; without them the silence is .134."""
    model = fit_campaign_lull(WATCHED)
    assert rates_of(model) == pytest.approx([0.00337, 0.05293, 0.00829, 0.0098], abs=5e-6)
    assert campaign_lull_silence(model, state_after(model, WATCHED), 100.0) == pytest.approx(0.145, abs=5e-4)
    from_first = fit_campaign_lull(GAPS)
    assert campaign_lull_silence(from_first, state_after(from_first, GAPS), 100.0) == pytest.approx(0.134, abs=5e-4)


# Of three digits, rounded from four: so they may be off by 0.00055.
SILENCES = [0.150, 0.083, 0.050, 0.145, 0.079, 0.041, 0.128, 0.070, 0.041]


@pytest.mark.parametrize(("which", "expected"), list(zip(WINDOWS, SILENCES, strict=True)))
def test_silence_by_window_and_by_what_counts_as_an_event(which: tuple[int, int, int], expected: float) -> None:
    times, begin = window(*which)
    gaps = np.diff(times, prepend=begin)
    model = fit_campaign_lull(gaps)
    assert campaign_lull_silence(model, state_after(model, gaps), 100.0) == pytest.approx(expected, abs=5.5e-4)


@pytest.mark.parametrize("gaps", [[1.0, 0.0], [-1.0], [math.nan], [math.inf], [[1.0]]])
def test_wrong_gaps_are_refused(gaps: list[float]) -> None:
    for use in (fit_campaign_lull, lambda given: state_after(CampaignLull(0.1, 0.2, 0.1, 0.1), given)):
        with pytest.raises(ValueError, match="Gaps must be a list"):
            use(gaps)


def test_other_wrong_numbers_are_refused() -> None:
    model = CampaignLull(0.1, 0.2, 0.1, 0.1)
    for gaps in ([], [0.0]):
        with pytest.raises(ValueError, match="At least one gap"):
            fit_campaign_lull(gaps)
    for quiet in (-1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="Quiet days"):
            state_after(model, [1.0], quiet)
    for ahead in (-1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="Days ahead"):
            campaign_lull_silence(model, [0.5, 0.5], ahead)
    for state in ([0.5, 0.6], [1.5, -0.5], [1.0], [math.nan, 1.0]):
        with pytest.raises(ValueError, match="two probabilities"):
            campaign_lull_silence(model, state, 1.0)
    with pytest.raises(ValueError, match="cannot happen"):
        state_after(CampaignLull(0.0, 0.0, 0.1, 0.1), [1.0])
    for rates in ((0.2, 0.1, 1, 1), (-0.1, 0.1, 1, 1), (0.1, math.inf, 1, 1), (0.1, math.nan, 1, 1)):
        with pytest.raises(ValueError, match="must rise"):
            CampaignLull(*rates)
    for rates in ((0.1, 0.2, 0, 1), (0.1, 0.2, 1, -1), (0.1, 0.2, math.inf, 1), (0.1, 0.2, 1, math.nan)):
        with pytest.raises(ValueError, match="must be positive"):
            CampaignLull(*rates)
