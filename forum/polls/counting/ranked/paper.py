"""What all rules on ranked ballots share: the paper, and the count of pairs."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Settings
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.placing import Placing

STRENGTHS = ("wv", "margins")


class RankedPaper:
    """Settings of the paper: `equal` (false) allows equal ranks, `most` limits the ranks."""

    name: ClassVar[str]
    ballot: ClassVar[str] = "rank"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        settings.flag("equal", default=False)
        settings.whole("most", least=1)
        self.read_settings(settings, options)
        return settings.done()

    def read_settings(self, settings: Settings, options: Sequence[Candidate]) -> None:
        """Read what the rule itself can be told."""

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        """Ranks cut short; an option that is repeated keeps its first rank."""
        ranks = ballots.read_ranks(paper, ballots.indexed(options))
        if any(not rank for rank in ranks):
            raise Refused("not_an_option", option=ballots.UNKNOWN_OVERVOTE)
        if not params["equal"] and any(len(rank) > 1 for rank in ranks):
            raise Refused("equal_ranks")
        if params["most"] is not None and len(ranks) > params["most"]:
            raise Refused("too_many", most=params["most"])
        return ballots.write_ranks(ranks, options)


class PairwiseRule(RankedPaper, ABC):
    """A rule that needs no more than the count of pairs.

    `margin`: the smallest pairwise margin of a winner that beats every other.
    """

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        rankings = ballots.ranked(counts, options)
        pairs = Pairwise.of(rankings, options)
        tally, placing, details = self.decide(pairs, params, lot)
        if not pairs.valid:
            placing = Placing((), (), (), None)
        return Result(
            method=self.name,
            params=params,
            winners=placing.winners,
            tally=tally,
            ballots=rankings.ballots,
            blank=rankings.blank,
            invalid=rankings.invalid,
            ranking=placing.ranking,
            matrix=pairs.matrix,
            ties=placing.ties,
            margin=placing.margin,
            details=pairs.explained(placing.winners) | details,
        )

    @abstractmethod
    def decide(
        self, pairs: Pairwise, params: Params, lot: Lot
    ) -> tuple[dict[str, Any], Placing, dict[str, Any]]:
        """The headline numbers, who wins, and further details."""


def strength_of(pairs: Pairwise, strength: str) -> Callable[[int, int], int]:
    """How strong a beats b: the votes for a (`wv`) or the margin; 0 where a does not beat b."""
    if strength == "margins":
        return lambda a, b: max(0, pairs.margin(a, b))
    return lambda a, b: pairs.over[a][b] if pairs.beats(a, b) else 0
