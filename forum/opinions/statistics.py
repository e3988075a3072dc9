"""What can be said of statements from counted votes: typical of a group, agreed by all, dividing.

Shares are drawn towards one half, as if each statement had one more agree and one more disagree,
so that few votes say little. The rules are those of Polis, in the steps 8 to 11 of the opinion
map; `bridging` and `dividing` are our own. Statements are given in the order of their ids, and
of equal ones the lower id comes first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod, sqrt

CERTAIN = 1.2816  # one-sided, 90 %
MOST = 5  # findings of one kind that are told


@dataclass(frozen=True)
class Tally:
    """How often a statement was agreed with, disagreed with, and voted on at all."""

    agree: int = 0
    disagree: int = 0
    seen: int = 0  # with those who passed

    @property
    def passed(self) -> int:
        return self.seen - self.agree - self.disagree

    def hits(self, agreeing: bool) -> int:
        return self.agree if agreeing else self.disagree

    def share(self, agreeing: bool = True) -> float:
        """The share of agreement (or disagreement), between 0 and 1, drawn towards one half."""
        return (self.hits(agreeing) + 1) / (self.seen + 2)

    def certainty(self, agreeing: bool = True) -> float:
        """How clearly the share differs from one half: z of the test of one proportion."""
        seen = self.seen + 1
        return 2 * sqrt(seen) * ((self.hits(agreeing) + 1) / seen - 0.5)

    def without(self, other: "Tally") -> "Tally":
        return Tally(
            self.agree - other.agree, self.disagree - other.disagree, self.seen - other.seen
        )


@dataclass(frozen=True)
class Typical:
    """A statement that tells a group from the others.

    `votes` of the `seen` in the group agree (or disagree); `ratio` is their share over that of
    all others, `contrast` z of the test of both proportions. The side is the one on which the
    group stands out; `best_agree` marks the statement that the group agrees with most, which
    may stand out by few disagreeing where others disagree even less: tell `agrees` there.
    """

    statement: int
    agreeing: bool
    votes: int
    agrees: int
    seen: int
    share: float
    certainty: float
    ratio: float
    contrast: float
    best_agree: bool = False

    @property
    def weight(self) -> float:
        return self.ratio * self.contrast * self.share * self.certainty

    @property
    def qualifies(self) -> bool:
        return self.certainty > CERTAIN and self.contrast > CERTAIN


@dataclass(frozen=True)
class Agreed:
    """A statement that most of all participants agree (or disagree) with."""

    statement: int
    agreeing: bool
    votes: int
    seen: int
    share: float
    certainty: float


@dataclass(frozen=True)
class Bridge:
    """A statement on which every group is of one mind; `score` is the group-aware consensus."""

    statement: int
    agreeing: bool
    score: float


def typical(statement: int, group: Tally, others: Tally, agreeing: bool) -> Typical:
    """One statement in one group against all others (step 8)."""
    return Typical(
        statement=statement,
        agreeing=agreeing,
        votes=group.hits(agreeing),
        agrees=group.agree,
        seen=group.seen,
        share=group.share(agreeing),
        certainty=group.certainty(agreeing),
        ratio=group.share(agreeing) / others.share(agreeing),
        contrast=contrast(group.hits(agreeing), group.seen, others.hits(agreeing), others.seen),
    )


def contrast(hits: int, seen: int, other_hits: int, other_seen: int) -> float:
    """z of the test of two proportions, each with one hit more; 0 where all are hits."""
    hits, seen, other_hits, other_seen = hits + 1, seen + 1, other_hits + 1, other_seen + 1
    if hits + other_hits == seen + other_seen:
        return 0.0
    pooled = (hits + other_hits) / (seen + other_seen)
    spread = sqrt(pooled * (1 - pooled) * (1 / seen + 1 / other_seen))
    return (hits / seen - other_hits / other_seen) / spread


def representative(
    group: Mapping[int, Tally], all_groups: Mapping[int, Tally]
) -> list[Typical]:
    """At most five statements that are typical of a group, agreed ones first (step 9).

    `group` and `all_groups` (this one included) hold the votes by statement, in the order of
    ids, without rejected statements.
    """
    both = {
        statement: (typical(statement, tally, others, True),
                    typical(statement, tally, others, False))
        for statement, tally in group.items()
        for others in [all_groups[statement].without(tally)]
    }  # fmt: skip
    best = _best_agree(
        agree for agree, disagree in both.values() if agree.votes or disagree.votes
    )
    clear = [
        _clearer(*pair) for pair in both.values() if pair[0].qualifies or pair[1].qualifies
    ]
    clear.sort(key=lambda one: -one.weight)
    if best is not None:
        first = replace(_clearer(*both[best.statement]), best_agree=True)
        clear = [first, *(one for one in clear if one.statement != best.statement)]
    elif not clear:
        clear = sorted(
            (_clearer(*pair) for pair in both.values()), key=lambda one: -one.contrast
        )[:1]
    return sorted(clear[:MOST], key=lambda one: not one.agreeing)


def _clearer(agree: Typical, disagree: Typical) -> Typical:
    return agree if agree.contrast > disagree.contrast else disagree


def _best_agree(statements: Iterable[Typical]) -> Typical | None:
    best: Typical | None = None
    for one in statements:
        if best is None:
            if one.certainty > CERTAIN or (one.ratio > 1 and one.share > 0.5):
                best = one
        elif best.ratio > 1:
            best = one if one.weight > best.weight else best
        elif one.share * one.certainty > best.share * best.certainty:
            best = one
    return best


def consensus(tallies: Mapping[int, Tally], agreeing: bool) -> list[Agreed]:
    """At most five statements that all participants together clearly agree with (step 10)."""
    found = [
        Agreed(
            statement,
            agreeing,
            tally.hits(agreeing),
            tally.seen,
            tally.share(agreeing),
            tally.certainty(agreeing),
        )
        for statement, tally in tallies.items()
        if tally.share(agreeing) > 0.5 and tally.certainty(agreeing) > CERTAIN
    ]
    return sorted(found, key=lambda one: -one.share * one.certainty)[:MOST]


def group_aware(by_group: Iterable[Tally], agreeing: bool = True) -> float:
    """The product of the groups' shares: high only where every group agrees (step 11)."""
    return prod(tally.share(agreeing) for tally in by_group)


def bridging(by_group: Mapping[int, Sequence[Tally]]) -> list[Bridge]:
    """Statements for which more than half of every group is of one mind, the strongest first.

    `by_group` holds for each statement the votes of each group. A group counts as of one mind
    when its share, drawn towards one half, is above it; with fewer than two groups nothing is
    bridged.
    """
    found = [
        Bridge(statement, agreeing, group_aware(tallies, agreeing))
        for statement, tallies in by_group.items()
        for agreeing in (True, False)
        if len(tallies) > 1 and all(tally.share(agreeing) > 0.5 for tally in tallies)
    ]
    return sorted(found, key=lambda one: -one.score)


def dividing(by_group: Mapping[int, Sequence[Tally]]) -> list[int]:
    """At most five statements on which the groups differ most, the widest apart first.

    How far apart: the largest less the smallest share of agreement among the groups. Where no
    vote was cast in a group its share is one half, and divides nobody.
    """

    def apart(statement: int) -> float:
        shares = [tally.share() for tally in by_group[statement]]
        return max(shares, default=0.0) - min(shares, default=0.0)

    split = [
        statement
        for statement, tallies in by_group.items()
        if any(t.share() > 0.5 for t in tallies) and any(t.share() < 0.5 for t in tallies)
    ]
    return sorted(split, key=lambda statement: -apart(statement))[:MOST]
