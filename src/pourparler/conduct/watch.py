"""What to watch for: how much each indicator would tell, and what it would make one do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.conduct.drawing import Drawing, Floats
from pourparler.conduct.information import (
    AfterResults,
    best_action_after,
    expected_information_gain,
    expected_value_of_perfect_information,
    expected_value_of_sample_information,
)
from pourparler.conduct.patience import exponential_days_to_ratio, exponential_silence_ratio
from pourparler.conduct.readings import Readings

SEEN, NOT_SEEN = 0, 1
IMPOSSIBLE = -1  # in place of a course, after a result that cannot happen
CLEAR = 3.0  # a ratio at which two readings are told apart


@dataclass(frozen=True)
class Watched:
    """Rows: best guess, then draws. J indicators, A courses, H hypotheses.

    order: indicators, the most useful for the decision first. gain: (rows, J) bits. worth: (rows, J) points by which
    the briefed side expects to do better for knowing it in time, less its cost; zeros without courses. perfect: (rows,)
    the same for the truth itself. course: (rows, A) expected worth of each course. best: (rows,) the best one.
    after: what each result makes one do.
    belief: (J, 2, H) posterior if seen, and if not; NaN for a result that cannot happen. chance: (rows, J) that it is seen.
    """

    order: tuple[int, ...]
    gain: Floats
    worth: Floats
    cost: Floats
    perfect: Floats
    course: Floats
    best: NDArray[np.int64]
    after: AfterResults | None
    belief: Floats
    chance: Floats

    def changes(self, indicator: int) -> bool:
        """Whether a result of the indicator would make another course the best one."""
        assert self.after is not None
        return not set(self.after.action[0, indicator].tolist()) <= {int(self.best[0]), IMPOSSIBLE}


@dataclass(frozen=True)
class Patience:
    """How long a pause tells two readings apart: (rows,) each.

    patient, restless: positions of the readings that would act again last and first.
    so_far: ratio of the chances of so long a silence, patient : restless. clear_after: days until it is 3 to 1.
    breach: how much likelier an act on any day is under the restless one.
    """

    patient: int
    restless: int
    so_far: Floats
    clear_after: Floats
    breach: Floats


def watch(drawing: Drawing, readings: Readings, posterior: Floats) -> Watched | None:
    """Judge the indicators and the courses; None where the file has neither. `posterior`: (rows, S)."""
    conduct = drawing.conduct
    if not conduct.indicators and not conduct.courses:
        return None
    states, prior = readings.states, readings.prior
    seen = [
        drawing.by_state(("indicators", name, "likelihood"), each.likelihood, states, prior)
        for name, each in conduct.indicators.items()
    ]
    likelihood = np.array(seen).reshape(len(seen), drawing.rows, len(states)).transpose(1, 0, 2)
    results = np.stack((likelihood, 1.0 - likelihood), axis=2)  # (rows, J, 2, S)
    cost = np.zeros((drawing.rows, len(seen)))
    for index, (name, indicator) in enumerate(conduct.indicators.items()):
        if indicator.cost is not None:
            cost[:, index] = drawing.number("indicators", name, "cost")
    gain = expected_information_gain(posterior[:, None, :], results)
    worth, perfect = np.zeros_like(gain), np.zeros(drawing.rows)
    course, after = np.empty((drawing.rows, 0)), None
    best = np.zeros(drawing.rows, dtype=np.int64)
    if conduct.courses:
        values = [
            drawing.by_state(("courses", name, "value"), each.value, states, prior)
            for name, each in conduct.courses.items()
        ]
        value = np.stack(values, axis=1)  # (rows, A, S)
        course = (value * posterior[:, None, :]).sum(axis=2)
        best = course.argmax(axis=1)
        perfect = expected_value_of_perfect_information(posterior, value)
        worth = expected_value_of_sample_information(posterior[:, None, :], results, value[:, None]) - cost
        after = best_action_after(posterior[:1, None, :], results[:1], value[:1, None])
    days = [indicator.by for indicator in conduct.indicators.values()]
    order = sorted(range(len(days)), key=lambda j: (-round(worth[0, j], 9), -round(gain[0, j], 9), cost[0, j], days[j]))
    joint = posterior[0] * results[0]  # (J, 2, S)
    hypotheses = len(dict.fromkeys(hypothesis for hypothesis, _ in states))
    belief = joint.reshape(*joint.shape[:2], hypotheses, len(states) // hypotheses).sum(axis=3)
    result = belief.sum(axis=2, keepdims=True)
    return Watched(
        order=tuple(order),
        gain=gain,
        worth=worth,
        cost=cost,
        perfect=perfect,
        course=course,
        best=best,
        after=after,
        belief=np.divide(belief, result, out=np.full_like(belief, np.nan), where=result > 0),
        chance=(posterior[:, None, :] * likelihood).sum(axis=2),
    )


def patience(drawing: Drawing, quiet: float | None) -> Patience | None:
    """Compare the readings that would act again last and first; None unless two say when, and not the same."""
    names = list(drawing.conduct.hypotheses)
    means = {
        names.index(name): drawing.number("hypotheses", name, "resumes_after")
        for name, hypothesis in drawing.conduct.hypotheses.items()
        if hypothesis.resumes_after is not None
    }
    if len(means) < 2 or quiet is None:
        return None
    patient, restless = max(means, key=lambda h: means[h][0]), min(means, key=lambda h: means[h][0])
    slow, fast = means[patient], means[restless]
    if slow[0] == fast[0]:
        return None
    return Patience(
        patient=patient,
        restless=restless,
        so_far=exponential_silence_ratio(quiet, slow, fast),
        clear_after=exponential_days_to_ratio(CLEAR, slow, fast),
        breach=slow / fast,
    )
