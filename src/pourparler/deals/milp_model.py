"""A deal as a mixed-integer linear program, solved by HiGHS: for spaces in which deals can neither be listed nor merged.

One binary column for each combination, of which each block picks one, and for each party a column `u` that holds its
utility on a scale from 0, the sum of the blocks' least, to 1, the sum of their greatest. All models are bounded.

"Proven" means within the solver's arithmetic: sums are held to 1e-9 of a party's range, objectives to 1e-9 of theirs.
What a deal gives is worked out anew from the combinations picked, and a deal that breaks a limit by more than its
tolerance, which that arithmetic can let through, is cut off and the search taken up again. One thread and a fixed seed
give the same deal every time, unless a limit on the time cuts the search short.

Source: Land and Doig 1960 (Econometrica 28); Huangfu and Hall 2018 (Parallelizing the dual revised simplex method,
Mathematical Programming Computation 10) for HiGHS.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import moocore
import numpy as np

from pourparler.deals.halves import Indices, Utilities, check
from pourparler.errors import TooLarge

Terms = Mapping[int, float]  # column number -> factor

ROOM = 1e-7  # of a party's range: by how much a limit is loosened for the solver
FEASIBILITY = 1e-9  # by how much the solver may miss a row or a whole number


class NothingFoundInTime(TooLarge, ValueError):
    """The time was over before any acceptable deal was found, or shown not to exist."""

    def __init__(self) -> None:
        super().__init__(
            "The time was over before a deal that keeps all limits was found, and none was shown not to exist. "
            "Give more seconds, or fewer issues, options or limits."
        )


class Clock:
    """Seconds that are left of those that may be used; None is no limit."""

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and not seconds > 0.0:
            raise ValueError(f"The seconds must be positive, and are {seconds}.")
        self._end = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds that are left; infinity where there is no limit."""
        return np.inf if self._end is None else max(0.0, self._end - time.monotonic())


@dataclass(frozen=True, eq=False)
class Reached:
    """The best deal found: choice (blocks,), utilities (parties,), and a number that no deal's objective exceeds.

    `proven`: the search ended by itself, so that the deal's objective is that number, but for the accuracy asked for.
    """

    choice: Indices
    utilities: Utilities
    bound: float
    proven: bool


@dataclass(frozen=True, eq=False)
class Optimum:
    """One deal, what it reaches, and what no acceptable deal exceeds.

    choice: (blocks,), the combination of each block. utilities: (parties,). objective: what was maximised, at this
    deal. bound: no acceptable deal has a larger objective. proven: nothing was cut short for lack of time.
    """

    choice: Indices
    utilities: Utilities
    objective: float
    bound: float
    proven: bool


def optimum(reached: Reached, objective: float, bound: float, proven: bool) -> Optimum:
    """Put a deal with its objective; a bound below that is rounding."""
    return Optimum(reached.choice, reached.utilities, objective, max(bound, objective), proven)


def undominated(block: Utilities) -> Indices:
    """Combinations (rows) of `block` that no other one matches in every column; of equal ones the first.

    A deal that picks another combination can be given one of these instead: nobody in the columns loses, so limits
    still hold and no objective that rises with these utilities falls.
    """
    if block.shape[1] == 1:
        return np.array([block[:, 0].argmax()])
    return np.flatnonzero(moocore.is_nondominated(block, maximise=True, keep_weakly=False))


class DealModel:
    """The deals that give every party its bound, less the tolerance; further columns and rows can be added.

    blocks: `blocks[b]` has shape (combinations_b, parties), finite. bounds, tolerance: (parties,), a bound of -inf is
    none. rising: the parties whose utility the objective never falls with: combinations dominated for these and the
    bound parties are left out. Without it all combinations stay. Raises ValueError for arrays that do not fit together.

    used: for each block the combinations that have a column; picks: those columns; u: the parties' columns; least,
    width (parties,): the utility is least + width * u.
    """

    def __init__(
        self,
        blocks: Sequence[Utilities],
        bounds: Utilities,
        tolerance: Utilities,
        rising: Sequence[int] | None = None,
    ) -> None:
        check(blocks, bounds, tolerance)
        self._blocks, self._limits = blocks, bounds - tolerance
        self._ends: list[tuple[float, float]] = []
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_feasibility_tolerance": FEASIBILITY,
            "primal_feasibility_tolerance": FEASIBILITY,
        }.items():
            self._solver.setOptionValue(option, value)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.possible = all(len(block) for block in blocks)
        if not self.possible:
            return
        bound = np.isfinite(bounds)
        relevant = np.flatnonzero(bound | np.isin(np.arange(len(bounds)), rising or ()))
        everything = rising is None
        self.used = [np.arange(len(block)) if everything else undominated(block[:, relevant]) for block in blocks]
        self.least = np.sum([block.min(axis=0) for block in blocks], axis=0)
        width = np.sum([block.max(axis=0) for block in blocks], axis=0) - self.least
        self.width = np.where(width > 0.0, width, 1.0)
        lower = np.maximum(0.0, (self._limits - self.least) / self.width)
        self.possible = not (lower > np.where(width > 0.0, 1.0, 0.0)).any()
        if not self.possible:
            return
        # Presolve can call a column impossible that is held within its own tolerance of its upper end. What the looser
        # limit lets through is caught when the deal is added up anew.
        lower = np.maximum(0.0, lower - ROOM)
        self.picks = [[self.column(0.0, 1.0, whole=True) for _ in used] for used in self.used]
        self.u = [self.column(float(value), 1.0) for value in lower]
        for columns in self.picks:
            self.row(1.0, 1.0, dict.fromkeys(columns, 1.0))
        for party, column in enumerate(self.u):
            terms = {column: -1.0}
            for block, used, columns in zip(blocks, self.used, self.picks, strict=True):
                share = (block[used, party] - block[:, party].min()) / self.width[party]
                terms.update(zip(columns, share.tolist(), strict=True))
            self.row(0.0, 0.0, terms)

    def column(self, lower: float, upper: float, *, whole: bool = False) -> int:
        """Add a column between finite ends, and give its number."""
        self._solver.addVar(lower, upper)
        if whole:
            self._solver.changeColIntegrality(len(self._ends), highspy.HighsVarType.kInteger)
        self._ends.append((lower, upper))
        return len(self._ends) - 1

    def row(self, lower: float, upper: float, terms: Terms) -> None:
        """Require that the sum of factor times column lies between two numbers, which may be infinite."""
        columns, factors = np.array(list(terms), dtype=np.int32), np.array(list(terms.values()))
        self._solver.addRow(lower, upper, len(columns), columns, factors)

    def utilities(self, choice: Indices) -> Utilities:
        """Add up what a deal (blocks,) gives (parties,), in the caller's order of blocks."""
        return np.asarray(np.sum([block[pick] for block, pick in zip(self._blocks, choice, strict=True)], axis=0))

    def maximise(self, objective: Terms, clock: Clock, *, accuracy: float = FEASIBILITY) -> Reached | None:
        """Find a deal with the largest objective, to an absolute accuracy; None where no deal keeps all rows.

        Raises NothingFoundInTime where the time ends without a deal.
        """
        found = self._run(objective, clock, accuracy) if self.possible else None
        if found is None or isinstance(found, Reached):
            return found
        raise NothingFoundInTime

    def improve(self, objective: Terms, clock: Clock, before: Reached, *, accuracy: float = FEASIBILITY) -> Reached:
        """Do as `maximise`, where `before` is known to keep all rows: it is handed back, not proven, if none is found."""
        found = self._run(objective, clock, accuracy)
        if isinstance(found, Reached):
            return found
        return Reached(before.choice, before.utilities, self._most(objective) if found is None else found, False)

    def _run(self, objective: Terms, clock: Clock, accuracy: float) -> Reached | float | None:
        """Give the best deal; a bound where the time ends without one; None where there is none."""
        costs = np.zeros(len(self._ends))
        costs[list(objective)] = list(objective.values())
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self._solver.setOptionValue("mip_abs_gap", accuracy)
        while True:
            self._solver.setOptionValue("time_limit", clock.left())
            self._solver.run()
            status, info = self._solver.getModelStatus(), self._solver.getInfo()
            # A model with bounds on all columns is never unbounded, so "unbounded or infeasible" is the latter.
            if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
                return None
            proven = status == highspy.HighsModelStatus.kOptimal
            if not proven and status != highspy.HighsModelStatus.kTimeLimit:
                raise RuntimeError(f"The solver stopped with {self._solver.modelStatusToString(status)}.")
            bound = min(float(info.mip_dual_bound), self._most(objective))
            if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
                return bound
            picked = [self._picked(columns) for columns in self.picks]
            choice = np.array([used[place] for used, place in zip(self.used, picked, strict=True)])
            utilities = self.utilities(choice)
            if (utilities >= self._limits).all():
                return Reached(choice, utilities, bound, proven)
            cut = {columns[place]: 1.0 for columns, place in zip(self.picks, picked, strict=True)}
            self.row(-np.inf, len(cut) - 1.0, cut)

    def _most(self, objective: Terms) -> float:
        """What the objective is at most, whatever the rows."""
        return math.fsum(max(factor * end for end in self._ends[column]) for column, factor in objective.items())

    def _picked(self, columns: Sequence[int]) -> int:
        """Place of the combination that the solver picked, among one block's columns."""
        values = self._solver.getSolution().col_value
        return int(np.argmax([values[column] for column in columns]))
