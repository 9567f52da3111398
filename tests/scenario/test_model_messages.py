"""Every kind of fault in a scenario file: exactly where it is reported, what is wrong and what would be right."""

import pytest

from pourparler.scenario import ScenarioError, load
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
    hits = [
        p for p in found if (p.place.file, p.place.line, p.place.column) == (file, line, column) and wrong in p.wrong
    ]
    assert len(hits) == 1, "\n".join(str(problem) for problem in found)
    assert right in hits[0].right, hits[0]


HEAD = SMALL[: SMALL.index("sources:")]
RULE = SMALL[: SMALL.index("  - if: {water")].count("\n") + 1 + 2  # two lines are put above it

# What is replaced in SMALL, by what (the mark stands where the fault is expected), what is wrong, what would be right.
FAULTS = [
    # keys
    ("title: A well between two farms", "¦titel: A well", "the key 'titel' is not known here", "did you mean 'title'?"),
    (
        "briefed: north\n",
        "briefed: north\n¦zebra: 1\n",
        "the key 'zebra' is not known here",
        "known are: allies, as_of, briefed, claims",
    ),
    (
        "{name: North farm, role",
        "{name: North farm, ¦roll: x, role",
        "the key 'roll' is not known here",
        "did you mean 'role'?",
    ),
    ("{weight: 60, values", "{wieght: 60, ¦wieght: 60, values", "second time", "keep one of the two"),
    (
        "{weight: 60, values",
        "{weight: 60, ¦wights: 60, values",
        "the key 'wights' is not known here",
        "did you mean 'weight'?",
    ),
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
    (
        "format: 1\ntitle: A well between two farms\n",
        "¦format: 1\n",
        "'title' is missing",
        "add it: What the case is, in a line, for example",
    ),
    (
        HEAD,
        "¦" + HEAD.replace("seed: 7\n", ""),
        "'seed' is missing",
        "add it: Number from which all draws are made, for example 7",
    ),
    (
        "  south: {name: South farm, role: principal}",
        "  ¦south: {name: South farm}",
        "'role' is missing",
        "add it: principal",
    ),
    (
        "water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}",
        "¦water: {weight: 60}",
        "'values' is missing",
        "add it: Value of each option",
    ),
    (
        "      - when: {water: all, rent: {at_least: 3}}\n        add: -5",
        "      - ¦when: {water: all}",
        "'add' is missing",
        "Points added",
    ),
    (
        "judged: {by: the owner, on: 2024-02-20}",
        "¦judged: {by: the owner}",
        "'on' is missing",
        "add it: The day of the judgement",
    ),
    # wrong types
    ("format: 1", "format: ¦2", "'2' is not one of the words for this", "known are: 1"),
    ("format: 1", "format: ¦one", "'one' is not one of the words for this", "known are: 1"),
    ("title: A well between two farms", "title: ¦1999", "'1999' is not text", "in quotes"),
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
    (
        "{name: North farm, role: principal}",
        "{name: North farm, role: ¦principle}",
        "'principle' is not one of",
        "did you mean 'principal'?",
    ),
    (
        "{name: North farm, role: principal}",
        "¦[North farm, principal]",
        "a list is not a mapping",
        "write 'key: value' lines",
    ),
    (
        "sources:\n  deed: {title: The deed, kind: document, date: 1999, reliability: A, credibility: 1}",
        "sources: ¦deed",
        "'deed' is not a mapping",
        "write 'name: value' lines",
    ),
    (
        "limits:\n  - What a drought would change",
        "limits: ¦drought",
        "'drought' is not a list",
        "write [first, second]",
    ),
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
    (
        "walk_away: 30",
        "walk_away: ¦[40, 30, 20]",
        "the range [40, 30, 20] does not rise",
        "least comes first: [20, 30, 40]",
    ),
    ("walk_away: 30", "walk_away: ¦[30]", "this range has 1 numbers", "write a number"),
    ("walk_away: 30", "walk_away: ¦101", "101 is outside the scale", "give a number from 0 to 100"),
    (
        "walk_away: 30",
        "walk_away: {because: x, value: ¦101}",
        "101 is outside the scale",
        "give a number from 0 to 100",
    ),
    ("walk_away: 30", "walk_away: ¦[-1, 5]", "-1 is outside the scale", "give a number from 0 to 100"),
    ("walk_away: 30", "walk_away: {value: ¦x, because: y}", "'x' is not a number", "write a number"),
    ("walk_away: 30", "¦walk_away: {because: y}", "'value' is missing", "add it: The number, known or as a range"),
    ("walk_away: 30", "¦walk_away: {prt: [1, 2, 3]}", "the distribution 'prt' is not known", "known are: uniform"),
    (
        "walk_away: 30",
        "¦walk_away: {normal: {mean: 1}}",
        "'normal' takes mean, sd, least and greatest",
        "write {normal",
    ),
    ("walk_away: 30", "walk_away: ¦1e400", "'1e400' is too large for a number", "write a number"),
    ("walk_away: 30", "walk_away: ¦1e13", "this number is too large", "stay below 1e12"),
    ("add: -5", "add: ¦-101", "-101 is outside the scale", "give a number from -100 to 100"),
    ("{weight: 60, values", "{weight: ¦-3, values", "-3 is outside the scale", "give a number from 0 or more"),
    ("1.5: 50, 4: 100", "1.5: ¦x, 4: 100", "'x' is not a number", "write a number"),
    ("half: [50, 60, 70]", "half: {value: 60, status: ¦judgd}", "'judgd' is not one of", "did you mean 'judged'?"),
    # issues
    (
        "  rent:\n    name: Rent\n",
        "  ¦rent:\n    name: Rent\n    options: {a: b, c: d}\n",
        "an issue has either options or a quantity",
        "write one of the two",
    ),
    (
        "  rent:\n    name: Rent\n    quantity: {least: 0, greatest: 4, step: 0.5, unit: coins}\n",
        "  ¦rent:\n    name: Rent\n",
        "an issue has either options or a quantity",
        "write one",
    ),
    (
        "    quantity: {least: 0, greatest: 4, step: 0.5",
        "    ¦quantity: {least: 0, greatest: 4, step: 0.3",
        "0.3 does not go evenly from 0 to 4",
        "choose a step that does",
    ),
    (
        "    quantity: {least: 0, greatest: 4, step: 0.5",
        "    ¦quantity: {least: 0, greatest: 4, step: 0",
        "the grid is empty",
        "'step' above 0",
    ),
    (
        "    quantity: {least: 0, greatest: 4, step: 0.5",
        "    ¦quantity: {least: 0, greatest: -4, step: 0.5",
        "the grid is empty",
        "'greatest' must be above 'least'",
    ),
    (
        "    quantity: {least: 0, greatest: 4, step: 0.5",
        "    ¦quantity: {least: 0, greatest: 4, step: 0.004",
        "the grid has 1001 amounts",
        "at most 1000 are possible",
    ),
    ("step: 0.5", "step: ¦half", "'half' is not an amount", "write a number, such as 4 or 0.5"),
    ("today: none", "today: ¦nonne", "'water' has no option 'nonne'", "did you mean 'none'?"),
    ("today: none", "today: ¦3", "'water' has no option '3'", "known are: none, half, all"),
    ("today: none", "today: ¦[none]", "this is not an option", "write an option's name"),
    ("today: 0", "today: ¦0.25", "'rent' has no amount 0.25", "amounts go from 0 to 4 by 0.5"),
    ("today: 0", "today: ¦zero", "'rent' is a quantity, 'zero' is not an amount", "write a number"),
    # dangling names
    ("briefed: north", "briefed: ¦nort", "there is no party 'nort'", "did you mean 'north'?"),
    (
        "briefed: north",
        "briefed: ¦village",
        "the side being briefed, 'village', is not a principal",
        "brief a principal",
    ),
    ("veto: [water]", "veto: [¦wine]", "there is no issue 'wine'", "known are: water, rent"),
    ("veto: [water]", "veto: {water: ¦al}", "'water' has no option 'al'", "did you mean 'all'?"),
    ("veto: [water]", "veto: {¦watr: all}", "there is no issue 'watr'", "did you mean 'water'?"),
    ("veto: [water]", "veto: ¦wine", "there is no issue 'wine'", "known are: water, rent"),
    ("veto: [water]", "of: ¦nord, veto: [water]", "there is no party 'nord'", "did you mean 'north'?"),
    ("veto: [water]", "of: ¦village, veto: [water]", "'village' stands with itself", "name another party"),
    (
        "  village: {name: The village, role: ratifier, veto: [water]}",
        "  ¦village: {name: The village, role: ratifier}",
        "the ratifier 'village' has nothing to ratify",
        "add 'veto: [issue, ...]'",
    ),
    (
        "  village: {name: The village, role: ratifier, veto: [water]}",
        "  ¦village: {name: The village, role: ally}",
        "the ally 'village' stands with nobody",
        "add 'of: '",
    ),
    (
        "parties:\n  north: {name: North farm, role: principal}",
        "¦parties:\n  north: {name: North farm, role: outside power}",
        "fewer than two parties are principals",
        "a negotiation needs two",
    ),
    ("  village:\n    judged", "  ¦vilage:\n    judged", "there is no party 'vilage'", "did you mean 'village'?"),
    (
        "    source: deed\n    walk_away: 30",
        "    source: ¦dead\n    walk_away: 30",
        "there is no source 'dead'",
        "did you mean 'deed'?",
    ),
    (
        "    source: deed\n    walk_away: 30",
        "    source: [deed, ¦dead]\n    walk_away: 30",
        "there is no source 'dead'",
        "did you mean 'deed'?",
    ),
    (
        "    says: The old well is dry\n    source: deed",
        "    says: Dry\n    source: ¦book",
        "there is no source 'book'",
        "known are: deed",
    ),
    (
        "    says: The old well is dry\n",
        "    says: Dry\n    against: ¦book\n",
        "there is no source 'book'",
        "known are: deed",
    ),
    (
        "  dry:\n    says: The old well is dry\n",
        "  ¦dry:\n    says: Dry\n    status: corrected\n",
        "a corrected claim does not say what is correct",
        "add 'correct: ...'",
    ),
    ("      rent: {weight: 40,", "      ¦rant: {weight: 40,", "there is no issue 'rant'", "did you mean 'rent'?"),
    (
        "{none: 0, half: [50, 60, 70], all: 100}",
        "{none: 0, ¦halve: 60, half: 60, all: 100}",
        "'water' has no option 'halve'",
        "did you mean 'half'?",
    ),
    (
        "water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}",
        "water: {weight: 60, ¦values: {none: 0}}",
        "no value for half, all",
        "give every option",
    ),
    ("values: {0: 100, 4: 0}}", "¦values: {0: 100}}", "no value for 4", "both ends of a quantity"),
    (
        "values: {0: 100, 4: 0}}",
        "values: {0: 100, ¦4.2: 5, 4: 0}}",
        "'rent' has no amount 4.2",
        "amounts go from 0 to 4 by 0.5",
    ),
    (
        "values: {0: 100, 4: 0}}",
        "values: {0: 100, ¦'4': 5, 4: 0}}",
        "'rent' is a quantity, '4' is not an amount",
        "write a number",
    ),
    # conditions and rules
    ("when: {water: all,", "when: {water: ¦al,", "'water' has no option 'al'", "did you mean 'all'?"),
    ("when: {water: all,", "when: {water: [all, ¦x],", "'water' has no option 'x'", "known are: none, half, all"),
    ("when: {water: all,", "when: {¦watr: all,", "there is no issue 'watr'", "did you mean 'water'?"),
    ("when: {water: all,", "when: {¦water: {at_least: 1},", "'water' has options, not amounts", "name the options"),
    ("when: {water: all,", "when: {water: ¦[],", "this selects no option", "write an option"),
    ("rent: {at_least: 3}", "¦rent: {at_most: -1}", "no amount lies in this range", "amounts go from 0 to 4 by 0.5"),
    (
        "rent: {at_least: 3}",
        "¦rent: {at_least: 3, at_most: 2}",
        "no amount lies in this range",
        "amounts go from 0 to 4",
    ),
    ("rent: {at_least: 3}", "¦rent: {above: 3}", "this selects nothing that is known", "{at_least: 2, at_most: 4}"),
    ("rent: {at_least: 3}", "rent: {at_least: ¦x}", "'x' is not an amount", "write a number"),
    ("rent: {at_least: 3}", "rent: ¦3.3", "'rent' has no amount 3.3", "amounts go from 0 to 4 by 0.5"),
    ("never: {water: none, rent: 4}", "¦never: {}", "the condition is empty", "write {issue: option}"),
    (
        "never: {water: none, rent: 4}",
        "never: {water: none, rent: ¦5}",
        "'rent' has no amount 5",
        "amounts go from 0 to 4",
    ),
    ("never: {water: none, rent: 4}", "never: ¦[water]", "a list is not a mapping", "write 'name: value'"),
    (
        "  - if: {water: all}\n    then: {rent: {at_least: 1}}",
        "  - ¦if: {water: all}",
        "a rule has one form",
        "'if' with 'then'",
    ),
    (
        "  - if: {water: all}\n",
        "  - ¦never: {water: half}\n    if: {water: all}\n",
        "a rule has one form",
        "write 'never'",
    ),
    (
        "  - if: {water: all}\n    then: {rent: {at_least: 1}}",
        "  - ¦at_most_one: [{water: all}]",
        "'at_most_one' has fewer than two",
        "write at least two",
    ),
    ("then: {rent: {at_least: 1}}", "then: {rent: ¦9}", "'rent' has no amount 9", "amounts go from 0 to 4"),
    ("if: {water: all}", "if: {water: ¦some}", "'water' has no option 'some'", "known are: none, half, all"),
    # rules that exclude what they start from
    (
        "  - if: {water: all}\n    then: {rent: {at_least: 1}}",
        "  - ¦if: {water: all}\n    then: {water: half}",
        "this rule, followed through itself, leaves no option of 'water' where 'All of it' (Water) holds",
        "take 'All of it' (Water) out",
    ),
    (
        "rules:\n",
        "rules:\n  - ¦if: {water: all}\n    then: {rent: 0}\n",
        f"this rule, followed through the rule in line {RULE}, leaves no option of 'rent' where 'All of it' (Water) holds",
        "mend one of the rules",
    ),
]


@pytest.mark.parametrize(("old", "new", "wrong", "right"), FAULTS)
def test_where_a_fault_is_reported(old, new, wrong, right):
    expect(change(SMALL, old, new), wrong, right)


# Rows of a preference table beside SMALL (after the heading), with the mark where the fault is expected.
ROWS = [
    ("north,water,,,¦x,,,,,,,", "'x' is not a number", "write a number"),
    ("north,,,,¦200,,,,,,,", "200 is outside the scale", "from 0 to 100"),
    ("¦north,,,40,,,,,,,,", "this row has only least", "fill 'likely', or 'least' and 'greatest'"),
    ("¦north,,,,40,50,,,,,,", "this row has only likely and greatest", "fill 'likely'"),
    ("¦north,,,,,,,,,,,", "this row has no number", "fill 'likely'"),
    ("north,,,¦50,,40,,,,,,", "the range [50, 40] does not rise", "least comes first: [40, 50]"),
    ("north,,,,¦.nan,,,,,,,", "'.nan' is not a finite number", "write a number"),
    (",¦water,,,5,,,,,,,", "this row names no party", "fill the column 'party'"),
    ("¦north,,all,,5,,,,,,,", "this row names no issue", "fill the column 'issue'"),
    ("¦nord,,,,5,,,,,,,", "there is no party 'nord'", "did you mean 'north'?"),
    ("north,¦watr,all,,5,,,,,,,", "there is no issue 'watr'", "did you mean 'water'?"),
    ("north,,,,5,,,¦book,,,,", "there is no source 'book'", "known are: deed"),
    ("north,,,,5,,,¦deed; book,,,,", "there is no source 'book'", "known are: deed"),
    ("¦north,,,,5,,,,,me,,", "'on' is missing", "add it: The day of the judgement"),
    ("north,,,,5,,,,,me,¦soon,", "'soon' is not a day", "write year-month-day"),
    ("north,,,,5,,,,,,,¦judgd", "'judgd' is not one of the words for this", "did you mean 'judged'?"),
    ("¦north,,,,5,,,,,,", "this row has 11 cells, the heading 12", "in double quotes"),
    ("¦north,,,,5,,a, b,,,,,,", "this row has 14 cells, the heading 12", "in double quotes"),
    ('north,,,,5,,"a"¦b,,,,,', "text follows a closing quote", 'write "" for a quote'),
    ('north,,,,5,,¦"a,,,,,', "this quote is never closed", "close it"),
    ('north,,,,5,,"a, ""b""\n\nc",¦book,,,,', "there is no source 'book'", "known are: deed"),
    ('north,,,,5,,"é\n名,""",¦"bo\nok",,,,', "'bo ok' cannot be a name", "names start with"),
    ("\n\n\nnorth,,,,¦x,,,,,,,", "'x' is not a number", "write a number"),
    ("  north ,  , , , ¦x ,,,,,,,".replace(" ¦x", "¦ x"), "'x' is not a number", "write a number"),
]


# North's numbers come from the table, so that none of them is there already.
WITHOUT_WALK_AWAY = change(TABLED, "    walk_away: [20, 30, 40]\n", "")


@pytest.mark.parametrize(("row", "wrong", "right"), ROWS)
@pytest.mark.parametrize("end", ["\n", ""])
def test_where_a_fault_in_a_table_is_reported(row, wrong, right, end):
    text = change(WITHOUT_WALK_AWAY, "      water: {weight: 60, values: {none: 0, half: [50, 60, 70], all: 100}}\n", "")
    rest = "north,water,none,,0,,,,,,,\nnorth,water,half,,60,,,,,,,\n"
    tables = {"numbers.csv": f"{HEADING}\n{rest}{row}{end}", "events.csv": EVENTS}
    expect(text, wrong, right, tables, "numbers.csv")


@pytest.mark.parametrize(
    ("heading", "wrong", "right"),
    [
        (change(HEADING, "likely", "¦likly"), "the column 'likly' is not known", "did you mean 'likely'?"),
        (
            change(HEADING, ",option,", ",option,¦colour,"),
            "the column 'colour' is not known",
            "known are: party, issue",
        ),
        (change(HEADING, ",option,", ",¦issue,"), "the column 'issue' stands here more than once", "keep one"),
        ("¦" + change(HEADING, "party,", ""), "the column 'party' is missing", "columns are: party, issue"),
        ("¦" + HEADING.replace(",", ";"), "is not known", "columns are separated by commas"),
        ("¦" + HEADING.replace(",", "\t"), "is not known", "columns are separated by commas"),
        ("¦", "the column 'issue' is missing", "columns are: party, issue"),
        ('party,¦"issue', "this quote is never closed", "close it"),
    ],
)
def test_where_a_fault_in_a_heading_is_reported(heading, wrong, right):
    tables = {"numbers.csv": f"{heading}\nnorth,,,,5,,,,,,,\n" if '"' not in heading else heading, "events.csv": EVENTS}
    expect(WITHOUT_WALK_AWAY, wrong, right, tables, "numbers.csv")


@pytest.mark.parametrize(
    ("row", "wrong", "right"),
    [
        ("¦2024-13-01,north,visit,1,A visit,deed", "'2024-13-01' is not in the calendar", "write year-month-day"),
        ("2024-01-01,¦nort,visit,1,A visit,deed", "there is no party 'nort'", "did you mean 'north'?"),
        ("2024-01-01,north,visit,¦one,A visit,deed", "'one' is not a whole number", "write a whole number"),
        ("2024-01-01,north,visit,¦-1,A visit,deed", "'-1' is too small", "write 0 or more"),
        ("2024-01-01,north,visit,¦.inf,A visit,deed", "'.inf' is not a finite number", "write a number"),
        ("2024-01-01,north,visit,1,A visit,¦deed; dead", "there is no source 'dead'", "did you mean 'deed'?"),
        ("¦2024-01-01,north,visit,1,,deed", "'what' is missing", "add it: What happened"),
        ("¦2024-01-01,north,visit", "this row has 3 cells, the heading 6", "in double quotes"),
    ],
)
def test_where_a_fault_in_a_table_of_events_is_reported(row, wrong, right):
    tables = {"events.csv": f"{EVENTS}\n2023-12-31,south,visit,1,Another,deed\n{row}\n", "numbers.csv": HEADING}
    expect(TABLED, wrong, right, tables, "events.csv")


@pytest.mark.parametrize(
    ("row", "first"),
    [
        ("¦south,,,,5,,,,,,,", "walk_away: ¦30"),
        ("¦south,rent,1.50,,5,,,,,,,", ", 1.5: 50"),
        ("¦south,water,,,5,,,,,,,", "{weight: 50, values: {none"),
    ],
)
def test_a_number_given_twice_names_both_places(row, first):
    tables = {"numbers.csv": f"{HEADING}\n{row}\n", "events.csv": EVENTS}
    expect(TABLED, "this number is already given at scenario.yaml:", "keep one of the two", tables, "numbers.csv")
    plain = first.replace(MARK, "")
    at = TABLED.index(plain, TABLED.index("  south:\n"))
    at += {"w": 0, ",": 2, "{": 1}[plain[0]]
    line, column = TABLED[:at].count("\n") + 1, at - TABLED.rfind("\n", 0, at)
    found = problems(TABLED, {name: text.replace(MARK, "").encode() for name, text in tables.items()})
    assert f"scenario.yaml:{line}:{column}" in found[0].wrong


@pytest.mark.parametrize(
    ("tables", "wrong", "right"),
    [
        ("{¦preference: numbers.csv}", "the key 'preference' is not known here", "did you mean 'preferences'?"),
        ("{preferences: ¦5}", "'5' is not text", "in quotes"),
        ("{preferences: ¦gone.csv}", "the table 'gone.csv' is not there", "hand it over"),
        ("{preferences: ¦../numbers.csv}", "is not the name of a file beside scenario.yaml", "write its plain name"),
        ("{preferences: ¦/etc/hostname}", "is not the name of a file beside", "write its plain name"),
        ("{preferences: ¦..}", "is not the name of a file beside", "write its plain name"),
        ("{preferences: ¦''}", "is not the name of a file beside", "write its plain name"),
        ("{preferences: ¦'a\\b.csv'}", "is not the name of a file beside", "write its plain name"),
        ("¦numbers.csv", "'numbers.csv' is not a mapping", "write 'key: value' lines"),
    ],
)
def test_where_a_fault_in_the_names_of_tables_is_reported(tables, wrong, right):
    expect(f"{SMALL}tables: {tables}\n", wrong, right)


def test_a_table_that_is_not_text_is_reported_in_the_table():
    found = problems(TABLED, {"numbers.csv": b"party,issue,likely\nnorth,\xff", "events.csv": EVENTS.encode()})
    assert [str(problem) for problem in found] == [
        "numbers.csv:2:7: byte 0xff is not UTF-8 text; save the file as UTF-8 text"
    ]


def test_everything_wrong_is_reported_at_once_and_in_order():
    text = SMALL
    for old, new in [
        ("as_of: 2024-03-01", "as_of: soon"),
        ("kind: document", "kind: paper"),
        ("today: none", "today: nine"),
        ("walk_away: [20, 30, 40]", "walk_away: [1, 2, 3, 4]"),
        ("add: -5", "add: x"),
        ("then: {rent: {at_least: 1}}", "than: {rent: {at_least: 1}}"),
        ("    source: deed\nlimits:", "    source: deeds\nlimits:"),
    ]:
        text = change(text, old, new)
    text += "tables: {events: events.csv}\n"
    found = problems(text, {"events.csv": f"{EVENTS}\n,north,visit,1,A visit,\n".encode()})
    places = [(problem.place.file, problem.place.line) for problem in found]
    assert places == sorted(places)
    lines = {
        text[: text.index(fault)].count("\n") + 1
        for fault in ("soon", "paper", "nine", "[1, 2", "add: x", "than:", "deeds")
    }
    assert {line for file, line in places if file == "scenario.yaml"} == lines
    assert ("events.csv", 2) in places
    assert str(found[1]).startswith("scenario.yaml:3:8: 'soon' is not a day; write year-month-day")


def test_rules_that_cannot_be_followed_in_time_are_refused():
    """800 amounts, each with rules about it, times 800 rules times seven issues."""
    text = change(SMALL, "step: 0.5", "step: 0.005")
    issues = "".join(f"  i{index}: {{name: I, options: {{a: A, b: B}}, today: a}}\n" for index in range(7))
    then = ", ".join(f"i{index}: [a, b]" for index in range(7))
    rules = "".join(f"  - if: {{rent: {{at_least: 0}}}}\n    then: {{{then}}}\n" for _ in range(800))
    (found,) = problems(
        change(change(text, "issues:\n  water", f"issues:\n{issues}  water"), "rules:\n", "rules:\n" + rules)
    )
    assert found.wrong == f"following 802 options through the rules takes up to {802 * 5601:,} steps"
    assert found.right.startswith("at most 4,000,000 are taken; write fewer rules")


def test_messages_cannot_steer_a_terminal():
    found = problems(change(SMALL, "today: none", 'today: "\\e[31m\\nnone"'))
    assert [problem.wrong for problem in found] == ["'water' has no option '\\x1b[31m none'"]


def test_a_name_is_searched_for_among_the_known_ones_only_so_often():
    claims = "".join(f"  c{index}: {{says: x, source: dee}}\n" for index in range(300))
    rights = [problem.right for problem in problems(change(SMALL, "claims:\n", "claims:\n" + claims))]
    assert rights.count("did you mean 'deed'?") == 200
    assert rights.count("known are: deed") == 100


def test_files_on_disk_are_named_in_full(tmp_path):
    (tmp_path / "scenario.yaml").write_text(WITHOUT_WALK_AWAY, "utf-8")
    (tmp_path / "numbers.csv").write_text(f"{HEADING}\nnorth,,,,x,,,,,,,\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path)
    line = WITHOUT_WALK_AWAY[: WITHOUT_WALK_AWAY.index("events.csv")].count("\n") + 1
    column = WITHOUT_WALK_AWAY.rpartition("\n")[0].rpartition("\n")[2].index("events.csv") + 1
    assert [str(problem).partition(";")[0] for problem in caught.value.problems] == [
        f"{(tmp_path / 'numbers.csv').as_posix()}:2:10: 'x' is not a number",
        f"{(tmp_path / 'scenario.yaml').as_posix()}:{line}:{column}: the table 'events.csv' cannot be read (No such file or directory)",
    ]
