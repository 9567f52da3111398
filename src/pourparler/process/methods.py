"""How the process room finds its answers, for the annex."""

from __future__ import annotations

from pourparler.answer import Method

METHODS = (
    Method(
        "Ways to meet as a game",
        "Each way to meet becomes a game tree: the other side knows what it is, the side that decides has only chances; signals are "
        "seen, an offer is made, signed or not, kept or broken; without an agreement a lottery of ends follows. Worths are in points of "
        "each side; nobody is taken to like or fear risk beyond them.",
        "Kuhn 1953, Extensive games and the problem of information; Harsanyi 1967, Games with incomplete information",
    ),
    Method(
        "Deciders who err",
        "At every choice the better option is likelier, the more so the more it is better: the odds of two options grow with the "
        "difference of what each brings. How sharply is given as the chance of taking the worse of two options ten points apart. All "
        "choices answer each other at the same time (agent quantal response); the solution is followed from pure chance to the sharpness "
        "given, and the error left is printed.",
        "McKelvey and Palfrey 1998, Quantal response equilibria for extensive form games; Turocy 2010",
    ),
    Method(
        "Nobody errs: all equilibria",
        "All patterns of pure choices in which each side does best given what it believes, and believes what fits what it has seen "
        "(weak perfect Bayesian equilibrium), are listed with what happens in them. Where everybody always knows where he is, one pass "
        "from the ends to the beginning finds the best play.",
        "Selten 1965; Kreps and Wilson 1982, Sequential equilibria; Fudenberg and Tirole 1991",
    ),
    Method(
        "What preparing is worth",
        "The same tree is solved without the change in what both sides have meanwhile, then without the cost of waiting, then with the "
        "signals unseen; the differences are what each part is worth. What is left is the room itself.",
        "Raiffa and Schlaifer 1961, Applied statistical decision theory; here with an opponent who knows that he is watched",
    ),
)
