"""A smallest set of constraints that together exclude every deal: why no deal is possible, in the fewest words.

Of every set of constraints that can hold together and to which no other can be added, those left out form a correction
set. A conflict must contain a constraint of each correction set, so a smallest set that hits every correction set
found so far is no larger than a smallest conflict; if it is a conflict, it is a smallest one. If not, it is grown to a
largest set that can hold, which gives one more correction set.

Source: Ignatiev, Previti, Liffiton and Marques-Silva 2015 (Smallest MUS extraction with minimal hitting set
dualization, CP 2015); Reiter 1987 (A theory of diagnosis from first principles) for hitting sets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def smallest_conflict(number: int, possible: Callable[[frozenset[int]], bool]) -> frozenset[int]:
    """Find a set of constraints, as few as can be, that no deal satisfies together.

    number: the constraints are 0 to number - 1. possible: whether there is a deal that satisfies all constraints of a
    set; it must be monotone (what is possible stays possible when a constraint is left out).

    Of several smallest conflicts the one is returned whose ascending list of constraints comes first in lexicographic
    order. It is empty when there is no deal even without any constraint. Raises ValueError when a deal satisfies all
    constraints, or `number` is negative.
    """
    if number < 0:
        raise ValueError(f"The number of constraints must not be negative, and is {number}.")
    everything = frozenset(range(number))
    if possible(everything):
        raise ValueError(f"There is no conflict: a deal satisfies all {number} constraints.")
    corrections: list[frozenset[int]] = []
    while possible(candidate := smallest_hitting_set(corrections)):
        for constraint in range(number):
            if constraint not in candidate and possible(candidate | {constraint}):
                candidate |= {constraint}
        corrections.append(everything - candidate)
    return candidate


def smallest_hitting_set(sets: Sequence[frozenset[int]]) -> frozenset[int]:
    """Find a smallest set that has a member in common with each of `sets`.

    Of several the one whose ascending list comes first in lexicographic order. Raises ValueError for an empty set
    among `sets`, which nothing hits.
    """
    if not all(sets):
        raise ValueError("An empty set cannot be hit.")
    size = 0
    while not _can_hit(sets, size):
        size += 1
    chosen: frozenset[int] = frozenset()
    for member in sorted(frozenset().union(*sets)):
        if size == 0:
            break
        # A member passed over is in no smallest set that goes on from those chosen, and need not be struck out.
        missed = [left for left in sets if member not in left]
        if _can_hit(missed, size - 1):
            chosen, sets, size = chosen | {member}, missed, size - 1
    return chosen


def _can_hit(sets: Sequence[frozenset[int]], size: int) -> bool:
    """Whether `size` members are enough to hit every set: depth first, a smallest set at a time."""
    if not sets:
        return True
    if size < _disjoint(sets):
        return False
    smallest: frozenset[int] = min(sets, key=len)
    for member in sorted(smallest):
        if _can_hit([left for left in sets if member not in left], size - 1):
            return True
        sets = [left - {member} for left in sets]
    return False


def _disjoint(sets: Sequence[frozenset[int]]) -> int:
    """A number of sets that have no member in common, smallest first: each needs a member of its own."""
    number = 0
    taken: frozenset[int] = frozenset()
    for members in sorted(sets, key=len):
        if taken.isdisjoint(members):
            number += 1
            taken |= members
    return number
