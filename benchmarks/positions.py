"""Measure forecasts from positions against what was decided: European laws with known outcome, 1996 to 2018.

`python benchmarks/positions.py PATH` reads the data set DEU III as a tab-separated table, in the layout of its public
edition with one line for each issue; it is not part of this repository. Prints the tables and writes them into the README.

Source: Arregui & Perarnaud 2021, "A new dataset on legislative decision-making in the European Union: the DEU III
dataset", doi 10.34810/data53. Capability is not in it; see VOTES_15 and VOTES_NICE.
"""

from __future__ import annotations

import csv
import math
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from tables import machine, table, write_into

from pourparler import __version__
from pourparler.allies.challenge import Reading, challenge
from pourparler.allies.condorcet import probabilistic_condorcet
from pourparler.allies.forecast_error import HALF_WIDTHS, SHARES, SPREAD, outcome_cdf
from pourparler.allies.positions import compromise, weighted_median

Floats = NDArray[np.float64]

HERE = Path(__file__).parent
MARKS = "<!-- positions: begin -->", "<!-- positions: end -->"
ISSUES = 353  # with a known outcome
EXPECTED = 23.1  # mean absolute error of the compromise
LINE = 0.0, 100.0
REPLICATES, SEED = 10_000, 1
GRID = np.linspace(*LINE, 2001)  # for the integral of a score

# Votes in the Council of a European Community of fifteen: Act of Accession of Austria, Finland and Sweden 1994, article 15.
VOTES_15 = {
    "de": 10, "fr": 10, "it": 10, "uk": 10, "es": 8, "be": 5, "el": 5, "nl": 5, "pt": 5, "at": 4, "se": 4, "dk": 3,
    "fi": 3, "ie": 3, "lu": 2,
}  # fmt: skip
# Votes from November 2004 to October 2014: Treaty of Nice, with the Acts of Accession of 2003, 2005 (bu, ro) and 2011 (cr: Croatia).
VOTES_NICE = {
    "de": 29, "fr": 29, "it": 29, "uk": 29, "es": 27, "pl": 27, "ro": 14, "nl": 13, "be": 12, "cz": 12, "el": 12,
    "hu": 12, "pt": 12, "at": 10, "bu": 10, "se": 10, "dk": 7, "fi": 7, "ie": 7, "lt": 7, "sk": 7, "cr": 7, "cy": 4,
    "ee": 4, "lv": 4, "lu": 4, "si": 4, "mt": 3,
}  # fmt: skip
# From 2003 on, states that joined later have positions in the data; no proposal in it is of 2001 or 2002.
LAST_OF_15 = 2002
INSTITUTIONS = "com", "ep"  # Commission and European Parliament: each as strong as the largest state
ACTORS = (*INSTITUTIONS, *VOTES_NICE)


@dataclass(frozen=True)
class Issue:
    """One issue with a known outcome; of the actors only those whose position is known.

    positions, outcome: 0 to 100. votes: with the institutions as the largest state. salience: 0 to 1, 0 where unknown.
    """

    proposal: str
    actors: tuple[str, ...]
    positions: Floats
    votes: Floats
    salience: Floats
    product: Floats
    known: NDArray[np.bool_]
    reference: float
    outcome: float

    @property
    def weights(self) -> Floats:
        """Votes times salience."""
        return self.votes * self.salience

    def of(self, actor: str) -> float:
        """The position of one actor; NaN where it is not known."""
        return float(self.positions[self.actors.index(actor)]) if actor in self.actors else math.nan


def year_of(proposal: str) -> int:
    """The year in a proposal's number, such as 2004 in d04167; its dates were spoilt by a spreadsheet."""
    short = int(proposal[1:3])
    return 1900 + short if short > 50 else 2000 + short


def read(path: Path) -> list[Issue]:
    """The issues with a known outcome, in the order of the file. Raises ValueError if it is not the table expected."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    if not lines or not {"prnr", "rp", "out"} <= set(lines[0]):
        raise ValueError(f"{path.name} is not the tab-separated table of DEU III.")
    product, *rows = lines  # the line after the head holds each actor's gross domestic product
    return [issue_of(row, product) for row in rows if row["out"]]


def issue_of(row: dict[str, str], product: dict[str, str]) -> Issue:
    """Read one line of the table."""
    votes = VOTES_15 if year_of(row["prnr"]) <= LAST_OF_15 else VOTES_NICE
    largest = max(votes.values())
    present = tuple(actor for actor in ACTORS if row[f"p{actor}"])
    cares = [row[f"s{actor}"] for actor in present]
    return Issue(
        proposal=row["prnr"],
        actors=present,
        positions=np.array([float(row[f"p{actor}"]) for actor in present]),
        votes=np.array([float(largest if actor in INSTITUTIONS else votes.get(actor, 0)) for actor in present]),
        salience=np.array([float(care or 0) / 100 for care in cares]),
        product=np.array([float(product[f"p{actor}"]) for actor in present]),
        known=np.array([care != "" for care in cares]),
        reference=float(row["rp"] or math.nan),
        outcome=float(row["out"]),
    )


def middle(positions: Floats, weights: Floats) -> float:
    """The middle of the weighted medians."""
    lower, upper = weighted_median(positions, weights)
    return float(lower + upper) / 2


def members(issue: Issue) -> float:
    """The compromise of the states alone."""
    states = np.array([actor not in INSTITUTIONS for actor in issue.actors])
    return float(compromise(issue.positions[states], issue.weights[states]))


def challenged(issue: Issue, rounds: int, reading: Reading) -> float:
    """The challenge model's forecast."""
    return challenge(issue.positions, issue.weights, issue.salience, rounds, reading).forecast


MODELS: dict[str, Callable[[Issue], float]] = {
    "**compromise, votes × salience**": lambda i: float(compromise(i.positions, i.weights)),
    "compromise, votes alone": lambda i: float(compromise(i.positions, i.votes)),
    "compromise, gross domestic product × salience": lambda i: float(compromise(i.positions, i.product * i.salience)),
    "compromise, salience alone": lambda i: float(compromise(i.positions, i.salience)),
    "compromise, all alike": lambda i: float(compromise(i.positions, np.ones_like(i.votes))),
    "compromise, states only": members,
    "probabilistic Condorcet, power 1": lambda i: probabilistic_condorcet(i.positions, i.weights).forecast,
    "probabilistic Condorcet, power 2": lambda i: probabilistic_condorcet(i.positions, i.weights, 2).forecast,
    "challenge model, as printed, up to 10 rounds": lambda i: challenged(i, 10, Reading()),
    "the same, one round": lambda i: challenged(i, 1, Reading()),
    "the same, all neutral to risk": lambda i: challenged(i, 10, Reading(risk=False)),
    "the same, votes with risk": lambda i: challenged(i, 10, Reading(risky_votes=True)),
    "the same, of all pairs' votes": lambda i: challenged(i, 10, Reading("all pairs")),
    "the same, all three readings of Scholz": lambda i: challenged(i, 10, Reading("all pairs", "lowest position", True, True)),
    "weighted median": lambda i: middle(i.positions, i.weights),
    "median, all alike": lambda i: middle(i.positions, np.ones_like(i.votes)),
    "middle of the line": lambda i: sum(LINE) / 2,
    "Parliament's position": lambda i: i.of("ep"),
    "Commission's position": lambda i: i.of("com"),
    "reference point (no decision)": lambda i: i.reference,
}  # fmt: skip


def draws_of(proposals: list[str]) -> tuple[NDArray[np.intp], Floats]:
    """(n,) number of each issue's proposal, and (replicates, proposals) how often each is drawn, with replacement."""
    names, number = np.unique(proposals, return_inverse=True)
    random = np.random.default_rng(SEED)
    counts = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=REPLICATES)
    return number, counts.astype(np.float64)


def interval(values: Floats, number: NDArray[np.intp], draws: Floats) -> tuple[float, float]:
    """95 % interval of the mean of values (n,), NaN left out, from drawing whole proposals."""
    there = ~np.isnan(values)
    sums = np.bincount(number[there], values[there], minlength=draws.shape[1])
    counts = np.bincount(number[there], minlength=draws.shape[1])
    low, high = np.quantile((draws @ sums) / (draws @ counts), [0.025, 0.975])
    return float(low), float(high)


def compared(issues: list[Issue]) -> tuple[str, Floats]:
    """Table of all models, and the absolute errors (n,) of the first, the compromise."""
    outcomes = np.array([issue.outcome for issue in issues])
    number, draws = draws_of([issue.proposal for issue in issues])
    heads = (
        "forecast", "issues", "mean error", "median", "root mean square", "within 10", "error minus that of the compromise",
        "50 % within", "80 %", "90 %",
    )  # fmt: skip
    lines, first = [], np.zeros(0)
    for name, model in MODELS.items():
        errors = np.abs(np.array([model(issue) for issue in issues]) - outcomes)
        found = errors[~np.isnan(errors)]
        if not len(first):
            first = errors
            low, high = interval(errors, number, draws)
            mean, against = f"**{found.mean():.1f}** ({low:.1f} to {high:.1f})", "–"
        else:
            low, high = interval(errors - first, number, draws)
            mean, against = f"{found.mean():.1f}", f"{np.nanmean(errors - first):+.1f} ({low:+.1f} to {high:+.1f})"
        lines.append([
            name, str(len(found)), mean, f"{np.median(found):.1f}", f"{np.sqrt(np.square(found).mean()):.1f}",
            f"{np.mean(found <= 10):.0%}".replace("%", " %"), against,
            *(f"{width:.1f}" for width in np.quantile(found, SHARES)),
        ])  # fmt: skip
    return table(heads, lines), first


def scored(issues: list[Issue]) -> str:
    """Table of distributions by their continuous ranked probability score; a single point scores its absolute error."""
    shapes = {
        "compromise as a single point": lambda i: (compromise(i.positions, i.weights) <= GRID).astype(np.float64),
        "the actors' positions, by weight": lottery,
        "normal round the compromise": normal,
        "**half positions, half normal**": lambda i: outcome_cdf(GRID, i.positions, i.weights, LINE),
    }
    lines = []
    for name, shape in shapes.items():
        misses = [np.square(shape(issue) - (issue.outcome <= GRID)) for issue in issues]
        lines.append([name, f"{np.mean(np.trapezoid(misses, GRID)):.1f}"])
    return table(("distribution", "score, less is better"), lines)


def lottery(issue: Issue) -> Floats:
    """(grid,) the share of the weight at or below each value."""
    held = (issue.positions <= GRID[:, np.newaxis]) @ issue.weights
    return np.asarray(held / issue.weights.sum())


def normal(issue: Issue) -> Floats:
    """(grid,) normal round the compromise, what lies beyond the ends put there."""
    return np.where(LINE[1] <= GRID, 1.0, ndtr((GRID - compromise(issue.positions, issue.weights)) / SPREAD))


def main() -> None:
    """Print the tables and write them into the README; exit code 1 if the data are others or the constants do not hold."""
    if len(sys.argv) != 2:
        sys.exit("Say where the table of DEU III is: python benchmarks/positions.py PATH")
    started = time.perf_counter()
    try:
        issues = read(Path(sys.argv[1]))
    except (OSError, ValueError) as error:
        sys.exit(f"The data cannot be read: {error}")
    if len(issues) != ISSUES:
        sys.exit(f"The file holds {len(issues)} issues with an outcome, not {ISSUES}: it is another edition.")
    models, errors = compared(issues)
    unknown = sum(int((~issue.known).sum()) for issue in issues)
    measured = "\n\n".join([
        f"Measured on {date.today()}: {machine()}; Python {platform.python_version()}, Pourparler {__version__}, numpy "
        f"{np.__version__}. {len(issues)} issues of {len({issue.proposal for issue in issues})} proposals; "
        f"{sum(len(issue.actors) for issue in issues):,} positions, {unknown} of them with unknown salience. Intervals: 95 %, "
        f"{REPLICATES:,} draws of whole proposals, seed {SEED}. The whole took {time.perf_counter() - started:,.0f} seconds.",
        models,
        scored(issues),
    ])  # fmt: skip
    print(measured)
    widths = np.quantile(errors, SHARES)
    if round(float(errors.mean()), 1) != EXPECTED or (np.abs(widths - HALF_WIDTHS) > 1).any():
        sys.exit(
            f"The compromise's error, {errors.mean():.2f}, or its band, {widths.round(1)}, is not what the program states."
        )
    write_into(HERE / "README.md", measured, MARKS)


if __name__ == "__main__":
    main()
