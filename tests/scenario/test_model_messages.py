"""Every kind of fault in a scenario file: exactly where it is reported, what is wrong and what would be right."""

import pytest

from pourparler.scenario import ScenarioError, load, parse
from tests.scenario.cases import MARK, SMALL, change, problems, unmark

TABLED = SMALL + "tables: {preferences: numbers.csv, events: events.csv}\n"
HEADING = "party,issue,option,least,likely,greatest,because,source,quote,judged_by,judged_on,status"
EVENTS = "date,party,kind,count,what,source"


def expect(text, wrong, right, tables=None, file="scenario.yaml"):
    """The fault is reported once, where the mark stands."""
    if tables is None:
        plain, line, column = unmark(text)
        found = problems(plain)
    else:
        marked, line, column = unmark(tables[file])
        found = problems(text, {name: content.encode() for name, content in (tables | {file: marked}).items()})
    hits = [p for p in found if (p.place.file, p.place.line, p.place.column) == (file, line, column) and wrong in p.wrong]
    assert len(hits) == 1, "\n".join(str(problem) for problem in found)
    assert right in hits[0].right, hits[0]


# What is replaced in SMALL, by what (the mark stands where the fault is expected), what is wrong, what would be right.
FAULTS = [
    # keys
    ("title: A well between two farms", "¦titel: A well", "the key 'titel' is not known here", "did you mean 'title'?"),
    ("briefed: north\n", "briefed: north\n¦zebra: 1\n", "the key 'zebra' is not known here", "known are: as_of, briefed, claims"),
    ("{name: North farm, role", "{name: North farm, ¦roll: x, role", "the key 'roll' is not known here", "did you mean 'role'?"),
    ("{weight: 60, values", "{wieght: 60, ¦wieght: 60, values", "second time", "keep one of the two"),
    ("{weight: 60, values", "{weight: 60, ¦wights: 60, values", "the key 'wights' is not known here", "did you mean 'weight'?"),
    (
        "    walk_away: 30\n",
        "    walk_away: 30\n    ¦values: {all: 1}\n",
        "the key 'values' is not known here",
        "it belongs under 'preferences: NAME: issues: NAME:'",
    ),
    ("    today: none\n", "    today: none\n    ¦seed: 1\n", "the key 'seed' is not known", "it belongs at the top"),
    ("unit: coins}", "unit: coins, ¦units: x}", "the key 'units' is not known here", "did you mean 'unit'?"),
    ("add: -5", "add: {value: -5, ¦becuase: x}", "the key 'becuase' is not known here", "did you mean 'because'?"),
    ("rules:", "¦format: 1\nrules:", "the key 'format' stands here for the second time (first in line 1)", "keep one"),
    # what is missing
    ("title: A well between two farms\n", "", "'title' is missing", "add it: What the case is, in a line, for example"),
    ("seed: 7\n", "", "'seed' is missing", "add it: Number from which all draws are made, for example 7"),
    ("  south: {name: South farm, role: principal}", "  ¦south: {name: South farm}", "'role' is missing", "add it: principal"),
    ("water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}", "¦water: {weight: 60}", "'values' is missing", "add it: Value of each option"),
    ("      - when: {water: all, rent: {at_least: 3}}\n        add: -5", "      - ¦when: {water: all}", "'add' is missing", "Points added"),
    ("judged: {by: the owner, on: 2024-02-20}", "¦judged: {by: the owner}", "'on' is missing", "add it: The day of the judgement"),
    # wrong types
    ("format: 1", "format: ¦2", "'2' is not one of the words for this", "known are: 1"),
    ("format: 1", "format: ¦one", "'one' is not one of the words for this", "known are: 1"),
    ("title: A well between two farms", "title: ¦1999", "'1999' is not text", "in quotes"),
    ("title: A well between two farms", "¦title:", "nothing is not text", "write words") if False else
    ("title: A well between two farms", "title:¦", "nothing is not text", "write words"),
    ("title: A well between two farms", "title: ¦[a]", "a list is not text", "write words"),
    ("title: A well between two farms", "¦title: {a: b}", "a mapping is not text", "write words"),
    ("title: A well between two farms", "title: ¦true", "'True' is not text", "write words"),
    ("as_of: 2024-03-01", "as_of: ¦2024-3-1", "'2024-3-1' is not a day", "write year-month-day"),
    ("as_of: 2024-03-01", "as_of: ¦2024-02-30", "'2024-02-30' is not in the calendar", "write year-month-day"),
    ("as_of: 2024-03-01", "as_of: ¦2024", "'2024' is not a day", "write year-month-day"),
    ("date: 1999", "date: ¦summer", "'summer' is not a date", "write a year, year-month or year-month-day"),
    ("date: 1999", "date: ¦1999-13", "'1999-13' is not a date", "write a year"),
    ("seed: 7", "seed: ¦7.5", "'7.5' is not a whole number", "write a whole number"),
    ("seed: 7", "seed: ¦-1", "'-1' is too small", "write 0 or more"),
    ("seed: 7", "seed: ¦.nan", "'.nan' is not a finite number", "write a number"),
    ("credibility: 1", "credibility: ¦7", "'7' is too large", "write 6 or less"),
    ("credibility: 1", "credibility: ¦0", "'0' is too small", "write 1 or more"),
    ("reliability: A", "reliability: ¦a", "'a' is not one of the words for this", "known are: A, B, C, D, E, F"),
    ("kind: document", "kind: ¦documents", "'documents' is not one of the words for this", "did you mean 'document'?"),
    ("{name: North farm, role: principal}", "{name: North farm, role: ¦principle}", "'principle' is not one of", "did you mean 'principal'?"),
    ("{name: North farm, role: principal}", "¦[North farm, principal]", "a list is not a mapping", "write 'key: value' lines"),
    ("sources:\n  deed: {title: The deed, kind: document, date: 1999, reliability: A, credibility: 1}", "sources: ¦deed", "'deed' is not a mapping", "write 'name: value' lines"),
    ("limits:\n  - What a drought would change", "limits: ¦drought", "'drought' is not a list", "write [first, second]"),
    ("limits:\n  - What", "limits:\n  - ¦5\n  - What", "'5' is not text", "in quotes"),
    ("role: ratifier,", "role: ratifier, in_the_room: ¦yes,", "'yes' is neither true nor false", "write true or false"),
    # names
    ("  deed: {title", "  ¦The-Deed: {title", "'The-Deed' cannot be a name", "names start with a small letter"),
    ("  deed: {title", "  ¦7: {title", "'7' cannot be a name", "names start with a small letter"),
    ("{none: No water,", "{¦N: nothing, none: No water,", "'N' cannot be a name", "names start with a small letter"),
    ("  deed: {title", f"  {'¦' + 'd' * 61}: {{title", "cannot be a name", "at most 60"),
    # numbers
    ("walk_away: 30", "walk_away: ¦high", "'high' is not a number", "write a number, [least, greatest]"),
    ("walk_away: 30", "walk_away: ¦'30'", "'30' is not a number", "write a number"),
    ("walk_away: 30", "walk_away: ¦[40, 30, 20]", "the range [40, 30, 20] does not rise", "least comes first: [20, 30, 40]"),
    ("walk_away: 30", "walk_away: ¦[30]", "this range has 1 numbers", "write a number"),
    ("walk_away: 30", "walk_away: ¦101", "101 is outside the scale", "give a number from 0 to 100"),
    ("walk_away: 30", "walk_away: ¦[-1, 5]", "-1 is outside the scale", "give a number from 0 to 100"),
    ("walk_away: 30", "walk_away: {value: ¦x, because: y}", "'x' is not a number", "write a number"),
    ("walk_away: 30", "¦walk_away: {because: y}", "'value' is missing", "add it: The number, known or as a range"),
    ("walk_away: 30", "¦walk_away: {prt: [1, 2, 3]}", "the distribution 'prt' is not known", "known are: uniform"),
    ("walk_away: 30", "¦walk_away: {normal: {mean: 1}}", "'normal' takes mean, sd, least and greatest", "write {normal"),
    ("walk_away: 30", "walk_away: ¦1e400", "'1e400' is too large for a number", "write a number"),
    ("walk_away: 30", "walk_away: ¦1e13", "this number is too large", "stay below 1e12"),
    ("add: -5", "add: ¦-101", "-101 is outside the scale", "give a number from -100 to 100"),
    ("{weight: 60, values", "{weight: ¦-3, values", "-3 is outside the scale", "give a number from 0 or more"),
    ("1.5: 50, 4: 100", "1.5: ¦x, 4: 100", "'x' is not a number", "write a number"),
    ("half: [50, 60, 70]", "half: {value: 60, status: ¦judgd}", "'judgd' is not one of", "did you mean 'judged'?"),
    # issues
    ("    quantity: {least: 0,", "    options: {a: b, c: d}\n    quantity: {least: 0,", "", "") if False else
    ("  rent:\n    name: Rent\n", "  ¦rent:\n    name: Rent\n    options: {a: b, c: d}\n", "an issue has either options or a quantity", "write one of the two"),
    ("    quantity: {least: 0, greatest: 4, step: 0.5, unit: coins}\n", "", "an issue has either options or a quantity", "write one"),
    ("step: 0.5", "step: 0.3", "0.3 does not go evenly from 0 to 4", "choose a step that does"),
    ("step: 0.5", "step: 0", "the grid is empty", "'step' above 0"),
    ("greatest: 4, step", "greatest: -4, step", "the grid is empty", "'greatest' must be above 'least'"),
    ("step: 0.5", "step: 0.004", "the grid has 1001 amounts", "at most 1000 are possible"),
    ("step: 0.5", "step: ¦half", "'half' is not an amount", "write a number, such as 4 or 0.5"),
    ("today: none", "today: ¦nonne", "'water' has no option 'nonne'", "did you mean 'none'?"),
    ("today: none", "today: ¦3", "'water' has no option '3'", "known are: none, half, all"),
    ("today: none", "today: ¦[none]", "this is not an option", "write an option's name"),
    ("today: 0", "today: ¦0.25", "'rent' has no amount 0.25", "amounts go from 0 to 4 by 0.5"),
    ("today: 0", "today: ¦zero", "'rent' is a quantity, 'zero' is not an amount", "write a number"),
    # dangling names
    ("briefed: north", "briefed: ¦nort", "there is no party 'nort'", "did you mean 'north'?"),
    ("briefed: north", "briefed: ¦village", "the side being briefed, 'village', is not a principal", "brief a principal"),
    ("veto: [water]", "veto: [¦wine]", "there is no issue 'wine'", "known are: water, rent"),
    ("veto: [water]", "veto: {water: ¦al}", "'water' has no option 'al'", "did you mean 'all'?"),
    ("veto: [water]", "veto: {¦watr: all}", "there is no issue 'watr'", "did you mean 'water'?"),
    ("veto: [water]", "veto: ¦wine", "there is no issue 'wine'", "known are: water, rent"),
    ("veto: [water]", "of: ¦nord, veto: [water]", "there is no party 'nord'", "did you mean 'north'?"),
    ("veto: [water]", "of: ¦village, veto: [water]", "'village' stands with itself", "name another party"),
    (", veto: [water]", "", "the ratifier 'village' has nothing to ratify", "add 'veto: [issue, ...]'"),
    ("  village: {name: The village, role: ratifier, veto: [water]}", "  ¦village: {name: The village, role: ally}", "the ally 'village' stands with nobody", "add 'of: '"),
    ("parties:\n  north: {name: North farm, role: principal}", "¦parties:\n  north: {name: North farm, role: outside power}", "fewer than two parties are principals", "a negotiation needs two"),
    ("  village:\n    judged", "  ¦vilage:\n    judged", "there is no party 'vilage'", "did you mean 'village'?"),
    ("    source: deed\n    walk_away: 30", "    source: ¦dead\n    walk_away: 30", "there is no source 'dead'", "did you mean 'deed'?"),
    ("    source: deed\n    walk_away: 30", "    source: [deed, ¦dead]\n    walk_away: 30", "there is no source 'dead'", "did you mean 'deed'?"),
    ("    says: The old well is dry\n    source: deed", "    says: Dry\n    source: ¦book", "there is no source 'book'", "known are: deed"),
    ("    says: The old well is dry\n", "    says: Dry\n    against: ¦book\n", "there is no source 'book'", "known are: deed"),
    ("  dry:\n    says: The old well is dry\n", "  ¦dry:\n    says: Dry\n    status: corrected\n", "a corrected claim does not say what is correct", "add 'correct: ...'"),
    ("      rent: {weight: 40,", "      ¦rant: {weight: 40,", "there is no issue 'rant'", "did you mean 'rent'?"),
    ("{none: 0, half: [50, 60, 70], all: 100}", "{none: 0, ¦halve: 60, half: 60, all: 100}", "'water' has no option 'halve'", "did you mean 'half'?"),
    ("water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}", "water: {weight: 60, ¦values: {none: 0}}", "no value for half, all", "give every option"),
    ("values: {0: 100, 4: 0}}", "¦values: {0: 100}}", "no value for 4", "both ends of a quantity"),
    ("values: {0: 100, 4: 0}}", "values: {0: 100, ¦4.2: 5, 4: 0}}", "'rent' has no amount 4.2", "amounts go from 0 to 4 by 0.5"),
    ("values: {0: 100, 4: 0}}", "values: {0: 100, ¦'4': 5, 4: 0}}", "'rent' is a quantity, '4' is not an amount", "write a number"),
    # conditions and rules
    ("when: {water: all,", "when: {water: ¦al,", "'water' has no option 'al'", "did you mean 'all'?"),
    ("when: {water: all,", "when: {water: [all, ¦x],", "'water' has no option 'x'", "known are: none, half, all"),
    ("when: {water: all,", "when: {¦watr: all,", "there is no issue 'watr'", "did you mean 'water'?"),
    ("when: {water: all,", "when: {¦water: {at_least: 1},", "'water' has options, not amounts", "name the options"),
    ("when: {water: all,", "when: {water: ¦[],", "this selects no option", "write an option"),
    ("rent: {at_least: 3}", "¦rent: {at_most: -1}", "no amount lies in this range", "amounts go from 0 to 4 by 0.5"),
    ("rent: {at_least: 3}", "¦rent: {at_least: 3, at_most: 2}", "no amount lies in this range", "amounts go from 0 to 4"),
    ("rent: {at_least: 3}", "¦rent: {above: 3}", "this selects nothing that is known", "{at_least: 2, at_most: 4}"),
    ("rent: {at_least: 3}", "rent: {at_least: ¦x}", "'x' is not an amount", "write a number"),
    ("rent: {at_least: 3}", "rent: ¦3.3", "'rent' has no amount 3.3", "amounts go from 0 to 4 by 0.5"),
    ("never: {water: none, rent: 4}", "¦never: {}", "the condition is empty", "write {issue: option}"),
    ("never: {water: none, rent: 4}", "never: {water: none, rent: ¦5}", "'rent' has no amount 5", "amounts go from 0 to 4"),
    ("never: {water: none, rent: 4}", "never: ¦[water]", "a list is not a mapping", "write 'name: value'"),
    ("  - if: {water: all}\n    then: {rent: {at_least: 1}}", "  - ¦if: {water: all}", "a rule has one form", "'if' with 'then'"),
    ("  - if: {water: all}\n", "  - ¦never: {water: half}\n    if: {water: all}\n", "a rule has one form", "write 'never'"),
    ("  - if: {water: all}\n    then: {rent: {at_least: 1}}\n", "  - ¦", "a rule has one form", "write 'never'") if False else
    ("  - if: {water: all}\n    then: {rent: {at_least: 1}}", "  - ¦at_most_one: [{water: all}]", "'at_most_one' has fewer than two", "write at least two"),
    ("then: {rent: {at_least: 1}}", "then: {rent: ¦9}", "'rent' has no amount 9", "amounts go from 0 to 4"),
    ("if: {water: all}", "if: {water: ¦some}", "'water' has no option 'some'", "known are: none, half, all"),
    # rules that exclude what they start from
    ("  - if: {water: all}\n    then: {rent: {at_least: 1}}", "  - ¦if: {water: all}\n    then: {water: half}", "this rule, followed through itself, leaves no option of 'water' where 'All of it' (Water) holds", "take 'All of it' (Water) out"),
    (
        "rules:\n",
        "rules:\n  - ¦if: {water: all}\n    then: {rent: 0}\n",
        "this rule, followed through the rule in line 49, leaves no option of 'rent' where 'All of it' (Water) holds",
        "mend one of the rules",
    ),
]


@pytest.mark.parametrize(("old", "new", "wrong", "right"), FAULTS)
def test_where_a_fault_is_reported(old, new, wrong, right):
    text = change(SMALL, old, new)
    if MARK not in new:  # what is left out, or wrong as a whole, is reported where its holder stands
        holder = {"'title' is": "", "'seed' is": "", "an issue": "  rent:", "the ratifier": "  village: {name"}.get(wrong[:10].split(" has")[0], None)
        holder = next((value for key, value in HOLDERS.items() if wrong.startswith(key)), holder)
        assert holder is not None
        text = change(text, holder, MARKED_HOLDERS[holder]) if holder else MARK + text
    expect(text, wrong, right)


HOLDERS = {
    "'title'": "",
    "'seed'": "",
    "an issue has": "  rent:\n",
    "the ratifier": "  village: {name",
    "the grid": "    quantity:",
    "0.3 does": "    quantity:",
}
MARKED_HOLDERS = {"  rent:\n": "  ¦rent:\n", "  village: {name": "  ¦village: {name", "    quantity:": "    ¦quantity:"}
