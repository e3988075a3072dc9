"""What the budget rules have in common: their settings, the ballot paper, the shape of a result."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Settings, check_options
from forum.polls.counting.budgets.profile import Outcome, Profile
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot


class Budgeting(ABC):
    """A rule that funds projects within a budget.

    Settings: `budget` in whole rupiah (needed); of a ballot `least` and `most`, the number of
    projects on it, and `max_cost`, what they may cost together (each may be missing); and those
    of the rule. Projects that nobody supports are never funded.

    `details` of a result: `budget`, `cost` and `left` in rupiah; `satisfaction`, pairs of a
    number of funded projects on a ballot and how many voters have so many; `projects`, for each
    id `cost`, `votes`, `funded` and, where the rule has them:

    - `missing`: the rupiah that it lacked when it was passed over or dropped
    - `price`: what one payer gave, `payers` all who paid, `short` those of them who had less and
      gave all they had; `effective`: its effective votes
    - `support`: the money behind it over its cost, at the moment from which that was too little
    - `filled`: true for one that was added by votes when the rule itself was done

    Sums of money and shares are whole numbers or exact fractions.
    """

    name: str
    ballot = "projects"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        check_options(options)
        for one in options:
            if type(one.cost) is not int or one.cost < 1:
                raise Refused("no_cost", option=one.id)
        settings = Settings(self.name, params)
        if settings.whole("budget", least=1) is None:
            raise Refused("missing_setting", method=self.name, name="budget")
        least = settings.whole("least", least=1)
        settings.whole("most", least=least or 1)
        settings.whole("max_cost", least=1)
        self.settings(settings)
        return settings.done()

    @abstractmethod
    def settings(self, settings: Settings) -> None:
        """Read the settings that only this rule has."""

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        return ballots.write_set(
            _chosen(paper, ballots.indexed(options), options, params), options
        )

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        index = ballots.indexed(options)
        box = ballots.opened(counts, lambda text: _chosen(text, index, options, params))
        profile = Profile.of(options, params["budget"], box.papers, lot)
        outcome = self.choose(profile, params)
        cost = profile.cost_of(outcome.funded)
        return Result(
            method=self.name,
            params=params,
            winners=tuple(profile.ids[project] for project in outcome.funded),
            tally=dict(zip(profile.ids, profile.votes, strict=True)),
            ballots=box.ballots,
            blank=box.blank,
            invalid=box.invalid,
            rounds=tuple(outcome.rounds),
            ties=tuple(outcome.ties),
            details={
                "budget": profile.budget,
                "cost": cost,
                "left": profile.budget - cost,
                "satisfaction": tuple(profile.satisfaction(outcome.funded).items()),
                "projects": _projects(profile, outcome),
                **outcome.details,
            },
        )

    @abstractmethod
    def choose(self, profile: Profile, params: Params) -> Outcome:
        """Which projects the rule funds, and how that came about."""


def _chosen(
    text: str, index: ballots.Index, options: Sequence[Candidate], params: Params
) -> tuple[int, ...]:
    """The projects on a ballot; Refused where they are too few, too many or too dear."""
    chosen = ballots.read_set(text, index)
    if not chosen:
        return chosen
    least, most, limit = params["least"], params["most"], params["max_cost"]
    if least is not None and len(chosen) < least:
        raise Refused("too_few", least=least)
    if most is not None and len(chosen) > most:
        raise Refused("too_many", most=most)
    if limit is not None:
        cost = sum(options[project].cost or 0 for project in chosen)
        if cost > limit:
            raise Refused("over_budget", cost=cost, most=limit)
    return chosen


def _projects(profile: Profile, outcome: Outcome) -> dict[str, dict[str, Any]]:
    funded = frozenset(outcome.funded)
    return {
        name: {
            "cost": profile.costs[project],
            "votes": profile.votes[project],
            "funded": project in funded,
            **outcome.facts.get(project, {}),
        }
        for project, name in enumerate(profile.ids)
    }
