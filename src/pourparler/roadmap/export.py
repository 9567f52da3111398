"""Everything the roadmap room found, as plain dicts and lists for JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from pourparler import __version__
from pourparler.roadmap.findings import Findings
from pourparler.roadmap.judge import Judged
from pourparler.roadmap.plan import Plan, Stage
from pourparler.room import number


def to_dict(findings: Findings) -> dict[str, Any]:
    """The findings by the scenario's own names; numbers have six digits after the point."""
    setting, drawn = findings.setting, findings.drawn
    return {
        "version": __version__,
        "scenario": findings.scenario.fingerprint,
        "seed": findings.seed,
        "draws": findings.draws,
        "target": setting.target,
        "deal": {
            name: issue.option_keys()[int(setting.deal[position])]
            for position, (name, issue) in enumerate(findings.scenario.issues.items())
        },
        "objective": findings.objective,
        "self_enforcing": findings.plan.self_enforcing,
        "plan": _plan(findings, findings.plan),
        "stages": _stages(findings, findings.judged, findings.plan.stages),
        "independent_check": list(findings.faults),
        "targets": [
            {"name": each.setting.target, "slack": number(each.plan.slack), "holds": each.plan.self_enforcing}
            for each in findings.targets
        ],
        "other_orders": [
            {
                "name": rival.name,
                "slack": number(rival.judged.slack),
                "stages": _stages(findings, rival.judged, rival.stages),
            }
            for rival in findings.rivals
        ],
        "given_first": [
            {
                "step": setting.steps[each.step],
                "with": _names(findings, each.first),
                "plan": None if each.plan is None else _plan(findings, each.plan),
            }
            for each in findings.forced
        ],
        "missing": None if findings.certificate is None else number(findings.certificate.missing),
        "mends": [
            {
                "what": mend.what,
                "steps": _names(findings, mend.steps),
                "party": None if mend.player is None else setting.players[mend.player],
                "amount": None if mend.amount is None else number(mend.amount),
                "slack": number(mend.plan.slack),
                "holds": mend.plan.self_enforcing,
            }
            for mend in findings.mends
        ],
        "draws_in_which_it_holds": _share(drawn.slack >= 0),
        "draws_in_which_an_order_holds": _share(drawn.best >= 0),
        "slack_in_draws": [number(float(q)) for q in np.quantile(drawn.slack, [0.05, 0.5, 0.95])]
        if len(drawn.slack)
        else [],
        "enough_trust": {
            name: _share(drawn.enough[:, p]) if math.isfinite(findings.mistrust[0, p]) else None
            for p, name in enumerate(setting.players)
        },
    }


def _share(held: Any) -> float | None:
    return number(float(held.mean())) if len(held) else None


def _names(findings: Findings, steps: Sequence[int]) -> list[str]:
    return [findings.setting.steps[step] for step in steps if step < len(findings.setting.steps)]


def _plan(findings: Findings, plan: Plan) -> dict[str, Any]:
    return {
        "slack": number(plan.slack),
        "exposure": number(plan.exposure),
        "duration": number(plan.duration),
        "mistrust": number(plan.mistrust),
        "proven": plan.proven,
        "bound": number(plan.bound),
        "order": [{"steps": _names(findings, stage.steps), "mode": stage.mode} for stage in plan.stages],
    }


def _stages(findings: Findings, judged: Judged, stages: Sequence[Stage]) -> list[dict[str, Any]]:
    players = findings.setting.players

    def by_party(values: Any) -> dict[str, float | None]:
        return {name: number(float(values[p])) for p, name in enumerate(players)}

    found: list[dict[str, Any]] = [
        {
            "steps": _names(findings, stage.steps),
            "mode": stage.mode,
            "begins": number(judged.start[k]),
            "value": by_party(judged.values[k]),
            "fallback": by_party(judged.fallback[k]),
            "slack": by_party(judged.slacks[k]),
            "at_risk": by_party(judged.at_risk[k]),
            "tolerated": by_party(judged.tolerated[k]),
        }
        for k, stage in enumerate(stages)
    ]
    end = {"value": judged.values[-1], "fallback": judged.fallback[-1], "slack": judged.slacks[-1]}
    found.append(
        {"steps": [], "begins": number(judged.start[-1]), **{key: by_party(values) for key, values in end.items()}}
    )
    return found


def rows(findings: Findings) -> Iterator[dict[str, object]]:
    """One row for each stage and party of the plan."""
    judged = findings.judged
    for k, stage in enumerate(findings.plan.stages):
        for p, name in enumerate(findings.setting.players):
            yield {
                "stage": k + 1,
                "steps": ", ".join(_names(findings, stage.steps)),
                "party": name,
                "begins": judged.start[k],
                "value": judged.values[k, p],
                "fallback": judged.fallback[k, p],
                "slack": judged.slacks[k, p],
                "at_risk": judged.at_risk[k, p],
                "tolerated": judged.tolerated[k, p],
            }
