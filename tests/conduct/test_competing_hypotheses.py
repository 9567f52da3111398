"""Letters and classic scores, against plain loops, and beside what fusing the same matrix says."""

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.conduct.competing_hypotheses import (
    diagnosticity,
    inconsistency_scores,
    nearest_letter,
)
from pourparler.conduct.fusion import ALONE, cluster_weights
from tests.conduct.worked_evidence import LIKELIHOOD, PRIOR, fuse

LETTERS = {"II": 0.05, "I": 0.2, "N": 0.5, "C": 0.8, "CC": 0.95}

matrices = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([*LETTERS, "NA"]), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


def test_letters_and_scores_of_the_worked_example() -> None:
    letters = nearest_letter(LIKELIHOOD, LETTERS)
    assert letters.tolist() == [
        ["CC", "CC", "CC", "II"],
        ["CC", "CC", "CC", "I"],
        ["CC", "C", "C", "I"],
        ["C", "N", "C", "I"],
        ["C", "C", "N", "II"],
        ["I", "C", "N", "C"],
    ]
    assert inconsistency_scores(letters).tolist() == [1, 0, 0, 7]
    # The first row is 5, 5, 5, 2 less one: mean 4, squares 1 + 1 + 1 + 9.
    assert diagnosticity(letters)[0] == pytest.approx(3**0.5)


def test_classic_scores_leave_a_tie_and_count_a_retold_report_again() -> None:
    """Scores 3, 0, 0, 3 leave two hypotheses level; the last report, told again, turns 3 into 5. Probabilities do neither."""
    letters = np.array(
        [
            ["C", "CC", "C", "I"],
            ["II", "C", "C", "CC"],
            ["I", "CC", "N", "C"],
            ["CC", "C", "CC", "II"],
        ]
    )
    assert inconsistency_scores(letters).tolist() == [3, 0, 0, 3]
    retold = letters[[0, 1, 2, 3, 3]]
    assert inconsistency_scores(retold).tolist() == [3, 0, 0, 5]
    meant = np.vectorize(LETTERS.get)
    once = fuse(PRIOR, meant(letters), np.ones(4))
    weights = cluster_weights(np.array([ALONE, ALONE, ALONE, 0, 0]), np.ones(1), np.ones(5, dtype=bool))
    assert fuse(PRIOR, meant(retold), weights) == pytest.approx(once, rel=1e-12)
    assert once[1] > 2 * once[2]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@settings(max_examples=300)
def test_no_letter_is_nearer(likelihood) -> None:
    for letter, value in zip(nearest_letter(np.array(likelihood), LETTERS), likelihood, strict=True):
        assert abs(LETTERS[letter] - value) <= min(abs(known - value) for known in LETTERS.values()) + 1e-12


def test_ties_go_to_the_first_letter_of_the_map() -> None:
    assert nearest_letter(np.array([0.125, 0.35, 0.65, 0.875]), LETTERS).tolist() == ["II", "I", "N", "C"]
    assert nearest_letter(np.array([0.5]), {"yes": 0.9, "no": 0.1}).tolist() == ["yes"]
    assert abs(0.1 - 0.05) > abs(0.1 - 0.15)  # as computers count, though both are equally near
    assert nearest_letter(np.array([0.1]), {"low": 0.05, "high": 0.15}).tolist() == ["low"]


@given(matrices)
@settings(max_examples=300)
def test_scores_equal_counting(matrix) -> None:
    letters = np.array(matrix)
    columns = list(zip(*matrix, strict=True))
    assert inconsistency_scores(letters).tolist() == [c.count("I") + 2 * c.count("II") for c in columns]
    points = {"II": 1, "I": 2, "N": 3, "NA": 3, "C": 4, "CC": 5}
    assert diagnosticity(letters) == pytest.approx([statistics.pstdev(points[x] for x in row) for row in matrix])


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("Unknown letters 'X'; use II, I, N, C, CC, NA", lambda: inconsistency_scores(np.array([["X", "I"]]))),
        ("Unknown letters", lambda: diagnosticity(np.array([["cc", "I"]]))),
        ("matrix of letters", lambda: inconsistency_scores(np.array(["I"]))),
        ("must be chances", lambda: nearest_letter(np.array([1.1]), LETTERS)),
        ("at least one letter", lambda: nearest_letter(np.array([0.5]), {})),
        ("none for NA", lambda: nearest_letter(np.array([0.5]), {**LETTERS, "NA": 0.5})),
        ("Likelihoods of letters", lambda: nearest_letter(np.array([0.5]), {"C": 80})),
    ],
)
def test_wrong_arguments(words, call) -> None:
    with pytest.raises(ValueError, match=words):
        call()
