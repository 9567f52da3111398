"""How numbers are said: no more digits than are known, shares as "NN of 100 draws", ranges as "NN (NN to NN)"."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date

MINUS = "\N{MINUS SIGN}"

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def points(value: float) -> str:
    """A utility or a difference of utilities: two digits at most, `58`, `5.6`, `−12`, `100`."""
    size = abs(value)
    text = f"{size:.0f}" if size >= 9.95 else f"{size:.1f}".removesuffix(".0")
    return text if value >= 0 or text == "0" else MINUS + text


def change(value: float) -> str:
    """A difference with its sign: `+5.6`, `−12`, `0`."""
    text = points(value)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def spread(best: float, low: float, high: float) -> str:
    """A number with its range: `58 (52 to 65)`; without the range where it says the same."""
    middle, least, most = points(best), points(low), points(high)
    if math.isnan(low) or math.isnan(high) or least == most == middle:
        return middle
    return f"{middle} ({least} to {most})"


def change_spread(best: float, low: float, high: float) -> str:
    """A difference with its range: `−12 (−17 to −7)`."""
    middle, least, most = change(best), change(low), change(high)
    if math.isnan(low) or math.isnan(high) or least == most == middle:
        return middle
    return f"{middle} ({least} to {most})"


def of_100(share: float) -> str:
    """A share of the draws: `88 of 100 draws`. Never rounded to none or all where it is not."""
    return f"{hundredths(share)} of 100 draws"


def hundredths(share: float) -> str:
    """A share as a number out of 100: `88`, `under 1`, `over 99`."""
    if 0 < share < 0.005:
        return "under 1"
    if 0.995 < share < 1:
        return "over 99"
    return f"{100 * share:.0f}"


def percent(share: float) -> str:
    """A share of something that was counted: `13 %`, `0.3 %`, two digits at most."""
    value = 100 * share
    if 0 < value < 0.1:
        return "under 0.1 %"
    if 99.5 <= value < 100:
        return "over 99 %"
    return f"{value:.0f} %" if value >= 9.95 or value == 0 else f"{value:.1f} %".replace(".0 %", " %")


def about(count: int) -> str:
    """A large count, rounded to two digits and said to be: `about 900,000`, `about 4.2 million`; small ones as they are."""
    if count < 1_000:
        return str(count)
    digits = len(str(count))
    rounded = round(count, 2 - digits)
    if rounded >= 1_000_000_000_000:
        power = len(str(rounded)) - 1
        return f"about {rounded // 10 ** (power - 1) / 10:g} times 10 to the power of {power}"
    for size, name in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if rounded >= size:
            return f"about {rounded / size:.2g} {name}" if rounded < 100 * size else f"about {rounded // size} {name}"
    return f"about {rounded:,}"


def long_date(day: date) -> str:
    """A date as people write it, the same on every machine: `1 March 2024`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_words(number: int) -> str:
    """A small number as a word."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if 0 <= number < len(words) else str(number)


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def lower_first(text: str, names: Collection[str] = ()) -> str:
    """Words in the middle of a sentence: the first letter small, unless the first word is a name or holds other capitals (`UN`)."""
    word = text.split(" ", 1)[0].rstrip(",.;:")
    keep = word in names or any(letter.isupper() for letter in word[1:])
    return text if keep else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The start of a sentence."""
    return text[:1].upper() + text[1:]
