"""The hall: the file a team writes, checked line by line; uncertain numbers; sources."""

from pourparler.scenario.load import load, parse
from pourparler.scenario.model import Scenario
from pourparler.scenario.problem import Place, Problem, ScenarioError
from pourparler.scenario.uncertain import Uncertain

__all__ = ["Place", "Problem", "Scenario", "ScenarioError", "Uncertain", "load", "parse"]
