"""A finished map: everything that pages tell of it, and what the next run starts from.

It is kept as JSON and read back without loss. A person's own place follows from the stored
numbers alone. `Group.members` and `Memory` say who is where: they are for the next run and for a
person's own page, and are never shown or handed out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from math import hypot, sqrt
from typing import Any

from forum.opinions.statistics import Agreed, Bridge, Tally, Typical
from forum.opinions.votes import EMPTY

OPENS_FROM = 30  # participants
SHOWN_FROM = 5  # members
Point = tuple[float, float]
Ring = tuple[Point, ...]  # a closed line; the first point is not repeated


@dataclass(frozen=True)
class Statement:
    """A statement on the map. `by_group` counts as the groups stand in `OpinionMap.groups`."""

    id: int
    rejected: bool
    mean: float  # of the votes, from -1 to 1
    component: Point  # its part in either axis
    place: Point  # of somebody who only agreed with it and voted on nothing else
    tally: Tally  # of all participants
    by_group: tuple[Tally, ...]
    agree_score: float  # group-aware consensus, from 0 to 1
    disagree_score: float

    @property
    def extremity(self) -> float:
        return hypot(*self.place)


@dataclass(frozen=True)
class Group:
    """People who answer alike; `area` is where most of them are, empty under five members."""

    letter: str
    members: tuple[int, ...]  # ids of participants
    representative: tuple[Typical, ...]
    area: tuple[Ring, ...]

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def is_shown(self) -> bool:
        return self.size >= SHOWN_FROM


@dataclass(frozen=True)
class Memory:
    """What the next run starts from."""

    base_centres: tuple[Point, ...] = ()
    centres: Mapping[int, tuple[Point, ...]] = field(
        default_factory=dict
    )  # by number of groups
    winner: int = 0  # the number of groups that fitted best
    wins: int = 0  # recalculations in a row


@dataclass(frozen=True)
class OpinionMap:
    """The opinion map of one conversation.

    Places are in units of answers: of somebody who answered every statement, the distance from
    the average is that of their votes along two axes. Directions have no meaning of their own.
    """

    participants: int
    voters: int  # participants with a vote
    statements: tuple[Statement, ...]
    groups: tuple[Group, ...]  # by letter
    agreed: tuple[Agreed, ...]  # by all participants together
    disagreed: tuple[Agreed, ...]
    bridging: tuple[Bridge, ...]  # all groups are of one mind
    dividing: tuple[int, ...]  # ids of statements
    silhouettes: Mapping[int, float]  # by number of groups
    explained: Point  # share of the variance along either axis
    memory: Memory

    @property
    def k(self) -> int:
        return len(self.groups)

    @property
    def is_open(self) -> bool:
        """Whether enough people voted for the map to be shown."""
        return self.voters >= OPENS_FROM

    @cached_property
    def group_of(self) -> dict[int, int]:
        """The number of the group, as in `groups`, of everybody who is in one."""
        return {
            one: number for number, group in enumerate(self.groups) for one in group.members
        }

    @cached_property
    def by_id(self) -> dict[int, Statement]:
        return {statement.id: statement for statement in self.statements}

    def place(self, votes: Mapping[int, int]) -> Point | None:
        """Where somebody with these votes (by statement) stands; None without any vote.

        Votes on statements that are not on the map yet are left out.
        """
        if not any(statement in self.by_id for statement in votes):
            return None
        return place(
            {
                one.id: 0 if one.rejected else votes.get(one.id, EMPTY)
                for one in self.statements
            },
            {one.id: one.mean for one in self.statements},
            {one.id: one.component for one in self.statements},
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values that `from_json` turns into an equal map."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "OpinionMap":
        memory = data["memory"]
        return cls(
            participants=data["participants"],
            voters=data["voters"],
            statements=tuple(_statement(one) for one in data["statements"]),
            groups=tuple(_group(one) for one in data["groups"]),
            agreed=tuple(Agreed(**one) for one in data["agreed"]),
            disagreed=tuple(Agreed(**one) for one in data["disagreed"]),
            bridging=tuple(Bridge(**one) for one in data["bridging"]),
            dividing=tuple(data["dividing"]),
            silhouettes={int(k): value for k, value in data["silhouettes"].items()},
            explained=_point(data["explained"]),
            memory=Memory(
                base_centres=_points(memory["base_centres"]),
                centres={int(k): _points(many) for k, many in memory["centres"].items()},
                winner=memory["winner"],
                wins=memory["wins"],
            ),
        )


def place(
    votes: Mapping[int, int], means: Mapping[int, float], components: Mapping[int, Point]
) -> Point:
    """Where these votes lie on a map of these means and components (step 4).

    All three are by statement, and `means` names all statements of the map. A rejected statement
    counts as voted by everybody, with 0. A statement that is missing in `votes`, or `EMPTY`, was
    not voted on; without any vote the place is the middle.
    """
    voted = [one for one in means if votes.get(one, EMPTY) != EMPTY]
    if not voted:
        return (0.0, 0.0)
    stretch = sqrt(len(means) / len(voted))
    x = sum((votes[one] - means[one]) * components[one][0] for one in voted)
    y = sum((votes[one] - means[one]) * components[one][1] for one in voted)
    return (x * stretch, y * stretch)


def areas(result: OpinionMap) -> dict[str, tuple[Ring, ...]]:
    """The outlines of the groups that may be shown, by letter, in the units of the map."""
    return {group.letter: group.area for group in result.groups if group.is_shown}


def svg_path(rings: Iterable[Ring], scale: float = 1.0, middle: Point = (0.0, 0.0)) -> str:
    """The outlines as the `d` of an SVG path; `middle` is where the map's own middle goes.

    SVG counts downwards, the map upwards.
    """
    return "".join(
        "M"
        + "L".join(f"{middle[0] + x * scale:.1f} {middle[1] - y * scale:.1f}" for x, y in ring)
        + "Z"
        for ring in rings
    )


def _statement(data: Mapping[str, Any]) -> Statement:
    return Statement(
        **{
            **data,
            "component": _point(data["component"]),
            "place": _point(data["place"]),
            "tally": Tally(**data["tally"]),
            "by_group": tuple(Tally(**one) for one in data["by_group"]),
        }
    )


def _group(data: Mapping[str, Any]) -> Group:
    return Group(
        letter=data["letter"],
        members=tuple(data["members"]),
        representative=tuple(Typical(**one) for one in data["representative"]),
        area=tuple(_points(ring) for ring in data["area"]),
    )


def _point(data: Iterable[float]) -> Point:
    x, y = data
    return (x, y)


def _points(data: Iterable[Iterable[float]]) -> tuple[Point, ...]:
    return tuple(_point(one) for one in data)
