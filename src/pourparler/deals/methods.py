"""How the deals room finds its answers, for the annex of a briefing."""

from __future__ import annotations

from pourparler.answer import Method

METHODS = (
    Method(
        "Worth of a deal",
        "For each party the weighted mean of its values for the options, from 0 to 100, weights taken as "
        "shares of their sum, plus the points of interactions that apply. Uncertain numbers are drawn "
        "independently of each other; what moves together in life, such as two walk-away values that depend "
        "on the same war, is drawn apart here, so joint figures can be off in either direction.",
        "Raiffa 1982, The Art and Science of Negotiation; Keeney and Raiffa 1976, Decisions with Multiple Objectives.",
    ),
    Method(
        "Possible deals, and the zone of possible agreement",
        "One option for each issue, without those that a rule excludes, or a red line of a principal (or of a "
        "party with a veto over an issue the red line speaks of). The zone holds those that give every "
        "principal at least its walk-away value. It is counted exactly.",
        "Raiffa 1982.",
    ),
    Method(
        "Deals that cannot be improved",
        "The Pareto frontier of the principals, exact: issues tied by rules or interactions form blocks, "
        "blocks are merged one by one, and what is dominated in part stays dominated in whole. Worths that "
        "differ by less than a thousand-millionth of their range count as equal.",
        "Pareto 1906; Raiffa, Richardson and Metcalfe 2002, Negotiation Analysis.",
    ),
    Method(
        "Cases too large for a frontier",
        "Three and more principals can have so many deals that cannot be improved that no list of them is made. Then the "
        "fair deal is found in every draw by branch and bound, the other named deals at the best guess by mixed-integer "
        "programmes, each with a number that provably no deal exceeds, and some deals stand for the frontier, with the "
        "most by which any deal can be better for everyone at once. The text of the briefing says where this was done.",
        "Land and Doig 1960; Huangfu and Hall 2018 (HiGHS); Papadimitriou and Yannakakis 2000 for a frontier by cells.",
    ),
    Method(
        "The fair deal and its rivals",
        "The fair deal is the Nash bargaining solution: of the deals in the zone the one with the largest "
        "product of gains over walking away. Beside it stand the Kalai-Smorodinsky solution (same share of "
        "the largest possible gain, leximin), the egalitarian solution (leximin of gains), the utilitarian "
        "solution (largest sum, which compares points between parties and so depends on how their scales were "
        "set), and the deal that is best for each principal while the others still accept. All are exact, and "
        "are found anew in every draw.",
        "Nash 1950, The Bargaining Problem; Kalai and Smorodinsky 1975; Kalai 1977; Imai 1983.",
    ),
    Method(
        "Acceptance",
        "In each draw a principal accepts a deal worth at least its walk-away value; a party with a veto does "
        "too, or the deal leaves alone what it has a veto over. Chances are shares of draws; the joint chance "
        "is counted jointly and is not a product. The deal likeliest to be accepted is the best among the "
        "deals examined: the frontiers of the best guess and of the first draws, and every named deal of "
        "every draw.",
        "Raiffa 1982.",
    ),
    Method(
        "Who is hurt, and the price of hurting nobody",
        "A party is hurt where a deal is worth less to it than today's options. The price is what each "
        "principal loses when the fair deal is sought only among deals that leave no ally and no holder of a "
        "veto worse off than today; exact in every draw.",
        "Derived from the definitions above.",
    ),
    Method(
        "Which assumptions matter",
        "Each uncertain number in turn is set to the values below which 5 % and 95 % of its distribution lie, "
        "all others at the best guess, and the fair deal is found anew. Numbers that matter only together are "
        "not found this way.",
        "Saltelli et al. 2008, Global Sensitivity Analysis (one at a time, with its limits).",
    ),
    Method(
        "Why there is no deal",
        "Where no deal reaches every bottom line, a smallest set of walk-away values, rules and red lines "
        "that together exclude every deal, found exactly by minimum hitting sets.",
        "Ignatiev et al. 2015, Smallest MUS Extraction with Minimal Hitting Set Dualization.",
    ),
    Method(
        "Adjusted winner",
        "For two principals and issues that no rule, red line or interaction ties together: each issue goes "
        "to the side that values it more, and at most one is split so that both end with the same number of "
        "points.",
        "Brams and Taylor 1996, Fair Division.",
    ),
)
