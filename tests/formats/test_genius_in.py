"""GENIUS files read: utilities equal the definition's, and what is odd is said."""

import tempfile
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from pourparler.formats.convert import import_folder, read_case
from pourparler.formats.exchange import FormatError
from pourparler.scenario import load, parse
from tests.formats import oracle
from tests.formats.genius_files import (
    BOM,
    bounds,
    cases,
    domain,
    issue,
    items,
    nonlinear_cases,
    profile,
    rectangles,
    written,
)


def imported(folder, grid=21):
    text, notes = read_case(folder, "genius", grid)
    return parse(text), notes


def check_utilities(whole, profiles, grid):
    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name), domain=whole, **{f"p{at}": text for at, text in enumerate(profiles)})
        scenario, _ = imported(folder, grid)
    for at, text in enumerate(profiles):
        root = oracle.tree_of(text.removeprefix(BOM))
        for deal in oracle.deals(scenario):
            expected = 100 * oracle.genius_utility(root, oracle.said(scenario, deal))
            assert oracle.close(oracle.worth(scenario, f"p{at}", deal), expected)
        given_value = text.partition('<reservation value="')[2].partition('"')[0]
        assert oracle.close(
            oracle.fraction(scenario.preferences[f"p{at}"].walk_away.value.best),
            100 * oracle.fraction(given_value or 0),
        )


@settings(max_examples=1000)
@given(cases())
def test_utilities_are_those_of_the_definition(case):
    check_utilities(*case, grid=5)


@settings(max_examples=400)
@given(nonlinear_cases())
def test_rectangles_are_those_of_the_definition(case):
    check_utilities(*case, grid=5)


COLOURS = ["Dark Red", "dark red!", "Ünblau"]
WHOLE = domain(issue(2, "Colour", "discrete", items(COLOURS)), issue(7, "Years", "integer", bounds(1, 5)))


def own(*evaluations, years='<evaluator ftype="linear" slope="0.25" offset="0"/>'):
    return [
        issue(7, "Years", "integer", bounds(1, 5) + years),
        issue(2, "Colour", "discrete", items(COLOURS, evaluations)),
    ]


def test_worked_values(tmp_path):
    # Buyer: colour 10/40, 20/40, 40/40 with weight 0.6 (index 2); years 0, 0.25, ... 1 with weight 0.4 (index 7).
    buyer = profile(own(10, 20, 40), {7: 0.4, 2: 0.6}, '<reservation value="0.35"/>')
    seller = profile(own(3, 2, 0), {2: 1, 7: 0}, '<discount_factor value="0.8"/>')
    folder = written(tmp_path / "car", car_domain=BOM + WHOLE, car_buyer=BOM + buyer, car_seller=BOM + seller)
    scenario, notes = imported(folder)
    assert scenario.title == "car"
    assert list(scenario.parties) == ["car-buyer", "car-seller"]
    assert scenario.principals() == ("car-buyer", "car-seller")
    assert scenario.briefed is None
    assert scenario.issues["colour"].options == dict(zip(["dark-red", "dark-red-2", "unblau"], COLOURS, strict=True))
    assert scenario.issues["years"].quantity.amounts() == (1, 2, 3, 4, 5)
    buyer = scenario.preferences["car-buyer"]
    assert {key: n.value.best for key, n in buyer.issues["colour"].values.items()} == {
        "dark-red": 25,
        "dark-red-2": 50,
        "unblau": 100,
    }
    assert {key: n.value.best for key, n in buyer.issues["years"].values.items()} == {1: 0, 5: 100}
    assert (buyer.issues["colour"].weight.value.best, buyer.issues["years"].weight.value.best) == (60, 40)
    assert buyer.walk_away.value.best == 35
    assert oracle.worth(scenario, "car-buyer", {"colour": "dark-red-2", "years": 3}) == 50
    seller = scenario.preferences["car-seller"]
    assert seller.walk_away.value.best == 0
    assert "no reservation value" in seller.walk_away.because
    assert list(seller.issues) == ["colour"]
    assert any("discount factor 0.8" in note for note in notes)
    assert any("discount factor 0.8" in limit for limit in scenario.limits)
    assert buyer.source == ("car-buyer",)
    assert scenario.sources["car-buyer"].title == "car_buyer.xml"


@pytest.mark.parametrize(("discount", "said"), [("0.5", True), ("1.0", False), ("0", False)])
def test_a_discount_factor_leaves_the_reservation_value(tmp_path, discount, said):
    extra = f'<discount_factor value="{discount}"/><reservation value="0.25"/>'
    text = profile(own(0, 1, 2), {2: 0.5, 7: 0.5}, extra)
    scenario, notes = imported(written(tmp_path, d=WHOLE, a=text, b=text))
    assert scenario.preferences["a"].walk_away.value.best == 25
    assert any("discount" in note for note in notes) == said


def test_weights_below_a_sum_of_one_are_not_blown_up(tmp_path):
    half = profile(own(0, 1, 2), {2: 0.3, 7: 0.2}, '<reservation value="0.4"/>')
    scenario, _ = imported(written(tmp_path, d=WHOLE, a=half, b=half))
    assert oracle.close(oracle.worth(scenario, "a", {"colour": "unblau", "years": 5}), 50)
    assert scenario.preferences["a"].walk_away.value.best == 40


def test_weights_above_a_sum_of_one_scale_the_reservation_too(tmp_path):
    double = profile(own(0, 1, 2), {2: 1.5, 7: 0.5}, '<reservation value="0.4"/>')
    scenario, notes = imported(written(tmp_path, d=WHOLE, a=double, b=double))
    assert oracle.close(oracle.worth(scenario, "a", {"colour": "dark-red-2", "years": 5}), Fraction(125, 2))
    assert scenario.preferences["a"].walk_away.value.best == 20
    assert any("utilities reach 2" in note and "above 1 as 1" in note for note in notes)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [({}, "gives no weight; every issue counts the same"), ({2: 1}, "gives no weight for Years; it counts 0")],
)
def test_missing_weights(tmp_path, weights, expected):
    text = profile(own(0, 1, 2), weights)
    scenario, notes = imported(written(tmp_path, d=WHOLE, a=text, b=text))
    assert any(expected in note for note in notes)
    share = 50 if not weights else 100
    assert oracle.worth(scenario, "a", {"colour": "unblau", "years": 1}) == share


def test_what_bends_between_amounts_is_said(tmp_path):
    bent = own(0, 1, 2, years='<evaluator ftype="triangular" parameter0="1" parameter1="5" parameter2="2.5"/>')
    text = profile(bent, {2: 0.5, 7: 0.5})
    scenario, notes = imported(written(tmp_path, d=WHOLE, a=text, b=text))
    assert any("bends at 2.5" in note for note in notes)
    assert oracle.close(oracle.worth(scenario, "a", {"colour": "dark-red", "years": 2}), Fraction(100, 3))


def test_real_issues_have_a_stated_grid(tmp_path):
    whole = domain(issue(1, "Price", "real", bounds(0.5, 1.5)), issue(2, "Third", "real", bounds(0, 1)))
    line = '<evaluator ftype="linear" parameter1="1" parameter0="-0.5"/>'
    text = profile(
        [issue(1, "Price", "real", bounds(0.5, 1.5) + line), issue(2, "Third", "real", bounds(0, 1) + line)],
        {1: 0.5, 2: 0.5},
    )
    folder = written(tmp_path, d=whole, a=text, b=text)
    scenario, notes = imported(folder, grid=4)
    assert "Price: any amount from 0.5 to 1.5 can be agreed; here 4 amounts stand for them" in notes
    assert scenario.issues["price"].options is not None  # a third cannot be written as a step
    assert any("not evenly spaced" in note for note in notes)
    scenario, _ = imported(folder, grid=21)
    assert scenario.issues["price"].quantity.step == 0.05
    assert scenario.issues["third"].quantity.amounts()[-1] == 1


def test_an_issue_with_one_option_is_settled(tmp_path):
    whole = domain(issue(1, "Only", "discrete", items(["x"])), issue(2, "Two", "discrete", items(["a", "b"])))
    text = profile(
        [issue(1, "Only", "discrete", items(["x"], [3])), issue(2, "Two", "discrete", items(["a", "b"], [1, 4]))],
        {1: 0.25, 2: 0.75},
    )
    scenario, notes = imported(written(tmp_path, d=whole, a=text, b=text))
    assert any("Only" in note and "settled" in note for note in notes)
    assert oracle.close(oracle.worth(scenario, "a", {"two": "a"}), 25 + Fraction(75, 4))
    assert oracle.close(oracle.worth(scenario, "a", {"two": "b"}), 100)


def test_rectangles_tie_issues_together(tmp_path):
    issues = [issue(at, f"I{at}", "integer", bounds(0, 9)) for at in range(10)]
    text = rectangles(issues, 10, [(4, {0: (2, 3), 1: (0, 9)}), (6, dict.fromkeys(range(10), (0, 5)))])
    text, notes = read_case(written(tmp_path, d=domain(*issues), a=text, b=text), "genius", 21)
    assert text.count("when: {i0: {at_least: 2, at_most: 3}}, add: 40") == 2
    assert any("10,000,000,000 combinations" in note for note in notes)
    wide = rectangles(issues, 10, [(4, {0: (2, 3), **dict.fromkeys(range(1, 10), (0, 9))})])
    _, notes = read_case(written(tmp_path / "wide", d=domain(*issues), a=wide, b=wide), "genius", 21)
    assert not any("combinations" in note for note in notes)


def test_which_files_belong(tmp_path):
    good = profile(own(0, 1, 2), {2: 0.5, 7: 0.5})
    other = profile([issue(9, "Else", "discrete", items(["a", "b"], [1, 2]))], {9: 1})
    folder = written(tmp_path, d=WHOLE, a=good, b=good, c=good, e=other, f="<html/>")
    (folder / "readme.txt").write_text("x")
    for path in (folder, folder / "d.xml"):
        scenario, notes = imported(path)
        assert scenario.principals() == ("a", "b", "c")
        assert any(note.startswith("e.xml is left out: the domain has no issue 'Else'") for note in notes)
    written(folder, d2=WHOLE)
    with pytest.raises(FormatError, match=r"2 domains are here: 'd.xml', 'd2.xml'; name the file"):
        imported(folder)
    assert imported(folder / "d.xml")[0].principals() == ("a", "b", "c")


def test_too_much_is_refused_soon(tmp_path):
    issues = [issue(at, f"I{at}", "integer", bounds(0, 9)) for at in range(200)]
    many = rectangles(issues, 1, [(0.00001, {at % 200: (1, 2)}) for at in range(6000)])
    start = time.perf_counter()
    with pytest.raises(FormatError, match="the profiles have 12,000 rectangles; at most 10,000 are read"):
        imported(written(tmp_path / "rectangles", d=domain(*issues), a=many, b=many))
    options = [issue(1, "I", "discrete", items(range(20_000), range(20_000)))]
    with pytest.raises(FormatError, match="'I' has 20,000 options; at most 1,000 are possible"):
        imported(written(tmp_path / "options", d=domain(*options), a=profile(options, {1: 1})))
    issues = [issue(at, "I", "discrete", items("ab")) for at in range(20_000)]
    with pytest.raises(FormatError, match="the domain has more than 1,000 issues; split the case"):
        imported(written(tmp_path / "issues", d=domain(*issues)))
    assert time.perf_counter() - start < 20


BAD = {
    "no number": (WHOLE, profile(own("x", 1, 2), {2: 1, 7: 0}), r"a.xml:1:\d+: the evaluation is 'x'; write a number"),
    "endless": (WHOLE, profile(own("1e400", 1, 2), {2: 1, 7: 0}), "the evaluation is '1e400'"),
    "huge exponent": (WHOLE, profile(own("1e-999999999", 1, 2), {2: "1e999999999", 7: 0}), "the weight is"),
    "negative": (WHOLE, profile(own(-1, 1, 2), {2: 1, 7: 0}), "an evaluation is below 0"),
    "negative weight": (WHOLE, profile(own(0, 1, 2), {2: -1, 7: 0}), "a weight is below 0"),
    "wide": (
        domain(issue(1, "N", "integer", bounds(0, 10**11))),
        profile(own(0, 1, 2), {2: 1}),
        "100,000,000,001 amounts",
    ),
    "reversed": (
        domain(issue(1, "N", "integer", bounds(3, 1))),
        profile(own(0, 1, 2), {2: 1}),
        "the range of 'N' is empty",
    ),
    "kind": (domain(issue(1, "N", "fuzzy", "")), profile(own(0, 1, 2), {2: 1}), "the type 'fuzzy' is not known"),
    "twins": (
        domain(issue(1, "N", "real", bounds(0, 1)), issue(1, "M", "real", bounds(0, 1))),
        "<a/>",
        "the index '1'",
    ),
    "evaluator": (
        WHOLE,
        profile(own(0, 1, 2, years='<evaluator ftype="faratin"/>'), {2: 1, 7: 1}),
        "'faratin' is not known",
    ),
    "maximum": (WHOLE, rectangles(own(0, 1, 2), -1, [(2, {7: (1, 2)})]), "maxutility is -1"),
    "bound": (WHOLE, rectangles(own(0, 1, 2), 1, [(1, {2: (1, 2)})]), "no integer or real issue with the index '2'"),
    "no profiles": (WHOLE, "<utility_space/>", "0 of the profiles here belong to d.xml"),
    "not closed": (WHOLE, "<utility_space><weight", r"a.xml:1:\d+: this is not XML \(unclosed token\)"),
}


@pytest.mark.parametrize(("whole", "text", "expected"), BAD.values(), ids=BAD)
def test_faults_have_a_place(tmp_path, whole, text, expected):
    folder = written(tmp_path, d=whole, a=text, b=text)
    with pytest.raises(FormatError, match=expected):
        imported(folder / "d.xml")


def test_one_profile_is_no_negotiation(tmp_path):
    with pytest.raises(FormatError, match=r"1 of the profiles here belongs to d\.xml; a negotiation needs two"):
        imported(written(tmp_path, d=WHOLE, a=profile(own(0, 1, 2), {2: 1, 7: 0})))
    with pytest.raises(FormatError, match="no GENIUS file is here"):
        imported(written(tmp_path / "empty"))
    with pytest.raises(FormatError, match="is not there"):
        imported(tmp_path / "gone")


def test_written_whole_or_not_at_all(tmp_path):
    text = profile(own(0, 1, 2), {2: 1, 7: 0})
    folder = written(tmp_path / "in", d=WHOLE, a=text, b=text)
    target, _ = import_folder(folder, "genius", tmp_path / "out", 21, date(2020, 5, 1))
    assert load(tmp_path / "out").as_of == date(2020, 5, 1)
    before = target.read_bytes()
    with pytest.raises(FormatError, match="is there already"):
        import_folder(folder, "genius", tmp_path / "out", 21)
    assert target.read_bytes() == before
    written(folder, b=profile(own(0, 1, "x"), {2: 1, 7: 0}))
    with pytest.raises(FormatError):
        import_folder(folder, "genius", tmp_path / "out2", 21)
    assert not (tmp_path / "out2").exists()
