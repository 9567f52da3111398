"""How the allies room finds its answers, for the annex."""

from __future__ import annotations

from pourparler.answer import Method

METHODS = (
    Method(
        "Win-sets",
        "A member of a body accepts a deal that gives it no less than walking away does; a body's win-set is every "
        "deal that brings its quota together. Deals that do not touch what a body has power over need no consent "
        "of it. The deals of the frontier, and all deals that the principals accept, are counted one by one.",
        "Putnam 1988, Diplomacy and domestic politics: the logic of two-level games",
    ),
    Method(
        "Chance of ratification",
        "Each member sees a deal with a normal error, part of which all have in common. In each draw of the "
        "uncertain numbers, the common part is one number more; given it, votes are independent and the chance "
        "that the quota is reached is exact. The mean is taken over the draws in which the principals would sign.",
        "Vasicek 2002, The distribution of loan portfolio value (one factor); Wang 1993, On the number of "
        "successes in independent trials",
    ),
    Method(
        "Gain against safety",
        "Of the deals that cannot be improved for one principal without loss to another, and of those with that "
        "property among the deals that leave no ally worse off than today, the one with the largest chance times "
        "worth, plus the rest of the chance times no deal less the cost of failure.",
        "Iida 1993, When and how do domestic constraints matter?; Putnam 1988 (involuntary defection)",
    ),
    Method(
        "Cheapest gifts",
        "What each member lacks is a price; the cheapest members that complete the quota are found exactly, as a "
        "knapsack that must be covered.",
        "Kellerer, Pferschy and Pisinger 2004, Knapsack Problems",
    ),
    Method(
        "Who could block",
        "All smallest groups without whom some body cannot reach its quota; a group would block if all of it are "
        "better off without the deal. A party that can undo a part is judged by what is left: the rest of the deal "
        "where all principals still want it, else no deal.",
        "Shapley 1962, Simple games; Stedman 1997, Spoiler problems in peace processes",
    ),
    Method(
        "Power by the rules alone",
        "Banzhaf: in how many of all ways in which the others may vote a member decides. Shapley and Shubik: in "
        "how many orders of joining. Both exact, for all bodies together.",
        "Banzhaf 1965, Weighted voting doesn't work; Shapley and Shubik 1954, A method for evaluating the "
        "distribution of power",
    ),
    Method(
        "Forecast from positions",
        "Mean of the positions, weighted by capability times salience. Its band is that of its errors on 353 "
        "issues of European law-making with known outcome: mean absolute error 23.1 of 100 points. As a second "
        "view, a probabilistic Condorcet election; the challenge model, with an error of 28.0 or more, only as an "
        "alternative.",
        "Van den Bos 1991; Achen 2006; Arregui & Perarnaud 2021 (DEU III); Wise, Lester & Efird 2015; Scholz, "
        "Calbert & Smith 2011",
    ),
)
