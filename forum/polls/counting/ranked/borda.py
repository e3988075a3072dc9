from dataclasses import replace
from typing import Any, ClassVar

from forum.polls.counting.base import Params
from forum.polls.counting.lot import Lot
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.placing import Placing, place
from forum.polls.counting.ranked.paper import PairwiseRule


class Borda(PairwiseRule):
    """Per ballot a point for each option below, half a point for each equal or both-unranked one.

    Ties: the pairwise winner among the tied. `tally`: the points. There is no `margin`: one
    ballot moves several options.
    """

    name: ClassVar[str] = "borda"

    def decide(
        self, pairs: Pairwise, params: Params, lot: Lot
    ) -> tuple[dict[str, Any], Placing, dict[str, Any]]:
        placing = place(
            pairs.borda, lot, before=[("pairwise", pairs.winner_among)], unsupported_win=True
        )
        return pairs.borda, replace(placing, margin=None), {}
