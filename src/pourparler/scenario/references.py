"""Check that every name in a scenario means something, and that rules do not contradict themselves.

Works on the raw content, so that a scenario with other faults still has all its dangling names reported at once. What is of
the wrong type is passed over here; the model reports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pourparler.scenario.model import MOST_GRID_POINTS, Quantity
from pourparler.scenario.problem import Problem, nearest, quoted
from pourparler.scenario.tree import Node, Path

Finding = tuple[Path, bool, str, str]  # path, whether its key (not its value) is meant, what is wrong, what would be right


def check_references(data: Any, tree: Node) -> Iterator[Problem]:
    """Every dangling name, missing value and contradictory rule in the raw content `data` of `tree`."""
    for path, at_key, wrong, right in _Checker(data).findings():
        yield Problem(tree.key_place(path) if at_key else tree.value_place(path), wrong, right)


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple) else ()


def _names(value: Any) -> Sequence[Any]:
    return (value,) if isinstance(value, str) else [name for name in _list(value) if isinstance(name, str)]


class _Checker:
    def __init__(self, data: Any) -> None:
        self.data = _mapping(data)
        self.parties = _mapping(self.data.get("parties"))
        self.issues = _mapping(self.data.get("issues"))
        self.sources = _mapping(self.data.get("sources"))
        self.preferences = _mapping(self.data.get("preferences"))

    def findings(self) -> Iterator[Finding]:
        yield from self.in_parties()
        yield from self.in_issues()
        yield from self.in_preferences()
        yield from self.in_rules()
        yield from self.in_sources(self.data, ())
        for name, claim in _mapping(self.data.get("claims")).items():
            path: Path = ("claims", name)
            if _mapping(claim).get("status") == "corrected" and not _mapping(claim).get("correct"):
                yield path, True, "a corrected claim does not say what is correct", "add 'correct: ...'"
            yield from self.known(_mapping(claim).get("against"), (*path, "against"), self.sources, "source")
        for index, event in enumerate(_list(self.data.get("events"))):
            yield from self.known(_mapping(event).get("party"), ("events", index, "party"), self.parties, "party")

    def known(self, names: Any, path: Path, among: Mapping[Any, Any], what: str) -> Iterator[Finding]:
        for position, name in enumerate(_names(names)):
            if name not in among:
                at = path if isinstance(names, str) else (*path, position)
                yield at, False, f"there is no {what} {quoted(name)}", nearest(name, [str(key) for key in among])

    def in_parties(self) -> Iterator[Finding]:
        briefed = self.data.get("briefed")
        yield from self.known(briefed, ("briefed",), self.parties, "party")
        roles = {name: role if isinstance(role := _mapping(party).get("role"), str) else None for name, party in self.parties.items()}
        if isinstance(briefed, str) and roles.get(briefed) not in {None, "principal"}:
            wrong = f"the side being briefed, {quoted(briefed)}, is not a principal"
            yield ("briefed",), False, wrong, "brief a principal, or leave 'briefed' out"
        if self.parties and None not in roles.values() and list(roles.values()).count("principal") < 2:
            yield ("parties",), True, "fewer than two parties are principals", "a negotiation needs two; write 'role: principal'"
        for name, raw in self.parties.items():
            party, path = _mapping(raw), ("parties", name)
            yield from self.known(party.get("of"), (*path, "of"), self.parties, "party")
            if isinstance(party.get("veto"), Mapping):
                yield from self.condition(party["veto"], (*path, "veto"))
            else:
                yield from self.known(party.get("veto"), (*path, "veto"), self.issues, "issue")
            if party.get("of") == name:
                yield (*path, "of"), False, f"{quoted(name)} stands with itself", "name another party, or leave 'of' out"
            if party.get("role") == "ally" and not party.get("of"):
                yield path, True, f"the ally {quoted(name)} stands with nobody", "add 'of: ' and the name of a principal"
            if party.get("role") == "ratifier" and not party.get("veto"):
                yield path, True, f"the ratifier {quoted(name)} has nothing to ratify", "add 'veto: [issue, ...]' or 'veto: {issue: option}'"

    def in_issues(self) -> Iterator[Finding]:
        if "issues" in self.data and not self.issues:
            yield ("issues",), True, "there is no issue", "name at least one"
        for name, raw in self.issues.items():
            issue = _mapping(raw)
            if "today" in issue:
                yield from self.option(name, issue["today"], ("issues", name, "today"))

    def grid(self, issue: Any) -> Quantity | None:
        quantity = _mapping(_mapping(self.issues.get(issue)).get("quantity"))
        numbers = [quantity.get(key) for key in ("least", "greatest", "step")]
        if any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
            return None
        least, greatest, step = numbers
        if step <= 0 or not 0 < (greatest - least) / step < MOST_GRID_POINTS:
            return None
        return Quantity.model_construct(least=least, greatest=greatest, step=step, unit="")

    def option(self, issue: Any, option: Any, path: Path, at_key: bool = False) -> Iterator[Finding]:
        """A finding if `option` is not one of the issue's options or amounts."""
        raw = _mapping(self.issues.get(issue))
        if isinstance(raw.get("options"), Mapping):
            if isinstance(option, str | int | float) and option not in raw["options"]:
                yield path, at_key, f"{quoted(issue)} has no option {quoted(str(option))}", nearest(option, [str(o) for o in raw["options"]])
        elif (grid := self.grid(issue)) is not None:
            if isinstance(option, str):
                yield path, at_key, f"{quoted(issue)} is a quantity, {quoted(option)} is not an amount", "write a number"
            elif isinstance(option, int | float) and option not in grid.amounts():
                right = f"amounts go from {grid.least:g} to {grid.greatest:g} by {grid.step:g}"
                yield path, at_key, f"{quoted(issue)} has no amount {option:g}", right

    def condition(self, raw: Any, path: Path) -> Iterator[Finding]:
        for issue, selected in _mapping(raw).items():
            at = (*path, issue)
            if issue not in self.issues:
                yield at, True, f"there is no issue {quoted(str(issue))}", nearest(issue, [str(key) for key in self.issues])
            elif isinstance(selected, Mapping):
                yield from self.ends(issue, selected, at)
            elif isinstance(selected, tuple):
                for position, option in enumerate(selected):
                    yield from self.option(issue, option, (*at, position))
            else:
                yield from self.option(issue, selected, at)

    def ends(self, issue: Any, selected: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        if "options" in _mapping(self.issues.get(issue)):
            yield path, True, f"{quoted(issue)} has options, not amounts", "name the options that are meant"
        elif (grid := self.grid(issue)) is not None:
            low, high = selected.get("at_least", grid.least), selected.get("at_most", grid.greatest)
            if isinstance(low, int | float) and isinstance(high, int | float) and not any(low <= a <= high for a in grid.amounts()):
                yield path, True, "no amount lies in this range", f"amounts go from {grid.least:g} to {grid.greatest:g} by {grid.step:g}"

    def in_preferences(self) -> Iterator[Finding]:
        for name, party in self.parties.items():
            if _mapping(party).get("role") == "principal" and name not in self.preferences:
                yield ("parties", name), True, f"the principal {quoted(str(name))} has no preferences", f"add it under 'preferences: {name}:'"
        for name, raw in self.preferences.items():
            path: Path = ("preferences", name)
            if name not in self.parties:
                yield path, True, f"there is no party {quoted(str(name))}", nearest(name, [str(key) for key in self.parties])
            for issue, stake in _mapping(_mapping(raw).get("issues")).items():
                at: Path = (*path, "issues", issue)
                if issue not in self.issues:
                    yield at, True, f"there is no issue {quoted(str(issue))}", nearest(issue, [str(key) for key in self.issues])
                elif "values" in _mapping(stake):
                    yield from self.values(issue, _mapping(_mapping(stake)["values"]), (*at, "values"))
            for index, interaction in enumerate(_list(_mapping(raw).get("interactions"))):
                yield from self.condition(_mapping(interaction).get("when"), (*path, "interactions", index, "when"))
            for index, line in enumerate(_list(_mapping(raw).get("red_lines"))):
                yield from self.condition(_mapping(line).get("never"), (*path, "red_lines", index, "never"))

    def values(self, issue: Any, values: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
        for option in values:
            yield from self.option(issue, option, (*path, option), at_key=True)
        options = _mapping(_mapping(self.issues[issue]).get("options"))
        missing = [str(option) for option in options if option not in values]
        grid = self.grid(issue)
        if grid is not None:
            missing = [f"{end:g}" for end in (grid.least, grid.greatest) if end not in values]
        if missing:
            yield path, True, f"no value for {', '.join(missing)}", "give every option (or both ends of a quantity) a value from 0 to 100"

    def in_rules(self) -> Iterator[Finding]:
        for index, raw in enumerate(_list(self.data.get("rules"))):
            rule, path = _mapping(raw), ("rules", index)
            for key in ("never", "if", "then"):
                yield from self.condition(rule.get(key), (*path, key))
            for position, condition in enumerate(_list(rule.get("at_most_one"))):
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
