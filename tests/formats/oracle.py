"""Slow and obvious: what outcomes are worth, from the definitions, in fractions, sharing no code with the package."""

import itertools
from fractions import Fraction
from xml.etree import ElementTree


def fraction(number):
    return Fraction(repr(float(number)))


def tree_of(text):
    return ElementTree.fromstring(text)


def genius_utility(root, outcome):
    """Utility of an outcome {issue name: option label or amount} by a GENIUS profile, before the cut at 1."""
    total = Fraction(0)
    functions = [*root.iter("utility")]
    by_index = {issue.get("index"): outcome[issue.get("name")] for issue in root.iter("issue")}
    if functions:
        for rectangle in functions[0].iter("hyperRectangle"):
            bounds = list(rectangle)
            if all(int(b.get("min")) <= by_index[b.get("index")] <= int(b.get("max")) for b in bounds):
                total += fraction(rectangle.get("utility")) * fraction(rectangle.get("weight", "1"))
        return total / fraction(functions[0].get("maxutility"))
    weights = {weight.get("index"): fraction(weight.get("value")) for weight in root.iter("weight")}
    for issue in root.iter("issue"):
        chosen = outcome[issue.get("name")]
        total += weights.get(issue.get("index"), Fraction(0)) * genius_value(issue, chosen)
    return total


def genius_value(issue, chosen):
    evaluators = [*issue.iter("evaluator")]
    if not evaluators:
        evaluations = {item.get("value"): fraction(item.get("evaluation")) for item in issue.iter("item")}
        largest = max(evaluations.values())
        return evaluations[chosen] / largest if largest else Fraction(0)
    given = {key: fraction(value) for key, value in evaluators[0].attrib.items() if key != "ftype"}
    amount = fraction(chosen)
    if evaluators[0].get("ftype") == "constant":
        return given["parameter0"]
    if evaluators[0].get("ftype") == "triangular":
        low, high, top = given["parameter0"], given["parameter1"], given["parameter2"]
        if amount < low or amount >= high:
            return Fraction(0)
        return (amount - low) / (top - low) if amount < top else 1 - (amount - top) / (high - top)
    if "slope" in given:
        holder = issue if issue.get("lowerbound") else next(issue.iter("range"))
        found = given["slope"] * (amount - fraction(holder.get("lowerbound"))) + given["offset"]
    else:
        found = given["parameter1"] * amount + given["parameter0"]
    return min(max(found, Fraction(0)), Fraction(1))


def deals(scenario):
    """Every deal of a scenario, as a mapping of issue to option or amount."""
    keys = [issue.option_keys() for issue in scenario.issues.values()]
    for chosen in itertools.product(*keys):
        yield dict(zip(scenario.issues, chosen, strict=True))


def said(scenario, deal):
    """A deal in the words of the file it came from: by issue name, labels or amounts."""
    return {
        scenario.issues[name].name: scenario.issues[name].option_label(key) if isinstance(key, str) else key
        for name, key in deal.items()
    }


def worth(scenario, party, deal):
    """What a deal is worth to a party at the best guess, as docs/scenario-file.md defines it."""
    preferences = scenario.preferences[party]
    total = sum(fraction(stake.weight.value.best) for stake in preferences.issues.values())
    found = Fraction(0)
    for name, stake in preferences.issues.items():
        if total:
            found += fraction(stake.weight.value.best) / total * value(stake.values, deal[name])
    for extra in preferences.interactions:
        if all(holds(selection, deal[name]) for name, selection in extra.when.items()):
            found += fraction(extra.add.value.best)
    return found


def value(values, key):
    given = {option: fraction(number.value.best) for option, number in values.items()}
    if isinstance(key, str) or key in given:
        return given[key]
    below = max(amount for amount in given if amount < key)
    above = min(amount for amount in given if amount > key)
    share = (fraction(key) - fraction(below)) / (fraction(above) - fraction(below))
    return given[below] + share * (given[above] - given[below])


def holds(selection, key):
    if selection.any_of:
        return key in selection.any_of
    low = selection.at_least if selection.at_least is not None else float("-inf")
    high = selection.at_most if selection.at_most is not None else float("inf")
    return low <= key <= high


def close(left, right):
    return abs(left - right) <= Fraction(1, 10**9)
