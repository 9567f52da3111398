"""How numbers are said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (0.04, "0"), (-0.04, "0"), (0.06, "0.1"), (-0.06, "−0.1"), (1, "1"), (5.64, "5.6"), (-5.66, "−5.7"),
        (9.94, "9.9"), (9.96, "10"), (10.4, "10"), (-12.3, "−12"), (58.5, "58"), (59.5, "60"), (99.6, "100"), (100, "100"),
    ],
)  # fmt: skip
def test_points(value: float, text: str) -> None:
    assert wording.points(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(5.64, "+5.6"), (-12, "−12"), (0, "0"), (0.01, "0"), (-0.01, "0"), (12.2, "+12")]
)
def test_change(value: float, text: str) -> None:
    assert wording.change(value) == text


@pytest.mark.parametrize(
    ("values", "text", "changed"),
    [
        ((58, 52, 65), "58 (52 to 65)", "+58 (+52 to +65)"),
        ((58.1, 57.9, 58.2), "58", "+58"),
        ((-12, -17, -7), "−12 (−17 to −7)", "−12 (−17 to −7)"),
        ((0.3, -0.2, 0.9), "0.3 (−0.2 to 0.9)", "+0.3 (−0.2 to +0.9)"),
        ((58, math.nan, math.nan), "58", "+58"),
        ((58, 58, 65), "58 (58 to 65)", "+58 (+58 to +65)"),
    ],
)
def test_ranges(values: tuple[float, float, float], text: str, changed: str) -> None:
    assert wording.spread(*values) == text
    assert wording.change_spread(*values) == changed


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0"), (0.001, "under 1"), (0.0049, "under 1"), (0.0051, "1"), (0.014, "1"), (0.88, "88"), (0.994, "99"),
        (0.9951, "over 99"), (0.9999, "over 99"), (1, "100"),
    ],
)  # fmt: skip
def test_shares_of_the_draws(share: float, text: str) -> None:
    assert wording.hundredths(share) == text
    assert wording.of_100(share) == f"{text} of 100 draws"


@given(st.integers(1, 5000).flatmap(lambda draws: st.tuples(st.integers(0, draws), st.just(draws))))
def test_none_and_all_are_said_only_of_none_and_all(case: tuple[int, int]) -> None:
    hits, draws = case
    text = wording.hundredths(hits / draws)
    assert (text == "0") == (hits == 0)
    assert (text == "100") == (hits == draws)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"), (0.00001, "under 0.1 %"), (0.001, "0.1 %"), (0.0034, "0.3 %"), (0.02, "2 %"), (0.0994, "9.9 %"),
        (0.0996, "10 %"), (0.134, "13 %"), (0.9999, "over 99 %"), (1, "100 %"),
    ],
)  # fmt: skip
def test_percent(share: float, text: str) -> None:
    assert wording.percent(share) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"), (64, "64"), (999, "999"), (1000, "about 1,000"), (2889, "about 2,900"), (9950, "about 10,000"),
        (903_168, "about 900,000"), (999_999, "about 1 million"), (4_180_000, "about 4.2 million"),
        (41_800_000, "about 42 million"), (417_000_000, "about 420 million"), (2_000_000_000, "about 2 billion"),
        (123_000_000_000, "about 120 billion"), (1_200_000_000_000, "about 1.2 times 10 to the power of 12"),
        (10**50, "about 1 times 10 to the power of 50"),
    ],
)  # fmt: skip
def test_about(count: int, text: str) -> None:
    assert wording.about(count) == text


@pytest.mark.parametrize(("number", "text"), [(0, "none"), (1, "one"), (10, "ten"), (11, "11"), (-1, "-1")])
def test_in_words(number: int, text: str) -> None:
    assert wording.in_words(number) == text


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items: list[str], text: str) -> None:
    assert wording.listed(items) == text
    assert wording.listed(items, "or") == text.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Tests halted", "tests halted"),
        ("UN sanctions lifted", "UN sanctions lifted"),
        ("Yongbyon dismantled", "Yongbyon dismantled"),
        ("Israel, then Egypt", "Israel, then Egypt"),
        ("already small", "already small"),
        ("", ""),
    ],
)
def test_words_in_the_middle_of_a_sentence(text: str, inside: str) -> None:
    assert wording.lower_first(text, {"Yongbyon", "Israel"}) == inside


@pytest.mark.parametrize(("text", "start"), [("the union", "The union"), ("UN", "UN"), ("", "")])
def test_the_start_of_a_sentence(text: str, start: str) -> None:
    assert wording.upper_first(text) == start
