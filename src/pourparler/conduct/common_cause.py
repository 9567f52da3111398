"""Several items with one common cause that may or may not be at work, such as a message staged for the occasion.

P(e_1 .. e_m | h) = sum over z in {cause, no cause} of P(z | h) times the product over i of P(e_i | h, z).
"""

from __future__ import annotations

import numpy as np

from pourparler.conduct.chances import Floats, check_chances


def common_cause_log_likelihood(cause: Floats, with_cause: Floats, without_cause: Floats) -> Floats:
    """Give ln P(all m items | h), exact when the items are independent once the hypothesis and the cause are known.

    cause: (..., S) P(the cause is at work | h). with_cause, without_cause: (..., m, S) P(item i | h, the cause is at work or
    not). Returns (..., S) in nats; minus infinity where the items cannot happen together. With the same likelihoods with and
    without the cause it is the plain sum of logarithms.

    Raises ValueError unless all are chances from 0 to 1 and the shapes match.
    """
    if (
        with_cause.ndim < 2
        or with_cause.shape[-2:] != without_cause.shape[-2:]
        or cause.shape[-1:] != with_cause.shape[-1:]
    ):
        raise ValueError(
            "Expected a chance of the cause for each hypothesis, and for each item and hypothesis a likelihood with the cause "
            f"and one without; the shapes are {cause.shape}, {with_cause.shape} and {without_cause.shape}."
        )
    check_chances("Chances of the cause", cause)
    check_chances("Likelihoods with the cause", with_cause)
    check_chances("Likelihoods without the cause", without_cause)
    with np.errstate(divide="ignore"):  # ln 0 is meant: what cannot happen
        at_work = np.log(cause) + np.log(with_cause).sum(axis=-2)
        absent = np.log1p(-cause) + np.log(without_cause).sum(axis=-2)
    return np.asarray(np.logaddexp(at_work, absent), dtype=np.float64)
