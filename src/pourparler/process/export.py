"""The process room's findings as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pourparler.process.compare import CERTIFIED, ERRORS, Comparison
from pourparler.process.findings import Findings
from pourparler.process.formats import Form
from pourparler.process.game import GameFound
from pourparler.process.outcomes import outcome_of
from pourparler.process.play import regrets
from pourparler.process.pure_equilibria import PureEquilibria
from pourparler.process.tree import Floats
from pourparler.room import number

SIDES = ("by", "other")


def to_dict(findings: Findings) -> Mapping[str, Any]:
    """Everything that was found."""
    setting = findings.setting
    return {
        "question": "process",
        "draws": findings.draws,
        "draws_asked": findings.asked,
        "seed": findings.seed,
        "by": setting.by,
        "other": setting.other,
        "types": {kind: _range(chance) for kind, chance in setting.types.items()},
        **(_formats(findings, findings.comparison) if findings.comparison else {}),
        **({"game": game_to_dict(findings.game)} if findings.game else {}),
    }


def _range(values: Floats) -> dict[str, float | None]:
    drawn = values[1:] if len(values) > 1 else values
    low, high = np.quantile(drawn, [0.05, 0.95])
    return {"best": number(float(values[0])), "low": number(float(low)), "high": number(float(high))}


def _formats(findings: Findings, comparison: Comparison) -> dict[str, Any]:
    setting, names = findings.setting, list(comparison.formats)
    found = {}
    for position, (name, solved) in enumerate(comparison.formats.items()):
        outcome = outcome_of(setting, name, solved)
        exact = comparison.exact[name]
        best = comparison.best_in(position) if findings.draws else None
        found[name] = {
            "worth": {side: _range(solved.value[:, seat]) for seat, side in enumerate(SIDES)},
            "best_in": number(best),
            "regret": _range(comparison.regret[:, position]),
            "signed": {each: number(share) for each, share in outcome.signed.items()},
            "kept": number(outcome.kept),
            "broken": number(outcome.broken),
            "stopped": number(outcome.stopped),
            "ends": {each: number(share) for each, share in outcome.failed.items()},
            "nodes": len(solved.form.shape.parent),
            "regrets": _regrets(solved.form, solved.strategy[0]),
            "residual_below": CERTIFIED if float(solved.residual.max(initial=0.0)) <= CERTIFIED else None,
            "equilibria": _equilibria(exact.equilibria, exact.refused),
        }
    return {
        "formats": found,
        "best": names[int(comparison.best[0])],
        "preparing": [
            {"first": each.first, "other": each.other}
            | {part: _range(getattr(each, part)) for part in ("room", "information", "delay", "leverage", "total")}
            for each in comparison.preparing
        ],
        "hoped": comparison.hoped,
        "by_chance": {
            "chance": [number(float(prior)) for prior in comparison.priors],
            "worth": {name: [number(float(v)) for v in comparison.by_prior[k]] for k, name in enumerate(names)},
        },
        "crossings": [
            {"chance": number(each.chance), "below": each.below, "above": each.above} for each in comparison.crossings
        ],
        "by_error": {
            "error": list(ERRORS),
            "worth": {name: [number(float(v)) for v in values] for name, values in comparison.by_error.items()},
        },
    }


def _regrets(form: Form, strategy: Floats) -> dict[str, float | None]:
    """What is given away at each information set by erring; nothing where play never comes."""
    if not form.shape.sets:
        return {}
    given = regrets(form.tree(), strategy)
    return {name: number(float(value)) for name, value in zip(form.shape.sets, given, strict=True)}


def _equilibria(found: PureEquilibria | None, refused: str) -> Any:
    if found is None:
        return {"not_listed": refused}
    return [
        {"worth": [number(float(v)) for v in value], "count": int((found.outcome == k).sum())}
        for k, value in enumerate(found.value)
    ]


def game_to_dict(game: GameFound) -> dict[str, Any]:
    """What was found about a tree."""
    shape = game.game.shape
    return {
        "players": list(shape.players),
        "nodes": len(shape.parent),
        "worth": {name: _range(game.value[:, seat]) for seat, name in enumerate(shape.players)},
        "choices": [
            {
                "where": name,
                "who": shape.players[shape.mover[k]],
                "chances": {
                    action: number(float(share))
                    for action, share in zip(shape.actions[k], game.strategy[0][shape.choices(k)], strict=True)
                },
            }
            for k, name in enumerate(shape.sets)
        ],
        "best_play": None if game.induction is None else [number(float(v)) for v in game.induction.value[0]],
        "equilibria": None if game.induction is not None else _equilibria(game.equilibria, game.refused),
        "residual_below": CERTIFIED if float(game.residual.max(initial=0.0)) <= CERTIFIED else None,
    }


def rows(findings: Findings) -> list[dict[str, Any]]:
    """One row for each format and side, or for each player of a game written by hand."""
    if findings.comparison is not None:
        return [
            {"format": name, "party": party, **_range(solved.value[:, seat])}
            for name, solved in findings.comparison.formats.items()
            for seat, party in enumerate((findings.setting.by, findings.setting.other))
        ]
    assert findings.game is not None
    players = findings.game.game.shape.players
    return [
        {"format": "game", "party": party, **_range(findings.game.value[:, seat])} for seat, party in enumerate(players)
    ]
