"""Chains of if-then rules: where they run in a circle, and where they contradict themselves.

Each option of an issue is a point; a rule `if: {a: x}, then: {b: [y, z]}` leads from x to every option of b that is not
y or z, as an exclusion. Options are followed through the rules that bear on a single option on the left.
"""

from __future__ import annotations

from collections.abc import Iterator

from pourparler.scenario.model import Rule, Scenario
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.selecting import selects

Literal = tuple[str, int]  # issue and position of its option


def _steps(scenario: Scenario, rule: Rule) -> list[tuple[Literal, dict[str, set[int]]]]:
    """For each single option on the left of an if-then rule: what it leaves of the issues on the right."""
    if rule.if_ is None or rule.then is None or len(rule.if_) != 1:
        return []
    ((issue, selection),) = rule.if_.items()
    left = {index for index, held in enumerate(selects(scenario.issues[issue], selection)) if held}
    right = {
        name: {index for index, held in enumerate(selects(scenario.issues[name], chosen)) if held} for name, chosen in rule.then.items()
    }
    return [((issue, option), right) for option in sorted(left)]


def circles(scenario: Scenario) -> tuple[list[Problem], list[Problem]]:
    """Follow every option through the if-then rules.

    Returns:
        Errors: a rule whose chain excludes the very option it starts from. Advice: rules that run in a circle,
        so that their options stand or fall together.
    """
    errors: list[Problem] = []
    advice: list[Problem] = []
    steps = [(index, start, right) for index, rule in enumerate(scenario.rules) for start, right in _steps(scenario, rule)]
    by_option: dict[Literal, list[tuple[int, dict[str, set[int]]]]] = {}
    for index, option, right in steps:
        by_option.setdefault(option, []).append((index, right))
    reported: set[int] = set()
    for index, option, _ in steps:
        if index in reported:
            continue
        left, used = _follow(scenario, option, by_option)
        issue = scenario.issues[option[0]]
        label = f"'{issue.option_labels()[option[1]]}' ({issue.name})"
        place = scenario.place(("rules", index)) or Place("scenario", 1, 1)
        emptied = next((name for name, remaining in left.items() if not remaining), None)
        if emptied is not None:
            others = _others(scenario, used - {index})
            wrong = f"this rule, followed through{others}, leaves no option of '{emptied}' where {label} holds"
            errors.append(Problem(place, wrong, f"take {label} out, or mend one of the rules"))
            reported |= used | {index}
        elif option in set(_forced(left)) - {option} or _returns(option, by_option, left):
            wrong = f"this rule runs in a circle with{_others(scenario, used - {index})}: {label} stands or falls with what it asks for"
            advice.append(Problem(place, wrong, "if that is meant, all is well; else take one of the rules out"))
            reported |= used | {index}
    return errors, advice


def _follow(
    scenario: Scenario, option: Literal, by_option: dict[Literal, list[tuple[int, dict[str, set[int]]]]]
) -> tuple[dict[str, set[int]], set[int]]:
    """What is left of each issue once `option` is chosen, and the rules used on the way."""
    left = {option[0]: {option[1]}}
    used: set[int] = set()
    waiting = [option]
    seen = {option}
    while waiting:
        for index, right in by_option.get(waiting.pop(), ()):
            used.add(index)
            for name, allowed in right.items():
                left[name] = left.get(name, set(range(len(scenario.issues[name].option_keys())))) & allowed
        for forced in _forced(left):
            if forced not in seen:
                seen.add(forced)
                waiting.append(forced)
    return left, used


def _forced(left: dict[str, set[int]]) -> Iterator[Literal]:
    for name, remaining in left.items():
        if len(remaining) == 1:
            yield name, next(iter(remaining))


def _returns(option: Literal, by_option: dict[Literal, list[tuple[int, dict[str, set[int]]]]], left: dict[str, set[int]]) -> bool:
    """Whether an option forced on the way asks, by a rule of its own, for the option the chain started from."""
    for forced in _forced(left):
        if forced != option and any(right.get(option[0]) == {option[1]} for _, right in by_option.get(forced, ())):
            return True
    return False


def _others(scenario: Scenario, indices: set[int]) -> str:
    places = [scenario.place(("rules", index)) for index in sorted(indices)]
    lines = ", ".join(str(place.line) for place in places if place)
    return f" the rule in line {lines}" if lines else " itself"
