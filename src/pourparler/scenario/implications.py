"""Chains of if-then rules: where they run in a circle, and where they contradict themselves.

A rule with a single issue on its left leads from each option named there to the options that it leaves of the issues on
its right. An option is followed until no rule adds anything (unit propagation: where one option of an issue is left,
the rules about it hold too). Sets of options are whole numbers in which bit k stands for option k.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.scenario.fields import Selection
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import MOST_LISTED, Place, Problem
from pourparler.scenario.selecting import selects

MOST_STEPS = 4_000_000

Literal = tuple[str, int]  # issue and position of its option
Left = dict[str, int]  # issue and the set of options left of it


@dataclass(frozen=True)
class _Step:
    """One rule: what it leaves of the issues on its right."""

    rule: int
    left: Left


def _options(scenario: Scenario, condition: Mapping[str, Selection]) -> Left:
    return {
        name: sum(1 << option for option, held in enumerate(selects(scenario.issues[name], selection)) if held)
        for name, selection in condition.items()
    }


def _only(options: int) -> bool:
    return options != 0 and options & (options - 1) == 0


def circles(scenario: Scenario) -> tuple[list[Problem], list[Problem]]:
    """Follow every option through the if-then rules.

    Returns:
        Errors: a rule whose chain leaves no option of an issue, or rules too many to be followed. Advice: rules that
        run in a circle, so that their options stand or fall together.
    """
    errors: list[Problem] = []
    advice: list[Problem] = []
    steps: dict[Literal, list[_Step]] = {}
    entries = 0
    for index, rule in enumerate(scenario.rules):
        if rule.if_ is not None and rule.then is not None and len(rule.if_) == 1:
            ((issue, options),) = _options(scenario, rule.if_).items()
            step = _Step(index, _options(scenario, rule.then))
            entries += len(step.left)
            for option in range(options.bit_length()):
                if options >> option & 1:
                    steps.setdefault((issue, option), []).append(step)
    if len(steps) * entries > MOST_STEPS:
        wrong = f"following {len(steps):,} options through the rules takes up to {len(steps) * entries:,} steps"
        right = f"at most {MOST_STEPS:,} are taken; write fewer rules, or name fewer options after 'if'"
        return [Problem(scenario.place(("rules",)) or Place("scenario", 1, 1), wrong, right)], []
    sizes = {name: len(issue.option_keys()) for name, issue in scenario.issues.items()}
    in_errors: set[int] = set()
    in_advice: set[int] = set()
    for start, first in steps.items():
        left, used = _follow(start, steps, sizes)
        issue, option = start
        label = f"'{scenario.issues[issue].option_labels()[option]}' ({scenario.issues[issue].name})"
        place = scenario.place(("rules", first[0].rule)) or Place("scenario", 1, 1)
        through = _others(scenario, used - {first[0].rule})
        emptied = next((name for name, options in left.items() if not options), None)
        if emptied is not None and first[0].rule not in in_errors:
            wrong = f"this rule, followed through{through}, leaves no option of '{emptied}' where {label} holds"
            errors.append(Problem(place, wrong, f"take {label} out, or mend one of the rules"))
            in_errors |= used
        elif emptied is None and first[0].rule not in in_advice and _returns(start, steps, left):
            wrong = f"this rule runs in a circle with{through}: {label} stands or falls with what it asks for"
            advice.append(Problem(place, wrong, "if that is meant, all is well; else take one of the rules out"))
            in_advice |= used
    return errors, advice


def _follow(start: Literal, steps: Mapping[Literal, list[_Step]], sizes: Mapping[str, int]) -> tuple[Left, set[int]]:
    """What is left of each issue once `start` is chosen, and the rules used on the way."""
    left: Left = {start[0]: 1 << start[1]}
    used: set[int] = set()
    waiting = [start]
    while waiting:
        for step in steps.get(waiting.pop(), ()):
            used.add(step.rule)
            for name, allowed in step.left.items():
                before = left.get(name, (1 << sizes[name]) - 1)
                after = left[name] = before & allowed
                if after != before and _only(after):
                    waiting.append((name, after.bit_length() - 1))
    return left, used


def _returns(start: Literal, steps: Mapping[Literal, list[_Step]], left: Left) -> bool:
    """Whether an option forced on the way asks, by a rule of its own, for the option the chain started from."""
    forced = ((name, options.bit_length() - 1) for name, options in left.items() if _only(options))
    asked = 1 << start[1]
    return any(step.left.get(start[0]) == asked for each in forced if each != start for step in steps.get(each, ()))


def _others(scenario: Scenario, rules: set[int]) -> str:
    places = [scenario.place(("rules", rule)) for rule in sorted(rules)]
    lines = [str(place.line) for place in places if place]
    more = f" and {len(lines) - MOST_LISTED} more" if len(lines) > MOST_LISTED else ""
    return f" the rule in line {', '.join(lines[:MOST_LISTED])}{more}" if lines else " itself"
