"""A small case with somebody's conduct in it, to be changed by the tests."""

import re

from tests.scenario.cases import GLANCE, ROOT, SMALL

EVENTS = """\
events:
  - {date: 2024-01-05, party: south, kind: visit, what: A visit}
  - {date: 2024-02-05, party: south, kind: letter, what: A letter}
"""

CONDUCT = """\
conduct:
  party: south
  judged: {by: the owner, on: 2024-02-20}
  tempo:
    definitions:
      visits: {name: visits, kinds: [visit, letter]}
    windows: [2023-01-01]
    until: 2024-05-01
    naive: [{says: once a month, every: 30, claim: dry}]
  hypotheses:
    fair: {name: fair, prior: [40, 50, 60], resumes_after: 90}
    sly: {name: sly, prior: 50}
  mechanisms:
    meant: {name: meant, share: {fair: 0.7, sly: 0.8}}
    chance: {name: chance, share: {fair: 0.3, sly: 0.2}}
  evidence:
    pause: {what: No visit, kind: restraint, status: assumed, faithful: 0.9, likelihood: {meant: 0.9, chance: tempo}}
    note: {what: A note, kind: statement, date: 2024-02-10, source: deed, likelihood: {fair: C, sly: 0.4}}
    word: {what: A word, kind: statement, date: 2024-02-11, source: deed, cluster: talk, favours: fair}
    nod: {what: A nod, kind: statement, date: 2024-02-11, source: deed, cluster: talk, likelihood: {fair: 0.6, sly: 0.5}}
    echo: {what: Hearsay, kind: statement, source: deed, retells: note, otherwise: 0.4, likelihood: {fair: 0.6, sly: 0.5}}
    gift: {what: No gift, kind: absence, date: 2024-02-12, faithful: 0.8, expected: {fair: 0.3, sly: 0.1}}
  clusters:
    talk: {name: one talk, correlation: 0.5}
  pledges:
    hedge: {what: To cut the hedge, date: 2020-05-01, outcome: kept, source: deed}
  indicators:
    pump: {what: A pump is ordered, by: 2024-04-01, cost: 1, likelihood: {fair: 0.2, sly: 0.6}}
  courses:
    wait: {name: wait, value: {fair: 60, sly: 30}}
    ask: {name: ask, value: 50}
"""

SMALL_CONDUCT = SMALL + EVENTS + CONDUCT

_DOCUMENTED = (ROOT / "docs" / "scenario-file.md").read_text("utf-8").partition("\n## Conduct\n")[2]
GLANCE_CONDUCT = GLANCE + re.findall(r"```yaml\n(.*?)```", _DOCUMENTED, re.DOTALL)[0]
"""The example with which the documentation explains conduct, behind the one that it continues."""
