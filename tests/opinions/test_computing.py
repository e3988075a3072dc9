"""The map as a whole: places, groups, and what stays when it is drawn again."""

import csv
import json
import random
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from forum.opinions import OpinionMap, Votes, compute
from forum.opinions.polis import read
from forum.opinions.votes import EMPTY
from tests.opinions.conversations import (
    EXPECTED,
    HERE,
    adjusted_rand,
    conversation,
    every,
    folder,
    planted,
    reordered,
    rows_of,
    tallies,
)

pytestmark = pytest.mark.pure

REPLAYED = ("15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.ubi")


def partition(drawn):
    return {frozenset(group.members) for group in drawn.groups}


def near(place, other, tolerance=1e-9):
    return place == pytest.approx(other, abs=tolerance)


# --- against what was published


@pytest.mark.parametrize("name", every("bg2050-volunteers", "vtaiwan.uberx"))
def test_groups_are_those_that_were_published(name):
    kept = conversation(name)

    drawn = compute(kept.votes, kept.rejected)

    assert adjusted_rand(drawn.group_of, kept.groups) >= 0.9
    assert drawn.k == EXPECTED[name]["published"]["groups"]


@pytest.mark.parametrize("name", every())
def test_places_are_those_of_the_oracle(name):
    # For the largest table the oracle draws its axes from a random sample of directions.
    tolerance = 2e-4 if name == "vtaiwan.uberx" else 6e-7
    kept = conversation(name)

    drawn = compute(kept.votes, kept.rejected)

    for person, place in EXPECTED[name]["projection_first_participants"].items():
        x, y = drawn.place(kept.votes.of(int(person)))
        assert near((abs(x), abs(y)), place, tolerance), person
    expected = EXPECTED[name]["red_dwarf_0_4_0"]["explained_variance_ratio"]
    assert near(drawn.explained, expected, 2e-6)


@pytest.mark.parametrize("name", every())
def test_axes_are_the_first_two_singular_vectors(name):
    kept = conversation(name)
    shape = (len(kept.votes.participants), len(kept.votes.statements))
    cells = np.frombuffer(kept.votes.cells, dtype=np.int8).reshape(shape)
    voted = np.where(cells == EMPTY, np.nan, cells)
    voted[:, np.isin(kept.votes.statements, list(kept.rejected))] = 0
    centred = np.nan_to_num(voted - np.nanmean(voted, axis=0))
    _, _, axes = np.linalg.svd(centred, full_matrices=False)

    drawn = compute(kept.votes, kept.rejected)

    ours = np.array([drawn.by_id[one].component for one in kept.votes.statements]).T
    assert np.abs((ours * axes[:2]).sum(axis=1)) == pytest.approx([1, 1], abs=1e-9)


@pytest.mark.parametrize("name", every())
def test_who_is_grouped_and_who_is_counted(name):
    kept = conversation(name)

    drawn = compute(kept.votes, kept.rejected)

    assert len(drawn.group_of) == EXPECTED[name]["with_at_least_7_votes"]
    assert drawn.participants == EXPECTED[name]["participants"]
    assert len(drawn.statements) == EXPECTED[name]["statements"]
    assert len(drawn.group_of) == sum(group.size for group in drawn.groups)
    counted = tallies(kept.votes, kept.votes.participants)
    assert {one.id: one.tally for one in drawn.statements} == counted
    for number, group in enumerate(drawn.groups):
        inside = tallies(kept.votes, group.members)
        assert {one.id: one.by_group[number] for one in drawn.statements} == inside


# --- replay


@pytest.mark.parametrize("name", every(*REPLAYED))
def test_single_votes_in_the_order_of_time_give_the_table(name):
    table = read(folder(name) / "participants-votes.csv").votes

    replayed = read(folder(name) / "votes.csv").votes

    assert replayed == reordered(table, sorted(table.participants), sorted(table.statements))


def in_the_order_of_time(name):
    with (folder(name) / "votes.csv").open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
    return [(int(row["voter-id"]), int(row["comment-id"]), int(row["vote"])) for row in rows]


@pytest.mark.parametrize("name", every(*REPLAYED))
def test_votes_taken_one_by_one_give_the_map_of_the_whole_file(name):
    assert compute(Votes.cast(in_the_order_of_time(name))) == compute(
        read(folder(name) / "votes.csv").votes
    )


@pytest.mark.parametrize("name", every(*REPLAYED))
def test_a_conversation_as_it_grows(name):
    """Drawn again after every tenth of the votes: nobody who was grouped drops out, axes do not
    turn over, and another number of groups has won four times before it is shown.
    """
    rows = in_the_order_of_time(name)
    drawn, winners = None, []
    for tenth in range(1, 11):
        before = drawn
        drawn = compute(Votes.cast(rows[: len(rows) * tenth // 10]), previous=before)
        winners.append(drawn.memory.winner)
        if before is None:
            continue
        assert drawn.group_of.keys() >= before.group_of.keys()
        if drawn.k != before.k and before.k in drawn.silhouettes:
            assert winners[-4:] == [drawn.k] * 4
        for axis in (0, 1):
            likeness = sum(
                one.component[axis] * drawn.by_id[one.id].component[axis]
                for one in before.statements
            )
            assert likeness > 0


# --- properties


@pytest.mark.parametrize("seed", range(5))
def test_planted_groups_are_found_when_the_first_three_are_of_three_groups(seed):
    votes, group_of = planted([60, 45, 30], seed=seed)
    first = [next(one for one in group_of if group_of[one] == group) for group in range(3)]
    people = [*first, *(one for one in votes.participants if one not in first)]

    drawn = compute(reordered(votes, people, votes.statements))

    assert adjusted_rand(drawn.group_of, group_of) > 0.95
    assert [group.letter for group in drawn.groups] == ["A", "B", "C"]
    assert [group.size for group in drawn.groups] == sorted(
        (group.size for group in drawn.groups), reverse=True
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_and_columns_changes_nothing(seed):
    votes, _ = planted([50, 35], statements=15, seed=seed)
    chance = random.Random(seed)
    people = chance.sample(votes.participants, len(votes.participants))
    statements = chance.sample(votes.statements, len(votes.statements))

    drawn, other = compute(votes), compute(reordered(votes, people, statements))

    assert partition(other) == partition(drawn)
    assert [one.id for one in other.statements] == [one.id for one in drawn.statements]
    for person in people:
        assert near(other.place(votes.of(person)), drawn.place(votes.of(person)))
    assert (other.agreed, other.bridging, other.dividing) == (
        drawn.agreed,
        drawn.bridging,
        drawn.dividing,
    )


def test_columns_in_another_order_give_the_very_same_map():
    kept = conversation("bg2050-volunteers")
    statements = random.Random(3).sample(kept.votes.statements, len(kept.votes.statements))
    other = reordered(kept.votes, kept.votes.participants, statements)

    assert compute(other, kept.rejected) == compute(kept.votes, kept.rejected)


def test_votes_drawn_twice_give_the_very_same_map():
    votes, _ = planted([80, 70])

    assert compute(votes) == compute(votes)


def test_a_statement_without_votes_stands_in_the_middle():
    votes, _ = planted([20, 20])
    asked = [*votes.statements, 999]

    drawn = compute(Votes.cast(rows_of(votes), statements=asked))

    assert drawn.by_id[999].component == pytest.approx((0, 0), abs=1e-12)
    assert drawn.by_id[999].extremity == pytest.approx(0, abs=1e-12)
    assert drawn.by_id[999].tally.seen == 0
    assert partition(drawn) == partition(compute(votes))


def test_where_everybody_passes_there_is_one_group_in_the_middle():
    rows = [(person, statement, 0) for person in range(40) for statement in range(10)]

    drawn = compute(Votes.cast(rows))

    assert (drawn.k, drawn.groups[0].size) == (1, 40)
    assert drawn.place(dict.fromkeys(range(10), 0)) == (0, 0)
    assert (drawn.agreed, drawn.disagreed, drawn.bridging) == ((), (), ())


def test_one_participant():
    drawn = compute(Votes.cast([(7, statement, 1) for statement in range(9)]))

    assert [(group.letter, group.members) for group in drawn.groups] == [("A", (7,))]
    assert not drawn.is_open
    assert not drawn.groups[0].is_shown


@pytest.mark.parametrize(
    "votes",
    [
        Votes((), (), b""),
        Votes.cast([], participants=[1, 2]),
        Votes.cast([], statements=[1, 2]),
        Votes.cast([], participants=range(40), statements=range(8)),
    ],
)
def test_without_votes_there_are_no_groups(votes):
    drawn = compute(votes)

    assert (drawn.k, drawn.voters) == (0, 0)
    assert drawn.place({1: 1}) in (None, (0, 0))
    assert OpinionMap.from_json(json.loads(json.dumps(drawn.as_json()))) == drawn


def test_one_statement_has_one_axis():
    rows = [(person, 1, 1 if person < 20 else -1) for person in range(35)]

    drawn = compute(Votes.cast(rows))

    assert [group.members for group in drawn.groups] == [
        tuple(range(20)),
        tuple(range(20, 35)),
    ]
    assert drawn.by_id[1].component == (1, 0)


def test_a_rejected_statement_counts_as_passed_by_all_and_is_told_nowhere():
    votes, _ = planted([40, 30])
    passed = [row for row in rows_of(votes) if row[1] != 105]
    passed += [(person, 105, 0) for person in votes.participants]

    drawn = compute(votes, rejected={105})

    assert drawn.by_id[105].rejected
    assert drawn.by_id[105].component == pytest.approx((0, 0), abs=1e-12)
    told = {one.statement for group in drawn.groups for one in group.representative}
    told |= {one.statement for one in drawn.agreed + drawn.disagreed + drawn.bridging}
    assert 105 not in told | set(drawn.dividing)
    without = compute(Votes.cast(passed))
    for person in votes.participants:
        assert near(drawn.place(votes.of(person)), without.place(Votes.cast(passed).of(person)))
    assert partition(drawn) == partition(without)


@pytest.mark.parametrize("name", HERE)
def test_ones_own_place_is_the_maps(name):
    """The groups are those of the nearest centres of the places that stored numbers give."""
    kept = conversation(name)
    drawn = compute(kept.votes, kept.rejected)
    stored = OpinionMap.from_json(json.loads(json.dumps(drawn.as_json())))
    cells = np.frombuffer(kept.votes.cells, dtype=np.int8).reshape(
        len(kept.votes.participants), -1
    )
    means = np.array([drawn.by_id[one].mean for one in kept.votes.statements])
    axes = np.array([drawn.by_id[one].component for one in kept.votes.statements])
    out = np.isin(kept.votes.statements, list(kept.rejected))
    voted = (cells != EMPTY) & ~out

    for row, person in enumerate(kept.votes.participants):
        straight = np.where(voted[row], cells[row] - means, 0) @ axes
        straight *= np.sqrt(len(means) / (voted[row] | out).sum())
        assert near(stored.place(kept.votes.of(person)), straight)


def test_who_only_agreed_with_one_statement_stands_where_the_statement_does():
    votes, _ = planted([40, 30])
    drawn = compute(votes)

    for statement in drawn.statements:
        assert near(drawn.place({statement.id: 1}), statement.place)


def test_votes_on_statements_that_came_later_do_not_move_a_place():
    votes, _ = planted([40, 30])
    drawn, own = compute(votes), votes.of(1)

    assert drawn.place(own | {999: 1}) == drawn.place(own)
    assert drawn.place({999: 1}) is None


# --- drawn again


def test_letters_stay_with_the_people():
    votes, group_of = planted([50, 40, 30])
    first = compute(votes)
    newcomers = {1000 + number: number % 3 for number in range(150) if number % 3 == 2}
    of_last = [one for one, group in group_of.items() if group == 2]
    rows = rows_of(votes)
    rows += [
        (newcomer, statement, vote)
        for number, newcomer in enumerate(newcomers)
        for statement, vote in votes.of(of_last[number % len(of_last)]).items()
    ]

    again = compute(Votes.cast(rows), previous=first)

    assert first.k == again.k == 3
    for group in first.groups:
        letters = Counter(again.groups[again.group_of[one]].letter for one in group.members)
        assert letters[group.letter] > 0.9 * group.size
    assert max(again.groups, key=lambda group: group.size).letter != "A"


def test_axes_keep_their_signs():
    votes, _ = planted([50, 40, 30])
    first = compute(votes)
    turned = OpinionMap.from_json(
        json.loads(json.dumps(first.as_json()), object_hook=turned_over)
    )

    again = compute(votes, previous=turned)

    for statement in again.statements:
        x, y = first.by_id[statement.id].component
        assert near(statement.component, (-x, -y))


def turned_over(data):
    if "component" in data:
        data["component"] = [-part for part in data["component"]]
    return data


def test_nothing_changes_when_nothing_was_voted():
    votes, _ = planted([70, 50, 40])
    first = compute(votes)

    again = compute(votes, previous=first)

    assert partition(again) == partition(first)
    assert [group.letter for group in again.groups] == [group.letter for group in first.groups]
    assert again.memory.wins == 2


def test_another_number_of_groups_must_win_four_times():
    two, _ = planted([50, 40], seed=4)
    three, _ = planted([50, 40, 45], seed=4)
    drawn = compute(two)
    assert drawn.k == 2

    seen = []
    for _ in range(5):
        drawn = compute(three, previous=drawn)
        seen.append((drawn.memory.winner, drawn.k))

    assert seen == [(3, 2), (3, 2), (3, 2), (3, 3), (3, 3)]


def test_once_in_a_group_people_stay_in():
    votes, _ = planted([30, 30])
    first = compute(votes)
    fewer = [row for row in rows_of(votes) if row[0] != 5 or row[1] == 100]
    fewer.append((5, 100, 1))

    assert 5 not in compute(Votes.cast(fewer)).group_of
    assert 5 in compute(Votes.cast(fewer), previous=first).group_of


def test_who_is_gone_is_gone_from_the_groups():
    votes, _ = planted([30, 30])
    first = compute(votes)

    again = compute(Votes.cast(row for row in rows_of(votes) if row[0] != 5), previous=first)

    assert 5 not in again.group_of
    assert len(again.group_of) == len(first.group_of) - 1


def test_fewer_than_fifteen_are_filled_up_with_the_most_active():
    rows = [(person, statement, 1) for person in range(4) for statement in range(10)]
    rows += [(10 + person, statement, -1) for person in range(20) for statement in range(2)]
    rows += [(50, statement, 0) for statement in range(5)]

    drawn = compute(Votes.cast(rows))

    assert sorted(drawn.group_of) == [0, 1, 2, 3, *range(10, 20), 50]


# --- stored


@pytest.mark.parametrize("name", HERE)
def test_a_map_is_stored_without_loss(name):
    kept = conversation(name)
    drawn = compute(kept.votes, kept.rejected)

    text = json.dumps(drawn.as_json(), allow_nan=False)

    assert OpinionMap.from_json(json.loads(text)) == drawn
    assert compute(
        kept.votes, kept.rejected, OpinionMap.from_json(json.loads(text))
    ) == compute(kept.votes, kept.rejected, drawn)


def test_a_program_that_draws_no_map_does_not_load_numpy():
    program = (
        "import sys, forum.cli, forum.opinions.exports; "
        "before = 'numpy' in sys.modules; "
        "from forum.opinions import Votes, compute; compute(Votes((), (), b'')); "
        "print(before, 'numpy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stdout == "False True\n", done.stderr
