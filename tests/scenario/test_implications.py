"""Chains of if-then rules against plain enumeration of everything that follows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.scenario import Scenario, ScenarioError
from pourparler.scenario.implications import circles
from tests.scenario.cases import SMALL, change, loaded, problems

ISSUES = {"p": 2, "q": 3, "r": 3}
OPTIONS = [(name, f"o{index}") for name, count in ISSUES.items() for index in range(count)]
SELECTED = st.sampled_from(list(ISSUES)).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.lists(st.sampled_from([o for n, o in OPTIONS if n == name]), min_size=1, max_size=2, unique=True),
    )
)
RULES = st.lists(
    st.tuples(SELECTED, st.lists(SELECTED, min_size=1, max_size=2, unique_by=lambda each: each[0])), max_size=5
)


def scenario_with(rules) -> Scenario:
    return Scenario.model_validate(
        {
            "format": 1,
            "title": "t",
            "as_of": "2024-01-01",
            "seed": 1,
            "parties": {name: {"name": name, "role": "principal"} for name in ("a", "b")},
            "issues": {
                name: {
                    "name": name,
                    "options": {f"o{index}": f"{name}{index}" for index in range(count)},
                    "today": "o0",
                }
                for name, count in ISSUES.items()
            },
            "rules": tuple(
                {"if": {left[0]: tuple(left[1])}, "then": {name: tuple(options) for name, options in right}}
                for left, right in rules
            ),
        }
    )


def followed(rules, start):
    """What is left of every issue once `start` holds: rules are applied, one after another, until nothing changes."""
    left = {name: {o for n, o in OPTIONS if n == name} for name in ISSUES}
    left[start[0]] = {start[1]}
    held = {start}
    while True:
        before = {name: set(options) for name, options in left.items()}, set(held)
        for (issue, options), right in rules:
            if any((issue, option) in held for option in options):
                for name, allowed in right:
                    left[name] &= set(allowed)
        held |= {(name, next(iter(options))) for name, options in left.items() if len(options) == 1}
        if (left, held) == before:
            return left, held


@settings(max_examples=1200)
@given(RULES)
def test_errors_and_circles_against_plain_following(rules):
    errors, advice = circles(scenario_with(rules))
    starts = {(issue, option) for (issue, options), _ in rules for option in options}
    impossible, circular = set(), set()
    for start in starts:
        left, held = followed(rules, start)
        if not all(left.values()):
            impossible.add(start)
        elif any(
            (issue, option) in held - {start} and (start[0], [start[1]]) in right
            for (issue, options), right in rules
            for option in options
        ):
            circular.add(start)
    # One message stands for all options that the same rules lead from, so that only its absence can be compared.
    assert bool(errors) == bool(impossible)
    assert bool(advice) == bool(circular)
    for problem in errors:
        assert any(f"'{issue}{option[1:]}' ({issue})" in problem.wrong for issue, option in impossible)
    for problem in advice:
        assert any(f"'{issue}{option[1:]}' ({issue})" in problem.wrong for issue, option in circular)


RULE = "  - if: {water: all}\n    then: {rent: {at_least: 1}}\n    because: Water has a price\n"


def with_rules(*rules):
    return change(SMALL, RULE, "".join(f"  - {rule}\n" for rule in rules))


@pytest.mark.parametrize(
    "rules",
    [
        ["{if: {water: all}, then: {rent: 0}}", "{if: {water: all}, then: {rent: 4}}"],
        ["{if: {water: all}, then: {rent: 0}}", "{if: {rent: 0}, then: {water: half}}"],
        ["{if: {water: all}, then: {rent: {at_most: 1}}}", "{if: {water: [half, all]}, then: {rent: {at_least: 2}}}"],
        ["{if: {water: all}, then: {water: [none, half]}}"],
    ],
)
def test_rules_that_contradict_themselves_are_errors(rules):
    (problem,) = problems(with_rules(*rules))
    assert problem.place.line == with_rules(*rules)[: with_rules(*rules).index("  - {if")].count("\n") + 1
    assert "leaves no option of" in problem.wrong


@pytest.mark.parametrize(
    "rules",
    [
        ["{if: {water: all}, then: {rent: [0, 4]}}", "{if: {rent: 0}, then: {water: half}}"],
        ["{if: {water: all, rent: 4}, then: {rent: 0}}"],  # two issues on the left: not followed
        ["{if: {water: all}, then: {water: [half, all]}}"],
        ["{never: {water: all}}", "{if: {water: all}, then: {rent: 4}}"],
    ],
)
def test_rules_that_leave_something_are_neither(rules):
    assert circles(loaded(with_rules(*rules))) == ([], [])


def test_a_circle_of_three():
    rules = [
        "{if: {water: all}, then: {rent: 4}}",
        "{if: {rent: 4}, then: {wall: up}}",
        "{if: {wall: up}, then: {water: all}}",
    ]
    text = change(
        with_rules(*rules),
        "issues:\n  water",
        "issues:\n  wall: {name: Wall, options: {down: Down, up: Up}, today: down}\n  water",
    )
    errors, advice = circles(loaded(text))
    assert errors == []
    (found,) = advice
    line = text[: text.index("  - {if")].count("\n") + 1
    assert (found.place.line, found.place.column) == (line, 5)
    through = f"this rule runs in a circle with the rule in line {line + 1}, {line + 2}: "
    assert found.wrong == through + "'All of it' (Water) stands or falls with what it asks for"


def test_contradictions_are_not_looked_for_in_a_file_with_other_faults():
    text = with_rules("{if: {water: all}, then: {water: none}}").replace("seed: 7", "seed: x")
    with pytest.raises(ScenarioError) as caught:
        loaded(text)
    assert len(caught.value.problems) == 1
