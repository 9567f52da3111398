"""Numbers that nobody knows exactly.

A number is known, or has a distribution. Its best guess is the mode, or the middle where there is no mode.
Draws come from the inverse of the distribution function at uniform numbers that depend only on the seed and the
number's name, so that they are the same on every machine and do not change when another number is added to the file.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pourparler.scenario.problem import listed, quoted, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMS = "a number, [least, greatest], [least, most likely, greatest], or a distribution such as {pert: [30, 40, 50]}"
_Array = Any  # NDArray[float64]; numpy itself is imported only where draws are made


@dataclass(frozen=True)
class Uncertain:
    """A number known exactly (`kind` 'known') or by a distribution.

    `parameters` are, by kind: known (value,); uniform (least, greatest); triangular and pert (least, most likely,
    greatest); normal (mean, standard deviation, least, greatest); one_of (the values).
    """

    kind: str
    parameters: tuple[float, ...]

    @property
    def known(self) -> bool:
        """Whether there is only one value it can have."""
        return self.least == self.greatest

    @property
    def least(self) -> float:
        """The least value it can have."""
        return self.parameters[2] if self.kind == "normal" else min(self.parameters)

    @property
    def greatest(self) -> float:
        """The greatest value it can have."""
        return self.parameters[3] if self.kind == "normal" else max(self.parameters)

    @property
    def best(self) -> float:
        """The best guess: the mode, or the middle of a uniform range."""
        match self.kind:
            case "uniform":
                return sum(self.parameters) / 2
            case "triangular" | "pert":
                return self.parameters[1]
            case "one_of":
                counts = Counter(sorted(self.parameters))
                often = max(counts.values())
                modes = [value for value, count in counts.items() if count == often]
                return modes[(len(modes) - 1) // 2]
            case _:
                return self.parameters[0]

    def quantile(self, share: _Array) -> NDArray[Any]:
        """The value below which the given share (0 to 1, an array) of the distribution lies."""
        import numpy as np

        shares = np.asarray(share, dtype=np.float64)
        if self.known:
            return np.full(shares.shape, self.least)
        return np.asarray(_QUANTILES[self.kind](shares, *self.parameters))

    def draws(self, number: int, seed: int, name: str) -> NDArray[Any]:
        """`number` independent draws (float64). The first n of a longer series are the same as a series of n."""
        return self.quantile(uniform_numbers(number, seed, name))

    def __str__(self) -> str:
        texts = [_text(value) for value in self.parameters]
        if self.known:
            return _text(self.least)
        match self.kind:
            case "triangular" | "pert":
                return f"{texts[1]} ({texts[0]} to {texts[2]})"
            case "uniform":
                return f"{texts[0]} to {texts[1]}"
            case "normal":
                return f"about {texts[0]} ({texts[2]} to {texts[3]})"
            case _:
                return "one of " + ", ".join(texts)


def may_all_be_0(values: Iterable[Uncertain]) -> bool:
    """Whether there are numbers, and all are 0 at their best guess or may be drawn as 0 together."""
    given = [*values]
    can_be_0 = [value.least == 0 and (value.known or value.kind == "one_of") for value in given]
    return bool(given) and (all(value.best == 0 for value in given) or all(can_be_0))


def uniform_numbers(number: int, seed: int, name: str) -> NDArray[Any]:
    """`number` uniform numbers between 0 and 1 (float64) that depend on `seed` and `name` only.

    The generator is Philox (Salmon et al. 2011), keyed by SHA-256 of seed and name.
    """
    import numpy as np

    key = np.frombuffer(hashlib.sha256(f"{seed}:{name}".encode()).digest()[:16], dtype="<u8")
    return np.random.Generator(np.random.Philox(key=key)).random(number)


def _uniform(u: _Array, least: float, greatest: float) -> _Array:
    return least + u * (greatest - least)


def _triangular(u: _Array, least: float, likely: float, greatest: float) -> _Array:
    import numpy as np

    width = greatest - least
    rising = least + np.sqrt(u * width * (likely - least))
    falling = greatest - np.sqrt((1 - u) * width * (greatest - likely))
    return np.where(u * width < likely - least, rising, falling)


def _pert(u: _Array, least: float, likely: float, greatest: float) -> _Array:
    """Beta distribution with mean (least + 4 likely + greatest) / 6 (Malcolm et al. 1959)."""
    from scipy.special import betaincinv

    width = greatest - least
    return least + width * betaincinv(1 + 4 * (likely - least) / width, 1 + 4 * (greatest - likely) / width, u)


def _normal(u: _Array, mean: float, deviation: float, least: float, greatest: float) -> _Array:
    import numpy as np
    from scipy.special import ndtr, ndtri

    # Counted from the nearer end, so that shares near 1 are as exact as shares near 0.
    below, above = ndtr((least - mean) / deviation), ndtr((mean - greatest) / deviation)
    lower, upper = below + u * (1 - below - above), above + (1 - u) * (1 - below - above)
    return np.clip(mean + deviation * np.where(lower < upper, ndtri(lower), -ndtri(upper)), least, greatest)


def _one_of(u: _Array, *values: float) -> _Array:
    import numpy as np

    return np.asarray(sorted(values))[np.minimum((u * len(values)).astype(int), len(values) - 1)]


_QUANTILES: Mapping[str, Callable[..., _Array]] = {
    "uniform": _uniform,
    "triangular": _triangular,
    "pert": _pert,
    "normal": _normal,
    "one_of": _one_of,
}


class NotANumber(ValueError):
    """What stands there is no number: what is wrong, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}; {right}")
        self.wrong = wrong
        self.right = right


def parse_uncertain(raw: object) -> Uncertain:
    """Read a number as it stands in a scenario: `40`, `[30, 50]`, `[30, 40, 50]` or `{pert: [30, 40, 50]}`.

    Raises:
        NotANumber: not such a number.
    """
    if isinstance(raw, Uncertain):
        return raw
    if isinstance(raw, list | tuple):
        if len(raw) not in {2, 3}:
            raise NotANumber(f"this range has {len(raw)} numbers", f"write {FORMS}")
        return _ordered("uniform" if len(raw) == 2 else "triangular", raw)
    if isinstance(raw, Mapping) and len(raw) == 1:
        (kind, given), *_ = raw.items()
        return _named(str(kind), given)
    return Uncertain("known", (_finite(raw),))


def _named(kind: str, given: object) -> Uncertain:
    if kind in {"uniform", "triangular", "pert"}:
        wanted = 2 if kind == "uniform" else 3
        if not isinstance(given, list | tuple) or len(given) != wanted:
            raise NotANumber(f"'{kind}' takes a list of {wanted} numbers", f"write {{{kind}: {[30, 40, 50][:wanted]}}}")
        return _ordered(kind, given)
    if kind == "one_of":
        if not isinstance(given, list | tuple) or not given:
            raise NotANumber("'one_of' takes a list of numbers", "write {one_of: [30, 30, 60]}")
        return Uncertain(kind, tuple(_finite(value) for value in given))
    if kind == "normal":
        return _normal_from(given)
    raise NotANumber(f"the distribution {quoted(kind)} is not known", listed(_QUANTILES))


def _normal_from(given: object) -> Uncertain:
    names = ("mean", "sd", "least", "greatest")
    right = "write {normal: {mean: 40, sd: 5, least: 20, greatest: 60}}"
    if not isinstance(given, Mapping) or set(given) != set(names):
        raise NotANumber("'normal' takes mean, sd, least and greatest", right)
    mean, deviation, least, greatest = (_finite(given[name]) for name in names)
    if deviation <= 0:
        raise NotANumber(f"sd is {deviation:.12g}", "the standard deviation must be above 0")
    if not least <= mean <= greatest:
        raise NotANumber(f"the mean {mean:.12g} is not between least and greatest", right)
    return Uncertain("normal", (mean, deviation, least, greatest))


def _ordered(kind: str, values: list[Any] | tuple[Any, ...]) -> Uncertain:
    numbers = tuple(_finite(value) for value in values)
    if list(numbers) != sorted(numbers):
        given, rising = (", ".join(map(_text, each)) for each in (numbers, sorted(numbers)))
        raise NotANumber(f"the range [{given}] does not rise", f"least comes first: [{rising}]")
    return Uncertain(kind, numbers)


def _text(number: float) -> str:
    return format(number, ".12g")


def _finite(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise NotANumber(f"{shown(raw)} is not a number", f"write {FORMS}")
    if abs(raw) > 1e12 or not math.isfinite(raw):
        raise NotANumber("this number is too large", "use a scale on which numbers stay below 1e12")
    return float(raw)
