"""The opinion map from votes: the steps of Polis, one after another. Needs numpy."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.opinions.areas import outlines
from forum.opinions.grouping import grouped_people, grouping_of
from forum.opinions.letters import letters
from forum.opinions.projection import (
    Axes,
    Cells,
    Floats,
    axes_of,
    places,
    statement_places,
)
from forum.opinions.result import Group, Memory, OpinionMap, Statement
from forum.opinions.statistics import (
    Tally,
    bridging,
    consensus,
    dividing,
    group_aware,
    representative,
)
from forum.opinions.votes import AGREE, DISAGREE, EMPTY, Votes


def compute(
    votes: Votes, rejected: Collection[int] = (), previous: OpinionMap | None = None
) -> OpinionMap:
    """Steps 1 to 11 of the opinion map.

    `rejected` are ids of statements that moderation took out; they stay in the arithmetic as if
    everybody had passed. `previous` is the map of the last run: axes keep their signs, groups
    their letters, people who were in a group stay in one, and another number of groups is shown
    only when it has fitted best four times in a row.

    The order of columns does not matter. That of rows does where groups are hard to tell apart:
    the search for groups begins at the first rows, so give participants in an order that stays,
    such as that of joining.
    """
    people = votes.participants
    asked, cells = _by_statement(votes)
    out = np.isin(np.array(asked, dtype=np.int64), list(rejected))
    axes = axes_of(cells, out, _earlier_components(asked, previous))
    where = places(cells, out, axes)
    counts = dict(zip(people, (cells != EMPTY).sum(axis=1).tolist(), strict=True))
    earlier = frozenset(previous.group_of) if previous else frozenset()
    grouped = grouped_people(counts, len(asked), earlier)
    row = {one: number for number, one in enumerate(people)}
    rows = np.array([row[one] for one in grouped], dtype=np.intp)
    memory = previous.memory if previous else Memory()
    silhouettes: dict[int, float] = {}
    members: list[NDArray[np.intp]] = []
    if grouped:
        grouping = grouping_of(where[rows], memory, previous.k if previous else 0)
        silhouettes, memory = grouping.silhouettes, grouping.memory
        members = [rows[grouping.labels == n] for n in range(int(grouping.labels.max()) + 1)]
    lettered = _lettered(people, members, previous)
    by_group = [_tallies(cells[rows]) for _, rows in lettered]
    statements = _statements(asked, out, axes, _tallies(cells), by_group)
    return OpinionMap(
        participants=len(people),
        voters=sum(1 for count in counts.values() if count),
        statements=statements,
        groups=_groups(people, where, lettered, statements),
        silhouettes=silhouettes,
        explained=(float(axes.explained[0]), float(axes.explained[1])),
        memory=memory,
        **_findings(statements),
    )


def _by_statement(votes: Votes) -> tuple[list[int], Cells]:
    """Statements by id, and the cells with columns in this order."""
    shape = (len(votes.participants), len(votes.statements))
    cells = np.frombuffer(votes.cells, dtype=np.int8).reshape(shape)
    columns = np.argsort(np.array(votes.statements, dtype=np.int64))
    if (np.diff(columns) < 0).any():
        cells = np.ascontiguousarray(cells[:, columns])  # for the same sums to the last bit
    return sorted(votes.statements), cells


def _earlier_components(asked: Sequence[int], previous: OpinionMap | None) -> Floats | None:
    if previous is None:
        return None
    known = {one.id: one.component for one in previous.statements}
    return np.array([known.get(one, (0.0, 0.0)) for one in asked]).reshape(-1, 2).T


def _lettered(
    people: Sequence[int], members: list[NDArray[np.intp]], previous: OpinionMap | None
) -> list[tuple[str, NDArray[np.intp]]]:
    """The rows of each group by letter; without a previous map the largest group is A."""
    members.sort(key=lambda rows: (-len(rows), rows[0]))
    before = {group.letter: group.members for group in previous.groups} if previous else {}
    named = letters([[people[row] for row in rows] for rows in members], before)
    return sorted(zip(named, members, strict=True), key=lambda one: one[0])


def _tallies(cells: Cells) -> list[Tally]:
    agree = (cells == AGREE).sum(axis=0).tolist()
    disagree = (cells == DISAGREE).sum(axis=0).tolist()
    seen = (cells != EMPTY).sum(axis=0).tolist()
    return [Tally(*three) for three in zip(agree, disagree, seen, strict=True)]


def _statements(
    asked: Sequence[int],
    out: NDArray[np.bool_],
    axes: Axes,
    tallies: Sequence[Tally],
    by_group: Sequence[Sequence[Tally]],
) -> tuple[Statement, ...]:
    found = []
    for number, (id_, place) in enumerate(zip(asked, statement_places(axes), strict=True)):
        groups = tuple(group[number] for group in by_group)
        found.append(
            Statement(
                id=id_,
                rejected=bool(out[number]),
                mean=float(axes.means[number]),
                component=(
                    float(axes.components[0, number]),
                    float(axes.components[1, number]),
                ),
                place=(float(place[0]), float(place[1])),
                tally=tallies[number],
                by_group=groups,
                agree_score=group_aware(groups, True),
                disagree_score=group_aware(groups, False),
            )
        )
    return tuple(found)


def _groups(
    people: Sequence[int],
    where: Floats,
    lettered: Sequence[tuple[str, NDArray[np.intp]]],
    statements: Sequence[Statement],
) -> tuple[Group, ...]:
    told = [one for one in statements if not one.rejected]
    everyone = {one.id: _together(one.by_group) for one in told}
    return tuple(
        Group(
            letter=letter,
            members=tuple(people[row] for row in rows),
            representative=tuple(
                representative({one.id: one.by_group[number] for one in told}, everyone)
                if len(lettered) > 1
                else ()
            ),
            area=outlines(where[rows], where),
        )
        for number, (letter, rows) in enumerate(lettered)
    )


def _together(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        sum(one.agree for one in tallies),
        sum(one.disagree for one in tallies),
        sum(one.seen for one in tallies),
    )


def _findings(statements: Sequence[Statement]) -> dict[str, Any]:
    told = [one for one in statements if not one.rejected]
    by_group = {one.id: one.by_group for one in told}
    tallies = {one.id: one.tally for one in told}
    return {
        "agreed": tuple(consensus(tallies, True)),
        "disagreed": tuple(consensus(tallies, False)),
        "bridging": tuple(bridging(by_group)),
        "dividing": tuple(dividing(by_group)),
    }
