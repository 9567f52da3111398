"""What each deal is worth to each party: the shared measure on which every room leans.

Translates a scenario into arrays. Every row of every array is one way the uncertain numbers
could be; row 0 is the best guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pourparler.deals.blocks import Block, Condition, Exclusion, allowed, make_blocks, meets
from pourparler.deals.equality import RELATIVE
from pourparler.scenario.fields import Selection
from pourparler.scenario.model import Rule, Scenario, Stake
from pourparler.scenario.numbers import NumberLine, condition_label, numbers
from pourparler.scenario.selecting import selects

ROUNDING = 1e-9  # points; what sums of products of the scenario's numbers may be off by, and far more than they are
SLACK = RELATIVE * 100  # points; utilities run from 0 to 100, and a hair below a bound is rounding, not a refusal

Floats = NDArray[np.float64]
Deals = NDArray[np.intp]  # (deals, issues): position of the option chosen for each issue


@dataclass(frozen=True)
class Together:
    """Points that a combination adds for one party. `points` (rows,)."""

    party: int
    condition: Condition
    points: Floats


@dataclass(frozen=True)
class Measure:
    """Worth of deals to parties.

    Attributes:
        parties: names, in file order, of the principals and of the others that have something at stake.
        principals: positions of those that negotiate.
        worth: per issue (rows, parties, options): points, weights already applied as shares of their sum.
        together: interactions.
        walk_away: (rows, parties); today's worth stands in where `no_walk_away` says that none is given.
        everything: the blocks with all combinations; `blocks` only those that rules and binding red lines allow.
    """

    scenario: Scenario
    parties: tuple[str, ...]
    principals: tuple[int, ...]
    worth: tuple[Floats, ...]
    together: tuple[Together, ...]
    walk_away: Floats
    no_walk_away: frozenset[int]
    exclusions: tuple[Exclusion, ...]
    everything: tuple[Block, ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The combinations that no rule and no binding red line excludes."""
        return tuple(block.keep(allowed(block, self.exclusions)) for block in self.everything)

    @cached_property
    def today(self) -> Deals:
        """Today's options, (issues,)."""
        return np.array([issue.today_index() for issue in self.scenario.issues.values()], dtype=np.intp)

    @property
    def slack(self) -> Floats:
        """How far below a bound each party's worth (parties,) may lie and still count as reaching it."""
        return np.full(len(self.parties), SLACK)

    @property
    def size(self) -> int:
        """Number of deals that no rule and no binding red line excludes."""
        return int(np.prod([len(block.options) for block in self.blocks], dtype=object))

    @property
    def protected(self) -> tuple[int, ...]:
        """Positions of allies, and of others with a veto, that do not negotiate: those a careful deal leaves no worse off."""
        parties = self.scenario.parties
        return tuple(
            index
            for index, name in enumerate(self.parties)
            if index not in self.principals and (parties[name].of is not None or parties[name].veto)
        )

    def block_utilities(
        self, row: int, parties: Sequence[int] | None = None, blocks: Sequence[Block] | None = None
    ) -> list[Floats]:
        """What each combination adds for each party: per block an array (combinations, parties)."""
        chosen = list(range(len(self.parties))) if parties is None else list(parties)
        found = []
        for block in self.blocks if blocks is None else blocks:
            points = np.zeros((len(block.options), len(chosen)))
            for column, issue in enumerate(block.issues):
                points += self.worth[issue][row].T[block.options[:, column]][:, chosen]
            for extra in self.together:
                if extra.party in chosen and set(extra.condition) <= set(block.issues):
                    points[meets(extra.condition, block.options, block.issues), chosen.index(extra.party)] += (
                        extra.points[row]
                    )
            found.append(points)
        return found

    def deals_of(self, choices: NDArray[np.integer], blocks: Sequence[Block] | None = None) -> Deals:
        """Option positions (deals, issues) of deals given as combinations (deals, blocks)."""
        deals = np.empty((len(choices), len(self.worth)), dtype=np.intp)
        for position, block in enumerate(self.blocks if blocks is None else blocks):
            deals[:, list(block.issues)] = block.options[choices[:, position]]
        return deals

    def utilities(self, deals: Deals, rows: slice | None = None) -> Floats:
        """Worth of deals (deals, issues) to every party: (rows, deals, parties)."""
        chosen = slice(None) if rows is None else rows
        total = np.zeros((len(self.walk_away[chosen]), len(self.parties), len(deals)))
        for issue, worth in enumerate(self.worth):
            total += np.take(worth[chosen], deals[:, issue], axis=2)
        for extra in self.together:
            met = meets(extra.condition, deals, range(len(self.worth)))
            total[:, extra.party] += np.where(met, extra.points[chosen][:, None], 0.0)
        return total.transpose(0, 2, 1)

    def untouched(self, deals: Deals) -> NDArray[np.bool_]:
        """For each deal and party, whether it leaves alone all that the party has a veto over: (deals, parties)."""
        issues = list(self.scenario.issues)
        untouched = np.ones((len(deals), len(self.parties)), dtype=bool)
        for column, party in enumerate(self.parties):
            for name, selection in self.scenario.parties[party].veto.items():
                issue = issues.index(name)
                meant = np.ones(self.worth[issue].shape[2], dtype=bool)
                if selection is not None:
                    meant = np.array(selects(self.scenario.issues[name], selection))
                meant[self.today[issue]] = False
                untouched[:, column] &= ~meant[deals[:, issue]]
        return untouched

    def broken(self, deals: Deals) -> NDArray[np.bool_]:
        """Which exclusions (columns) each deal (row) breaks."""
        issues = range(len(self.worth))
        broken = [exclusion.broken(deals, issues) for exclusion in self.exclusions]
        return np.stack(broken, axis=1) if broken else np.zeros((len(deals), 0), dtype=bool)

    def position(self, party: str) -> int:
        """Position of a party among those that have preferences."""
        return self.parties.index(party)


def measure(scenario: Scenario, draws: int, seed: int | None = None) -> Measure:
    """Translate a scenario into arrays: the best guess in row 0, then `draws` draws with the scenario's own seed or another.

    Raises:
        TooLarge: issues tied together have too many combinations.
    """
    seed = scenario.seed if seed is None else seed
    rows = {line.name: np.concatenate([[line.value.best], line.draws(draws, seed)]) for line in numbers(scenario)}
    return measure_rows(scenario, rows, draws + 1)


def one_at_a_time(scenario: Scenario, low: float, high: float) -> tuple[tuple[NumberLine, ...], Measure]:
    """The uncertain numbers, and a measure in which each in turn is moved while all others stay at the best guess.

    Row 0 is the best guess; rows 2i + 1 and 2i + 2 have number i at the values below which the shares `low` and `high` of its
    distribution lie.
    """
    lines = numbers(scenario)
    moved = tuple(line for line in lines if not line.value.known)
    rows = {line.name: np.full(2 * len(moved) + 1, line.value.best) for line in lines}
    for index, line in enumerate(moved):
        rows[line.name][2 * index + 1 : 2 * index + 3] = line.value.quantile(np.array([low, high]))
    return moved, measure_rows(scenario, rows, 2 * len(moved) + 1)


def measure_rows(scenario: Scenario, rows: Mapping[str, Floats], count: int) -> Measure:
    """Translate a scenario into arrays for given values (count,) of every number, by name.

    Raises:
        TooLarge: issues tied together have too many combinations.
    """
    parties = tuple(name for name in scenario.parties if _has_a_stake(scenario, name))
    exclusions = tuple(_exclusions(scenario))
    together = tuple(_together(scenario, parties, rows))
    issues = list(scenario.issues.values())
    groups = [exclusion.issues() for exclusion in exclusions] + [set(extra.condition) for extra in together]
    sizes = [len(issue.option_keys()) for issue in issues]
    blocks = make_blocks(sizes, [issue.today_index() for issue in issues], groups, [issue.name for issue in issues])
    walk_away = np.full((count, len(parties)), np.nan)
    for column, party in enumerate(parties):
        if (name := f"preferences/{party}/walk_away") in rows:
            walk_away[:, column] = rows[name]
    missing = frozenset(np.flatnonzero(np.isnan(walk_away[0])).tolist())
    made = Measure(
        scenario=scenario,
        parties=parties,
        principals=tuple(index for index, party in enumerate(parties) if scenario.parties[party].is_principal),
        worth=tuple(_worth(scenario, parties, name, rows, count) for name in scenario.issues),
        together=together,
        walk_away=walk_away,
        no_walk_away=missing,
        exclusions=exclusions,
        everything=tuple(blocks),
    )
    if missing:
        at_today = made.utilities(made.today[None, :])[:, 0]
        walk_away[:, list(missing)] = at_today[:, list(missing)]
    return made


def _has_a_stake(scenario: Scenario, party: str) -> bool:
    """Whether deals are worth something to a party; a principal counts even where none is, because it must agree."""
    preferences = scenario.preferences.get(party)
    at_stake = preferences is not None and bool(preferences.issues or preferences.interactions)
    return at_stake or scenario.parties[party].is_principal


def _worth(scenario: Scenario, parties: Sequence[str], issue: str, rows: Mapping[str, Floats], count: int) -> Floats:
    keys = scenario.issues[issue].option_keys()
    worth = np.zeros((count, len(parties), len(keys)))
    for column, party in enumerate(parties):
        stakes = scenario.preferences[party].issues
        if issue not in stakes:
            continue
        prefix = f"preferences/{party}/issues"
        total = np.sum([rows[f"{prefix}/{name}/weight"] for name in stakes], axis=0)
        share = np.divide(rows[f"{prefix}/{issue}/weight"], total, out=np.zeros(count), where=total > 0)
        worth[:, column] = share[:, None] * _values(
            stakes[issue], keys, {k: rows[f"{prefix}/{issue}/values/{k}"] for k in stakes[issue].values}
        )
    return worth


def _values(stake: Stake, keys: Sequence[str | float], given: Mapping[str | int | float, Floats]) -> Floats:
    """Values (rows, options); for a quantity straight lines between the amounts that are given."""
    if all(isinstance(key, str) for key in keys):
        return np.stack([given[key] for key in keys], axis=1)
    amounts = sorted(stake.values, key=float)
    at = np.array([float(amount) for amount in amounts])
    wanted = np.array([float(key) for key in keys])
    right = np.clip(np.searchsorted(at, wanted, side="left"), 1, len(at) - 1)
    share = (wanted - at[right - 1]) / (at[right] - at[right - 1])
    table = np.stack([given[amount] for amount in amounts], axis=1)
    return np.asarray(table[:, right - 1] * (1 - share) + table[:, right] * share)


def _condition(scenario: Scenario, condition: Mapping[str, Selection]) -> Condition:
    order = list(scenario.issues)
    return {order.index(name): np.array(selects(scenario.issues[name], chosen)) for name, chosen in condition.items()}


def _together(scenario: Scenario, parties: Sequence[str], rows: Mapping[str, Floats]) -> list[Together]:
    return [
        Together(column, _condition(scenario, interaction.when), rows[f"preferences/{party}/interactions/{index}/add"])
        for column, party in enumerate(parties)
        for index, interaction in enumerate(scenario.preferences[party].interactions)
    ]


def _exclusions(scenario: Scenario) -> list[Exclusion]:
    """The rules, then the red lines that bind: those of principals, and of a party with a veto over an issue they speak of."""
    found = [replace(_rule(scenario, rule), path=("rules", index)) for index, rule in enumerate(scenario.rules)]
    for party, holder in scenario.parties.items():
        lines = scenario.preferences[party].red_lines if party in scenario.preferences else ()
        for index, line in enumerate(lines):
            if holder.is_principal or set(line.never) & set(holder.veto):
                name = f"the red line of {holder.name}: never {condition_label(scenario, line.never)}"
                path = ("preferences", party, "red_lines", index)
                found.append(Exclusion(name, _condition(scenario, line.never), path=path))
    return found


def _rule(scenario: Scenario, rule: Rule) -> Exclusion:
    if rule.never is not None:
        return Exclusion(f"the rule: never {condition_label(scenario, rule.never)}", _condition(scenario, rule.never))
    if rule.if_ is not None and rule.then is not None:
        name = f"the rule: if {condition_label(scenario, rule.if_)} then {condition_label(scenario, rule.then)}"
        return Exclusion(name, _condition(scenario, rule.if_), _condition(scenario, rule.then))
    conditions = rule.at_most_one or ()
    name = "the rule: at most one of " + "; ".join(condition_label(scenario, condition) for condition in conditions)
    return Exclusion(name, {}, two_of=tuple(_condition(scenario, condition) for condition in conditions))
