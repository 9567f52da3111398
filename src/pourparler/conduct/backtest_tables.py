"""The tables of a back-test: one for each question, and the weights that would have done best."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pourparler.answer import Table
from pourparler.conduct.backtest import QUIET_DAYS, ROUNDING, Kind, Standing, Trial, beyond_two_errors
from pourparler.conduct.silence import MODELS, Model
from pourparler.conduct.stacking import Stacking
from pourparler.wording import MINUS, listed, upper_first

POOL, SHARE, COIN = "the equal pool", "the share of outcomes so far", "a coin"


def trial_table(trial: Trial, *, with_terms: bool) -> Table:
    """How every forecaster did on one question; with the models' terms for those who know the literature."""
    names = [*(model.name for model in trial.models), POOL, SHARE, COIN]
    rows = tuple(
        (
            name,
            _with_error(trial.log.mean[row], trial.log.error[row]),
            _difference(trial.log, row) if row != trial.pool else "",
            _with_error(trial.brier.mean[row], trial.brier.error[row]),
            _difference(trial.brier, row) if row != trial.pool else "",
        )
        for row, name in enumerate(names)
    )
    n, block = len(trial.origins), trial.block
    note = [f"{n} questions."]
    if block > 1:
        note = [f"{n} questions in blocks of {block}: about {trial.effective:.0f} count in full."]
    if trial.silent.all() or not trial.silent.any():
        note.append("All outcomes are alike, so that they tell little.")
    note.append("* more than two standard errors.")
    if trial.kind is Kind.GAPS:
        note.append("Here the share of outcomes so far is that of past gaps.")
    if with_terms:
        pooled = sum(model.pooled for model in trial.models)
        terms = "; ".join(f"{model.name}: {model.term}" for model in trial.models)
        note.append(f"The pool is the mean of the first {pooled} models. Terms: {terms}.")
    columns = ("Forecaster", "Log score", "less the pool's", "Brier score", "less the pool's")
    return Table(_caption(trial), columns, rows, frozenset({1, 2, 3, 4}), " ".join(note))


def weights_table(stackings: Mapping[Kind, Stacking]) -> Table:
    """The weights of the pool's models that would have done best."""
    models = pooled_models()
    most = [f"“{models[int(np.argmax(found.weights))].name}” on {level(kind)}" for kind, found in stackings.items()]
    scores = [
        f"on {level(kind)} {found.score:.2f} with these weights, {found.equal_score:.2f} with equal ones"
        for kind, found in stackings.items()
    ]
    return Table(
        f"Looking back, the most weight would have gone to {listed(most)}",
        ("Model", *(upper_first(level(kind)) for kind in stackings)),
        tuple(
            (model.name, *(f"{found.weights[row]:.2f}" for found in stackings.values()))
            for row, model in enumerate(models)
        ),
        frozenset(range(1, 1 + len(stackings))),
        "Weights of the pool's models with the best mean log score over all horizons (stacking). They are fitted to the very"
        f" questions they are scored on; on new ones they would do less well. Mean log score {'; '.join(scores)}.",
    )


def pooled_models() -> list[Model]:
    """The recommended models."""
    return [model for model in MODELS if model.pooled]


def beyond(standing: Standing, row: int) -> bool:
    """Whether a forecaster differs from the pool by more than two standard errors."""
    return beyond_two_errors(float(standing.difference[row]), float(standing.difference_error[row]))


def level(kind: Kind) -> str:
    """A kind of question inside a sentence."""
    return "the calendar" if kind is Kind.CALENDAR else kind.value


def _caption(trial: Trial) -> str:
    n, came, days = len(trial.origins), int(trial.silent.sum()), f"{trial.horizon:.0f} days"
    asked = {
        Kind.GAPS: f"{came} of {n} gaps lasted longer than {days}",
        Kind.CALENDAR: f"{days} without an event followed on {came} of {n} days asked",
        Kind.QUIET: f"After {QUIET_DAYS:.0f} quiet days, {days} more followed on {came} of {n} days asked",
    }[trial.kind]
    count = sum(beyond(trial.log, row) for row in range(trial.pool))
    which = f"{count} of {trial.pool} models {'differs' if count == 1 else 'differ'}" if count else "no model differs"
    return f"{asked}; {which} clearly from the pool in log score"


def _difference(standing: Standing, row: int) -> str:
    text = _with_error(standing.difference[row], standing.difference_error[row], sign="+")
    return f"{text} *" if beyond(standing, row) else text


def _with_error(value: float, error: float, sign: str = "") -> str:
    """A number with its standard error, to two decimals, or three where the error needs them: `+0.02 ± 0.01`."""
    decimals = 3 if ROUNDING < error < 0.0095 else 2
    size = f"{abs(value):.{decimals}f}"
    text = size if not float(size) else (MINUS if value < 0 else sign) + size
    return f"{text} ± {error:.{decimals}f}" if error > ROUNDING else text
