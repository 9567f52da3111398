"""Every part is met once, at the path where it stands, with the origins around it."""

from pourparler.scenario import load
from pourparler.scenario.all_numbers import all_numbers
from pourparler.scenario.conduct_numbers import conduct_numbers
from pourparler.scenario.fields import Number, Origin
from pourparler.scenario.likelihoods import Likelihood
from pourparler.scenario.numbers import numbers
from pourparler.scenario.roadmap_numbers import roadmap_numbers
from pourparler.scenario.walk import numbers_below, walk
from tests.scenario.cases import ROOT

KOREA = load(ROOT / "scenarios" / "korea-2018")


def at(scenario, path):
    """What stands at a path, one step after the other."""
    value = scenario
    for step in path:
        if isinstance(value, (dict, tuple)):
            value = value[step]
        else:
            names = {field.alias or name: name for name, field in type(value).model_fields.items()}
            value = getattr(value, names[step])
    return value


def test_paths_lead_to_the_parts():
    found = list(walk(KOREA))
    assert len(found) > 500
    assert len({path for path, _, _ in found}) == len(found)
    for path, part, around in found:
        assert at(KOREA, path) is part
        outer = [at(KOREA, path[:end]) for end in range(len(path) - 1, -1, -1)]
        assert list(around) == [value for value in outer if isinstance(value, Origin)]


def test_numbers_below_agree_with_the_lists_of_the_parts():
    for part, name, lines in (
        (KOREA.preferences, "preferences", numbers(KOREA)),
        (KOREA.roadmap, "roadmap", roadmap_numbers(KOREA)),
        (KOREA.conduct, "conduct", conduct_numbers(KOREA)),
    ):
        ours = {line.path: line for line in numbers_in(part, name)}
        theirs = {line.path: line for line in lines}
        assert ours.keys() <= theirs.keys()
        for path, line in ours.items():
            assert stated(line) == stated(theirs[path])
        missing = theirs.keys() - ours.keys()
        assert all(isinstance(at(KOREA, path), Likelihood | float | int) for path in missing)


def stated(line):
    """A line without its words; why a course is worth so much stands beside its numbers and is not an origin of theirs."""
    origin = line.origin
    return line.path, line.value, line.place, origin.source, origin.judged, origin.status, origin.quote


def numbers_in(part, name):
    parts = [((name, key), below) for key, below in part.items()] if isinstance(part, dict) else [((name,), part)]
    for path, below in parts:
        yield from numbers_below(KOREA, below, path, lambda _: ("us", "a number"))


def test_all_numbers_are_those_of_the_model():
    everywhere = {path for path, part, _ in walk(KOREA) if isinstance(part, Number)}
    assert everywhere <= {line.path for line in all_numbers(KOREA)}
    anchors = [line.anchor for line in all_numbers(KOREA)]
    assert len(set(anchors)) == len(anchors)
