"""Check that every name in a scenario means something.

Works on the raw content, so that a scenario with other faults still has all its dangling names reported at once. What
is of the wrong type is passed over here; the model reports it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from pourparler.scenario.allies_references import in_allies
from pourparler.scenario.conduct_references import in_conduct
from pourparler.scenario.leverage_references import in_leverage
from pourparler.scenario.model import Quantity
from pourparler.scenario.problem import Problem, Suggestions, quoted
from pourparler.scenario.process_references import in_process
from pourparler.scenario.raw import Finding, mapping, sequence
from pourparler.scenario.roadmap_references import in_roadmap
from pourparler.scenario.tree import Node, Path


def check_references(data: Any, tree: Node, suggestions: Suggestions) -> Iterator[Problem]:
    """Every dangling name, missing value and missing part in the raw content `data` of `tree`."""
    for path, at_key, wrong, right in _Checker(data, suggestions).findings():
        yield Problem(tree.key_place(path) if at_key else tree.value_place(path), wrong, right)


def _grid(issue: Any) -> Quantity | None:
    quantity = mapping(mapping(issue).get("quantity"))
    try:
        return Quantity.model_validate({key: quantity[key] for key in ("least", "greatest", "step") if key in quantity})
    except ValidationError:
        return None


class _Checker:
    def __init__(self, data: Any, suggestions: Suggestions) -> None:
        self.data = mapping(data)
        self.nearest = suggestions.nearest
        self.parties = mapping(self.data.get("parties"))
        self.issues = mapping(self.data.get("issues"))
        self.sources = mapping(self.data.get("sources"))
        self.preferences = mapping(self.data.get("preferences"))
        self.grids = {name: grid for name, issue in self.issues.items() if (grid := _grid(issue)) is not None}
        self.amounts = {name: frozenset(grid.amounts()) for name, grid in self.grids.items()}

    def findings(self) -> Iterator[Finding]:
        yield from self.in_parties()
        yield from self.in_issues()
        yield from self.in_preferences()
        yield from self.in_rules()
        yield from self.in_sources(self.data, ())
        for name, raw in mapping(self.data.get("claims")).items():
            claim, path = mapping(raw), ("claims", name)
            if claim.get("status") == "corrected" and not claim.get("correct"):
                yield path, True, "a corrected claim does not say what is correct", "add 'correct: ...'"
            yield from self.known(claim.get("against"), (*path, "against"), self.sources, "source")
        for index, event in enumerate(sequence(self.data.get("events"))):
            yield from self.known(mapping(event).get("party"), ("events", index, "party"), self.parties, "party")
        yield from in_conduct(self)
        yield from in_roadmap(self)
        yield from in_allies(self)
        yield from in_leverage(self)
        yield from in_process(self)

    def known(self, names: Any, path: Path, among: Collection[Any], what: str) -> Iterator[Finding]:
        """A finding for each of the names (a single one, or a list) that is not `among` those known."""
        if isinstance(names, str):
            yield from self.key(names, path, among, what, at_key=False)
        for position, name in enumerate(sequence(names)):
            if isinstance(name, str):
                yield from self.key(name, (*path, position), among, what, at_key=False)

    def key(self, name: Any, path: Path, among: Collection[Any], what: str, at_key: bool = True) -> Iterator[Finding]:
        """A finding if `name`, by default the key at `path`, is not `among` those known."""
        if name not in among:
            yield path, at_key, f"there is no {what} {quoted(str(name))}", self.nearest(name, among)

    def in_parties(self) -> Iterator[Finding]:
        briefed = self.data.get("briefed")
        yield from self.known(briefed, ("briefed",), self.parties, "party")
        roles = {name: mapping(party).get("role") for name, party in self.parties.items()}
        if isinstance(briefed, str) and isinstance(role := roles.get(briefed), str) and role != "principal":
            wrong = f"the side being briefed, {quoted(briefed)}, is not a principal"
            yield ("briefed",), False, wrong, "brief a principal, or leave 'briefed' out"
        complete = "parties" in self.data and all(isinstance(role, str) for role in roles.values())
        if complete and [*roles.values()].count("principal") < 2:
            right = "a negotiation needs two; write 'role: principal'"
            yield ("parties",), True, "fewer than two parties are principals", right
        for name, raw in self.parties.items():
            yield from self.in_party(name, mapping(raw), ("parties", name))

    def in_party(self, name: Any, party: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        of, role, veto = party.get("of"), party.get("role"), party.get("veto")
        yield from self.known(of, (*path, "of"), self.parties, "party")
        if isinstance(veto, Mapping):
            yield from self.condition(veto, (*path, "veto"))
        else:
            yield from self.known(veto, (*path, "veto"), self.issues, "issue")
        if of == name:
            yield (*path, "of"), False, f"{quoted(str(name))} stands with itself", "name another party, or leave it out"
        if role == "ally" and not of:
            right = "add 'of: ' and the name of a principal"
            yield path, True, f"the ally {quoted(str(name))} stands with nobody", right
        if role == "ratifier" and not veto:
            right = "add 'veto: [issue, ...]' or 'veto: {issue: option}'"
            yield path, True, f"the ratifier {quoted(str(name))} has nothing to ratify", right
        if role == "principal" and name not in self.preferences:
            right = f"add it under 'preferences: {name}:'"
            yield path, True, f"the principal {quoted(str(name))} has no preferences", right

    def in_issues(self) -> Iterator[Finding]:
        if "issues" in self.data and not self.issues:
            yield ("issues",), True, "there is no issue", "name at least one"
        for name, issue in self.issues.items():
            if "today" in mapping(issue):
                yield from self.option(name, issue["today"], ("issues", name, "today"))

    def option(self, issue: Any, option: Any, path: Path, at_key: bool = False) -> Iterator[Finding]:
        """A finding if `option` is not one of the issue's options or amounts."""
        options = mapping(self.issues.get(issue)).get("options")
        if isinstance(option, bool) or not isinstance(option, str | int | float):
            return
        if isinstance(options, Mapping):
            if option not in options:
                wrong = f"{quoted(str(issue))} has no option {quoted(str(option))}"
                yield path, at_key, wrong, self.nearest(option, options)
        elif issue in self.grids:
            if isinstance(option, str):
                wrong = f"{quoted(str(issue))} is a quantity, {quoted(option)} is not an amount"
                yield path, at_key, wrong, f"write a number; {self.grid_says(issue)}"
            elif option not in self.amounts[issue]:
                yield path, at_key, f"{quoted(str(issue))} has no amount {option:.12g}", self.grid_says(issue)

    def grid_says(self, issue: Any) -> str:
        grid = self.grids[issue]
        return f"amounts go from {grid.least:.12g} to {grid.greatest:.12g} by {grid.step:.12g}"

    def condition(self, raw: Any, path: Path) -> Iterator[Finding]:
        for issue, selected in mapping(raw).items():
            at = (*path, issue)
            yield from self.key(issue, at, self.issues, "issue")
            if isinstance(selected, Mapping):
                yield from self.ends(issue, selected, at)
            elif isinstance(selected, tuple):
                for position, option in enumerate(selected):
                    yield from self.option(issue, option, (*at, position))
            else:
                yield from self.option(issue, selected, at)

    def ends(self, issue: Any, selected: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        """A finding if no amount of the issue lies from `at_least` to `at_most`."""
        if "options" in mapping(self.issues.get(issue)):
            yield path, True, f"{quoted(str(issue))} has options, not amounts", "name the options that are meant"
        elif issue in self.grids:
            grid = self.grids[issue]
            low, high = selected.get("at_least", grid.least), selected.get("at_most", grid.greatest)
            numbers = isinstance(low, int | float) and isinstance(high, int | float)
            if numbers and not any(low <= amount <= high for amount in self.amounts[issue]):
                yield path, True, "no amount lies in this range", self.grid_says(issue)

    def in_preferences(self) -> Iterator[Finding]:
        for name, raw in self.preferences.items():
            preferences, path = mapping(raw), ("preferences", name)
            yield from self.key(name, path, self.parties, "party")
            for issue, stake in mapping(preferences.get("issues")).items():
                at: Path = (*path, "issues", issue)
                yield from self.key(issue, at, self.issues, "issue")
                if issue in self.issues and isinstance(values := mapping(stake).get("values"), Mapping):
                    yield from self.values(issue, values, (*at, "values"))
            for index, interaction in enumerate(sequence(preferences.get("interactions"))):
                yield from self.condition(mapping(interaction).get("when"), (*path, "interactions", index, "when"))
            for index, line in enumerate(sequence(preferences.get("red_lines"))):
                yield from self.condition(mapping(line).get("never"), (*path, "red_lines", index, "never"))

    def values(self, issue: Any, values: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        for option in values:
            yield from self.option(issue, option, (*path, option), at_key=True)
        if issue in self.grids:
            grid = self.grids[issue]
            missing = [f"{end:.12g}" for end in (grid.least, grid.greatest) if end not in values]
        else:
            options = mapping(mapping(self.issues[issue]).get("options"))
            missing = [str(option) for option in options if option not in values]
        if missing:
            right = "give every option (or both ends of a quantity) a value from 0 to 100"
            yield path, True, f"no value for {', '.join(missing)}", right

    def in_rules(self) -> Iterator[Finding]:
        for index, raw in enumerate(sequence(self.data.get("rules"))):
            rule, path = mapping(raw), ("rules", index)
            for key in ("never", "if", "then"):
                yield from self.condition(rule.get(key), (*path, key))
            for position, condition in enumerate(sequence(rule.get("at_most_one"))):
                yield from self.condition(condition, (*path, "at_most_one", position))

    def in_sources(self, value: Any, path: Path) -> Iterator[Finding]:
        """Every `source` key, wherever it stands."""
        if isinstance(value, Mapping):
            for key, below in value.items():
                if key == "source":
                    yield from self.known(below, (*path, key), self.sources, "source")
                elif path or key not in {"sources", "issues", "parties", "tables"}:
                    yield from self.in_sources(below, (*path, key))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from self.in_sources(item, (*path, index))
