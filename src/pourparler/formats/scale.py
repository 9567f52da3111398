"""Bring a profile to the scale of a scenario, 0 to 100, so that every utility and the reservation keep their meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pourparler.formats.exchange import Profile, Rectangle, number_text

_ROUNDING = Fraction(1, 10**12)  # weights that are written as shares of 1 miss it by this much


@dataclass(frozen=True)
class Scaled:
    """A profile as a scenario holds it: weights and values by issue, rectangles in points, the walk-away value."""

    weights: dict[int, Fraction]
    values: dict[int, tuple[Fraction, ...]]
    rectangles: tuple[Rectangle, ...]
    walk_away: Fraction


def scaled(profile: Profile, open_issues: Sequence[int], tool: str, notes: list[str]) -> Scaled:
    """Weights, values and points of a profile; `notes` takes what could not be kept.

    Args:
        profile: with values of any size.
        open_issues: positions of the issues with more than one option; the others only add a constant.
        tool: its name, for the notes.
        notes: grows by a line for everything lost.
    """
    pieces = {at: tuple(profile.weights[at] * value for value in values) for at, values in enumerate(profile.values)}
    least = sum((min(piece) for piece in pieces.values()), Fraction(0))
    negative = any(min(piece) < 0 for piece in pieces.values())
    constant = sum((piece[0] for at, piece in pieces.items() if at not in open_issues), Fraction(0))
    shift = Fraction(0)
    if negative:
        floors = {at: min(min(piece), Fraction(0)) for at, piece in pieces.items()}
        shift = -sum(floors.values(), Fraction(0))
        pieces = {at: tuple(value - floors[at] for value in piece) for at, piece in pieces.items()}
        constant -= sum((floors[at] for at in pieces if at not in open_issues), Fraction(0))
        notes.append(
            f"{profile.file}: utilities go down to {number_text(least)}; they and the reservation are raised"
            f" by {number_text(shift)}"
        )
    rectangles = [_narrowed(rectangle, profile) for rectangle in profile.rectangles]
    constant += sum((rectangle.adds for rectangle in rectangles if not rectangle.bounds), Fraction(0))
    rectangles = [rectangle for rectangle in rectangles if rectangle.bounds and rectangle.adds]
    most = {at: max(pieces[at]) for at in open_issues if max(pieces[at]) > 0}
    total = sum(most.values(), Fraction(0))
    top = max([total + max(constant, Fraction(0)), -constant, *(abs(rectangle.adds) for rectangle in rectangles)])
    factor = Fraction(1)
    if top > 1 + _ROUNDING:
        factor = 1 / top
        cut = f"; {tool} counts every utility above 1 as 1, which is lost" if profile.cut_at_one else ""
        notes.append(
            f"{profile.file}: utilities reach {number_text(top)}; they and the reservation are divided by it{cut}"
        )
    elif top > 1 - _ROUNDING:
        factor = 1 / top  # weights that miss a sum of 1 only by rounding
    could = total + constant + sum((max(rectangle.adds, Fraction(0)) for rectangle in rectangles), Fraction(0))
    if profile.rectangles and profile.cut_at_one and could * factor > 1 + _ROUNDING:
        notes.append(
            f"{profile.file}: {tool} counts a utility above 1 as 1; a deal that would reach it keeps its sum here"
        )
    points = [Rectangle(rectangle.adds * factor * 100, rectangle.bounds) for rectangle in rectangles]
    if constant:
        first = open_issues[0]
        points.append(Rectangle(constant * factor * 100, {first: (0, len(profile.values[first]) - 1)}))
    return Scaled(
        weights={at: 100 * largest / total for at, largest in most.items()},
        values={at: tuple(100 * factor * total * v / most[at] for v in pieces[at]) for at in most},
        rectangles=tuple(points),
        walk_away=_walk_away(profile, shift, factor, notes),
    )


def _narrowed(rectangle: Rectangle, profile: Profile) -> Rectangle:
    """The rectangle without the bounds that every option meets."""
    bounds = {at: ends for at, ends in rectangle.bounds.items() if ends != (0, len(profile.values[at]) - 1)}
    return Rectangle(rectangle.adds, bounds)


def _walk_away(profile: Profile, shift: Fraction, factor: Fraction, notes: list[str]) -> Fraction:
    given = profile.reservation or Fraction(0)
    if profile.reservation is None and shift:
        notes.append(f"{profile.file} gives no reservation value; the least utility stands for it")
        return Fraction(0)
    points = 100 * factor * (given + shift)
    if 0 <= points <= 100:
        return points
    end = Fraction(0) if points < 0 else Fraction(100)
    said = "below every utility" if points < 0 else "above every utility"
    notes.append(f"{profile.file}: the reservation value {number_text(given)} is {said}; it is written as {end}")
    return end
