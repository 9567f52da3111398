"""Random small cases on how to meet, as text, and what they mean worked out directly from the raw numbers."""

import random
from itertools import product

HEAD = """format: 1
title: A talk about a well
as_of: 2024-03-01
briefed: north
seed: 5
parties:
  north: {name: the north, role: principal}
  south: {name: the south, role: principal}
issues:
  well: {name: The well, options: {shut: Well shut, open: Well open}, today: shut}
preferences:
  north: {walk_away: 40, issues: {well: {weight: 1, values: {shut: 0, open: 100}}}}
  south: {walk_away: 50, issues: {well: {weight: 1, values: {shut: 100, open: 0}}}}
"""


class Random:
    """Makes raw content of `process`, all numbers known."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.types = [f"t{k}" for k in range(rng.randint(1, 3))]
        self.ends = [f"e{k}" for k in range(rng.randint(1, 3))]
        self.agreements = [f"a{k}" for k in range(rng.randint(0, 2))]
        self.signals = [f"s{k}" for k in range(rng.randint(0, 2))]

    def sometimes(self, share: float, **entries) -> dict:
        return entries if self.rng.random() < share else {}

    def by_type(self):
        points = {kind: self.rng.randint(0, 100) for kind in self.types}
        return self.rng.randint(0, 100) if self.rng.random() < 0.4 else points

    def worth(self) -> dict:
        return {"north": self.by_type(), "south": self.by_type()}

    def sides(self, most: int) -> dict:
        return {"north": self.rng.randint(-most, most), "south": self.rng.randint(-most, most)}

    def lottery(self) -> dict:
        return {end: self.rng.randint(1, 9) / 10 for end in self.ends}

    def signal(self, name: str) -> dict:
        how = {"chance": {kind: self.rng.randint(0, 10) / 10 for kind in self.types}}
        if self.rng.random() < 0.5:
            how = {"cost": {kind: self.rng.randint(-5, 20) for kind in self.types}}
        return {"name": f"Signal {name}", **how, **self.sometimes(0.5, brings=self.sides(5))}

    def agreement(self, name: str) -> dict:
        return {"name": f"Agreement {name}", "worth": self.worth(), **self.sometimes(0.6, broken=self.worth())}

    def form(self, name: str) -> dict:
        before = [each for each in self.signals if self.rng.random() < 0.7]
        return {
            "name": f"format {name}",
            "failure": self.lottery(),
            "delay": self.rng.randint(0, 4),
            "can_sign": [each for each in self.agreements if self.rng.random() < 0.8],
            "before": before,
            **self.sometimes(0.7 if before else 0, stop=self.lottery()),
            **self.sometimes(0.6, brings=self.sides(9)),
            **self.sometimes(0.6, leverage=self.sides(9)),
            **self.sometimes(0.5, error=self.rng.randint(1, 50) / 100),
        }

    def process(self) -> dict:
        return {
            "types": {kind: {"name": f"type {kind}", "chance": self.rng.randint(1, 9) / 10} for kind in self.types},
            "agreements": {name: self.agreement(name) for name in self.agreements},
            "ends": {name: {"name": f"end {name}", "worth": self.worth()} for name in self.ends},
            "signals": {name: self.signal(name) for name in self.signals},
            "formats": {f"f{k}": self.form(f"f{k}") for k in range(self.rng.randint(1, 3))},
            "waiting": {"north": self.rng.randint(0, 3), "south": self.rng.randint(0, 3)},
            "errors": {"north": self.rng.randint(1, 30) / 100, "south": self.rng.randint(1, 30) / 100},
        }


def random_process(rng: random.Random) -> dict:
    """Raw content of `process`, all numbers known."""
    return Random(rng).process()


def of(value, kind):
    """A number that holds for all types, or the one of a type."""
    return value[kind] if isinstance(value, dict) else value


class Play:
    """Plays a format by a strategy: a function from (who, what is known, the choices) to chances."""

    def __init__(self, process, name, strategy, *, seen=True, moves=True, exact=False):
        self.process, self.name, self.strategy = process, name, strategy
        self.form = process["formats"][name]
        self.seen, self.moves, self.exact = seen, moves, exact

    def expected(self):
        """What (north, south) expect."""
        total = sum(each["chance"] for each in self.process["types"].values())
        result = [0.0, 0.0]
        for kind, each in self.process["types"].items():
            for side, value in enumerate(self.after_signals(kind, ())):
                result[side] += each["chance"] / total * value
        for side, party in enumerate(("north", "south")):
            result[side] += self.form.get("brings", {}).get(party, 0)
            result[side] -= self.form["delay"] * self.process["waiting"][party]
        return result

    def mix(self, weighted):
        return [sum(weight * value[side] for weight, value in weighted) for side in (0, 1)]

    def after_signals(self, kind, shown):
        before = self.form["before"]
        if len(shown) == len(before):
            return self.decide(kind, shown)
        name = before[len(shown)]
        signal = self.process["signals"][name]
        yes = self.after_signals(kind, (*shown, True))
        yes = [
            value + signal.get("brings", {}).get(party, 0) for value, party in zip(yes, ("north", "south"), strict=True)
        ]
        no = self.after_signals(kind, (*shown, False))
        if "chance" in signal:
            chance = of(signal["chance"], kind)
        else:
            yes[1] -= of(signal["cost"], kind)
            chance = self.strategy("south", (self.name, kind, shown, "signal"), 2)[0]
        return self.mix([(chance, yes), (1 - chance, no)])

    def known(self, shown):
        return shown if self.seen else ()

    def decide(self, kind, shown):
        if not self.form["before"]:
            return self.meet(kind, shown)
        on = self.strategy("north", (self.name, self.known(shown), "go on"), 2)[0]
        stop = self.lottery(kind, self.form.get("stop") or self.form["failure"])
        return self.mix([(on, self.meet(kind, shown)), (1 - on, stop)])

    def lottery(self, kind, lottery):
        total = sum(lottery.values())
        worths = []
        for end, chance in lottery.items():
            worth = self.process["ends"][end]["worth"]
            moved = self.form.get("leverage", {}) if self.moves else {}
            worths.append((chance / total, [of(worth[p], kind) + moved.get(p, 0) for p in ("north", "south")]))
        return self.mix(worths)

    def meet(self, kind, shown):
        failed = self.lottery(kind, self.form["failure"])
        names = self.form["can_sign"]
        if not names:
            return failed
        offers = self.strategy("south", (self.name, kind, shown, "offer"), len(names) + 1)
        replies = [self.reply(kind, shown, name, failed) for name in names] + [failed]
        return self.mix(list(zip(offers, replies, strict=True)))

    def reply(self, kind, shown, name, failed):
        sign = self.strategy("north", (self.name, self.known(shown), name), 2)[0]
        if self.exact:
            error = self.form.get("error", self.process["errors"]["north"])
            sign = sign * (1 - error) + (1 - sign) * error
        agreement = self.process["agreements"][name]
        kept = [of(agreement["worth"][party], kind) for party in ("north", "south")]
        if "broken" in agreement:
            broken = [of(agreement["broken"][party], kind) for party in ("north", "south")]
            if self.exact:
                keep = self.strategy("south", (self.name, kind, shown, name, "keep"), 2)[0]
            else:
                error = self.process["errors"]["south"]
                keep = 1 / (1 + (error / (1 - error)) ** ((kept[1] - broken[1]) / 10))
            kept = self.mix([(keep, kept), (1 - keep, broken)])
        return self.mix([(sign, kept), (1 - sign, failed)])


def flags():
    """Every way to read a format."""
    for seen, moves, exact in product((True, False), repeat=3):
        yield {"seen": seen, "moves": moves, "exact": exact}
