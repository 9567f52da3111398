"""Everything the conduct room found, as plain dicts and lists for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pourparler import __version__
from pourparler.conduct.drawing import Floats
from pourparler.conduct.findings import Findings
from pourparler.conduct.ledger import quantiles
from pourparler.conduct.readings import source_marks
from pourparler.conduct.silence import MODELS
from pourparler.conduct.tempo import PRIOR_DAYS, Silence
from pourparler.conduct.watch import IMPOSSIBLE, NOT_SEEN, SEEN, Watched
from pourparler.conduct.weigh import Weighed
from pourparler.room import number


def spread(rows: Floats) -> dict[str, float | None]:
    """Best guess and 5 to 95 % of the draws."""
    return dict(zip(("best", "low", "high"), map(number, quantiles(rows)), strict=True))


def to_dict(findings: Findings) -> dict[str, Any]:
    """The findings by the scenario's own names; numbers have six digits after the point. Parts without material are null."""
    return {
        "version": __version__,
        "scenario": findings.scenario.fingerprint,
        "seed": findings.seed,
        "draws": findings.draws,
        "party": findings.conduct.party,
        "silence": None if findings.silence is None else _silence(findings, findings.silence),
        "readings": None if findings.weighed is None else _readings(findings, findings.weighed),
        "watch": None if findings.watched is None else _watch(findings, findings.watched),
        "patience": None if findings.patience is None else _patience(findings),
        "record": None
        if findings.record is None
        else {
            "mean": number(findings.record.mean),
            "low": number(findings.record.interval[0]),
            "high": number(findings.record.interval[1]),
        },
    }


def _silence(findings: Findings, silence: Silence) -> dict[str, Any]:
    tempo = findings.conduct.tempo
    assert tempo is not None
    windows = [window.isoformat() for window in tempo.windows]
    return {
        "last_event": date.fromordinal(silence.last).isoformat(),
        "days": silence.quiet,
        "chance": {
            model.key: {
                definition: {window: number(silence.grid[m, d, w]) for w, window in enumerate(windows)}
                for d, definition in enumerate(tempo.definitions)
            }
            for m, model in enumerate(MODELS)
        },
        "pool": number(silence.pool),
        "expected_events": dict(zip(("best", "low", "high"), map(number, silence.expected), strict=True)),
        "pool_models": [model.key for model in MODELS if model.pooled],
        "least": number(silence.cells.min()),
        "most": number(silence.cells.max()),
        "unusual_from_day": {model.key: silence.unusual[m] for m, model in enumerate(MODELS)},
        "pool_unusual_from_day": silence.pool_unusual,
        "naive": {each.says: number(silence.naive[index]) for index, each in enumerate(tempo.naive)},
        "lasts_until": {model.key: number(silence.ahead[m]) for m, model in enumerate(MODELS)},
        "campaign": {"after_last_event": number(silence.campaign[0]), "now": number(silence.campaign[1])},
        "rate_changed_after_last_event": {
            f"{days:g}": number(factor) for days, factor in zip(PRIOR_DAYS, silence.break_factors, strict=True)
        },
        "change_of_rate": {
            "day": date.fromordinal(int(silence.change.most_probable)).isoformat(),
            "log_bayes_factor": number(silence.change.log_bayes_factor),
            "per_day_before": number(silence.change.rate_before),
            "per_day_after": number(silence.change.rate_after),
        },
        "gaps": [int(gap) for gap in silence.gaps],
    }


def _readings(findings: Findings, weighed: Weighed) -> dict[str, Any]:
    names = findings.hypotheses
    items = findings.conduct.evidence
    return {
        "hypotheses": {
            name: {
                "prior": spread(weighed.prior[:, h]),
                "posterior": spread(weighed.hypotheses[:, h]),
                "break_even_prior": number(weighed.break_even[h]),
                "inconsistency": int(weighed.inconsistency[h]),
                "if_all_items_were_independent": number(weighed.ignoring_origin[h]),
            }
            for h, name in enumerate(names)
        },
        "mechanisms": {
            name: {"prior": spread(weighed.mechanism_prior[:, m]), "posterior": spread(weighed.mechanisms[:, m])}
            for m, name in enumerate(findings.conduct.mechanisms)
        },
        "leader": names[weighed.leader],
        "runner_up": names[weighed.runner_up],
        "leader_stays": number(weighed.stays),
        "confidence": {
            "level": weighed.confidence.level.value,
            "reasons": [
                {"measure": reason.measure.value, "value": number(reason.value), "limit": number(reason.limit)}
                for reason in weighed.confidence.reasons
            ],
        },
        "evidence": {
            name: {
                "likelihood": {h: number(weighed.likelihood[index, i]) for i, h in enumerate(names)},
                "letters": {h: str(weighed.letters[index, i]) for i, h in enumerate(names)},
                "marks": source_marks(findings.scenario, item),
                "weight": number(weighed.weights[index]),
                "ratio": number(weighed.ratios[index]),
                "without_it": {h: number(weighed.without[index, i]) for i, h in enumerate(names)},
                "factor_to_change_leader": number(weighed.factors[index]),
            }
            for index, (name, item) in enumerate(items.items())
        },
    }


def _watch(findings: Findings, watched: Watched) -> dict[str, Any]:
    courses, names = list(findings.conduct.courses), list(findings.conduct.indicators)
    hypotheses = findings.hypotheses
    return {
        "courses": {name: spread(watched.course[:, a]) for a, name in enumerate(courses)},
        "best": courses[int(watched.best[0])] if courses else None,
        "perfect_information": spread(watched.perfect),
        "indicators": {
            names[j]: {
                "chance": spread(watched.chance[:, j]),
                "bits": spread(watched.gain[:, j]),
                "worth": spread(watched.worth[:, j]),
                "cost": number(watched.cost[0, j]),
                "seen": _result(hypotheses, courses, watched, j, SEEN),
                "not_seen": _result(hypotheses, courses, watched, j, NOT_SEEN),
            }
            for j in watched.order
        },
    }


def _result(hypotheses: tuple[str, ...], courses: list[str], watched: Watched, j: int, result: int) -> dict[str, Any]:
    course = IMPOSSIBLE if watched.after is None else int(watched.after.action[0, j, result])
    return {
        "posterior": {name: number(watched.belief[j, result, h]) for h, name in enumerate(hypotheses)},
        "do": None if course == IMPOSSIBLE else courses[course],
    }


def _patience(findings: Findings) -> dict[str, Any]:
    found = findings.patience
    assert found is not None
    return {
        "patient": findings.hypotheses[found.patient],
        "restless": findings.hypotheses[found.restless],
        "ratio_so_far": spread(found.so_far),
        "days_to_three_to_one": spread(found.clear_after),
        "breach": spread(found.breach),
    }


def rows(findings: Findings) -> Iterator[dict[str, object]]:
    """One row for each reading, mechanism, model of tempo, course and indicator."""
    conduct = findings.conduct
    parts: list[tuple[str, list[str], Floats]] = []
    if findings.weighed is not None:
        parts.append(("hypothesis", list(findings.hypotheses), findings.weighed.hypotheses))
        parts.append(("mechanism", list(conduct.mechanisms), findings.weighed.mechanisms))
    if findings.silence is not None:
        parts.append(("tempo", [model.key for model in MODELS], findings.silence.grid[:, 0, 0][None, :]))
    if findings.watched is not None:
        parts.append(("course", list(conduct.courses), findings.watched.course))
        parts.append(("indicator", list(conduct.indicators), findings.watched.worth))
    for what, names, found in parts:
        for column, name in enumerate(names):
            best, low, high = quantiles(found[:, column])
            yield {"what": what, "name": name, "best": best, "low": low, "high": high}
