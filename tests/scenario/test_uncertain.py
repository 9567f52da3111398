"""Uncertain numbers against scipy's distributions, their best guesses, their draws and their faults."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pourparler.scenario.uncertain import NotANumber, Uncertain, parse_uncertain, uniform_numbers

SHARES = np.concatenate([[0.0, 1e-9], np.linspace(0.001, 0.999, 101), [1 - 1e-9, 1.0]])


# Least, best guess and greatest by the table in docs/scenario-file.md.
@pytest.mark.parametrize(
    ("raw", "kind", "least", "best", "greatest"),
    [
        (40, "known", 40, 40, 40),
        (-2.5, "known", -2.5, -2.5, -2.5),
        ([30, 50], "uniform", 30, 40, 50),
        ([30, 35, 50], "triangular", 30, 35, 50),
        ((30, 35, 50), "triangular", 30, 35, 50),
        ({"uniform": [30, 50]}, "uniform", 30, 40, 50),
        ({"triangular": [30, 45, 50]}, "triangular", 30, 45, 50),
        ({"pert": [30, 42, 50]}, "pert", 30, 42, 50),
        ({"normal": {"mean": 40, "sd": 5, "least": 20, "greatest": 70}}, "normal", 20, 40, 70),
        ({"one_of": [30, 60, 30]}, "one_of", 30, 30, 60),
        ({"one_of": [60, 30, 50]}, "one_of", 30, 50, 60),  # none more often: the middle one
        ({"one_of": [60, 60, 30, 30, 50]}, "one_of", 30, 30, 60),
        ({"one_of": [4, 1, 3, 2]}, "one_of", 1, 2, 4),
        ({"one_of": [7]}, "one_of", 7, 7, 7),
        ([40, 40], "uniform", 40, 40, 40),
        ([40, 40, 40], "triangular", 40, 40, 40),
        ([40, 40, 50], "triangular", 40, 40, 50),
    ],
)
def test_forms(raw, kind, least, best, greatest):
    number = parse_uncertain(raw)
    assert (number.kind, number.least, number.best, number.greatest) == (kind, least, best, greatest)
    assert number.known == (least == greatest)
    assert parse_uncertain(number) is number


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (40, "40"),
        (1234567.5, "1234567.5"),
        ([40, 40], "40"),
        ([30, 50], "30 to 50"),
        ([30, 40, 50], "40 (30 to 50)"),
        ({"pert": [30, 40, 50]}, "40 (30 to 50)"),
        ({"normal": {"mean": 40, "sd": 5, "least": 20, "greatest": 60}}, "about 40 (20 to 60)"),
        ({"one_of": [30, 60]}, "one of 30, 60"),
    ],
)
def test_text(raw, text):
    assert str(parse_uncertain(raw)) == text


@pytest.mark.parametrize(
    ("raw", "wrong", "right"),
    [
        (None, "nothing is not a number", "write a number"),
        (True, "'True' is not a number", "write a number"),
        ("40", "'40' is not a number", "write a number"),
        ("a; b", "'a; b' is not a number", "write a number"),
        ({}, "a mapping is not a number", "write a number"),
        ({"pert": [1, 2, 3], "uniform": [1, 2]}, "a mapping is not a number", "write a number"),
        ([], "this range has 0 numbers", "write a number, [least, greatest]"),
        ([1], "this range has 1 numbers", "write a number, [least, greatest]"),
        ([1, 2, 3, 4], "this range has 4 numbers", "write a number, [least, greatest]"),
        ([1, None], "nothing is not a number", "write a number"),
        ([1, [2]], "a list is not a number", "write a number"),
        ([3, 2, 1], "the range [3, 2, 1] does not rise", "least comes first: [1, 2, 3]"),
        ([50, 30], "the range [50, 30] does not rise", "least comes first: [30, 50]"),
        ({"pert": [3, 2, 4]}, "the range [3, 2, 4] does not rise", "least comes first: [2, 3, 4]"),
        ({"pert": [1, 2]}, "'pert' takes a list of 3 numbers", "write {pert: [30, 40, 50]}"),
        ({"triangular": 4}, "'triangular' takes a list of 3 numbers", "write {triangular: [30, 40, 50]}"),
        ({"uniform": [1, 2, 3]}, "'uniform' takes a list of 2 numbers", "write {uniform: [30, 40]}"),
        ({"one_of": []}, "'one_of' takes a list of numbers", "write {one_of: [30, 30, 60]}"),
        ({"one_of": 3}, "'one_of' takes a list of numbers", "write {one_of: [30, 30, 60]}"),
        ({"one_of": ["x"]}, "'x' is not a number", "write a number"),
        (
            {"gamma": [1, 2]},
            "the distribution 'gamma' is not known",
            "known are: uniform, triangular, pert, normal, one_of",
        ),
        ({"normal": {"mean": 1, "sd": 2}}, "'normal' takes mean, sd, least and greatest", "write {normal: {mean: 40"),
        ({"normal": [1, 2, 3, 4]}, "'normal' takes mean, sd, least and greatest", "write {normal: {mean: 40"),
        (
            {"normal": {"mean": 1, "sd": 0, "least": 0, "greatest": 2}},
            "sd is 0",
            "the standard deviation must be above 0",
        ),
        (
            {"normal": {"mean": 9, "sd": 1, "least": 0, "greatest": 2}},
            "the mean 9 is not between",
            "write {normal: {mean",
        ),
        (float("nan"), "this number is too large", "use a scale"),
        (float("inf"), "this number is too large", "use a scale"),
        (10**400, "this number is too large", "use a scale"),
        (-1.1e12, "this number is too large", "use a scale"),
    ],
)
def test_faults(raw, wrong, right):
    with pytest.raises(NotANumber) as caught:
        parse_uncertain(raw)
    assert caught.value.wrong.startswith(wrong)
    assert caught.value.right.startswith(right)
    assert str(caught.value) == f"{caught.value.wrong}; {caught.value.right}"


ENDS = (
    st.tuples(*[st.floats(-1000, 1000).map(lambda x: round(x, 3))] * 3).map(sorted).filter(lambda t: t[2] - t[0] > 0.01)
)


def near(found, expected, width):
    return np.abs(found - expected).max() <= 1e-6 * width


@settings(max_examples=500)
@given(ENDS)
def test_uniform_against_scipy(ends):
    least, _, greatest = ends
    expected = stats.uniform(least, greatest - least).ppf(SHARES)
    assert near(Uncertain("uniform", (least, greatest)).quantile(SHARES), expected, greatest - least)


@settings(max_examples=500)
@given(ENDS)
def test_triangular_against_scipy(ends):
    least, likely, greatest = ends
    width = greatest - least
    expected = stats.triang((likely - least) / width, least, width).ppf(SHARES)
    assert near(Uncertain("triangular", tuple(ends)).quantile(SHARES), expected, width)


@settings(max_examples=500)
@given(ENDS)
def test_pert_against_scipy(ends):
    least, likely, greatest = ends
    width = greatest - least
    number = Uncertain("pert", tuple(ends))
    beta = stats.beta(1 + 4 * (likely - least) / width, 1 + 4 * (greatest - likely) / width, least, width)
    assert near(number.quantile(SHARES), beta.ppf(SHARES), width)
    assert beta.mean() == pytest.approx((least + 4 * likely + greatest) / 6, abs=1e-9 * 1000)


@settings(max_examples=500)
@given(ENDS, st.floats(0.05, 5))
def test_normal_against_scipy(ends, spread):
    least, mean, greatest = ends
    width = greatest - least
    deviation = spread * width
    cut = stats.truncnorm((least - mean) / deviation, (greatest - mean) / deviation, mean, deviation)
    found = Uncertain("normal", (mean, deviation, least, greatest)).quantile(SHARES)
    assert near(found[1:-1], cut.ppf(SHARES[1:-1]), width)
    assert found[0] == pytest.approx(least, abs=1e-6 * width)
    assert found[-1] == pytest.approx(greatest, abs=1e-6 * width)


@settings(max_examples=500)
@given(st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=7), st.integers(0, 2**32))
def test_one_of_names_each_equally_often(values, seed):
    number = Uncertain("one_of", tuple(values))
    count = len(values)
    assert number.quantile((np.arange(count) + 0.5) / count).tolist() == sorted(values)
    assert set(number.draws(50, seed, "x")) <= set(values)
    assert number.quantile(np.array([1.0])).item() == max(values)


ANY = st.one_of(
    ENDS.map(list),
    ENDS.map(lambda t: [t[0], t[2]]),
    ENDS.map(lambda t: {"pert": list(t)}),
    st.tuples(ENDS, st.floats(1e-300, 1e12)).map(
        lambda p: {"normal": {"mean": p[0][1], "sd": p[1], "least": p[0][0], "greatest": p[0][2]}}
    ),
    st.floats(-1e12, 1e12),
    st.floats(-1e12, 1e12).map(lambda x: [x, x]),
    st.tuples(st.floats(0, 1e-300), st.floats(0, 1e-300)).map(sorted),
    st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=5).map(lambda values: {"one_of": values}),
)


@settings(max_examples=1500)
@given(ANY, st.integers(0, 2**63))
def test_quantiles_rise_and_draws_stay_inside(raw, seed):
    number = parse_uncertain(raw)
    quantiles = number.quantile(SHARES)
    draws = number.draws(20, seed, "name")
    slack = 1e-12 * max(abs(number.least), abs(number.greatest))
    for array in (quantiles, draws):
        assert np.isfinite(array).all()
        assert array.min() >= number.least - slack
        assert array.max() <= number.greatest + slack
    if number.kind != "one_of":  # those stand in the order in which they are named
        assert (np.diff(quantiles) >= -slack).all()
    assert number.least <= number.best <= number.greatest
    if number.known:
        assert (draws == number.least).all()


@settings(max_examples=300)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 2**70), st.text(max_size=10))
def test_a_series_begins_with_every_shorter_one(short, more, seed, name):
    longer = uniform_numbers(short + more, seed, name)
    assert longer[:short].tolist() == uniform_numbers(short, seed, name).tolist()
    assert len(longer) == short + more
    assert ((longer >= 0) & (longer < 1)).all()


def test_names_and_seeds_draw_independently():
    names = [uniform_numbers(20_000, 7, f"preferences/a/issues/b/values/{index}") for index in range(6)]
    seeds = [uniform_numbers(20_000, seed, "one name") for seed in range(6)]
    for series in (names, seeds):
        correlation = np.corrcoef(series)[np.triu_indices(6, 1)]
        assert np.abs(correlation).max() < 0.03  # four standard errors of 1/√20000
        for values in series:
            assert stats.kstest(values, "uniform").pvalue > 1e-4


def test_seed_and_name_are_kept_apart():
    assert uniform_numbers(3, 1, "2:x").tolist() != uniform_numbers(3, 12, ":x").tolist()
    assert uniform_numbers(3, 1, "a").tolist() != uniform_numbers(3, 1, "b").tolist()


def philox(key: bytes, block: int) -> list[float]:
    """One block of Philox 4x64-10 (Salmon et al. 2011) in whole numbers; the upper 53 bits of each word, as a share."""
    first, second = (int.from_bytes(half, "little") for half in (key[:8], key[8:16]))
    words, mask = [block, 0, 0, 0], 2**64 - 1
    for _ in range(10):
        left, right = 0xD2E7470EE14C6C93 * words[0], 0xCA5A826395121157 * words[2]
        words = [right >> 64 ^ words[1] ^ first, right & mask, left >> 64 ^ words[3] ^ second, left & mask]
        first, second = first + 0x9E3779B97F4A7C15 & mask, second + 0xBB67AE8584CAA73B & mask
    return [(word >> 11) * 2.0**-53 for word in words]


@settings(max_examples=200)
@given(st.integers(0, 2**70), st.text(max_size=10))
def test_the_same_numbers_on_every_machine(seed, name):
    key = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    assert uniform_numbers(8, seed, name).tolist() == philox(key, 1) + philox(key, 2)  # numpy starts at block 1


def test_pinned_numbers():
    # Philox with the first 16 bytes of SHA-256 of "7:preferences/us/walk_away" as its key; worked out once.
    pinned = [0.3146871463897437, 0.23371628621084906, 0.04482990391879038, 0.02436993435830226]
    assert uniform_numbers(4, 7, "preferences/us/walk_away").tolist() == pinned
    number = parse_uncertain([30, 38, 48])
    # Below the share 8/18 of the rising side: 30 + √(share × 18 × 8).
    expected = [30 + (share * 144) ** 0.5 for share in pinned]
    assert number.draws(4, 7, "preferences/us/walk_away").tolist() == pytest.approx(expected, rel=1e-12)
