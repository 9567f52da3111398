"""GeniusWeb profiles read: worked values and what is refused."""

import json
from fractions import Fraction

import pytest

from pourparler.formats.convert import read_case
from pourparler.formats.exchange import FormatError
from pourparler.scenario import parse
from tests.formats import oracle


def space(weights=(0.6, 0.4), bid=None, numbers="numberutils", discrete="discreteutils", **changes):
    content = {
        "domain": {
            "name": "flat",
            "issuesValues": {"Floor": {"values": ["low", "high"]}, "Rent": {"range": [400, 900, 250]}},
        },
        "name": "x",
        "issueUtilities": {
            "Floor": {discrete: {"valueUtilities": {"low": 0.2, "high": 0.7}}},
            "Rent": {numbers: {"lowValue": 400, "lowUtility": 1, "highValue": 900, "highUtility": 0}},
        },
        "issueWeights": dict(zip(["Floor", "Rent"], weights, strict=True)),
        "reservationBid": bid,
    }
    return json.dumps({"LinearAdditiveUtilitySpace": content | changes})


def written(folder, **contents):
    folder.mkdir(exist_ok=True)
    for name, text in contents.items():
        (folder / f"{name}.json").write_text(text, "utf-8")
    return folder


def imported(path):
    text, notes = read_case(path, "geniusweb", 21)
    return parse(text), notes


def test_worked_values(tmp_path):
    bid = {"issuevalues": {"Floor": "low", "Rent": 650}}
    other = space(bid=bid, numbers="NumberValueSetUtilities", discrete="DiscreteValueSetUtilities")
    folder = written(
        tmp_path / "in", tenant=space(), landlord=other, domain='{"name": "flat", "issuesValues": {}}', note="[1]"
    )
    scenario, notes = imported(folder)
    assert scenario.title == "flat"
    assert scenario.issues["rent"].quantity.amounts() == (400, 650, 900)
    # 0.6 * 0.7 + 0.4 * 0.5
    assert oracle.close(oracle.worth(scenario, "tenant", {"floor": "high", "rent": 650}), Fraction(62))
    assert scenario.preferences["tenant"].walk_away.value.best == 0
    # The reservation bid: 0.6 * 0.2 + 0.4 * 0.5
    assert scenario.preferences["landlord"].walk_away.value.best == pytest.approx(32, abs=1e-9)
    assert any("0.32 of its reservation bid" in note for note in notes)
    assert "note.json is left out: it is no LinearAdditiveUtilitySpace" in notes


BAD = {
    "not json": ('{"LinearAdditiveUtilitySpace": [1,}', r"a.json:1:\d+: this is not YAML"),
    "twice": ('{"LinearAdditiveUtilitySpace": 1, "LinearAdditiveUtilitySpace": 1}', "for the second time"),
    "nothing": ('{"LinearAdditiveUtilitySpace": {}}', "'domain' is missing in the profile; add 'domain'"),
    "weights": (space().replace("0.6", '"much"'), r"a.json:1:\d+: the weight is 'much'"),
    "utilities": (space(numbers="curvedutils"), "the utilities of 'Rent' are of no known kind"),
    "bid": (space(bid={"issuevalues": {"Floor": "roof", "Rent": 400}}), "'Floor' has no value 'roof'"),
    "open bid": (space(bid={"issuevalues": {"Floor": "low"}}), "'Rent' is missing in the reservation bid"),
    "range": (space().replace("[400, 900, 250]", "[400, 900, 0]"), "this is no range"),
    "fine range": (space().replace("[400, 900, 250]", "[400, 900, 1e-9]"), "500,000,000,001 amounts; at most 1,000"),
    "deep": ("[" * 100_000, "nested more than 40 deep"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_faults_have_a_place(tmp_path, text, expected):
    with pytest.raises(FormatError, match=expected):
        imported(written(tmp_path, a=text, b=text))


def test_other_domains_and_too_few(tmp_path):
    with pytest.raises(FormatError, match="1 profile is here"):
        imported(written(tmp_path / "one", a=space()))
    with pytest.raises(FormatError, match="not that of the other profiles"):
        imported(written(tmp_path / "two", a=space(), b=space().replace('"high"', '"top"')))
