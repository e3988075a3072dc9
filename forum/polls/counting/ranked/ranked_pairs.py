from collections.abc import Sequence
from itertools import groupby
from typing import Any, ClassVar

from forum.polls.counting.base import Candidate, Params, Settings, Tie
from forum.polls.counting.lot import Lot
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.placing import Placing, settle
from forum.polls.counting.ranked.paper import STRENGTHS, PairwiseRule

Beat = tuple[int, int]  # who beats, who is beaten


class RankedPairs(PairwiseRule):
    """Beats are locked, the strongest first, unless one would close a circle.

    They are sorted by margin, then by votes (with `strength` `wv` the other way round), then the
    luckier winner, then the less lucky loser. Who is reached by no locked beat wins. `tally`: how
    many options each is above by locked beats. `ranking`: who is reached by none of those left,
    then the same without them. `details`: also `locked` and `skipped` beats in their order, as
    (winner, loser).
    """

    name: ClassVar[str] = "ranked-pairs"

    def read_settings(self, settings: Settings, options: Sequence[Candidate]) -> None:
        settings.one_of("strength", STRENGTHS, default="margins")

    def decide(
        self, pairs: Pairwise, params: Params, lot: Lot
    ) -> tuple[dict[str, Any], Placing, dict[str, Any]]:
        locking = _Locking(pairs, lot, by_votes=params["strength"] == "wv")
        above = locking.above
        ranking = []
        left = set(pairs.places)
        while left:
            free = [a for a in sorted(left) if not any(a in above[b] for b in left)]
            ranking.append(tuple(pairs.ids[a] for a in free))
            left -= set(free)
        winners, ties = ranking[0] if ranking else (), list(locking.ties)
        if len(winners) > 1:
            ties.append(settle(winners, lot, step="winner"))
            winners = ties[-1].order[:1]
        tally = {pairs.ids[a]: len(above[a]) for a in pairs.places}
        details = {
            "locked": tuple((pairs.ids[a], pairs.ids[b]) for a, b in locking.locked),
            "skipped": tuple((pairs.ids[a], pairs.ids[b]) for a, b in locking.skipped),
        }
        placing = Placing(winners, tuple(ranking), tuple(ties), pairs.closest(winners))
        return tally, placing, details


class _Locking:
    """Goes through the beats. `above[a]`: all options that locked beats lead to from a."""

    def __init__(self, pairs: Pairwise, lot: Lot, *, by_votes: bool) -> None:
        self.pairs = pairs
        self.lot = lot
        self.above: list[set[int]] = [set() for _ in pairs.places]
        self.locked: list[Beat] = []
        self.skipped: list[Beat] = []
        self.ties: list[Tie] = []
        luck = [lot.position(one) for one in pairs.ids]

        def strength(beat: Beat) -> tuple[int, int]:
            margin, votes = pairs.margin(*beat), pairs.over[beat[0]][beat[1]]
            return (-votes, -margin) if by_votes else (-margin, -votes)

        beats = [(a, b) for a in pairs.places for b in pairs.places if pairs.beats(a, b)]
        beats.sort(key=lambda beat: (*strength(beat), luck[beat[0]], -luck[beat[1]]))
        for _, equals in groupby(beats, key=strength):
            self._lock(list(equals))

    def _lock(self, equals: list[Beat]) -> None:
        possible = [(a, b) for a, b in equals if a not in self.above[b]]
        for a, b in equals:
            if a in self.above[b]:
                self.skipped.append((a, b))
                continue
            self.locked.append((a, b))
            reached = {b} | self.above[b]
            for one in self.pairs.places:
                if one == a or a in self.above[one]:
                    self.above[one] |= reached
        if any(beat in self.skipped for beat in possible):
            self._note(possible)

    def _note(self, equals: list[Beat]) -> None:
        """The order among equally strong beats has kept one of them out."""
        concerned = tuple(
            one for place, one in enumerate(self.pairs.ids) if any(place in b for b in equals)
        )
        order = self.lot.sorted(concerned)
        self.ties.append(Tie(concerned, "beat", "lot", order))
