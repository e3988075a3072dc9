from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Round, Tie
from forum.polls.counting.lot import Lot
from forum.polls.counting.placing import Group, ranking, settle
from forum.polls.counting.simple.marking import Marking

Preferred = Mapping[tuple[str, str], int]  # (a, b): ballots with a higher mark for a than for b


class Star(Marking):
    """Score, then a runoff of the two highest sums: preferred on more ballots wins.

    Setting `high` (5), the highest mark. Ties among finalists: more pairwise wins among the tied,
    then more of the highest mark; in the runoff: higher sum, then more of the highest mark.

    `rounds`: the sums, then the runoff with `details` `preferred` and `equal` (ballots without a
    preference, blank ones too). `details`: `finalists`, `preferred`, `equal`, `top_marks`,
    `valid`. `margin` in ballots of the runoff.
    """

    name: ClassVar[str] = "star"

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        scale = ballots.Scale(options, params["high"])
        parts = ballots.counted(counts, scale.fits)
        sums, top = scale.sums(parts.often), scale.top_marks(parts.often)
        groups = ranking(sums)
        seated, tied = _cut(groups)
        preferred = _preferences(counts, scale, (*seated, *tied))
        ties: list[Tie] = []
        if tied and len(seated) + len(tied) > 2:
            before = (
                ("pairwise_wins", lambda group: _wins(group, preferred)),
                ("top_marks", lambda group: top),
            )
            ties.append(
                settle(tied, lot, step="finalist", cut=2 - len(seated), before=before, round_=1)
            )
            tied = ties[0].order[: 2 - len(seated)]
        finalists = (*seated, *tied)
        rounds = [Round(sums, elected=finalists, kind="sums", key="star.finalists")]
        details = {"finalists": finalists, "top_marks": top, "valid": parts.valid}
        winners: tuple[str, ...] = ()
        margin = None
        if not parts.valid:
            rounds = []
        elif len(finalists) == 1:
            winners = finalists
        else:
            a, b = finalists
            votes = {a: preferred[a, b], b: preferred[b, a]}
            margin = abs(votes[a] - votes[b])
            if margin:
                winners = (max(finalists, key=votes.__getitem__),)
            else:
                keys = (("sum", lambda group: sums), ("top_marks", lambda group: top))
                ties.append(settle(finalists, lot, step="runoff", before=keys, round_=2))
                winners = ties[-1].order[:1]
            equal = parts.ballots - parts.invalid - sum(votes.values())
            told = {"preferred": votes, "equal": equal}
            details |= told
            rounds.append(
                Round(
                    votes,
                    elected=winners,
                    eliminated=tuple(one for one in finalists if one not in winners),
                    kind="runoff",
                    key="star.runoff" if margin else "star.runoff_equal",
                    details=told,
                )
            )
        return Result(
            method=self.name,
            params=params,
            winners=winners,
            tally=sums,
            ballots=parts.ballots,
            blank=parts.blank,
            invalid=parts.invalid,
            ranking=_ranking(winners, finalists, groups) if winners else (),
            rounds=tuple(rounds),
            ties=tuple(ties),
            margin=margin,
            details=details,
        )


def _cut(groups: Sequence[Group]) -> tuple[Group, Group]:
    """Who is in the runoff by the sum alone, and the equals among whom its last places go."""
    if not groups:
        return (), ()
    if len(groups[0]) > 1 or len(groups) == 1:
        return (), groups[0]
    return groups[0], groups[1]


def _preferences(
    counts: Mapping[str, int], scale: ballots.Scale, among: Group
) -> dict[tuple[str, str], int]:
    pairs = list(combinations(among, 2))
    preferred = {pair: 0 for a, b in pairs for pair in ((a, b), (b, a))}
    for text, often in counts.items():
        marks = scale.marks(text.split(",")) if text else None
        if marks is None:
            continue
        for a, b in pairs:
            first, second = marks.get(a, 0), marks.get(b, 0)
            if first > second:
                preferred[a, b] += often
            elif second > first:
                preferred[b, a] += often
    return preferred


def _wins(group: Group, preferred: Preferred) -> dict[str, int]:
    return {a: sum(preferred[a, b] > preferred[b, a] for b in group if b != a) for a in group}


def _ranking(winners: Group, finalists: Group, groups: Sequence[Group]) -> tuple[Group, ...]:
    loser = tuple(one for one in finalists if one not in winners)
    rest = (tuple(one for one in group if one not in finalists) for group in groups)
    return tuple(group for group in (winners, loser, *rest) if group)
