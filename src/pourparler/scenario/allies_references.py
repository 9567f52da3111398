"""Check that every name in what a scenario says of those who must also agree means something, and that votes can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pourparler.scenario.problem import quoted
from pourparler.scenario.raw import Finding, Lookup, mapping
from pourparler.scenario.tree import Path

MOST = {"bodies": 12, "spoilers": 24, "lines": 24}
MOST_GROUPS = 60  # groups of one body, or actors on one line


def in_allies(lookup: Lookup) -> Iterator[Finding]:
    """Dangling names and contradictions in the raw content below `allies`."""
    allies = mapping(lookup.data.get("allies"))
    parties = mapping(lookup.data.get("parties"))
    top: Path = ("allies",)
    for part, most in MOST.items():
        if len(mapping(allies.get(part))) > most:
            right = f"at most {most} can be looked at; leave out those on whom nothing hangs"
            yield (*top, part), True, f"there are {len(allies[part]):,} {part}", right
            return
    for name, body in mapping(allies.get("bodies")).items():
        yield from _body(lookup, name, mapping(body), (*top, "bodies", name))
    if "noise" in allies and "correlation" not in allies:
        right = "add 'correlation: ', 0 if those who ratify err by themselves, 1 if all err alike"
        yield (*top, "noise"), True, "there is noise without a correlation", right
    for name in mapping(allies.get("failure")):
        yield from lookup.key(name, (*top, "failure", name), parties, "party")
        role = mapping(parties.get(name)).get("role")
        if isinstance(role, str) and role != "principal":
            wrong = f"{quoted(str(name))} is not a principal and signs nothing"
            yield (*top, "failure", name), True, wrong, "name a principal"
    for name, spoiler in mapping(allies.get("spoilers")).items():
        yield from _spoiler(lookup, name, mapping(spoiler), (*top, "spoilers", name))
    for name in mapping(allies.get("capability")):
        yield from lookup.key(name, (*top, "capability", name), parties, "party")
    for name, line in mapping(allies.get("lines")).items():
        yield from _line(lookup, name, mapping(line), (*top, "lines", name))


def _body(lookup: Lookup, name: Any, body: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    parties = mapping(lookup.data.get("parties"))
    yield from lookup.known(body.get("of"), (*path, "of"), parties, "party")
    yield from lookup.condition(body.get("over"), (*path, "over"))
    members = mapping(body.get("members"))
    yield from _too_many(members, (*path, "members"), "groups")
    if body.get("members") == {}:
        right = "name at least one group: 'name: {name: ..., seats: ..., like: ...}'"
        yield (*path, "members"), True, f"the body {quoted(str(name))} has no members", right
    for key, group in members.items():
        like, at = mapping(group).get("like"), (*path, "members", key, "like")
        yield from lookup.known(like, at, parties, "party")
        if isinstance(like, str) and like in parties and not _wants(lookup, like):
            right = f"add them under 'preferences: {like}:', or name a party that has some"
            yield at, False, f"{quoted(like)} has no preferences to share", right
    votes, quota = _votes(members), body.get("quota")
    if votes and isinstance(quota, int) and quota > votes:
        yield (*path, "quota"), False, f"the body has {votes:,} votes in all", f"give a quota from 1 to {votes:,}"


def _too_many(given: Mapping[Any, Any], path: Path, what: str) -> Iterator[Finding]:
    if len(given) > MOST_GROUPS:
        right = f"at most {MOST_GROUPS} can be told apart; join those who judge alike"
        yield path, True, f"there are {len(given):,} {what}", right


def _wants(lookup: Lookup, party: str) -> bool:
    """Whether a party's view can be worked out; a principal's always can."""
    preferences = mapping(mapping(lookup.data.get("preferences")).get(party))
    role = mapping(mapping(lookup.data.get("parties")).get(party)).get("role")
    return role == "principal" or bool(preferences.get("issues") or preferences.get("interactions"))


def _votes(members: Mapping[Any, Any]) -> int | None:
    """Votes of all members; none where a number is missing or no whole number."""
    total = 0
    for group in members.values():
        seats, votes = mapping(group).get("seats"), mapping(group).get("votes", 1)
        if not isinstance(seats, int) or not isinstance(votes, int):
            return None
        total += seats * votes
    return total


def _spoiler(lookup: Lookup, name: Any, spoiler: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    parties = mapping(lookup.data.get("parties"))
    yield from lookup.key(name, path, parties, "party")
    over = spoiler.get("over")
    if isinstance(over, Mapping):
        yield from lookup.condition(over, (*path, "over"))
    else:
        yield from lookup.known(over, (*path, "over"), mapping(lookup.data.get("issues")), "issue")
    if "over" in spoiler and over in ({}, ()):
        right = "write [issue, ...] or {issue: option}"
        yield (*path, "over"), True, f"{quoted(str(name))} could block nothing", right
    if mapping(parties.get(name)).get("role") == "principal":
        right = "it blocks by not signing; name a party that does not negotiate"
        yield path, True, f"{quoted(str(name))} is a principal", right


def _line(lookup: Lookup, name: Any, line: Mapping[Any, Any], path: Path) -> Iterator[Finding]:
    parties = mapping(lookup.data.get("parties"))
    capability = mapping(mapping(lookup.data.get("allies")).get("capability"))
    if line.get("actors") == {}:
        right = "name at least one: 'party: {position: ..., salience: ...}'"
        yield (*path, "actors"), True, f"nobody stands on the line {quoted(str(name))}", right
    yield from _too_many(mapping(line.get("actors")), (*path, "actors"), "actors")
    for actor in mapping(line.get("actors")):
        at: Path = (*path, "actors", actor)
        yield from lookup.key(actor, at, parties, "party")
        if actor in parties and actor not in capability:
            right = f"add '{actor}: ...' under 'capability:'"
            yield at, True, f"it is not said what {quoted(str(actor))} could bring to bear", right
