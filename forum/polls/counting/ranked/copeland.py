from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from forum.polls.counting.base import Params
from forum.polls.counting.lot import Lot
from forum.polls.counting.numbers import plain
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.placing import Placing, place
from forum.polls.counting.ranked.paper import PairwiseRule


class Copeland(PairwiseRule):
    """Most victories over other options, a draw counting half. Ties: the higher Borda sum.

    `tally`: victories and half draws. `details`: also `borda`.
    """

    name: ClassVar[str] = "copeland"

    def decide(
        self, pairs: Pairwise, params: Params, lot: Lot
    ) -> tuple[dict[str, Any], Placing, dict[str, Any]]:
        tally = {
            pairs.ids[a]: plain(
                sum(
                    (_points(pairs.margin(a, b)) for b in pairs.places if b != a),
                    start=Fraction(0),
                )
            )
            for a in pairs.places
        }
        before = [("borda", lambda group: pairs.borda)]
        placing = place(tally, lot, before=before, unsupported_win=True)
        placing = replace(placing, margin=pairs.closest(placing.winners))
        return tally, placing, {"borda": pairs.borda}


def _points(margin: int) -> Fraction:
    return Fraction((margin > 0) - (margin < 0) + 1, 2)
