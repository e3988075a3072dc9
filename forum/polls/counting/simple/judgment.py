from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result
from forum.polls.counting.lot import Lot
from forum.polls.counting.placing import settle
from forum.polls.counting.simple.marking import Marking


class MajorityJudgment(Marking):
    """Options are graded with words; the best majority value wins.

    Grades are 0 (worst) to `high` (5). A missing grade is the worst, and so a blank ballot counts
    as one that gives the worst to all. The majority value of an option: take the lower median
    grade, remove one such grade, repeat; the sequences are compared. Only identical sequences go
    to the lot.

    `tally`: the majority grade. `details`: `voters`, and `gauges` for each option with its
    `grade`, the voters `above` and `below` it, `plus` (more above than below) and `counts` of
    each grade, the worst first. There is no `margin`.
    """

    name: ClassVar[str] = "majority-judgment"
    ballot: ClassVar[str] = "grade"

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        scale = ballots.Scale(options, params["high"])
        parts = ballots.counted(counts, scale.fits)
        voters = parts.valid + parts.blank
        graded = scale.distribution(parts.often, voters)
        grades = {option: _grade(by_grade) for option, by_grade in graded.items()}
        gauges = {option: _gauge(graded[option], grades[option]) for option in graded}
        groups = _ranking(graded, voters) if parts.valid else ()
        winners, ties = groups[0] if groups else (), []
        if len(winners) > 1:
            ties = [settle(winners, lot, step="winner")]
            winners = ties[0].order[:1]
        return Result(
            method=self.name,
            params=params,
            winners=winners,
            tally=grades,
            ballots=parts.ballots,
            blank=parts.blank,
            invalid=parts.invalid,
            ranking=groups,
            ties=tuple(ties),
            details={"voters": voters, "valid": parts.valid, "gauges": gauges},
        )


def _grade(by_grade: Sequence[int]) -> int:
    """The lower median; the worst grade where nobody voted."""
    voters = sum(by_grade)
    return bisect_right(list(accumulate(by_grade)), (voters - 1) // 2) if voters else 0


def _gauge(by_grade: Sequence[int], grade: int) -> dict[str, Any]:
    above, below = sum(by_grade[grade + 1 :]), sum(by_grade[:grade])
    return {
        "grade": grade,
        "above": above,
        "below": below,
        "plus": above > below,
        "counts": tuple(by_grade),
    }


def _ranking(graded: Mapping[str, Sequence[int]], voters: int) -> tuple[tuple[str, ...], ...]:
    """Groups of options with identical majority values, the best first.

    Of the grades in order, the medians that are removed one after another lie at the middle, then
    outwards by turns. Two sequences can differ for the first time only where a grade of one of
    them begins or ends, so that only those steps are compared.
    """
    ends = {option: list(accumulate(by_grade)) for option, by_grade in graded.items()}
    places = {(voters - 1) // 2}
    for one in ends.values():
        places |= {place for end in one for place in (end - 1, end) if 0 <= place < voters}
    steps = sorted(places, key=lambda place: _step(place, voters))
    values: dict[tuple[int, ...], list[str]] = {}
    for option, one in ends.items():
        value = tuple(bisect_right(one, place) for place in steps)
        values.setdefault(value, []).append(option)
    return tuple(tuple(values[value]) for value in sorted(values, reverse=True))


def _step(place: int, voters: int) -> int:
    """When the grade at this place (from the worst, from 0) is the one that is removed."""
    middle = (voters - 1) // 2
    distance = place - middle
    first_side = distance < 0 if voters % 2 else distance > 0
    return 2 * abs(distance) - first_side
