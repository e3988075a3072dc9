"""Projects, their costs, the money there is, and who wants what: by numbers, ready to count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from forum.polls.counting.base import Candidate, Round, Tie
from forum.polls.counting.lot import Lot

Paper = tuple[tuple[int, ...], int]  # the projects on a ballot, and how often it was cast


@dataclass(frozen=True)
class Profile:
    """Projects are known by their place among the options. Costs and `budget` in whole rupiah.

    `papers` are the ballots that chose something; `luck` is the place in the lot, 0 the best.
    """

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    luck: tuple[int, ...]
    budget: int
    papers: Sequence[Paper]

    @classmethod
    def of(
        cls, options: Sequence[Candidate], budget: int, papers: Sequence[Paper], lot: Lot
    ) -> "Profile":
        return cls(
            ids=tuple(one.id for one in options),
            costs=tuple(one.cost or 0 for one in options),
            luck=tuple(lot.position(one.id) for one in options),
            budget=budget,
            papers=papers,
        )

    @cached_property
    def voters(self) -> int:
        return sum(often for _, often in self.papers)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Approvals of each project."""
        votes = [0] * len(self.ids)
        for chosen, often in self.papers:
            for project in chosen:
                votes[project] += often
        return tuple(votes)

    @cached_property
    def wanted(self) -> tuple[int, ...]:
        """Projects that somebody supports; no rule funds any other."""
        return tuple(project for project, votes in enumerate(self.votes) if votes)

    def preference(self, project: int) -> tuple[int, int, int]:
        """What decides between equals: lower cost, then more approvals, then the lot."""
        return self.costs[project], -self.votes[project], self.luck[project]

    def cost_of(self, projects: Iterable[int]) -> int:
        return sum(self.costs[project] for project in projects)

    def tie(self, equals: Iterable[int], round_: int | None = None) -> Tie:
        """These projects were equal: in what order they are preferred, and why."""
        order = sorted(equals, key=self.preference)
        first, second = (self.preference(project) for project in order[:2])
        reasons = ("cost", "approvals", "lot")
        return Tie(
            options=tuple(self.ids[project] for project in sorted(order)),
            step="project",
            broken_by=next(
                reason for reason, a, b in zip(reasons, first, second, strict=True) if a != b
            ),
            order=tuple(self.ids[project] for project in order),
            round=round_,
        )

    def satisfaction(self, funded: Iterable[int]) -> dict[int, int]:
        """Number of funded projects on a ballot to how many voters have so many."""
        bought = frozenset(funded)
        spread: Counter[int] = Counter()
        for chosen, often in self.papers:
            spread[len(bought.intersection(chosen))] += often
        return dict(sorted(spread.items()))


@dataclass
class Outcome:
    """What a rule decided: projects in the order in which they were funded, and why.

    `facts` holds further numbers of single projects, `details` those of the whole count.
    """

    funded: list[int] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def note(self, project: int, **facts: Any) -> None:
        self.facts.setdefault(project, {}).update(facts)
