"""What is allowed in what a scenario says of the way to a deal but probably not meant, or weakens what can be said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pourparler.scenario.fields import OptionKey
from pourparler.scenario.model import Scenario, Stake
from pourparler.scenario.problem import Place, Problem
from pourparler.scenario.roadmap import Roadmap, Step, Target
from pourparler.scenario.tree import Path

Found = tuple[Path, str, str]


def advise_on_roadmap(scenario: Scenario) -> Iterator[Problem]:
    """Advice on everything below `roadmap`, each with its place; none for a scenario without it."""
    roadmap = scenario.roadmap
    if roadmap is None:
        return
    found = (
        *_aimless(scenario, roadmap),
        *_without_preferences(scenario, roadmap),
        *_out_of_reach(scenario, roadmap),
        *_pointless_checks(scenario, roadmap),
        *_timeless(roadmap),
    )
    for path, wrong, right in found:
        yield Problem(scenario.place(("roadmap", *path)) or Place("scenario", 1, 1), wrong, right)


def _index(scenario: Scenario, issue: str, option: OptionKey) -> int:
    return scenario.issues[issue].option_keys().index(option)  # 3 and 3.0 are one amount


def _on_the_way(scenario: Scenario, target: Target, step: Step) -> bool:
    """Whether all its moves lie on the way from today to the target, as far as the file says where that is."""
    for issue, option in step.moves.items():
        today, here = scenario.issues[issue].today_index(), _index(scenario, issue, option)
        end = _index(scenario, issue, target.options[issue]) if issue in target.options else today
        if target.solution is not None:
            reached = here != today
        elif scenario.issues[issue].ordered:
            reached = today < here <= end or end <= here < today
        else:
            reached = here == end != today
        if not reached:
            return False
    return True


def _aimless(scenario: Scenario, roadmap: Roadmap) -> Iterator[Found]:
    for name, step in roadmap.steps.items():
        if not any(_on_the_way(scenario, target, step) for target in roadmap.targets.values()):
            right = "its moves must lie on the way from today to a target; mend them, or take the step out"
            yield ("steps", name), f"the step '{step.name}' belongs to no target", right


def _without_preferences(scenario: Scenario, roadmap: Roadmap) -> Iterator[Found]:
    told: set[str] = set()
    for name, step in roadmap.steps.items():
        preferences = scenario.preferences.get(step.by)
        if step.by not in told and (preferences is None or not preferences.issues):
            told.add(step.by)
            wrong = f"{scenario.parties[step.by].name} does a step and has no preferences"
            right = "add them; until then no move is worth anything to it, or costs it anything"
            yield ("steps", name, "by"), wrong, right


def _out_of_reach(scenario: Scenario, roadmap: Roadmap) -> Iterator[Found]:
    for name, target in roadmap.targets.items():
        steps = [step for step in roadmap.steps.values() if _on_the_way(scenario, target, step)]
        for key, option in target.options.items():
            issue, end = scenario.issues[key], _index(scenario, key, option)
            if end != issue.today_index() and not any(_moves_to(scenario, step, key, end) for step in steps):
                wrong = f"no step brings '{issue.name}' to '{issue.option_label(issue.option_keys()[end])}'"
                right = "add the step, or leave the issue out of the target"
                yield ("targets", name), f"{wrong}, which the target '{name}' needs", right


def _moves_to(scenario: Scenario, step: Step, issue: str, option: int) -> bool:
    return issue in step.moves and _index(scenario, issue, step.moves[issue]) == option


def _pointless_checks(scenario: Scenario, roadmap: Roadmap) -> Iterator[Found]:
    for name, step in roadmap.steps.items():
        if step.check is not None and step.check.chance.value.least < 1 and not _saves(scenario, roadmap, step):
            wrong = f"{scenario.parties[step.by].name} saves nothing by pretending '{step.name}'"
            right = "add 'saves: ' if it does; until then the chance to find it out changes nothing"
            yield ("steps", name, "check", "chance"), wrong, right


def _saves(scenario: Scenario, roadmap: Roadmap, step: Step) -> bool:
    """Whether its owner saves something by pretending: its effects and moves, unless given. True where it may be so."""
    effect = step.effects.get(step.by)
    if effect is not None and effect.value.least < 0:
        return True
    if step.saves is not None:
        return step.saves.value.greatest > 0
    preferences = scenario.preferences.get(step.by)
    if preferences is None:
        return False
    if any(issue in interaction.when for interaction in preferences.interactions for issue in step.moves):
        return True
    stakes = preferences.issues
    return any(_costs(scenario, roadmap, stakes[issue], issue, step) for issue in step.moves if issue in stakes)


def _costs(scenario: Scenario, roadmap: Roadmap, stake: Stake, issue: str, step: Step) -> bool:
    """Whether a party may lose by a step's move of one issue, from the step nearest before it, or from today."""
    today, here = scenario.issues[issue].today_index(), _index(scenario, issue, step.moves[issue])
    others = [_index(scenario, issue, other.moves[issue]) for other in roadmap.steps.values() if issue in other.moves]
    between = [option for option in others if today < option < here or here < option < today]
    start = min(between, key=lambda option: abs(option - here)) if between else today
    keys = scenario.issues[issue].option_keys()
    least, greatest = _worth(stake, keys[here])[0], _worth(stake, keys[start])[1]
    return stake.weight.value.greatest > 0 and least < greatest


def _worth(stake: Stake, key: str | float) -> tuple[float, float]:
    """The least and the greatest value of an option; between the amounts that are given, on straight lines."""
    if key in stake.values:
        value = stake.values[key].value
        return value.least, value.greatest
    given = sorted((float(amount), number.value) for amount, number in stake.values.items())
    above = bisect_left([amount for amount, _ in given], float(key))
    (low, lower), (high, higher) = given[above - 1], given[above]
    share = (float(key) - low) / (high - low)
    least = (1 - share) * lower.least + share * higher.least
    return least, (1 - share) * lower.greatest + share * higher.greatest


def _timeless(roadmap: Roadmap) -> Iterator[Found]:
    discounts = [player.discount for player in roadmap.players.values() if player.discount is not None]
    if all(discount.value.least == 1 for discount in discounts):
        right = "give the players a 'discount: ', such as 0.98, or accept that a plan may take as long as it will"
        yield ("players",), "time costs nobody anything", right
