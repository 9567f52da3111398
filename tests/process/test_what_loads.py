"""Whatever a file may say of how to meet can be worked out: odd files that load are solved, without a warning."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pourparler.process.findings import find
from pourparler.scenario import Scenario
from tests.scenario.cases import SMALL, outcome
from tests.scenario.process_cases import PROCESS, TREE
from tests.scenario.test_fuzz import ODD_BELOW_PROCESS, put_odd, share


@settings(max_examples=300)
@given(
    part=st.sampled_from([PROCESS, TREE, TREE]),
    edits=st.lists(st.tuples(share(), st.sampled_from(ODD_BELOW_PROCESS)), min_size=1, max_size=2),
)
def test_what_loads_can_be_worked_out(part, edits):
    scenario = outcome(SMALL + put_odd(part, edits))
    if not isinstance(scenario, Scenario) or scenario.process is None:
        return
    solutions = {each.deal.solution for each in scenario.process.agreements.values() if each.deal is not None}
    if not solutions <= {None, "nash"}:  # which solutions there are is known only when they are looked for
        return
    found = find(scenario, 2, 1)
    values = [found.game.value] if found.game else [each.value for each in found.comparison.formats.values()]
    assert all(np.isfinite(value).all() for value in values)
