"""A small case with a way to a deal in it, to be changed by the tests."""

import re

from tests.scenario.cases import GLANCE, ROOT, SMALL

ROADMAP = """\
roadmap:
  period: week
  judged: {by: the owner, on: 2024-02-20}
  targets:
    fair: nash
    most: {water: all, rent: 2.5}
  steps:
    open: {name: Half the water, by: south, moves: {water: half}, duration: [1, 2, 3], undo: {takes: 1, cost: [0, 1, 2]}}
    more: {name: All the water, by: south, moves: {water: all}, after: pay, check: {chance: [0.5, 0.7, 0.9], lag: 0.5}}
    pay: {name: Rent, by: north, moves: {rent: 2.5}, together: [open], escrow: true, saves: [3, 4]}
    fence: {name: A new fence, by: north, effects: {south: [1, 2, 4], north: -1}, source: deed}
  players:
    north: {discount: [0.97, 0.98, 0.99], mistrust: 0.3, reserve: 2}
    south: {discount: 0.99, guarantees: {village: [1, 2, 3]}}
  simultaneous: listed
  fee: 0.2
  hazard: [0.3, 0.5, 0.7]
  proposed: [fence, [open, pay], more]
  first: [fence]
  mends: {guarantee: 5, split: [more], escrow: [more], check: [more]}
"""

SMALL_ROADMAP = SMALL + ROADMAP

_DOCUMENTED = (ROOT / "docs" / "scenario-file.md").read_text("utf-8").partition("\n## The way to a deal\n")[2]
GLANCE_ROADMAP = GLANCE + re.findall(r"```yaml\n(.*?)```", _DOCUMENTED, re.DOTALL)[0]
"""The example with which the documentation explains the way to a deal, behind the one that it continues."""
