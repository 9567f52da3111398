"""Forecasts from positions, capability and salience: the compromise with its band, what moves it, and two other views."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pourparler.allies.challenge import challenge
from pourparler.allies.condorcet import probabilistic_condorcet
from pourparler.allies.forecast_error import ErrorBand, error_band
from pourparler.allies.gates import Setting
from pourparler.allies.positions import Levers, compromise, levers
from pourparler.allies.tally import Floats
from pourparler.scenario.allies import Line

SCALE = 0.0, 100.0


@dataclass(frozen=True)
class Outlook:
    """The forecast on one line, 0 to 100.

    actors: names of the parties. position, salience, capability: (rows, actors). forecast: (rows,) the compromise, NaN in draws in
    which nobody has any weight. band, levers, condorcet, challenge, settled: at the best guess; condorcet is none where the weights are too
    unequal for it, and settled says whether the challenge model came to rest.
    """

    line: Line
    actors: tuple[str, ...]
    position: Floats
    salience: Floats
    capability: Floats
    forecast: Floats
    band: ErrorBand
    levers: Levers
    condorcet: float | None
    challenge: float
    settled: bool

    @property
    def weight(self) -> Floats:
        """(actors,) capability times salience at the best guess."""
        return np.asarray(self.capability[0] * self.salience[0])

    @property
    def moves(self) -> tuple[int, ...]:
        """The actors by how far the forecast follows them when they move, farthest first."""
        return tuple(np.argsort(-self.levers.per_position, kind="stable").tolist())


def outlooks(setting: Setting) -> tuple[Outlook, ...]:
    """A forecast for each line of the file on which somebody has any weight at the best guess."""
    found = (_outlook(setting, name, line) for name, line in setting.allies.lines.items())
    return tuple(each for each in found if each is not None)


def _outlook(setting: Setting, name: str, line: Line) -> Outlook | None:
    actors = tuple(line.actors)
    rows = setting.rows
    position, salience = (
        np.stack([rows["lines", name, "actors", actor, key] for actor in actors], axis=1)
        for key in ("position", "salience")
    )
    capability = np.stack([rows["capability", actor] for actor in actors], axis=1)
    weight = capability * salience
    weighty = weight.sum(axis=1) > 0
    if not weighty[0]:
        return None
    forecast = np.full(len(weight), np.nan)
    forecast[weighty] = compromise(position[weighty], weight[weighty])
    try:
        condorcet = probabilistic_condorcet(position[0], weight[0]).forecast
    except ValueError:  # weights too unequal for a float; the page says that there is no second view
        condorcet = None
    played = challenge(position[0], weight[0], salience[0] / 100)
    return Outlook(
        line=line,
        actors=actors,
        position=position,
        salience=salience,
        capability=capability,
        forecast=forecast,
        band=error_band(forecast[0], SCALE),
        levers=levers(position[0], weight[0]),
        condorcet=condorcet,
        challenge=played.forecast,
        settled=played.settled,
    )
