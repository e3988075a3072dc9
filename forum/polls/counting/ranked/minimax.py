from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from forum.polls.counting.base import Candidate, Params, Settings
from forum.polls.counting.lot import Lot
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.placing import Placing, place
from forum.polls.counting.ranked.paper import STRENGTHS, PairwiseRule, strength_of


class Minimax(PairwiseRule):
    """The smallest worst defeat, by margins or with `strength` `wv` by the votes against.

    `tally`: the worst defeat of each option, 0 where nothing beats it.
    """

    name: ClassVar[str] = "minimax"

    def read_settings(self, settings: Settings, options: Sequence[Candidate]) -> None:
        settings.one_of("strength", STRENGTHS, default="margins")

    def decide(
        self, pairs: Pairwise, params: Params, lot: Lot
    ) -> tuple[dict[str, Any], Placing, dict[str, Any]]:
        strength = strength_of(pairs, params["strength"])
        worst = {
            pairs.ids[a]: max((strength(b, a) for b in pairs.places if b != a), default=0)
            for a in pairs.places
        }
        placing = place(
            {option: -defeat for option, defeat in worst.items()}, lot, unsupported_win=True
        )
        return worst, replace(placing, margin=pairs.closest(placing.winners)), {}
