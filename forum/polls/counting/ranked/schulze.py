from collections.abc import Sequence
from typing import Any, ClassVar

from forum.polls.counting.base import Candidate, Params, Settings
from forum.polls.counting.lot import Lot
from forum.polls.counting.pairwise import Pairwise
from forum.polls.counting.placing import Placing, settle
from forum.polls.counting.ranked.paper import STRENGTHS, PairwiseRule, strength_of


class Schulze(PairwiseRule):
    """An option wins if its strongest path to each other is as strong as the path back.

    A path is as strong as its weakest beat; a beat as the votes for it, or with `strength`
    `margins` as its margin. `tally`: how many options each beats by paths. `ranking`: who is
    beaten by none of those left, then the same without them. `details`: also `paths`, the
    strengths of the strongest paths.
    """

    name: ClassVar[str] = "schulze"

    def read_settings(self, settings: Settings, options: Sequence[Candidate]) -> None:
        settings.one_of("strength", STRENGTHS, default="wv")

    def decide(
        self, pairs: Pairwise, params: Params, lot: Lot
    ) -> tuple[dict[str, Any], Placing, dict[str, Any]]:
        paths = strongest_paths(pairs, params["strength"])
        beaten_by = {
            a: {b for b in pairs.places if paths[b][a] > paths[a][b]} for a in pairs.places
        }
        ranking = []
        left = set(pairs.places)
        while left:
            unbeaten = [a for a in sorted(left) if not beaten_by[a] & left]
            ranking.append(tuple(pairs.ids[a] for a in unbeaten))
            left -= set(unbeaten)
        winners, ties = ranking[0] if ranking else (), []
        if len(winners) > 1:
            ties = [settle(winners, lot, step="winner")]
            winners = ties[0].order[:1]
        tally = {
            pairs.ids[a]: sum(a in beaten for beaten in beaten_by.values())
            for a in pairs.places
        }
        named = {
            pairs.ids[a]: {pairs.ids[b]: paths[a][b] for b in pairs.places if b != a}
            for a in pairs.places
        }
        placing = Placing(winners, tuple(ranking), tuple(ties), pairs.closest(winners))
        return tally, placing, {"paths": named}


def strongest_paths(pairs: Pairwise, strength: str) -> list[list[int]]:
    """`paths[a][b]`: the strength of the strongest path of beats from a to b, 0 without one."""
    of = strength_of(pairs, strength)
    paths = [[of(a, b) if a != b else 0 for b in pairs.places] for a in pairs.places]
    for by in pairs.places:
        from_by = paths[by]
        for a in pairs.places:
            to_by = paths[a][by]
            if a == by or not to_by:
                continue
            row = paths[a]
            for b in pairs.places:
                if b != a and from_by[b] > row[b]:
                    row[b] = max(row[b], min(to_by, from_by[b]))
    return paths
