"""What is to be settled: issues with options, or with amounts on a grid."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from pydantic import Field, model_validator

from pourparler.scenario.fields import Amount, Name, OptionKey, Part, teach

MOST_OPTIONS = 1_000


@lru_cache(maxsize=1_000)
def _grid(least: float, greatest: float, step: float) -> tuple[float, ...]:
    start, distance = Decimal(str(least)), Decimal(str(step))
    count = int((Decimal(str(greatest)) - start) / distance) + 1
    return tuple(float(start + index * distance) for index in range(count))


class Quantity(Part):
    """An amount on a stated grid: from `least` to `greatest` by `step`."""

    least: Amount = Field(description="The least amount.", examples=[0])
    greatest: Amount = Field(description="The greatest amount.", examples=[6])
    step: Amount = Field(description="The distance between two amounts that are looked at.", examples=[0.5])
    unit: str = Field("", description="Unit, written after the amount.", examples=["percent"])

    @model_validator(mode="after")
    def _fits(self) -> Quantity:
        if self.step <= 0 or self.greatest <= self.least:
            raise teach("the grid is empty", "'greatest' must be above 'least' and 'step' above 0")
        steps = (Decimal(str(self.greatest)) - Decimal(str(self.least))) / Decimal(str(self.step))
        if steps != steps.to_integral_value():
            raise teach(
                f"{self.step:.12g} does not go evenly from {self.least:.12g} to {self.greatest:.12g}",
                "choose a step that does",
            )
        if steps >= MOST_OPTIONS:
            raise teach(
                f"the grid has {steps + 1:.12g} amounts",
                f"at most {MOST_OPTIONS} are possible; choose a larger step",
            )
        return self

    def amounts(self) -> tuple[float, ...]:
        """Every amount on the grid, free of rounding drift."""
        return _grid(self.least, self.greatest, self.step)


class Issue(Part):
    """Something to be settled."""

    name: str = Field(description="Name as a person would say it.", examples=["Nuclear and missile tests"])
    options: dict[Name, str] | None = Field(
        None,
        description="Options from least to most conceded, each with its wording.",
        examples=[{"resumes": "Tests resume", "halted": "Tests halted for good"}],
    )
    ordered: bool = Field(True, description="Whether the order of the options means anything.", examples=[True])
    quantity: Quantity | None = Field(
        None,
        description="Instead of options: an amount on a grid.",
        examples=[{"least": 0, "greatest": 6, "step": 0.5}],
    )
    today: OptionKey = Field(description="The option, or amount, that holds today.", examples=["resumes"])

    @model_validator(mode="after")
    def _one_kind(self) -> Issue:
        if (self.options is None) == (self.quantity is None):
            raise teach("an issue has either options or a quantity", "write one of the two")
        if self.options is not None and len(self.options) < 2:
            raise teach("an issue with one option is settled", "name at least two options, or leave the issue out")
        if self.options is not None and len(self.options) > MOST_OPTIONS:
            raise teach(f"the issue has {len(self.options)} options", f"at most {MOST_OPTIONS} are possible")
        return self

    def option_keys(self) -> tuple[str | float, ...]:
        """The options' names, or the amounts, in order."""
        if self.options is not None:
            return tuple(self.options)
        assert self.quantity is not None
        return self.quantity.amounts()

    def option_labels(self) -> tuple[str, ...]:
        """The options as a person would say them, in order."""
        if self.options is not None:
            return tuple(self.options.values())
        return tuple(self.option_label(key) for key in self.option_keys())

    def option_label(self, key: str | float) -> str:
        """One option as a person would say it; for a quantity any amount, on the grid or not."""
        if isinstance(key, str):
            return (self.options or {}).get(key, key)
        unit = self.quantity.unit if self.quantity is not None else ""
        return f"{key:.12g} {unit}".strip()

    def today_index(self) -> int:
        """Position of today's option."""
        keys = self.option_keys()
        return keys.index(self.today if isinstance(self.today, str) else float(self.today))
