"""Write a tree as a file of Gambit (.efg, version 2)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pourparler.process.tree import CHANCE, END, Tree

_HALF = Fraction(49, 100)  # of the gap to the next float: a number moved by less still reads as the same one


def write_gambit(tree: Tree, title: str, comment: str = "") -> str:
    """The text of the file; read again, it gives the same floats, and the same tree with its nodes listed depth first.

    The chances of an event are written so that they make 1 exactly, which Gambit asks for: as the simplest fractions that
    read as the same floats, else moved by less than that shows. Only chances that miss 1 by more than their rounding are
    written as they are.

    Raises:
        ValueError: a name ends with a backslash, which the format cannot say.
    """
    shape = tree.shape
    players = " ".join(map(_label, shape.players))
    lines = [f"EFG 2 R {_label(title)} {{ {players} }}", _label(comment)]
    outcomes: dict[tuple[float, ...], int] = {}
    set_numbers, events = _numbers(tree), 0
    for node in _depth_first(tree):
        payoffs = tuple(map(float, tree.payoff[node]))
        outcome = "0"
        if any(payoffs):
            number = outcomes.setdefault(payoffs, len(outcomes) + 1)
            outcome = f'{number} "Outcome {number}" {{ {", ".join(map(_decimal, payoffs))} }}'
        player = int(shape.player[node])
        if player == END:
            lines.append(f't "" {outcome}')
        elif player == CHANCE:
            events += 1
            children = shape.children(node)
            chances = exact_shares([float(tree.chance[child]) for child in children])
            pairs = [f"{_label(shape.nodes[child])} {one}" for child, one in zip(children, chances, strict=True)]
            name = shape.nodes[0] if node == 0 else ""
            lines.append(f'c "" {events} {_label(name)} {{ {" ".join(pairs)} }} {outcome}')
        else:
            here = int(shape.information_set[node])
            names = " ".join(map(_label, shape.actions[here]))
            lines.append(f'p "" {player + 1} {set_numbers[here]} {_label(shape.sets[here])} {{ {names} }} {outcome}')
    return "\n".join(lines) + "\n"


def exact_shares(chances: Sequence[float]) -> list[Fraction]:
    """Fractions that read as these floats and make exactly 1, if the floats make 1 up to their rounding."""
    shares = [_simplest(chance) for chance in chances]
    if sum(shares) == 1:
        return shares
    shares = [Fraction(chance) for chance in chances]
    missing = 1 - sum(shares)
    moved = list(shares)
    for place in sorted(range(len(shares)), key=lambda place: -shares[place]):
        narrow = missing < 0 and math.frexp(chances[place])[0] == 0.5  # below a power of 2 the gap is half as wide
        room = Fraction(math.ulp(chances[place])) * _HALF / (2 if narrow else 1)
        step = max(-room, min(room, missing))
        if shares[place] > 0:
            moved[place] += step
            missing -= step
    return moved if missing == 0 else shares


def _simplest(number: float) -> Fraction:
    """A fraction with few digits that reads as the float."""
    for digits in range(1, 10):
        simple = Fraction(number).limit_denominator(10**digits)
        if float(simple) == number:
            return simple
    return Fraction(number)


def _depth_first(tree: Tree) -> Iterator[int]:
    waiting = [0]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(int(child) for child in tree.shape.children(node)[::-1])


def _numbers(tree: Tree) -> list[int]:
    """Of each information set, its number among those of its player, in the order of the tree's arrays."""
    counts = [0] * len(tree.shape.players)
    result = []
    for mover in tree.shape.mover:
        counts[mover] += 1
        result.append(counts[mover])
    return result


def _decimal(number: float) -> str:
    """The shortest decimal number that reads as the float, without an exponent."""
    return format(Decimal(repr(number)), "f").removesuffix(".0") if number else "0"


def _label(text: str) -> str:
    if text.endswith("\\"):
        raise ValueError(f"A Gambit file cannot hold the name '{text}', since it ends with a backslash.")
    return '"' + text.replace('"', '\\"') + '"'
