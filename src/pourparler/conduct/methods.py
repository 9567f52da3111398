"""How the conduct room finds its answers, for the annex of a briefing."""

from __future__ import annotations

from pourparler.answer import Method

METHODS = (
    Method(
        "How unusual a silence is",
        "Days with an event are counted, not single events. Ten models of tempo are trained on the record up to the last event, for "
        "every window and definition the file names; each gives the chance of a silence as long as today's. Five of them are pooled "
        "with equal weights: a gamma-Poisson rate in which recent years count more (half-life 730 days), the same by month of the "
        "year, Weibull spacing of events, a Markov-modulated Poisson process of campaigns and lulls, and the share of past gaps that "
        "were longer. Back-tests show no model clearly better than another, so the spread is part of the answer.",
        "Cox and Lewis 1966, The Statistical Analysis of Series of Events; Fischer and Meier-Hellstern 1993 (Markov-modulated "
        "Poisson); Raftery and Akman 1986 (change of rate).",
    ),
    Method(
        "From evidence to probabilities",
        "Bayes' rule over the readings named and 'something else', each with every way in which the conduct may have come about. Each "
        "item has a likelihood under each; a report counts as p* = r p + (1 - r) b, with r the chance that it is faithful (from its "
        "marks on the Admiralty scale, or stated) and b the chance of such a report if it is not. Items of one origin weigh "
        "1 / (1 + (m - 1) rho) each, or are reckoned exactly where their common cause is named. 'Something else' takes the mean "
        "likelihood of the rest, so that no single item helps or hurts it.",
        "Good 1950, Probability and the Weighing of Evidence; Schum 1994, Evidential Foundations of Probabilistic Reasoning.",
    ),
    Method(
        "Ranges of these probabilities",
        "Priors, shares and likelihoods are drawn from the ranges in the file. A likelihood written as one number is drawn with odds "
        "off by the stated factor (5 to 95 %; 2 unless the file says otherwise); priors written without ranges from a Dirichlet "
        "distribution worth the stated number of cases (20). A likelihood left to the tempo is in each draw that of one model, "
        "window and definition of the pool's grid, picked at random.",
        "O'Hagan et al. 2006, Uncertain Judgements.",
    ),
    Method(
        "What an indicator is worth",
        "Bits are the mutual information between seeing it or not and the readings. The worth to the decision is the expected value of "
        "sample information: how much better the best course after each result is than the best course now, weighted by the chance of "
        "the result, less the cost of watching. It is never above the value of knowing the truth.",
        "Raiffa and Schlaifer 1961, Applied Statistical Decision Theory; Lindley 1956.",
    ),
    Method(
        "Words of probability, and confidence",
        "Words follow Intelligence Community Directive 203 (or the PHIA yardstick, where the file says so) and stand with their number. "
        "Confidence is another thing and stands in a sentence of its own. It is low if one origin carries more than half of the weight "
        "of the evidence, or the leading reading leads in fewer than 70 of 100 draws, or the models of tempo differ by a factor of "
        "more than 5; high if none of these holds, the leading reading has 90 % or more and two independent origins are marked B2 or "
        "better; else moderate.",
        "ICD 203, Analytic Standards, 2015; the limits are this tool's own.",
    ),
    Method(
        "The matrix of competing hypotheses",
        "The letter nearest to each likelihood, and the classic score: 1 for each I, 2 for each II. Given for readers who expect it; "
        "readings stand in rows, which reduced confirmation bias in a trial.",
        "Heuer 1999, Psychology of Intelligence Analysis; Dhami et al. 2024.",
    ),
)
