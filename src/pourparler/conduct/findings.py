"""What the conduct room finds out, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pourparler.conduct.drawing import Drawing, Floats
from pourparler.conduct.readings import Readings, read, record_of
from pourparler.conduct.tempo import Silence, study
from pourparler.conduct.track_record import KeepRate
from pourparler.conduct.watch import Patience, Watched, patience, watch
from pourparler.conduct.weigh import Weighed, weigh
from pourparler.errors import PourparlerError
from pourparler.scenario.conduct import Conduct
from pourparler.scenario.model import Scenario
from pourparler.scenario.uncertain import uniform_numbers

DRAWS = 4_000
SMALLEST = 1e-300
Stage = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Findings:
    """Everything found about one party's conduct. Parts for which the file holds nothing are None."""

    scenario: Scenario
    conduct: Conduct
    draws: int
    seed: int
    silence: Silence | None
    record: KeepRate | None
    readings: Readings | None
    weighed: Weighed | None
    watched: Watched | None
    patience: Patience | None

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """Keys of the hypotheses in the order of the arrays."""
        return tuple(dict.fromkeys(hypothesis for hypothesis, _ in self.conduct.states()))

    def name(self, position: int) -> str:
        """A hypothesis as it stands inside a sentence."""
        key = self.hypotheses[position]
        return self.conduct.hypotheses[key].name if key in self.conduct.hypotheses else "something else"


class NoConduct(PourparlerError):
    """The file says nothing of anybody's conduct."""


def find(scenario: Scenario, draws: int, seed: int, stage: Stage | None = None) -> Findings:
    """Work out everything.

    Raises:
        NoConduct: there is no `conduct` in the file, or nothing in it that could be read.
        PourparlerError: too few events, or a likelihood that is left to a tempo the file does not define.
    """
    conduct = scenario.conduct
    if conduct is None:
        raise NoConduct("the case has no 'conduct'; add it as docs/scenario-file.md shows, to have conduct read")
    if conduct.tempo is None and not conduct.hypotheses:
        raise NoConduct(
            "'conduct' has neither 'tempo' nor 'hypotheses'; add one of them as docs/scenario-file.md shows"
        )
    say = stage or (lambda _what, _done, _all: None)
    say("reading the tempo", 0, 3)
    silence = study(scenario)
    drawing = Drawing(scenario, conduct, draws, seed, None if silence is None else _tempo_rows(silence, draws, seed))
    say("weighing the evidence", 1, 3)
    readings = weighed = watched = None
    if conduct.hypotheses:
        readings = read(drawing)
        hypotheses = tuple(dict.fromkeys(hypothesis for hypothesis, _ in readings.states))
        weighed = weigh(scenario, readings, hypotheses, None if silence is None else silence.spread)
        say("looking for what to watch", 2, 3)
        watched = watch(drawing, readings, weighed.states)
    return Findings(
        scenario=scenario,
        conduct=conduct,
        draws=draws,
        seed=seed,
        silence=silence,
        record=record_of(conduct),
        readings=readings,
        weighed=weighed,
        watched=watched,
        patience=patience(drawing, None if silence is None else float(silence.quiet)),
    )


def _tempo_rows(silence: Silence, draws: int, seed: int) -> Floats:
    """(rows,) chance of today's silence by the old tempo: the pool, then in each draw one of the cells of its grid."""
    # No chance is 0, even where it is too small for a float: by Bayes' rule 0 could never be mended.
    cells = np.maximum(np.sort(silence.cells), SMALLEST)
    picked = (uniform_numbers(draws, seed, "conduct/tempo") * len(cells)).astype(int)
    return np.concatenate(([silence.pool], cells[picked]))
