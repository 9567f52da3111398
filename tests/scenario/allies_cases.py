"""A small case with those who must also agree in it, to be changed by the tests."""

import re

from tests.scenario.cases import GLANCE, ROOT, SMALL

ALLIES = """\
allies:
  judged: {by: the owner, on: 2024-02-20}
  bodies:
    moot:
      name: the village moot
      of: village
      quota: 4
      members:
        elders: {name: the elders, seats: 3, like: village, tilt: [-2, 1, 4]}
        young: {name: the young, seats: 2, votes: 2, like: village}
    guild:
      name: the guild
      over: {water: [half, all], rent: {at_least: 2}}
      quota: 1
      members: {master: {name: the master, seats: 1, like: north}}
  noise: [2, 4, 6]
  correlation: 0.3
  failure: {north: [1, 2, 3], south: 1}
  spoilers: {village: {over: {water: all}, how: its sluice}}
  capability: {north: 100, south: [40, 60], village: 20}
  lines:
    share:
      name: How much water is given
      at_0: none
      at_100: all of it
      actors:
        north: {position: [60, 80, 100], salience: 90}
        village: {position: 10, salience: [30, 60], source: deed}
"""

SMALL_ALLIES = SMALL + ALLIES

_DOCUMENTED = (ROOT / "docs" / "scenario-file.md").read_text("utf-8").partition("\n## Who else must agree\n")[2]
GLANCE_ALLIES = GLANCE + re.findall(r"```yaml\n(.*?)```", _DOCUMENTED, re.DOTALL)[0]
"""The example with which the documentation explains who else must agree, behind the one that it continues."""
