"""What the silence alone says: of how it came about, and of intent. The two are never mixed."""

from __future__ import annotations

import numpy as np

from pourparler.answer import Sentence, say
from pourparler.conduct.ledger import Ledger, quantiles, times


def silence_speaks(ledger: Ledger) -> list[Sentence]:
    """For the item whose likelihood is left to the tempo: its ratio between mechanisms, and between the two likeliest readings."""
    found = ledger.findings
    readings, weighed = found.readings, found.weighed
    items = [
        index
        for index, item in enumerate(found.conduct.evidence.values())
        if any(entry.tempo for entry in (item.likelihood or {}).values())
    ]
    if readings is None or weighed is None or not items or not weighed.mechanisms.shape[1]:
        return []
    index, shape = items[0], (len(readings.prior), len(found.hypotheses), -1)
    prior, likelihood = readings.prior.reshape(shape), readings.likelihood[:, index].reshape(shape)
    by_mechanism = (prior * likelihood).sum(axis=1) / prior.sum(axis=1)
    order = np.argsort(-by_mechanism[0], kind="stable")
    most, least = int(order[0]), int(order[-1])
    best, low, high = quantiles(by_mechanism[:, most] / by_mechanism[:, least])
    how = ledger.computed(
        "silence-ratio",
        f"How much likelier the silence is if {ledger.mechanism(most)} than if {ledger.mechanism(least)}",
        f"{times(best)} ({times(low)} to {times(high)})",
        "Ratio of the item's likelihoods; in each draw one model, window and definition of the tempo's grid",
        "conduct-tempo",
    )
    ratio = float(weighed.ratios[index])
    leader, second = ledger.reading(weighed.leader), ledger.reading(weighed.runner_up)
    intent = ledger.computed(
        "silence-intent",
        f"How much likelier the silence is under {leader} than under {second}",
        f"{times(ratio)} to 1",
        "Ratio of the item's likelihoods, mechanisms averaged",
        "conduct-tempo",
    )
    verdict = "it tells nothing of intent" if max(ratio, 1 / ratio) < TELLING else "of intent it tells little"
    return [
        say(
            "The silence is ",
            how,
            f" times likelier if {ledger.mechanism(most)} than if {ledger.mechanism(least)}; between {leader} and {second} it stands ",
            intent,
            f": {verdict}.",
        )
    ]


TELLING = 1.1
"""A ratio below which an item is said to tell nothing."""
