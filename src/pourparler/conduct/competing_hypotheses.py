"""Analysis of Competing Hypotheses (ACH): the classic letters and scores, beside the probabilities that replace them.

A letter says how well an item fits a hypothesis: CC very consistent, C consistent, N neutral, I inconsistent, II very
inconsistent, NA not applicable. Matrices of letters are (I, S): items down, hypotheses across.

Sources: Heuer 1999, Psychology of Intelligence Analysis, chapter 8; the spread over hypotheses as a measure of diagnosticity
follows the practice of collaborative ACH tools. The scores ignore how strongly an item speaks for a hypothesis and count a
retold report again; they are given for readers who expect them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from pourparler.conduct.chances import Floats, check_chances

Letters = NDArray[np.str_]

NOT_APPLICABLE = "NA"
SCALE = MappingProxyType({"II": 1, "I": 2, "N": 3, "C": 4, "CC": 5, NOT_APPLICABLE: 3})
INCONSISTENCY = MappingProxyType({"II": 2, "I": 1, "N": 0, "C": 0, "CC": 0, NOT_APPLICABLE: 0})

TIE_DECIMALS = 12  # distances that agree so far are equal; 0.35 is as far from 0.2 as from 0.5


def nearest_letter(likelihood: Floats, letters: Mapping[str, float]) -> Letters:
    """Give the letter whose likelihood is nearest to each of the likelihoods, of equally near ones the first of the map.

    Raises ValueError for likelihoods outside 0 to 1, or a map that is empty or gives NA a likelihood.
    """
    check_chances("Likelihoods", likelihood)
    _check_map(letters)
    distance = np.abs(likelihood[..., np.newaxis] - np.array(list(letters.values())))
    return np.asarray(np.array(list(letters))[distance.round(TIE_DECIMALS).argmin(axis=-1)], dtype=np.str_)


def inconsistency_scores(matrix: Letters) -> NDArray[np.int64]:
    """Give each hypothesis its points (S,): 1 for each I and 2 for each II. The classic rule favours the fewest.

    Raises ValueError for a letter that is not known.
    """
    _check_letters(matrix, INCONSISTENCY)
    return np.asarray(_translate(matrix, INCONSISTENCY).sum(axis=0), dtype=np.int64)


def diagnosticity(matrix: Letters) -> Floats:
    """Give each item (I,) the standard deviation over hypotheses of its letters, II being 1 and CC 5, NA counted as N.

    0 for an item that fits all hypotheses alike, at most 2.

    Raises ValueError for a letter that is not known.
    """
    _check_letters(matrix, SCALE)
    return np.asarray(_translate(matrix, SCALE).std(axis=1), dtype=np.float64)


def _translate(matrix: Letters, meaning: Mapping[str, float]) -> Floats:
    return np.array([[meaning[str(letter)] for letter in row] for row in matrix], dtype=np.float64).reshape(
        matrix.shape
    )


def _check_map(letters: Mapping[str, float]) -> None:
    if not letters or NOT_APPLICABLE in letters:
        raise ValueError("The map needs a likelihood for at least one letter, and none for NA, which has no effect.")
    check_chances("Likelihoods of letters", np.array(list(letters.values())))


def _check_letters(matrix: Letters, known: Mapping[str, float]) -> None:
    if matrix.ndim != 2 or not matrix.shape[1]:
        raise ValueError(
            f"Expected a matrix of letters, items down and hypotheses across; got the shape {matrix.shape}."
        )
    strange = sorted({str(letter) for letter in matrix.flat} - set(known))
    if strange:
        raise ValueError(f"Unknown letters {', '.join(map(repr, strange))}; use {', '.join(known)}.")
