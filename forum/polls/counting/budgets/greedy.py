"""By votes, highest first: what most cities do."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import groupby

from forum.polls.counting.base import Params, Round, Settings
from forum.polls.counting.budgets.method import Budgeting
from forum.polls.counting.budgets.profile import Outcome, Profile
from forum.polls.counting.numbers import Number, plain

Merit = Callable[[int], Number]  # of a project: the more, the earlier


class Greedy(Budgeting):
    """Projects by approvals; each is taken if it still fits.

    `greedy` is `skip` (go on with the next, the default) or `stop` (end at the first that does
    not fit).
    """

    name = "greedy"

    def settings(self, settings: Settings) -> None:
        settings.one_of("greedy", ("skip", "stop"), default="skip")

    def choose(self, profile: Profile, params: Params) -> Outcome:
        outcome = Outcome()
        take(outcome, profile, self.merit(profile), stop=params["greedy"] == "stop")
        return outcome

    def merit(self, profile: Profile) -> Merit:
        return by_votes(profile)


class GreedyByCost(Greedy):
    """The same by approvals per rupiah."""

    name = "greedy-cost"

    def merit(self, profile: Profile) -> Merit:
        return lambda project: plain(Fraction(profile.votes[project], profile.costs[project]))


def by_votes(profile: Profile) -> Merit:
    return profile.votes.__getitem__


def take(
    outcome: Outcome,
    profile: Profile,
    merit: Merit,
    *,
    stop: bool = False,
    filling: bool = False,
) -> None:
    """Go through the projects that are not funded yet, by merit, and take what fits.

    `filling`: when another rule is done.
    """
    left = profile.budget - profile.cost_of(outcome.funded)
    waiting = [project for project in profile.wanted if project not in set(outcome.funded)]
    waiting.sort(key=lambda project: (-merit(project), *profile.preference(project)))
    before = len(outcome.funded)
    for project in waiting:
        cost = profile.costs[project]
        if cost <= left:
            left -= cost
            outcome.funded.append(project)
            if filling:
                outcome.note(project, filled=True)
            outcome.rounds.append(_round(profile, project, left, filling=filling, taken=True))
            continue
        outcome.note(project, missing=cost - left)
        outcome.rounds.append(_round(profile, project, left, filling=filling, taken=False))
        if stop:
            break
    _note_ties(outcome, profile, waiting, merit, taken=outcome.funded[before:])


def _round(profile: Profile, project: int, left: int, *, filling: bool, taken: bool) -> Round:
    name, cost = profile.ids[project], profile.costs[project]
    money = {"cost": cost, "left": left} if taken else {"cost": cost, "missing": cost - left}
    return Round(
        tally={name: profile.votes[project]},
        elected=(name,) if taken else (),
        eliminated=() if taken else (name,),
        kind="fill" if filling else "greedy",
        key="fits" if taken else "does_not_fit",
        details=money,
    )


def _note_ties(
    outcome: Outcome, profile: Profile, order: Iterable[int], merit: Merit, taken: list[int]
) -> None:
    """Equals matter where one of them was taken: its place, or that of another, is the tie's."""
    for _, equals in groupby(order, key=merit):
        group = list(equals)
        if len(group) > 1 and set(group) & set(taken):
            outcome.ties.append(profile.tie(group))
