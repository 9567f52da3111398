"""A small case with gifts, pressures and time in it, to be changed by the tests."""

import re

from tests.scenario.cases import GLANCE, ROOT, SMALL

LEVERAGE = """\
leverage:
  judged: {by: the owner, on: 2024-02-20}
  gifts:
    trial: {name: A trial of half the water, by: south, moves: {water: half}, stands: [0.1, 0.2, 0.3]}
    down: {name: A down payment, by: north, moves: {rent: 0.5}}
  pressures:
    drought: {name: The drought, effects: {north: [-9, -5, -2], village: -1}}
    suit: {name: The lawsuit, by: north, effects: {south: [-6, -3, 0]}, costs: {north: [0, 1, 2]}, source: deed}
  together:
    - {pressures: [drought, suit], effects: {south: [-2, -1, 0]}}
  time:
    period: week
    discount: {north: [0.9, 0.95, 0.98], south: 0.98}
    between_offers: [0.5, 1, 2]
    deadlines:
      harvest: {name: The harvest, by: north, offers: [2, 3, 4], cost: {north: [1, 2, 4]}, real: [0.3, 0.5, 0.8]}
"""

SMALL_LEVERAGE = SMALL + LEVERAGE

_DOCUMENTED = (ROOT / "docs" / "scenario-file.md").read_text("utf-8").partition("\n## What moves the outcome\n")[2]
GLANCE_LEVERAGE = GLANCE + re.findall(r"```yaml\n(.*?)```", _DOCUMENTED, re.DOTALL)[0]
"""The example with which the documentation explains what moves the outcome, behind the one that it continues."""
