"""The money of voters who each got an equal share of the budget."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from forum.polls.counting.budgets.profile import Profile
from forum.polls.counting.numbers import Number, plain


@dataclass(frozen=True)
class Price:
    """What a project costs its supporters: each gives `of / by` units, or all they have.

    `by` of them have as much as that; it is 0 where they have too little together. `units` of
    them were in a rupiah.
    """

    of: int
    by: int
    units: int

    def whole(self, units: int) -> int:
        """The whole units in what each gives, at so many units in a rupiah."""
        return self.of * units // (self.by * self.units)


class Groups:
    """Voters put together who can never have different sums of money.

    Who supports the same of the projects `apart` has always paid the same, if no others were
    ever bought. So a count that buys few projects handles few groups.
    """

    def __init__(self, profile: Profile, apart: Iterable[int]) -> None:
        """`apart`: numbers of projects that may be bought."""
        self.profile = profile
        self.apart = frozenset(apart)
        places: dict[tuple[int, ...], int] = {}
        shared: list[dict[int, int]] = []
        self.of_paper: list[int] = []  # the group of each ballot of the profile
        for chosen, often in profile.papers:
            key = tuple([project for project in chosen if project in self.apart])
            place = places.setdefault(key, len(places))
            if place == len(shared):
                shared.append({})
            supporters = shared[place]
            for project in chosen:
                supporters[project] = supporters.get(project, 0) + often
            self.of_paper.append(place)
        self.number = len(places)
        # Single voters apart from groups of several: what is added up need not be multiplied.
        self.singles: list[list[int]] = [[] for _ in profile.ids]
        self.several: list[list[tuple[int, int]]] = [[] for _ in profile.ids]
        for place, supporters in enumerate(shared):
            for project, often in supporters.items():
                if often == 1:
                    self.singles[project].append(place)
                else:
                    self.several[project].append((place, often))


class Purses:
    """What each group's voters still have; whole numbers of units, `units` of them in a rupiah.

    The unit is divided whenever a price does not come out even, so every sum is exact.
    """

    def __init__(self, groups: Groups, share: Fraction) -> None:
        self.groups = groups
        self.units = share.denominator
        self.money = [share.numerator] * groups.number
        self._least = share.numerator  # nobody has less

    def behind(self, project: int) -> int:
        """The units that its supporters have together."""
        money, groups = self.money, self.groups
        alone = sum([money[place] for place in groups.singles[project]])
        return alone + sum([money[place] * often for place, often in groups.several[project]])

    def with_money(self, project: int) -> int:
        """How many of its supporters have anything left."""
        money, groups = self.money, self.groups
        alone = sum([money[place] > 0 for place in groups.singles[project]])
        return alone + sum([often for place, often in groups.several[project] if money[place]])

    def price(self, project: int, known: Price | None = None) -> Price:
        """The smallest sum that is enough if each supporter gives it, or all they have.

        `known`: its price some purchases ago; it can only have risen since.
        """
        money, groups = self.money, self.groups
        cost = groups.profile.costs[project] * self.units
        votes = groups.profile.votes[project]
        if self._least * votes >= cost:
            return Price(cost, votes, self.units)
        singles = [money[place] for place in groups.singles[project]]
        several = [(money[place], often) for place, often in groups.several[project]]
        behind = sum(singles) + sum([sum_ * often for sum_, often in several])
        if behind < cost:
            return Price(cost - behind, 0, self.units)
        even = known.whole(self.units) if known else -(-cost // votes)
        while True:
            poor = [sum_ for sum_ in singles if sum_ < even]  # they have less than the price
            rest, payers = cost - sum(poor), votes - len(poor)
            for sum_, often in several:
                if sum_ < even:
                    rest -= sum_ * often
                    payers -= often
            higher = -(-rest // payers)
            if higher <= even:
                return Price(rest, payers, self.units)
            even = higher

    def pay(self, project: int, price: Price) -> int:
        """Take the money for a project. Returns what one payer gave, in the units of now."""
        finer = price.by // gcd(price.of, price.by)
        if finer > 1:
            self.units *= finer
            self.money = [sum_ * finer for sum_ in self.money]
        each = price.of * finer // price.by
        self._least = max(0, self._least * finer - each)
        money, groups = self.money, self.groups
        for place in groups.singles[project]:
            money[place] = money[place] - each if money[place] > each else 0
        for place, _ in groups.several[project]:
            money[place] = money[place] - each if money[place] > each else 0
        return each

    def rupiah(self, units: int) -> Fraction:
        return Fraction(units, self.units)


def merit(profile: Profile, project: int, *, by_cost: bool) -> Number:
    """What a project gives for one rupiah of a voter while all its supporters pay the same."""
    votes = profile.votes[project]
    return votes if by_cost else plain(Fraction(votes, profile.costs[project]))


def merit_at(purses: Purses, project: int, price: Price, *, by_cost: bool) -> Number:
    """The same at this price: with cost utilities its cost over the price, else 1 over it."""
    profile = purses.groups.profile
    if price.by == profile.votes[project]:
        return merit(profile, project, by_cost=by_cost)
    gives = profile.costs[project] if by_cost else 1
    return Fraction(gives * price.by * price.units, price.of)
