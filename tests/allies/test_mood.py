"""Votes given the mood: against the definition by members, and against the integral when the mood is averaged out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.allies.mood import even_mood, passages, yes_in_mood
from pourparler.allies.ratification import passage_chance, yes_chance
from pourparler.allies.voting_rule import one_body
from tests.allies.voting_oracle import passage, rules

GAINS = st.floats(-40, 40)
SHARES = st.floats(0, 0.95)


@settings(max_examples=500)
@given(rule=rules(), data=st.data())
def test_passages_vote_by_vote(rule, data):
    yes = np.array([[data.draw(st.floats(0, 1)) for _ in rule.counts] for _ in range(3)])
    assert passages(yes, rule) == pytest.approx(passage(rule, yes), abs=1e-12)


@settings(max_examples=200)
@given(rule=rules(shared=False), gains=st.lists(GAINS, min_size=4, max_size=4), noise=st.floats(4, 20), common=SHARES)
def test_over_all_moods_it_is_the_chance_of_passage(rule, gains, noise, common):
    gain = np.array(gains[: len(rule.counts)])
    mood = even_mood(np.random.default_rng(1).random(20_000))
    found = passages(yes_in_mood(gain, noise, common, mood[:, None]), rule).mean()
    assert found == pytest.approx(passage_chance(yes_chance(gain, noise), rule, common), abs=2e-3)


@given(gain=GAINS, noise=st.floats(1, 20), common=st.floats(0, 1))
def test_one_member_says_yes_as_often_as_without_a_mood(gain, noise, common):
    mood = even_mood(np.random.default_rng(2).random(20_000))
    assert yes_in_mood(gain, noise, common, mood).mean() == pytest.approx(yes_chance(gain, noise), abs=1e-3)


def test_the_mood_is_even_and_in_the_order_given():
    mood = even_mood([0.9, 0.1, 0.5])
    assert mood == pytest.approx([0.9674, -0.9674, 0.0], abs=1e-4)
    assert even_mood([]).shape == (0,)


def test_without_noise_and_with_everything_in_common():
    assert yes_in_mood([0.0, -1e-3], 0, 0.5, 3.0).tolist() == [1.0, 0.0]
    assert yes_in_mood([10.0, 10.0], 10, 1, [0.9, 1.1]).tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: yes_in_mood(np.nan, 1, 0, 0),
        lambda: yes_in_mood(1, -1, 0, 0),
        lambda: yes_in_mood(1, 1, 1.5, 0),
        lambda: yes_in_mood(1, 1, 0.5, np.inf),
        lambda: passages([0.5, 1.2], one_body([1, 1], 1)),
        lambda: passages([0.5], one_body([1, 1], 1)),
        lambda: even_mood([[0.1]]),
        lambda: even_mood([np.nan]),
    ],
)
def test_wrong_arguments(wrong):
    with pytest.raises(ValueError, match=r"must be|Expected"):
        wrong()
