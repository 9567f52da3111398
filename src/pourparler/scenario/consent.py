"""Whether a scenario says anything of those who must agree besides the principals."""

from __future__ import annotations

from pourparler.scenario.model import Scenario
from pourparler.scenario.parties import Party, Role


def has_others(scenario: Scenario) -> bool:
    """Whether it has a part `allies`, or a party that does not negotiate, stands with a side or holds a veto, and wants something."""
    if scenario.allies is not None:
        return True
    return any(_counts(party) and wants(scenario, name) for name, party in scenario.parties.items())


def _counts(party: Party) -> bool:
    return not party.is_principal and (bool(party.veto) or party.role in {Role.ALLY, Role.RATIFIER})


def wants(scenario: Scenario, name: str) -> bool:
    """Whether deals are worth something to a party, so that its answer can be worked out."""
    preferences = scenario.preferences.get(name)
    at_stake = preferences is not None and bool(preferences.issues or preferences.interactions)
    return at_stake or scenario.parties[name].is_principal
