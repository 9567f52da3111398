"""How the leverage room finds its answers, for the annex of a briefing."""

from __future__ import annotations

from pourparler.answer import Method

METHODS = (
    Method(
        "Alternatives to a deal",
        "One principal's walk-away value moves, all else stays at the best guess. As it rises, deals drop out, and of two deals the "
        "one that is better for that principal overtakes the other at one value at most. So the deal that each solution picks is "
        "found at every value at once, as the upper envelope of curves, and the values at which it changes are exact. The margin is "
        "the largest value at which the others still accept some deal, less the walk-away value itself.",
        "Raiffa 1982; Thomson 1987; Milgrom and Shannon 1994; Nash 1950; Kalai and Smorodinsky 1975; Kalai 1977.",
    ),
    Method(
        "Given up front",
        "A gift settles its issue, so only deals that contain it remain, and it changes what both sides have if talks fail: by its "
        "worth against today's option, times the share that stays. The price is the worth of the fair deal without the gift given "
        "first, less its worth with it. What could be won back is the part of the price that would be spared if nothing of the gift "
        "stayed.",
        "Schelling 1956; Nash 1953; Compte and Jehiel 2004.",
    ),
    Method(
        "Waiting and dates",
        "Two sides make offers in turn; each round of waiting makes the gain worth less to each. The more patient side has the larger "
        "share. Before a date on which talks end, whoever makes the last offer takes what is left; if they go on after it, the rest "
        "is divided as without a date, and the side that set the date bears the cost of missing it. A share of the gain is turned "
        "into points by the deal with the largest weighted product of gains, the shares being the weights. Which side makes the "
        "first offer is not known: both ways count alike.",
        "Rubinstein 1982; Binmore, Rubinstein and Wolinsky 1986; Ståhl 1972; Fearon 1997.",
    ),
    Method(
        "Pressures",
        "The walk-away values of the file hold with all pressures in force. For every set of them the effects of the others are "
        "taken away and the fair deal is found; where there is none, each side has its walk-away value. A pressure's contribution is "
        "what it adds to those before it, averaged over all orders in which they could have been put on; the contributions add up to "
        "the whole difference. That is an attribution within this model of judged numbers, not a proof of cause.",
        "Shapley 1953; Grabisch and Roubens 1999.",
    ),
)
