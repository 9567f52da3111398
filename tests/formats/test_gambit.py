"""Games go to Gambit's files and back unchanged, files of others are read, and what is wrong is told with its place."""

from __future__ import annotations

import contextlib
import math
import re
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pourparler.formats.exchange import FormatError
from pourparler.formats.gambit_in import parse_gambit, read_gambit
from pourparler.formats.gambit_out import exact_shares, write_gambit
from pourparler.process.backward_induction import backward_induction
from pourparler.process.play import values
from pourparler.process.pure_equilibria import pure_equilibria
from pourparler.process.tree import CHANCE, END, Growth, Tree
from tests.process.game_oracle import random_tree, trees

# Written for these tests after the description of the format: an offer under private information, with a payoff on the way.
OFFER = """EFG 2 R "An \\"offer\\"" { "Home" "Other" }
"kept from a note"

c "start" 1 "type" { "firm" 1/4 "soft" .75 } 0
p "" 1 7 "Home" { "offer" "wait" } 0
p "" 2 1 "firm" { "yes" "no" } 3 "cost" { -1, -0.5 }
t "" 1 "deal" { 10 2 }
t "" 2 "none" { 0, 0 }
t "" 2
p "" 1 7 0
p "" 2 2 "soft" { "yes" "no" } 3 t "" 1 "deal" { 1e1, 4/2 } t "" 2 t "later" 4 { -2.50 1/3 }
"""
HEAD = 'EFG 2 R "x" { "A" "B" }\n'


def same_tree(one: Tree, two: Tree) -> None:
    assert (one.shape.players, one.shape.sets, one.shape.actions, one.shape.nodes) == (
        two.shape.players, two.shape.sets, two.shape.actions, two.shape.nodes,
    )  # fmt: skip
    for name in ("parent", "player", "information_set", "branch"):
        assert getattr(one.shape, name).tolist() == getattr(two.shape, name).tolist()
    assert (one.chance.tolist(), one.payoff.tolist()) == (two.chance.tolist(), two.payoff.tolist())


def test_a_file() -> None:
    game = parse_gambit(OFFER.encode(), "offer.efg")
    tree = game.tree
    assert (game.title, game.comment, game.notes) == ('An "offer"', "kept from a note", ())
    assert tree.shape.players == ("Home", "Other")
    assert tree.shape.sets == ("Home", "firm", "soft")
    assert tree.shape.actions == (("offer", "wait"), ("yes", "no"), ("yes", "no"))
    assert tree.shape.nodes == ("type", "firm", "offer", "yes", "no", "wait", "soft", "offer", "yes", "no", "wait")
    assert tree.chance.tolist() == [1, 0.25, 1, 1, 1, 1, 0.75, 1, 1, 1, 1]
    assert tree.payoff[[2, 3, 4, 5, 7, 8]].tolist() == [[-1, -0.5], [10, 2], [0, 0], [0, 0], [-1, -0.5], [10, 2]]
    assert tree.payoff[10].tolist() == [-2.5, 1 / 3]
    assert pure_equilibria(tree).value.tolist() == [[9.0, 1.5]]


def test_line_ends_marks_and_no_space() -> None:
    """Only labels need their marks; white space is free, and a byte-order mark is passed over."""
    expected = parse_gambit(OFFER.encode(), "offer.efg").tree
    for text in (OFFER.replace("\n", "\r\n"), "\ufeff" + OFFER, OFFER.replace("\n", " \t"), OFFER.replace(" {", "{")):
        same_tree(parse_gambit(text.encode(), "offer.efg").tree, expected)


@settings(max_examples=500)
@given(tree=trees(depth=4, players=3), title=st.text(max_size=9), comment=st.text(max_size=9))
def test_there_and_back(tree: Tree, title: str, comment: str) -> None:
    title, comment = (re.sub("[\r\ud800-\udfff]", "", text).rstrip("\\") for text in (title, comment))
    game = parse_gambit(write_gambit(tree, title, comment).encode(), "f.efg")
    assert (game.title, game.comment, game.notes) == (title, comment, ())
    same_tree(game.tree, tree)


@settings(max_examples=200)
@given(seed=st.integers(0, 10**9), numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4))
@example(seed=1, numbers=[5e-324, -1.7976931348623157e308, 0.1 + 0.2, -0.0])
def test_any_float_comes_back(seed: int, numbers: list[float]) -> None:
    random, growth = Random(seed), Growth(('"', "a\\b"))
    parts = [random.random() ** 9 for _ in range(5)]
    root = growth.chance_move("chance")
    for number, part in enumerate(parts):
        growth.end((random.choice(numbers), random.choice(numbers)), root, f"e{number}", part / sum(parts))
    tree = growth.tree()
    text = write_gambit(tree, "x")
    same_tree(parse_gambit(text.encode(), "f.efg").tree, tree)
    assert "e+" not in text
    assert "e-" not in text  # numbers are written out


@settings(max_examples=500)
@given(parts=st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(lambda parts: sum(parts) > 1e-9))
def test_chances_make_one_exactly(parts: list[float]) -> None:
    chances = [part / sum(parts) for part in parts]
    shares = exact_shares(chances)
    assert [float(share) for share in shares] == chances
    assert all(share >= 0 for share in shares)
    missing = abs(1 - sum(map(Fraction, chances)))
    if missing <= sum(Fraction(math.ulp(chance)) for chance in chances if chance) * Fraction(24, 100):
        assert sum(shares) == 1
    else:  # it may be more than what rounding can hide
        assert sum(shares) == 1 or shares == list(map(Fraction, chances))


def test_thirds_are_written_as_thirds() -> None:
    assert exact_shares([1 / 3, 1 / 3, 1 / 3]) == [Fraction(1, 3)] * 3
    assert sum(exact_shares([0.5, 0.5 - 1e-10])) != 1  # no number that reads as these would make 1


def test_nodes_in_another_order() -> None:
    """A tree that was grown level by level is written depth first; it is worth the same."""
    random = Random(3)
    growth = Growth(("A", "B"))
    level = [growth.chance_move("start")]
    for depth in range(3):
        below = []
        for node in level:
            for branch in range(2):
                chance = 0.5 if growth.player[node] == CHANCE else 1.0
                if depth == 2:
                    growth.end((random.randint(0, 9), random.randint(0, 9)), node, f"b{branch}", chance)
                else:
                    below.append(growth.move("AB"[depth], f"set {len(growth.parent)}", node, f"b{branch}", chance))
        level = below
    tree = growth.tree()
    again = parse_gambit(write_gambit(tree, "x").encode(), "f.efg").tree
    assert again.shape.parent.tolist() != tree.shape.parent.tolist()
    assert backward_induction(again).value[0].tolist() == backward_induction(tree).value[0].tolist()
    uniform = np.full(int(tree.shape.first_choice[-1]), 0.5)
    assert values(again, uniform)[0] == pytest.approx(values(tree, uniform)[0])


def test_what_has_no_name_gets_one() -> None:
    text = 'EFG 2 D "" { "" "B" } c "" 1 "" { "" 1/2 "" 1/2 } 0\n'
    text += 'p "" 1 3 "" { "" "" } 0 t "" 0 t "" 0 p "" 1 4 "" { "l" } 0 p "" 1 5 "set 4" { "l" } 0 t "" 0'
    game = parse_gambit(text.encode(), "f.efg")
    assert game.tree.shape.players == ("Player 1", "B")
    assert game.tree.shape.sets == ("set 3", "set 4", "set 4 (5)")
    assert game.tree.shape.actions == (("1", "2"), ("l",), ("l",))
    assert game.notes == (
        "a player without a name is called 'Player 1' here",
        "actions of event 1 without a name are called by their numbers here",
        "actions of information set 3 without a name are called by their numbers here",
        "information set 3 of Player 1 is called 'set 3' here",
        "information set 4 of Player 1 is called 'set 4' here",
        "information set 5 of Player 1 is called 'set 4 (5)' here",
    )


def test_a_name_that_cannot_be_written() -> None:
    growth = Growth(("A",))
    growth.end((1,))
    with pytest.raises(ValueError, match="ends with a backslash"):
        write_gambit(growth.tree(), "title\\")


def test_from_a_folder(tmp_path) -> None:
    (tmp_path / "offer.efg").write_text(OFFER)
    assert read_gambit(tmp_path / "offer.efg").title == 'An "offer"'


BAD = {
    "empty": ("", 'f.efg:1:1: the file ends here; here must stand EFG 2 R "title"'),
    "strategic form": ('NFG 1 R "x"', "f.efg:1:1: 'NFG' stands here; here must stand EFG 2 R"),
    "version": ('EFG 3 R "x"', "f.efg:1:5: '3' stands here; here must stand EFG 2 R"),
    "no players": ('EFG 2 R "x" { } t "" 0', 'f.efg:1:13: there is no player; write { "Home" "Other" }'),
    "twin players": ('EFG 2 R "x" { "A" "A" } t "" 0', "two players have the same name; tell them apart"),
    "no node": (HEAD, 'f.efg:2:1: the game has no node; the shortest game is t "" 0'),
    "not closed": (HEAD + 't "x 0', 'f.efg:2:3: this label is not closed; end it with "'),
    "stray": (HEAD + 't "" $', r"f.efg:2:6: '\$' is not understood; labels stand between"),
    "two dots": (HEAD + 't "" 1 { 1.2.3 4 }', "f.efg:2:10: '1.2.3' is not understood"),
    "kind": (
        HEAD + 'q "" 0',
        r"f.efg:2:1: 'q' stands here; here must stand c \(chance\), p \(a player\) or t \(an end\)",
    ),
    "negative outcome": (HEAD + 't "" -1', "the number of the outcome is '-1'; write a whole number from 0 on"),
    "zero described": (HEAD + 't "" 0 "x" { 1 2 }', "f.efg:2:8: outcome 0 is described; 0 means no payoff"),
    "no payoffs": (HEAD + 't "" 1', "f.efg:2:6: outcome 1 has no payoffs; give them where it first appears"),
    "empty payoffs": (HEAD + 't "" 1 { }', "f.efg:2:10: there is no payoff here; give one for each player"),
    "three payoffs": (HEAD + 't "" 1 { 1 2 3 }', "outcome 1 has 3 payoffs; give one for each of 2 players"),
    "by zero": (HEAD + 't "" 1 { 1/0 2 }', "f.efg:2:10: '1/0' is no number that can be used; write one such as"),
    "huge": (HEAD + 't "" 1 { 1e999 2 }', "'1e999' is no number that can be used"),
    "huge fraction": (HEAD + f't "" 1 {{ 1{"0" * 400}/3 2 }}', "is no number that can be used"),
    "odd fraction": (HEAD + 't "" 1 { 1.5/2 2 }', "'1.5/2' is no number that can be used"),
    "chances": (
        HEAD + 'c "" 1 "" { "a" 0.5 "b" 0.4 } 0 t "" 0 t "" 0',
        "f.efg:2:11: the chances make 0.9; they must add up",
    ),
    "negative chance": (HEAD + 'c "" 1 "" { "a" 1.5 "b" -0.5 } 0 t "" 0 t "" 0', "the chance '-0.5' is negative"),
    "no action": (HEAD + 'p "" 1 1 "" { } 0', 'f.efg:2:13: there is no action here; write { "stay" "go" }'),
    "untold": (HEAD + 'p "" 1 1 0 t "" 0', "f.efg:2:1: information set 1 has no actions; tell them where it first"),
    "untold event": (HEAD + 'c "" 1 0 t "" 0', "f.efg:2:1: event 1 has no actions"),
    "player 3": (HEAD + 'p "" 3 1 "" { "a" } 0 t "" 0', "f.efg:2:1: there is no player 3; there are 2, counted from 1"),
    "twin actions": (
        HEAD + 'p "" 1 1 "" { "a" "a" } 0 t "" 0 t "" 0',
        "two actions of information set 1 have the same name",
    ),
    "too short": (HEAD + 'p "" 1 1 "" { "a" "b" } 0 t "" 0', "at least 1 more nodes are needed; .* what follows 'b'"),
    "too long": (HEAD + 't "" 0\nt "" 0', "f.efg:3:1: the tree is complete, and here is another node; take away"),
    "other payoffs": (
        HEAD + 'p "" 1 1 "" { "a" "b" } 0\nt "" 1 { 1 2 }\nt "" 1 { 1 3 }',
        "f.efg:4:6: outcome 1 has other payoffs than in line 3; give the same",
    ),
    "other actions": (
        HEAD + 'p "" 1 1 "" { "a" "b" } 0\nt "" 0\np "" 2 1 "" { "a" } 0\np "" 2 1 "" { "c" } 0 t "" 0',
        "f.efg:5:1: information set 1 is not told as in line 4; tell it the same, leave it out",
    ),
    "forgets": (
        HEAD + 'p "" 1 1 "" { "a" "b" } 0\np "" 1 2 "" { "l" } 0 t "" 0\np "" 1 2 0 t "" 0',
        r"f.efg:4:1: at information set 2 A has forgotten what he did or knew before; .*\(perfect recall\)",
    ),
    "walks in a ring": (HEAD + 'p "" 1 1 "" { "a" } 0 p "" 1 1 0 t "" 0', "A has forgotten what he did or knew before"),
    "large": ("EFG" + " " * 8_000_000, "f.efg:1:1: the file has 8,000,003 bytes; at most 8,000,000 are read"),
    "no text": (HEAD.encode() + b't "\xff" 0', "f.efg:2:4: byte 0xff is not UTF-8 text; save the file as UTF-8"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_what_is_refused(text: str | bytes, expected: str) -> None:
    with pytest.raises(FormatError, match=expected):
        parse_gambit(text.encode() if isinstance(text, str) else text, "f.efg")


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = HEAD + 'p "" 1 1 "" { "a" "b" "c" } 0\nt "" one\nt "" 1 { x }\nt "" 0 {'
    with pytest.raises(FormatError) as caught:
        parse_gambit(text.encode(), "f.efg")
    assert [(problem.place.line, problem.place.column) for problem in caught.value.problems] == [
        (3, 6),
        (4, 10),
        (5, 8),
    ]
    text = HEAD + 'p "" 1 1 "" { "a" "b" "c" } 0\nt "" 1\nt "" 2 { 1 }\nt "" 3 { 1 2 3 }'
    with pytest.raises(FormatError) as caught:
        parse_gambit(text.encode(), "f.efg")
    assert len(caught.value.problems) == 3


PIECES = [
    '"',
    "{",
    "}",
    ",",
    "c",
    "p",
    "t",
    "0",
    "1",
    "2",
    "-1",
    "1/2",
    "1/0",
    "1e400",
    "\\",
    " ",
    "\n",
    '"x"',
    "é",
    "\x00",
    "EFG",
]


@settings(max_examples=2000)
@given(
    tree=trees(depth=3),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4),
)
def test_a_broken_file_is_read_or_refused(tree: Tree, changes: list[tuple[int, int, str]]) -> None:
    text = write_gambit(tree, "x")
    for at, dropped, put in changes:
        at %= len(text) + 1
        text = text[:at] + put + text[at + dropped :]
    try:
        game = parse_gambit(text.encode(), "f.efg")
    except FormatError as error:
        lines = text.split("\n")
        for problem in error.problems:
            assert 1 <= problem.place.line <= len(lines)
            assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        return
    assert math.isfinite(game.tree.payoff.sum())
    same_tree(parse_gambit(write_gambit(game.tree, "x").encode(), "f.efg").tree, game.tree)


@settings(max_examples=300)
@given(text=st.text(alphabet='"{},cpt01/-. \n\\EFGR2', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for content in (text, HEAD + text):
        with contextlib.suppress(FormatError):
            parse_gambit(content.encode(), "f.efg")


def test_a_long_file_is_read_soon() -> None:
    random = Random(1)
    growth = Growth(("A", "B"))
    level = [growth.chance_move("start")]
    for depth in range(9):
        following = []
        for node in level:
            chance = 1 / 3 if growth.player[node] == CHANCE else 1.0
            for branch in range(3):
                if depth == 8:
                    growth.end((random.random(), random.random()), node, f"b{branch}", chance)
                else:
                    following.append(growth.move("AB"[depth % 2], f"{len(growth.parent)}", node, f"b{branch}", chance))
        level = following
    tree = growth.tree()
    again = parse_gambit(write_gambit(tree, "x").encode(), "f.efg").tree
    assert len(again.chance) == len(tree.chance) == 29_524
    assert (again.shape.player == END).sum() == 3**9


def test_random_trees_are_not_all_alike() -> None:
    """The generator that these tests rest on makes chance, several players, wide sets and payoffs on the way."""
    many = [random_tree(Random(seed), depth=4) for seed in range(50)]
    assert any((tree.shape.player == CHANCE).any() for tree in many)
    assert any(len(np.unique(tree.shape.mover)) == 2 for tree in many)
    assert any(
        len(tree.shape.members(0)) > 1 or len(tree.shape.members(1)) > 1 for tree in many if len(tree.shape.sets) > 1
    )
    assert any(tree.payoff[tree.shape.player != END].any() for tree in many)
