"""A scenario as arrays: what deals are worth, which are possible, whose consent they need."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.deals.findings import find
from pourparler.deals.measure import SLACK, measure, one_at_a_time
from pourparler.deals.solve import solve
from pourparler.errors import TooLarge
from pourparler.scenario.uncertain import parse_uncertain
from tests.deals.random_scenarios import Content, loaded, random_scenario, small_case


def worth(content: Content, *deals: tuple[int, ...]) -> list[list[float]]:
    """At the best guess, of each deal to every party."""
    return measure(loaded(content), 1).utilities(np.array(deals), slice(0, 1))[0].round(9).tolist()


def test_weights_are_shares_of_their_sum() -> None:
    assert worth(small_case(), (1, 0, 1), (1, 1, 0), (2, 0, 1)) == [[50, 68, 100], [60, 48, 0], [70, 40, 100]]


def test_all_weights_zero_leaves_the_interactions() -> None:
    content = small_case()
    union = content["preferences"]["union"]
    for stake in union["issues"].values():
        stake["weight"] = 0
    union["interactions"] = [{"when": {"pay": ["middle", "high"], "hours": "h36"}, "add": 12}]
    assert [row[0] for row in worth(content, (0, 1, 0), (1, 1, 0), (2, 1, 1), (2, 0, 0))] == [0, 12, 12, 0]


def test_amounts_between_those_given_lie_on_straight_lines() -> None:
    content = small_case()
    content["issues"]["pay"] = {"name": "Pay", "quantity": {"least": 0, "greatest": 0.6, "step": 0.1}, "today": 0.2}
    for party, values in (("union", {0: 0, 0.4: 80, 0.6: 100}), ("company", {0: 100, 0.6: 10})):
        content["preferences"][party]["issues"] = {"pay": {"weight": 1, "values": values}}
    content["rules"] = []
    found = worth(content, *((amount, 0, 0) for amount in range(7)))
    assert [row[0] for row in found] == [0, 20, 40, 60, 80, 90, 100]
    assert [row[1] for row in found] == [100, 85, 70, 55, 40, 25, 10]


def test_without_a_walk_away_value_today_stands_in_for_it_in_every_draw() -> None:
    content = small_case()
    del content["preferences"]["union"]["walk_away"]
    content["issues"]["pay"]["today"] = "middle"
    content["preferences"]["union"]["issues"]["pay"]["values"]["middle"] = [40, 60, 80]
    made = measure(loaded(content), 20)
    assert made.no_walk_away == {0, 2}
    assert np.array_equal(made.walk_away[:, 0], made.utilities(made.today[None])[:, 0, 0])
    assert made.walk_away[0].tolist() == [30, 40, 100]
    assert len(set(made.walk_away[:, 0].tolist())) == 21


def test_draws_go_by_name_and_seed() -> None:
    content = small_case()
    content["preferences"]["company"]["walk_away"] = [30, 40, 60]
    name = "preferences/company/walk_away"
    first = measure(loaded(content), 5).walk_away[:, 1]
    assert first[0] == 40
    assert first[1:].tolist() == parse_uncertain([30, 40, 60]).draws(5, 7, name).tolist()
    content["preferences"]["union"]["walk_away"] = [20, 30]
    assert measure(loaded(content), 5).walk_away[:, 1].tolist() == first.tolist()
    assert measure(loaded(content), 5, seed=7).walk_away[:, 1].tolist() == first.tolist()
    other = measure(loaded(content), 5, seed=8).walk_away[:, 1]
    assert other[0] == 40
    assert (other[1:] != first[1:]).all()


def test_one_number_at_a_time() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = [20, 40]
    content["preferences"]["company"]["issues"]["pay"]["values"]["middle"] = {"one_of": [60, 70, 70, 90]}
    moved, made = one_at_a_time(loaded(content), 0.1, 0.9)
    assert [line.name for line in moved] == [
        "preferences/union/walk_away",
        "preferences/company/issues/pay/values/middle",
    ]
    assert made.walk_away[:, 0].tolist() == [30, 22, 38, 30, 30]
    assert made.worth[0][:, 1, 1].round(9).tolist() == [28, 28, 28, 24, 36]


@pytest.mark.parametrize(
    ("party", "line", "binds"),
    [
        ("company", {"contract": "one"}, True),
        ("council", {"contract": "one"}, False),
        ("council", {"hours": "h36"}, True),
        ("council", {"contract": "one", "hours": "h36"}, True),
    ],
)
def test_red_lines_bind_where_their_holder_can_refuse(party: str, line: dict[str, str], binds: bool) -> None:
    content = small_case()
    before = measure(loaded(content), 1)
    content["preferences"][party]["red_lines"] = [{"never": line}]
    after = measure(loaded(content), 1)
    assert (after.size < before.size) == binds
    assert [exclusion.path for exclusion in after.exclusions] == [
        ("rules", 0),
        *([("preferences", party, "red_lines", 0)] if binds else []),
    ]


def test_the_red_line_of_a_party_of_which_nothing_else_is_known_binds_too() -> None:
    content = small_case()
    content["preferences"]["council"] = {"red_lines": [{"never": {"hours": "h36"}}]}
    made = measure(loaded(content), 1)
    assert made.parties == ("union", "company")
    assert made.size == 6


def test_a_principal_with_nothing_at_stake_must_agree_all_the_same() -> None:
    content = small_case()
    content["preferences"]["company"] = {"walk_away": 1}
    content["briefed"] = "company"
    found = find(loaded(content), draws=2)
    assert found.measure.parties == ("union", "company", "council")
    assert found.zone.count == 0
    assert found.impasse is not None
    assert [obstacle.party for obstacle in found.impasse.obstacles] == [1]
    content["preferences"]["company"] = {}
    assert find(loaded(content), draws=2).zone.count == 8


def test_interactions_alone_are_a_stake() -> None:
    content = small_case()
    content["preferences"]["council"] = {"interactions": [{"when": {"hours": "h36"}, "add": -30}]}
    assert worth(content, (1, 1, 1), (1, 0, 1)) == [[80, 28, -30], [50, 68, 0]]


def test_a_party_without_preferences_is_left_out() -> None:
    content = small_case()
    content["preferences"]["council"] = {"walk_away": 10}
    assert measure(loaded(content), 1).parties == ("union", "company")
    del content["preferences"]["council"]
    assert measure(loaded(content), 1).protected == ()


@pytest.mark.parametrize(
    ("veto", "free"),
    [
        (["pay"], [True, False, False]),
        ({"pay": "high"}, [True, True, False]),
        ({"pay": ["low", "high"]}, [True, True, False]),
    ],
)
def test_a_veto_is_touched_by_the_options_that_need_consent_but_never_by_today(veto: Any, free: list[bool]) -> None:
    content = small_case()
    content["parties"]["council"]["veto"] = veto
    made = measure(loaded(content), 1)
    assert made.untouched(np.array([[0, 1, 1], [1, 0, 0], [2, 0, 0]]))[:, 2].tolist() == free
    assert made.untouched(np.array([[2, 1, 1]]))[0, :2].tolist() == [True, True]


def test_who_is_protected() -> None:
    content = small_case()
    bystander = {"issues": {"pay": {"weight": 1, "values": {"low": 0, "middle": 50, "high": 100}}}}
    for name, party in {
        "ratifier": {"role": "ratifier", "veto": ["pay"]},
        "with-company": {"role": "outside power", "of": "company"},
        "bystander": {"role": "outside power"},
    }.items():
        content["parties"][name] = {"name": name.title(), **party}
        content["preferences"][name] = bystander
    assert measure(loaded(content), 1).protected == (2, 3, 4)


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_blocks_add_up_to_deals(seed: int) -> None:
    made = measure(loaded(random_scenario(seed, most_deals=100) | {"rules": []}), 2)
    chance = np.random.default_rng(seed)
    picks = np.stack([chance.integers(0, len(block.options), 5) for block in made.everything], axis=1)
    deals = made.deals_of(picks, made.everything)
    for row in range(3):
        summed = sum(
            values[chosen]
            for values, chosen in zip(made.block_utilities(row, blocks=made.everything), picks.T, strict=True)
        )
        assert np.allclose(summed, made.utilities(deals)[row], rtol=0, atol=1e-9)
    for party in range(len(made.parties)):
        alone = [values[:, 0] for values in made.block_utilities(1, [party], made.everything)]
        assert all(
            np.array_equal(values, every[:, party])
            for values, every in zip(alone, made.block_utilities(1, blocks=made.everything), strict=True)
        )


def test_a_hair_below_the_walk_away_value_is_rounding() -> None:
    """Three equal thirds of 70 add up to less than 70 in floating point, and nothing else can be had."""
    content = small_case()
    content["preferences"]["union"] = {
        "walk_away": 70.1,
        "issues": {
            issue: {"weight": 1, "values": dict.fromkeys(content["issues"][issue]["options"], 70.1)}
            for issue in content["issues"]
        },
    }
    made = measure(loaded(content), 1)
    everything = made.utilities(made.today[None])[:, 0, 0]
    assert (np.abs(everything - 70.1) < SLACK).all()
    found = find(loaded(content), draws=1)
    assert found.zone.count == 7 + 1 + 1
    assert solve(found.measure, [0, 1]).exists.tolist() == [True, True]


def test_a_hair_above_what_rules_leave_is_no_deal_and_can_be_explained() -> None:
    content = small_case()
    content["preferences"]["union"]["walk_away"] = 80.001
    found = find(loaded(content), draws=1)
    assert found.zone.count == 0
    assert found.impasse is not None


def test_an_enormous_block_is_refused() -> None:
    content = small_case()
    options = {f"o{index}": f"Option {index}" for index in range(120)}
    for name in ("pay", "hours", "contract", "more"):
        content["issues"][name] = {"name": name.title(), "options": options, "today": "o0"}
    for preferred in content["preferences"].values():
        preferred["issues"] = {"pay": {"weight": 1, "values": dict.fromkeys(options, 50)}}
    content["rules"] = [{"never": dict.fromkeys(content["issues"], "o1")}]
    with pytest.raises(TooLarge, match=r"Pay, Hours, Contract, More are tied together .* 207,360,000 combinations"):
        find(loaded(content), draws=1)
    content["rules"] = []
    assert find(loaded(content), draws=1).measure.size == 207_360_000


def mirrored() -> Content:
    """Two sides that can each have all of one issue: 100 and 0, 75 and 25, 25 and 75, 0 and 100; the council does not care."""
    content = small_case() | {"rules": []}
    for party, first, second in (("union", (0, 100), (100, 0)), ("company", (100, 0), (0, 100))):
        content["preferences"][party] = {
            "walk_away": 0,
            "issues": {
                "hours": {"weight": 3, "values": dict(zip(("h40", "h36"), first, strict=True))},
                "contract": {"weight": 1, "values": dict(zip(("two", "one"), second, strict=True))},
            },
        }
    content["preferences"]["council"]["issues"]["hours"]["values"] = {"h40": 50, "h36": 50}
    return content


def test_of_deals_that_tie_the_best_for_the_first_principal_is_picked() -> None:
    found = find(loaded(mirrored()), draws=1)
    for name in ("nash", "kalai-smorodinsky", "egalitarian"):
        pick = found.solved.picks[name][0]
        assert found.measure.utilities(pick[None])[0, 0].tolist() == [75, 25, 50], name
    small = find(loaded(small_case()), draws=1)
    assert small.solved.picks["utilitarian"][0].tolist() == [1, 0, 1]  # 50 + 68 and 30 + 88 tie


def test_a_fair_deal_that_hurts_nobody_has_no_price() -> None:
    found = find(loaded(mirrored()), draws=1)
    assert found.price is not None
    assert found.price.best.tolist() == [0, 0]


def test_hurting_nobody_is_possible_even_where_somebody_gains_nothing() -> None:
    """The council forbids itself 40 hours less; then the union has 25 at most, just what it walks away with."""
    content = mirrored()
    content["preferences"]["council"]["issues"]["hours"]["values"] = {"h40": 50, "h36": 0}
    content["preferences"]["union"]["walk_away"] = 25
    found = find(loaded(content), draws=1)
    assert found.measure.utilities(found.solved.picks["nash"][0][None])[0, 0].tolist() == [75, 25, 0]
    assert found.measure.utilities(found.solved.picks["inclusive"][0][None])[0, 0].tolist() == [25, 75, 50]
    assert found.price is not None
    assert found.price.best.tolist() == [50, -50]
    content["preferences"]["union"]["walk_away"] = 26
    assert find(loaded(content), draws=1).price is None


def test_of_best_deals_for_one_side_that_tie_the_first_principal_decides() -> None:
    """The company does not care about hours, which the union and the council want the other way round, to the same degree."""
    content = mirrored()
    content["parties"]["council"] = {"name": "The council", "role": "principal"}
    for party, values in (("company", (50, 50)), ("council", (100, 0))):
        hours = {"weight": 3, "values": dict(zip(("h40", "h36"), values, strict=True))}
        content["preferences"][party]["issues"]["hours"] = hours
        content["preferences"][party]["walk_away"] = 0
    content["preferences"]["union"]["issues"]["contract"]["weight"] = 0
    found = find(loaded(content), draws=1)
    pick = found.solved.picks["best-for-company"][0]
    assert found.measure.utilities(pick[None])[0, 0].tolist() == [100, 62.5, 0]
