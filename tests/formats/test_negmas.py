"""NegMAS folders read: worked values and what is refused."""

from fractions import Fraction

import pytest

from pourparler.formats.convert import read_case
from pourparler.formats.exchange import FormatError
from pourparler.scenario import parse
from tests.formats import oracle
from tests.formats.test_genius_in import WHOLE, own, profile
from tests.formats.test_genius_in import written as written_xml

DOMAIN = """\
name: Trade
type: negmas.outcomes.outcome_space.DiscreteCartesianOutcomeSpace
issues:
  - {name: Quantity, type: ContiguousIssue, values: [1, 3]}
  - {name: Price, type: DiscreteCardinalIssue, values: [100, 110, 200]}
  - {name: Colour, type: CategoricalIssue, values: [red, no]}
"""
BUYER = """\
name: buyer
type: LinearAdditiveUtilityFunction
reserved_value: 0.25
weights: [0.25, 0.5, 0.25]
values:
  - {type: AffineFun, slope: 0.5, bias: -0.5}
  - {type: TableFun, mapping: {100: 1.0, 110: 0.8, 200: 0}}
  - {type: negmas.preferences.value_fun.TableFun, mapping: {red: 1, no: 0.5}}
"""
SELLER = """\
{"type": "LinearAdditiveUtilityFunction", "reserved_value": -Infinity, "weights": {"Quantity": 1, "Price": 1, "Colour": 2},
 "values": {"Quantity": {"type": "LinearFun", "slope": -1}, "Price": {"type": "TableFun", "mapping": {"100": 0, "110": 5, "200": 9}},
  "Colour": {"type": "ConstFun", "bias": 1}}}
"""


def written(folder, **contents):
    folder.mkdir(exist_ok=True)
    for name, text in contents.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


def imported(path, grid=21):
    text, notes = read_case(path, "negmas", grid)
    return parse(text), notes


def test_worked_values(tmp_path):
    folder = written(tmp_path / "trade", trade_yml=DOMAIN, buyer_yml=BUYER, seller_json=SELLER, info_yaml="hints: {}")
    scenario, notes = imported(folder)
    assert scenario.title == "trade"
    assert scenario.issues["quantity"].quantity.amounts() == (1, 2, 3)
    assert list(scenario.issues["price"].options.values()) == ["100", "110", "200"]
    assert list(scenario.issues["colour"].options) == ["red", "no"]
    price, colour = list(scenario.issues["price"].options), ["red", "no"]
    # 0.25 * 0.5 + 0.5 * 0.8 + 0.25 * 0.5
    deal = {"quantity": 2, "price": price[1], "colour": colour[1]}
    assert oracle.close(oracle.worth(scenario, "buyer", deal), Fraction(65))
    assert scenario.preferences["buyer"].walk_away.value.best == 25
    # -2 + 5 + 2 is raised by 3, the least, and divided by 13, the most: quantity 1, price 200.
    assert oracle.close(oracle.worth(scenario, "seller", deal), Fraction(800, 13))
    assert scenario.preferences["seller"].walk_away.value.best == 0
    assert any("raised by 3" in note for note in notes)
    assert "info.yaml is left out: it is no utility function" in notes


def test_continuous_issues_have_a_stated_grid(tmp_path):
    domain = DOMAIN.replace("ContiguousIssue", "ContinuousIssue")
    scenario, notes = imported(written(tmp_path, d_yml=domain, a_yml=BUYER, b_yml=BUYER), grid=5)
    assert scenario.issues["quantity"].quantity.amounts() == (1, 1.5, 2, 2.5, 3)
    assert "Quantity: any amount from 1 to 3 can be agreed; here 5 amounts stand for them" in notes


def test_xml_is_read_as_genius_writes_it(tmp_path):
    text = profile(own(0, 1, 2), {2: 0.5, 7: 0.5})
    scenario, _ = imported(written_xml(tmp_path, d=WHOLE, a=text, b=text))
    assert scenario.principals() == ("a", "b")


BAD = {
    "no space": ("x: 1", BUYER, "no outcome space is here"),
    "few weights": (DOMAIN, BUYER.replace("[0.25, 0.5, 0.25]", "[1]"), "a.yml:4:10: 1 stand here for 3 issues"),
    "table": (DOMAIN, BUYER.replace("no: 0.5", "blue: 1"), r"no value for 'no' \(Colour\); give every option one"),
    "function": (DOMAIN, BUYER.replace("AffineFun", "SinFun"), "the function 'SinFun' is not read; known are"),
    "slope": (DOMAIN, BUYER.replace("slope: 0.5, ", ""), "the AffineFun has no slope"),
    "needs amounts": (DOMAIN, BUYER.replace("TableFun, mapping: {red: 1, no: 0.5}", "IdentityFun"), "needs amounts"),
    "kind": (DOMAIN, "type: HyperRectangleUtilityFunction", "'HyperRectangleUtilityFunction' is not read"),
    "wide": (DOMAIN.replace("[1, 3]", "[1, 3000]"), BUYER, "3,000 amounts; at most 1,000 are possible"),
    "number": (DOMAIN, BUYER.replace("reserved_value: 0.25", "reserved_value: low"), "reserved_value is 'low'"),
    "tag": (DOMAIN, "a: !!python/object:os.system [ls]", "the tag"),
}


@pytest.mark.parametrize(("domain", "text", "expected"), BAD.values(), ids=BAD)
def test_faults_have_a_place(tmp_path, domain, text, expected):
    with pytest.raises(FormatError, match=expected):
        imported(written(tmp_path, d_yml=domain, a_yml=text, b_yml=text))
