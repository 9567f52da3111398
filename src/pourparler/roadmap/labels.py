"""Labels of a search in columns, the heap that gives the best one first, and dominance between them; compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pourparler.roadmap.exchange import Numbers
from pourparler.roadmap.stage_payoffs import leaf


class Labels(NamedTuple):
    """Labels in columns: `key` is the best that a whole plan through it can score, `score` that of its own part.

    `compare` (labels, q) holds what dominance compares, larger is better: the values, then what further limits need.
    `row` is its state's, `stage` leads from there to the label `next`; `below` is the label before it in the state's list
    of those that were taken. `rounding` (q,) is the difference within which two numbers of a column are one.
    """

    key: Numbers
    score: Numbers
    compare: Numbers
    row: NDArray[np.int32]
    stage: NDArray[np.int32]
    next: NDArray[np.int32]
    below: NDArray[np.int32]
    left: NDArray[np.int32]
    rounding: Numbers


@leaf
def _before(labels: Labels, one: int, other: int) -> bool:
    """Whether label `one` is taken before `other`: the better key, then fewer steps left, then the older."""
    if labels.key[one] != labels.key[other]:
        return bool(labels.key[one] > labels.key[other])
    if labels.left[one] != labels.left[other]:
        return bool(labels.left[one] < labels.left[other])
    return one < other


@leaf
def push(heap: NDArray[np.int32], size: int, labels: Labels, label: int) -> None:
    """Add a label to a binary heap that has `size`."""
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if not _before(labels, label, heap[parent]):
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = label


@leaf
def pop(heap: NDArray[np.int32], size: int, labels: Labels) -> int:
    """Take the first label off a binary heap that has `size`."""
    top = heap[0]
    last = heap[size - 1]
    place = 0
    while 2 * place + 1 < size - 1:
        child = 2 * place + 1
        if child + 1 < size - 1 and _before(labels, heap[child + 1], heap[child]):
            child += 1
        if not _before(labels, heap[child], last):
            break
        heap[place] = heap[child]
        place = child
    heap[place] = last
    return int(top)


@leaf
def dominated(labels: Labels, head: NDArray[np.int32], row: int, compare: Numbers) -> bool:
    """Whether a label of the state that was taken has all of `compare`, or more; if so, it is looked at first next time."""
    before = -1
    label = head[row]
    while label >= 0:
        worse = False
        for column in range(len(compare)):
            if labels.compare[label, column] < compare[column] - labels.rounding[column]:
                worse = True
                break
        if not worse:
            if before >= 0:
                labels.below[before] = labels.below[label]
                labels.below[label] = head[row]
                head[row] = label
            return True
        before = label
        label = labels.below[label]
    return False
