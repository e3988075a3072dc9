from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Round, Settings, Tie
from forum.polls.counting.elimination import OVERVOTE, Piles, look_back, orders
from forum.polls.counting.lot import Lot
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.ranked.paper import RankedPaper


class InstantRunoff(RankedPaper):
    """Count each ballot for its highest option left; drop the one with fewest, until one has more
    than half of the ballots that still count.

    Settings: `overvote` `skip` (default) or `exhaust`, for ranks that hold several options;
    `first_out` (none): ids of options dropped before all others, as election offices do with
    write-ins that nobody declared. Ties: fewest in the latest earlier round in which they differ.

    `tally`: the last round in which each option stood. `rounds` have `details` `transferred`,
    the ballots that came to each option since the round before, and `needed` for a majority.
    `margin`: between the two best of the last round.
    """

    name: ClassVar[str] = "irv"

    def read_settings(self, settings: Settings, options: Sequence[Candidate]) -> None:
        settings.one_of("overvote", OVERVOTE, default="skip")
        settings.options("first_out", options)

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        rankings = ballots.ranked(counts, options)
        pairs = Pairwise.of(rankings, options)
        count = _Count(orders(rankings, exhaust=params["overvote"] == "exhaust"), options, lot)
        count.run(params["first_out"])
        return Result(
            method=self.name,
            params=params,
            winners=count.winners,
            tally=count.last,
            ballots=rankings.ballots,
            blank=rankings.blank,
            invalid=rankings.invalid,
            ranking=count.ranking(),
            rounds=tuple(count.rounds),
            matrix=pairs.matrix,
            ties=tuple(count.ties),
            margin=count.margin(),
            details=pairs.explained(count.winners),
        )


class _Count:
    def __init__(
        self, papers: list[tuple[ballots.Order, int]], options: Sequence[Candidate], lot: Lot
    ) -> None:
        self.ids = [one.id for one in options]
        self.lot = lot
        self.piles = Piles(papers, options)
        self.votes = [self._sum(pile) for pile in self.piles.piles]
        self.exhausted = self._sum(self.piles.nowhere)
        self.winners: tuple[str, ...] = ()
        self.last: dict[str, int] = {}
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []

    def run(self, first_out: Sequence[str]) -> None:
        came: dict[str, int] = {}
        waiting = list(first_out)
        while sum(self.votes):
            tally = {self.ids[place]: self.votes[place] for place in self._left()}
            self.last |= tally
            needed = sum(self.votes) // 2 + 1
            told = {"needed": needed, "transferred": came}
            best = max(tally, key=tally.__getitem__)
            if not waiting and tally[best] >= needed:
                dropped: tuple[str, ...] = ()
                self.winners = (best,)
                key = "irv.majority"
            else:
                dropped = (waiting.pop(0) if waiting else self._fewest(tally),)
                key = "irv.first_out" if dropped[0] in first_out else "irv.dropped"
            self.rounds.append(
                Round(tally, self.winners, dropped, self.exhausted, key=key, details=told)
            )
            if self.winners:
                break
            came = self._drop(self.ids.index(dropped[0]))

    def _left(self) -> list[int]:
        return sorted(self.piles.going_on)

    def _fewest(self, tally: Mapping[str, int]) -> str:
        fewest = min(tally.values())
        tied = tuple(one for one, votes in tally.items() if votes == fewest)
        if len(tied) == 1:
            return tied[0]
        earlier = [one.tally for one in self.rounds]
        tie = look_back(
            tied, earlier, self.lot, step="drop", round_=len(earlier) + 1, fewest=True
        )
        self.ties.append(tie)
        return tie.order[-1]

    def _drop(self, place: int) -> dict[str, int]:
        self.piles.going_on.discard(place)
        self.votes[place] = 0
        came: dict[str, int] = {}
        for target, numbers in self.piles.take(place).items():
            votes = self._sum(numbers)
            if target is None:
                self.exhausted += votes
            else:
                self.votes[target] += votes
                came[self.ids[target]] = votes
        return {one: came[one] for one in self.ids if one in came}

    def _sum(self, numbers: Sequence[int]) -> int:
        often = self.piles.often
        return sum(often[number] for number in numbers)

    def ranking(self) -> tuple[tuple[str, ...], ...]:
        """The winner, the others of the last round by votes, then who was dropped later first."""
        if not self.winners:
            return ()
        last = self.rounds[-1].tally
        left: dict[Any, list[str]] = {}
        for one in last:
            if one not in self.winners:
                left.setdefault(last[one], []).append(one)
        dropped = [one.eliminated for one in reversed(self.rounds) if one.eliminated]
        return (
            self.winners,
            *(tuple(left[votes]) for votes in sorted(left, reverse=True)),
            *dropped,
        )

    def margin(self) -> int | None:
        if not self.winners or len(self.rounds[-1].tally) < 2:
            return None
        first, second, *_ = sorted(self.rounds[-1].tally.values(), reverse=True)
        return int(first - second)
