"""What the whole room stands on: the frontier of every draw, and the numbers of the file in the same draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.measure import Deals, Floats, Measure, measure
from pourparler.deals.named import MOST_FOLLOWED, frontier_if_small
from pourparler.deals.solve import frontier_of
from pourparler.leverage.nash_choices import nash_choices
from pourparler.scenario.fields import Number
from pourparler.scenario.leverage import Leverage
from pourparler.scenario.leverage_numbers import leverage_numbers
from pourparler.scenario.model import Scenario
from pourparler.scenario.numbers import NumberLine, numbers
from pourparler.scenario.roadmap_numbers import roadmap_numbers
from pourparler.scenario.tree import Path

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Setting:
    """A case, laid out. Row 0 is the best guess, the others are draws.

    points, choices: by row, the frontier of the principals (F, principals) and its deals as combinations (F, blocks).
        Only row 0 where frontiers are too long to be made in every draw; nothing where none is made at all.
    size: number of points of the frontier at the best guess; None where none is made.
    """

    scenario: Scenario
    leverage: Leverage
    measure: Measure
    draws: int
    seed: int
    points: tuple[Floats, ...]
    choices: tuple[NDArray[np.intp], ...]
    size: int | None

    @property
    def sides(self) -> list[int]:
        """Positions of the principals among the parties."""
        return list(self.measure.principals)

    @property
    def rows(self) -> int:
        """Number of rows with a frontier."""
        return len(self.points)

    @property
    def briefed(self) -> int | None:
        """Position of the side being briefed among the principals."""
        name = self.scenario.briefed
        return None if name is None else self.measure.principals.index(self.measure.position(name))

    @cached_property
    def walk_away(self) -> Floats:
        """Walk-away values (rows, principals)."""
        return np.ascontiguousarray(self.measure.walk_away[: self.rows, self.sides])

    @cached_property
    def slack(self) -> Floats:
        """Largest difference at which utilities are equal (principals,)."""
        return self.measure.slack[self.sides]

    @cached_property
    def fair(self) -> NDArray[np.int64]:
        """(rows,) the point of each frontier that the Nash solution picks; -1 where there is no deal."""
        found: NDArray[np.int64] = self.picks(self.walk_away[:, None])[:, 0]
        return found

    @cached_property
    def fair_worth(self) -> Floats:
        """(rows, principals) what each has in it; its walk-away value where there is no deal."""
        return self.worths(self.fair[:, None], self.walk_away[:, None])[:, 0]

    def picks(self, walk_aways: Floats, powers: Floats | None = None) -> NDArray[np.int64]:
        """The point picked in each row and case (rows, cases), for walk-away values (rows, cases, principals)."""
        used = np.ones_like(walk_aways) if powers is None else powers
        found = [
            nash_choices(self.points[row], np.ascontiguousarray(walk_aways[row]), used[row], self.slack)
            for row in range(self.rows)
        ]
        return np.stack(found)

    def worths(self, picks: NDArray[np.int64], walk_aways: Floats) -> Floats:
        """What each principal has at the points picked (rows, cases, principals); its walk-away value where there is none."""
        at = np.stack([points[pick] for points, pick in zip(self.points, picks, strict=True)])
        return np.asarray(np.where(picks[..., None] >= 0, at, walk_aways))

    def deal(self, row: int, point: int) -> Deals:
        """Options (issues,) of a point of a row's frontier."""
        return np.asarray(self.measure.deals_of(self.choices[row][[point]])[0])

    def worth(self, row: int, deal: Deals) -> Floats:
        """What a deal is worth to every party in a row, (parties,)."""
        return np.asarray(self.measure.utilities(deal[None], slice(row, row + 1))[0, 0])

    @cached_property
    def lines(self) -> Mapping[Path, NumberLine]:
        """The numbers that this room prints, by their place in the file."""
        every = (*numbers(self.scenario), *roadmap_numbers(self.scenario), *leverage_numbers(self.scenario))
        return {line.path: line for line in every}

    def drawn(self, number: Number | None, path: Path, without: float) -> Floats:
        """A number of the file: best guess and draws (1 + draws,); `without` everywhere where it is not given."""
        if number is None:
            return np.full(self.draws + 1, without)
        value = number.value
        name = "/".join(str(step) for step in path)
        return np.concatenate([[value.best], value.draws(self.draws, self.seed, name)])

    def party_draws(self, given: Mapping[str, Number], path: Path) -> Floats:
        """Numbers by party, in the order of all parties with something at stake; 0 where none is given. (rows, parties)."""
        columns = [self.drawn(given.get(name), (*path, name), 0.0) for name in self.measure.parties]
        return np.stack(columns, axis=1)[: self.rows]


def set_up(scenario: Scenario, draws: int, seed: int, stage: Progress | None = None) -> Setting:
    """Lay a case out: make the frontier of every draw, or of the best guess alone, or none, by its size.

    Raises TooLarge where issues tied together have too many combinations.
    """
    measured = measure(scenario, draws, seed)
    first = frontier_if_small(measured)
    points: list[Floats] = []
    choices: list[NDArray[np.intp]] = []
    if first is not None and len(first.points):
        points, choices = [np.ascontiguousarray(first.points)], [first.choices]
        long = len(measured.principals) > 2 and len(first.points) > MOST_FOLLOWED
        for row in range(1, 1 if long else draws + 1):
            found = frontier_of(measured.block_utilities(row, measured.principals))
            points.append(np.ascontiguousarray(found[0]))
            choices.append(found[1])
            if stage is not None:
                stage("looking at what moves the outcome", row, draws)
    size = None if first is None else len(first.points)
    leverage = scenario.leverage if scenario.leverage is not None else Leverage()
    return Setting(scenario, leverage, measured, draws, seed, tuple(points), tuple(choices), size)
