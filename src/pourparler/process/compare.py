"""The formats of talks, compared: what each brings, which is best in how many draws, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pourparler.errors import TooLarge
from pourparler.process.formats import AS_IT_IS, Form, Variant, errors_at, format_tree
from pourparler.process.pure_equilibria import PureEquilibria, pure_equilibria
from pourparler.process.quantal_response import precision_from, solve_draws
from pourparler.process.root_values import root_values
from pourparler.process.setting import POINTS, Setting
from pourparler.process.tree import Floats, Integers
from pourparler.scenario.tree import Path

GRID = 101  # chances of the type hoped for at which all formats are compared
ERRORS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
CERTIFIED = 1e-6
EQUAL = 1e-6  # points; what is nearer than this is the same, as no tree is solved more exactly
MOST_TRIED = 200_000
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Solved:
    """One format in every row: strategy (rows, c), residual (rows,) of the fixed point, value (rows, 2), the decider's first."""

    form: Form
    strategy: Floats
    residual: Floats
    value: Floats


@dataclass(frozen=True)
class Exact:
    """What could happen if nobody ever erred but in the room: all pure equilibria at the best guess, or why they are not listed."""

    form: Form
    equilibria: PureEquilibria | None
    refused: str


@dataclass(frozen=True)
class Preparing:
    """What another format is worth beyond the first, in four parts that add up; each (rows,), for the side that decides.

    room: another room: what can be signed, errors, what failure leads to. information: seeing the signals before going on.
    delay: waiting for it. leverage: what changes meanwhile in what both sides have without an agreement. Each part is what it
    adds to the other format less what it adds to the first.
    """

    first: str
    other: str
    room: Floats
    information: Floats
    delay: Floats
    leverage: Floats

    @property
    def total(self) -> Floats:
        """The sum of the parts."""
        return self.room + self.information + self.delay + self.leverage


@dataclass(frozen=True)
class Crossing:
    """A chance of the type hoped for at which another format becomes the best one."""

    chance: float
    below: str
    above: str


@dataclass(frozen=True)
class Comparison:
    """Everything found about formats of talks.

    formats, exact: by name. best: (rows,) position of the best format. regret: (rows, formats) what choosing it forgoes.
    hoped: the type hoped for, none where there is one type. priors: (GRID,); by_prior: (formats, GRID) value to the side
    that decides. crossings: where the best one changes. by_error: for formats with something to sign, value at ERRORS in
    the room. advised: for those with an error of their own in the room, value at the error elsewhere.
    """

    setting: Setting
    formats: Mapping[str, Solved]
    exact: Mapping[str, Exact]
    best: Integers
    regret: Floats
    preparing: tuple[Preparing, ...]
    hoped: str | None
    priors: Floats
    by_prior: Floats
    crossings: tuple[Crossing, ...]
    by_error: Mapping[str, Floats]
    advised: Mapping[str, float]

    @property
    def first(self) -> str | None:
        """The format against which preparing is measured: the first at which something can be signed."""
        return first_of(self.setting)

    def best_in(self, position: int) -> float:
        """The share of the draws in which no other format is better than this one."""
        return float((self.regret[1:, position] <= EQUAL).mean())


def first_of(setting: Setting) -> str | None:
    """The first format of the file at which something can be signed, if any."""
    return next((name for name, form in setting.process.formats.items() if form.can_sign), None)


def solve_format(
    setting: Setting, name: str, variant: Variant = AS_IT_IS, errors: Mapping[str, Floats] | None = None
) -> Solved:
    """The logit response equilibrium of one format in every row."""
    form = format_tree(setting, name, variant)
    shape = form.shape
    if not shape.sets:
        nothing = np.zeros((setting.rows, 0))
        value = root_values(shape.parent, shape.choice, form.chance, form.payoff, nothing)
        return Solved(form, nothing, np.zeros(setting.rows), value)
    precision = precision_from(errors_at(setting, form, errors), POINTS)
    strategy, residual = solve_draws(shape, form.chance, form.payoff, precision)
    return Solved(form, strategy, residual, root_values(shape.parent, shape.choice, form.chance, form.payoff, strategy))


def compare(setting: Setting, say: Say) -> Comparison:
    """Compare all formats, on the best guess and in every draw."""
    names = list(setting.process.formats)
    formats = {}
    for position, name in enumerate(names):
        say("comparing ways to meet", position, len(names))
        formats[name] = solve_format(setting, name)
    worth = np.stack([formats[name].value[:, 0] for name in names], axis=1)
    guess = setting.best_guess()
    priors, by_prior = _by_prior(setting, names)
    signing = [name for name in names if setting.process.formats[name].can_sign]
    return Comparison(
        setting=setting,
        formats=formats,
        exact={name: _exact(guess, name) for name in names},
        best=first_best(worth.T),
        regret=worth.max(axis=1)[:, None] - worth,
        preparing=tuple(_preparing(setting, formats)),
        hoped=next(iter(setting.process.types)) if len(setting.process.types) > 1 else None,
        priors=priors,
        by_prior=by_prior,
        crossings=tuple(_crossings(setting, names, priors, by_prior)),
        by_error={name: _by_error(setting, name) for name in signing},
        advised={name: _advised(guess, name) for name in signing if setting.process.formats[name].error is not None},
    )


def first_best(worth: Floats) -> Integers:
    """(rows,) position of the best of several formats, the first one of those that are equal. worth: (formats, rows)."""
    return np.asarray((worth >= worth.max(axis=0) - EQUAL).argmax(axis=0))


def _exact(guess: Setting, name: str) -> Exact:
    form = format_tree(guess, name, Variant(exact=True))
    try:
        return Exact(form, pure_equilibria(form.tree(), MOST_TRIED), "")
    except TooLarge as error:
        return Exact(form, None, str(error))


def _preparing(setting: Setting, formats: Mapping[str, Solved]) -> list[Preparing]:
    """Each other format at which something can be signed, against the first: part by part."""
    first = first_of(setting)
    if first is None:
        return []
    at_first = _parts(setting, first, formats[first])
    others = [name for name, form in setting.process.formats.items() if form.can_sign and name != first]
    return [Preparing(first, name, *(_parts(setting, name, formats[name]) - at_first)) for name in others]


def _parts(setting: Setting, name: str, solved: Solved) -> Floats:
    """(4, rows) what room, information, delay and leverage are worth in a format: taken away one after the other, last first.

    Waiting is paid whatever happens, so that it moves no choice and its part is known without solving anything.
    """
    form = setting.process.formats[name]
    still = unseen = as_it_is = solved.value[:, 0]
    if form.leverage:
        still = unseen = solve_format(setting, name, Variant(moves=False)).value[:, 0]
    if form.before:
        unseen = solve_format(setting, name, Variant(moves=False, seen=False)).value[:, 0]
    delay = -setting.waiting(name, setting.by)
    return np.stack((unseen - delay, still - unseen, delay, as_it_is - still))


def with_prior(setting: Setting, chances: Floats) -> Setting:
    """The best guess with the type hoped for at each of some chances (rows,), the others in proportion."""
    hoped = next(iter(setting.process.types))
    rest = sum(float(chance[0]) for name, chance in setting.types.items() if name != hoped)
    numbers: dict[Path, Floats] = {("types", hoped, "chance"): chances}
    for name, chance in setting.types.items():
        if name != hoped:
            share = float(chance[0]) / rest if rest > 0 else 1 / (len(setting.types) - 1)
            numbers["types", name, "chance"] = (1 - chances) * share
    return setting.with_numbers(numbers, len(chances))


def _by_prior(setting: Setting, names: list[str]) -> tuple[Floats, Floats]:
    if len(setting.process.types) < 2:
        return np.zeros(0), np.zeros((len(names), 0))
    priors = np.linspace(0.0, 1.0, GRID)
    moved = with_prior(setting, priors)
    return priors, np.stack([solve_format(moved, name).value[:, 0] for name in names])


def _crossings(setting: Setting, names: list[str], priors: Floats, by_prior: Floats) -> list[Crossing]:
    """Where the best format changes, between two chances of the grid found by halving."""
    best = first_best(by_prior)
    found = []
    for position in np.flatnonzero(best[1:] != best[:-1]):
        below, above = names[best[position]], names[best[position + 1]]
        low, high = priors[position], priors[position + 1]
        for _ in range(12):
            middle = (low + high) / 2
            at = with_prior(setting, np.array([middle]))
            ahead = solve_format(at, below).value[0, 0] >= solve_format(at, above).value[0, 0] - EQUAL
            low, high = (middle, high) if ahead else (low, middle)
        found.append(Crossing(float(low + high) / 2, below, above))
    return found


def _by_error(setting: Setting, name: str) -> Floats:
    errors = np.array(ERRORS)
    at = setting.with_numbers({}, len(errors))
    return solve_format(at, name, errors={"room": errors}).value[:, 0]


def _advised(guess: Setting, name: str) -> float:
    """What a format would be worth if the side that decides judged in the room as well as elsewhere."""
    return float(solve_format(guess, name, errors={"room": guess.error(guess.by)}).value[0, 0])
