"""What the room finds out, as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.deals.named import MOST_FOLLOWED
from pourparler.leverage.alternatives import Alternative, Consent, alternatives, consents
from pourparler.leverage.giving import Given, giving
from pourparler.leverage.pressing import MOST_PRESSURES, Pressed, pressing
from pourparler.leverage.setting import Progress, Setting, set_up
from pourparler.leverage.swings import Swing, swings
from pourparler.leverage.waiting import Waiting, refusal, waiting
from pourparler.scenario.model import Scenario

DRAWS = 1_000


@dataclass(frozen=True)
class Findings:
    """Everything this room found. `refused`: what is in the file and was not analysed, with the reason in words."""

    setting: Setting
    alternatives: tuple[Alternative, ...]
    consents: tuple[Consent, ...]
    swings: tuple[Swing, ...]
    given: tuple[Given, ...]
    waiting: Waiting | None
    pressed: Pressed | None
    refused: Mapping[str, str]


def find(scenario: Scenario, draws: int = DRAWS, seed: int | None = None, stage: Progress | None = None) -> Findings:
    """Work out everything this room has to say.

    Raises TooLarge where issues tied together have too many combinations.
    """
    setting = set_up(scenario, draws, scenario.seed if seed is None else seed, stage)
    return Findings(
        setting=setting,
        alternatives=alternatives(setting),
        consents=consents(setting),
        swings=swings(setting),
        given=giving(setting),
        waiting=waiting(setting),
        pressed=pressing(setting),
        refused=_refused(setting),
    )


def _refused(setting: Setting) -> dict[str, str]:
    """What could not be analysed, and why."""
    found = {}
    leverage = setting.leverage
    if not setting.rows:
        found["everything"] = (
            "Rules and red lines exclude every deal, so there is none to move."
            if setting.size == 0
            else f"With {len(setting.sides)} principals and {setting.measure.size:,} possible deals the list of deals that no other "
            "beats is too long to be made. Use fewer issues or options, or make a party that only consents an ally with a veto."
        )
        return found
    if setting.rows == 1 < setting.draws + 1:
        found["draws"] = (
            f"The list of deals that no other beats has {setting.size:,} entries, more than the {MOST_FOLLOWED:,} up to which it is "
            "made anew in every draw; so everything here is the best guess alone. Use fewer issues or options to have ranges."
        )
    if len(leverage.pressures) > MOST_PRESSURES:
        found["pressures"] = (
            f"{len(leverage.pressures)} pressures make {1 << len(leverage.pressures):,} sets, more than the {1 << MOST_PRESSURES} that "
            "are tried in every draw. Join pressures that would be eased together."
        )
    if (reason := refusal(setting)) is not None:
        found["time"] = reason
    elif leverage.time is not None and leverage.time.deadlines and len(setting.sides) > 2:
        found["dates"] = "What a date does is worked out for two principals only."
    return found
