"""What is allowed in a scenario but probably not meant, or weakens what can be said from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pourparler.scenario.all_numbers import all_numbers
from pourparler.scenario.allies_advice import advise_on_allies
from pourparler.scenario.conduct_advice import advise_on_conduct
from pourparler.scenario.fields import Selection
from pourparler.scenario.implications import circles
from pourparler.scenario.leverage_advice import advise_on_leverage
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.process_advice import advise_on_process
from pourparler.scenario.roadmap_advice import advise_on_roadmap
from pourparler.scenario.selecting import selects
from pourparler.scenario.tree import Path
from pourparler.scenario.walk import walk


def advise(scenario: Scenario) -> tuple[Problem, ...]:
    """Advice in file order, each with its place."""
    found = [
        *_weights(scenario),
        *_scales(scenario),
        *_missing(scenario),
        *_unvalued(scenario),
        *_without_origin(scenario),
        *_today(scenario),
        *_unused(scenario),
        *circles(scenario)[1],
        *advise_on_conduct(scenario),
        *advise_on_roadmap(scenario),
        *advise_on_allies(scenario),
        *advise_on_leverage(scenario),
        *advise_on_process(scenario),
    ]
    return tuple(sorted(found))


def _at(scenario: Scenario, path: Path) -> Place:
    return scenario.place(path) or Place("scenario", 1, 1)


def _weights(scenario: Scenario) -> Iterator[Problem]:
    for name, preferences in scenario.preferences.items():
        total = sum(stake.weight.value.best for stake in preferences.issues.values())
        place = _at(scenario, ("preferences", name, "issues"))
        if preferences.issues and total == 0:
            yield Problem(
                place, f"all weights of {scenario.parties[name].name} are 0", "give the issues it cares about a weight"
            )
        elif preferences.issues and abs(total - 100) > 1e-9 * 100:
            wrong = f"the weights of {scenario.parties[name].name} add up to {total:g}"
            yield Problem(place, wrong, "make them add up to 100, or accept that they are used as shares of their sum")


def _scales(scenario: Scenario) -> Iterator[Problem]:
    for name, preferences in scenario.preferences.items():
        for issue, stake in preferences.issues.items():
            values = [value.value.best for value in stake.values.values()]
            if stake.weight.value.best > 0 and (min(values) > 0 or max(values) < 100):
                place = _at(scenario, ("preferences", name, "issues", issue, "values"))
                wrong = f"the values go from {min(values):g} to {max(values):g}"
                yield Problem(
                    place, wrong, "give the worst option 0 and the best 100, so that the weight means the whole step"
                )


def _missing(scenario: Scenario) -> Iterator[Problem]:
    for name, party in scenario.parties.items():
        preferences = scenario.preferences.get(name)
        if preferences is None or not preferences.issues:
            wrong = f"{party.name} has no preferences"
            yield Problem(
                _at(scenario, ("parties", name)), wrong, "without them nobody can say whether a deal hurts it"
            )
        if preferences is not None and preferences.walk_away is None and (party.is_principal or party.veto):
            wrong = f"{party.name} has no walk-away value"
            right = "give the value of its best course without a deal; until then today's state stands for it"
            yield Problem(_at(scenario, ("preferences", name)), wrong, right)


def _unvalued(scenario: Scenario) -> Iterator[Problem]:
    for name, issue in scenario.issues.items():
        stakes = [p.issues[name] for p in scenario.preferences.values() if name in p.issues]
        if not stakes:
            wrong = f"no party has a stake in {issue.name}"
            yield Problem(_at(scenario, ("issues", name)), wrong, "leave the issue out, or say who cares about it")
            continue
        for option in issue.options or ():
            if all(stake.values[option].value.greatest == 0 for stake in stakes):
                wrong = f"nobody values '{issue.option_label(option)}' ({issue.name})"
                yield Problem(
                    _at(scenario, ("issues", name, "options", option)), wrong, "leave it out if nobody would ask for it"
                )


def _without_origin(scenario: Scenario) -> Iterator[Problem]:
    bare: dict[Path, list[Path]] = defaultdict(list)
    for line in all_numbers(scenario):
        if not line.origin.says_where_from:
            bare[_group(line.path)].append(line.path)
    for group, paths in bare.items():
        wrong = (
            "this number has neither source nor judgement"
            if len(paths) == 1
            else f"{len(paths)} numbers here have neither source nor judgement"
        )
        yield Problem(
            _at(scenario, paths[0] if len(paths) == 1 else group),
            wrong,
            "add 'source: ...' or 'judged: {by: ..., on: ...}'",
        )
    for name, claim in scenario.claims.items():
        if not claim.says_where_from:
            yield Problem(
                _at(scenario, ("claims", name)), "this claim has neither source nor judgement", "add 'source: ...'"
            )


def _group(path: Path) -> Path:
    """The part of a scenario under which a number without origin is counted."""
    if path[0] == "preferences":
        return path[:4] if path[2] == "issues" else path
    return path[:3]


def _today(scenario: Scenario) -> Iterator[Problem]:
    def holds(condition: Mapping[str, Selection]) -> bool:
        issues = scenario.issues
        return all(
            selects(issues[name], selection)[issues[name].today_index()] for name, selection in condition.items()
        )

    for index, rule in enumerate(scenario.rules):
        broken = (
            (rule.never is not None and holds(rule.never))
            or (rule.if_ is not None and rule.then is not None and holds(rule.if_) and not holds(rule.then))
            or (rule.at_most_one is not None and sum(holds(condition) for condition in rule.at_most_one) > 1)
        )
        if broken:
            yield Problem(
                _at(scenario, ("rules", index)),
                "today's options break this rule",
                "mend the rule, or what is said to hold today",
            )


def _unused(scenario: Scenario) -> Iterator[Problem]:
    used = {name for _, part, _ in walk(scenario) for name in getattr(part, "source", ())}
    used |= {name for claim in scenario.claims.values() for name in claim.against}
    for name, source in scenario.sources.items():
        if name not in used:
            yield Problem(
                _at(scenario, ("sources", name)),
                f"the source '{source.title}' is used nowhere",
                "use it, or take it out",
            )
