"""Small cases with ways to meet in them, as formats and as a tree, to be changed by the tests."""

import re

from tests.scenario.cases import GLANCE, ROOT, SMALL

PROCESS = """\
process:
  judged: {by: the owner, on: 2024-02-20}
  by: north
  other: south
  period: week
  types:
    fair: {name: fair, chance: [0.2, 0.3, 0.4]}
    sly: {name: sly, chance: 0.7}
  agreements:
    half:
      name: Half the water for rent
      deal: {water: half, rent: 1.5}
      broken: {north: [20, 25, 30], south: {fair: 40, sly: [60, 65, 70]}}
    words: {name: A handshake, worth: {north: {fair: 55, sly: 45}, south: 50}}
    best: {name: The fair deal, deal: nash, worth: {south: {fair: 80, all: 70}}}
  ends:
    quarrel: {name: they quarrel, worth: {north: [5, 10, 20], south: 12}}
    as-now: {name: all stays as it is, worth: {north: 35, south: {fair: 35, all: 40}}, source: deed}
  signals:
    map: {name: South hands over its map, cost: {fair: 1, sly: [4, 5, 6]}, brings: {north: [1, 2, 3]}}
    rain: {name: It rains, chance: 0.4}
  formats:
    walk:
      name: a walk along the well
      level: the farmers
      prepared: nothing
      delay: [0, 1]
      brings: {south: 2}
      can_sign: words
      error: [0.1, 0.2, 0.35]
      failure: {quarrel: [0.3, 0.4, 0.5], as-now: 0.6}
    table:
      name: "sons first, then a table"
      delay: 3
      leverage: {north: [-2, -1, 0], south: -1}
      before: [map, rain]
      can_sign: [half, best]
      failure: {quarrel: 0.1, as-now: 0.9}
      stop: {as-now: 1}
    stay: {name: staying at home, failure: {quarrel: 0.2, as-now: 0.8}}
  waiting: {north: [0.1, 0.3, 0.5], south: 0.2}
  errors: {north: 0.05, south: [0.02, 0.05, 0.1]}
"""

TREE = """\
process:
  judged: {by: the owner, on: 2024-02-20}
  errors: {north: 0.02}
  tree:
    move: chance
    branches:
      dry:
        chance: [0.3, 0.4, 0.5]
        move: south
        branches:
          ask: {knows: South has asked, move: north, branches: {give: {worth: {north: 4, south: [6, 9]}}, keep: {worth: {south: -2}}}}
          wait: {worth: {north: 1}}
      wet:
        chance: 0.6
        move: south
        knows: rain fell
        worth: {village: 2}
        branches:
          ask: {knows: South has asked, move: north, branches: {give: {worth: {north: -4, south: 3}}, keep: {}}}
          say nothing: {}
"""

SMALL_PROCESS = SMALL + PROCESS
SMALL_TREE = SMALL + TREE

_DOCUMENTED = (ROOT / "docs" / "scenario-file.md").read_text("utf-8").partition("\n## How to meet\n")[2]
GLANCE_PROCESS, GLANCE_TREE = (GLANCE + part for part in re.findall(r"```yaml\n(.*?)```", _DOCUMENTED, re.DOTALL)[:2])
"""The examples with which the documentation explains how to meet, behind the one that they continue."""
