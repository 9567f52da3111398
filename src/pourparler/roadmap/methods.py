"""How the roadmap room finds its answers, for the annex of a briefing."""

from __future__ import annotations

from pourparler.answer import Method

METHODS = (
    Method(
        "An order that neither side gains by breaking off",
        "Each state of the exchange (which steps are complete) has a standing worth to each side, from its preferences, and a "
        "fallback: its walk-away value and whatever change stays after all that can be undone has been undone, each after its time. "
        "At every stage each side compares going on with stopping, with holding back its own part of a simultaneous exchange, and "
        "with pretending a step that is verified only with some chance; a breach also costs it its reputation and guarantees. The "
        "slack is the least by which going on wins. An undetected pretence is taken to stay hidden for ever, which overstates the "
        "temptation. States that break a rule or a red line are avoided.",
        "Sandholm and Lesser 1995, exchange without enforcement; Fearon 1995 and Powell 2006 on commitment; Schelling 1960.",
    ),
    Method(
        "Finding the best order",
        "Best-first search backward from the target over ways to go on, each with its value to every side; a way is dropped if "
        "another from the same state gives every side as much. The first way that reaches the beginning has the largest least slack "
        "of all orders; among equals the least exposure, then the shortest time. Where there are too many ways, values are compared "
        "on a coarser grain, and the answer says by how much a better order could beat it.",
        "Martins 1984, multicriteria shortest paths; Hart, Nilsson and Raphael 1968.",
    ),
    Method(
        "Mistrust",
        "A side that moves goes on if (1 - b) V + b L is at least its fallback, with b its belief that the other will take and run, V"
        " the value of going on and L what it has if cheated. Each step of the other that passes lowers the belief, because an "
        "opportunist would have defected there with the stated chance.",
        "Kydd 2000 and 2005, Trust and Mistrust in International Relations; Watson 1999 on starting small.",
    ),
    Method(
        "The draws",
        "In each draw every uncertain number is drawn anew. The order of the best guess is worked out again with these numbers; and "
        "an order is made anew, which shows which step's place is firm.",
        "Derived from the definitions above.",
    ),
)
