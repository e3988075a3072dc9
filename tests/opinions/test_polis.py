"""Reading and writing the files of Polis."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.core.errors import Invalid
from forum.export.formats.csv import CsvWriter
from forum.opinions.exports import CastVote, StatedRow, polis_tables
from forum.opinions.polis import read
from tests.opinions.conversations import EXPECTED, conversation, every, folder

pytestmark = pytest.mark.pure

SINGLE = "timestamp,comment-id,voter-id,vote\n"


@pytest.fixture
def write(tmp_path):
    def written(text, name="votes.csv"):
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path / name

    return written


@pytest.mark.parametrize("name", every())
def test_a_folder_is_read_as_a_whole(name):
    kept, expected = conversation(name), EXPECTED[name]

    assert len(kept.votes.participants) == expected["participants"]
    assert len(kept.votes.statements) == expected["statements"]
    votes = sum(len(kept.votes.of(person)) for person in kept.votes.participants)
    assert votes == expected["votes_in_matrix"]
    rejected = sorted(kept.rejected.intersection(kept.votes.statements))
    assert rejected == expected["statements_moderated_out"]
    sizes = {}
    for group in kept.groups.values():
        sizes[str(group)] = sizes.get(str(group), 0) + 1
    assert sizes == expected["published"]["group_sizes"]
    assert all(kept.texts.values())


def test_a_file_alone_has_no_texts_and_nothing_rejected():
    kept = read(folder("15-per-hour-seattle") / "participants-votes.csv")

    assert (kept.rejected, kept.texts) == (frozenset(), {})
    assert len(kept.groups) == 138


def test_the_latest_vote_counts_wherever_it_stands(write):
    path = write(SINGLE + "30,1,7,1\n10,1,7,-1\n20,1,8,0\n20,1,8,1\n")

    votes = read(path).votes

    assert (votes.of(7), votes.of(8)) == ({1: 1}, {1: 1})


def test_without_times_the_last_line_counts(write):
    votes = read(write("comment-id,voter-id,vote\n1,7,1\n1,7,-1\n")).votes

    assert votes.of(7) == {1: -1}


def test_a_mark_at_the_start_and_foreign_line_ends_are_read(write):
    assert read(write(f"\ufeff{SINGLE}1,1,7,1\r\n\r\n".replace("\n", "\r\n"))).votes.of(7) == {
        1: 1
    }


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a,b\n1,2\n", 1, "comment-id"),
        (SINGLE + "1,1,1,1\n1,1,1,2\n", 3, "vote takes 1, 0 or -1, not '2'"),
        (SINGLE + "1,1,1,\n", 2, "vote takes"),
        (SINGLE + "1,1,1\n", 2, "has 3 cells, not 4"),
        (SINGLE + "1,x,1,1\n", 2, "comment-id takes a whole number, not 'x'"),
        (SINGLE + "1,1,-5,1\n", 2, "voter-id takes a whole number"),
        (SINGLE + f"1,1,{'9' * 400},1\n", 2, "…"),
        (SINGLE + "kemarin,1,1,1\n", 2, "timestamp takes a whole number"),
        (SINGLE + '1,1,"1,1\n', 2, "unexpected end of data"),
        ("vote,vote\n", 1, "two columns are called the same"),
        ("participant,0,0\n", 1, "two columns are called the same"),
        ("participant,0,00\n", 1, "a statement has several columns"),
        ("participant,0,1\n5,1,\n5,,1\n", 3, "participant 5 is there twice"),
        ("participant,0,1\n5,1,\n6,,3\n", 3, "a vote is 1, 0, -1 or empty, not '3'"),
        ("participant,0,1\n5,1\n", 2, "has 2 cells, not 3"),
        ("participant,group-id,0\n5,A,1\n", 2, "group-id takes a whole number, not 'A'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(write, text, line, what):
    path = write(text)

    with pytest.raises(Invalid) as refused:
        read(path)

    told = str(refused.value)
    assert told.startswith(f"{path}, line {line}: ")
    assert what in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\xff\xfe\x00garbage", "is not text in UTF-8"),
        (b"\x00\x01\x02\x03", "line 1: the first line must name"),
        (bytes(300_000), "line 1: field larger"),
        (b"comment-id,voter-id,vote\n1,1,1\n" + bytes(300_000), "line 3: field larger"),
    ],
)
def test_a_file_that_is_no_table_is_told(write, content, what):
    with pytest.raises(Invalid, match=what):
        read(write(content))


def test_comments_that_are_wrong_are_told(write):
    write(SINGLE + "1,1,1,1\n")
    path = write("comment-id,moderated\n1,0\n1,0\n", "comments.csv")

    with pytest.raises(Invalid, match=r"comments\.csv, line 3: statement 1 is there twice"):
        read(path.parent)


def test_a_folder_without_votes_is_told(tmp_path):
    with pytest.raises(Invalid, match=r"holds neither participants-votes\.csv nor votes\.csv"):
        read(tmp_path)


# --- writing


BEGUN = datetime(2026, 11, 24, 3, tzinfo=UTC)


def at(minute):
    return BEGUN + timedelta(minutes=minute)


def written(tmp_path, tables):
    for table in tables:
        (tmp_path / f"{table.name}.csv").write_bytes(b"".join(CsvWriter().write(table)))
    return tmp_path


VOTES = [
    CastVote(at(9), 2, 10, -1),
    CastVote(at(1), 1, 10, 1),
    CastVote(at(2), 2, 10, 1),
    CastVote(at(3), 2, 11, 0),
]
STATEMENTS = [
    StatedRow(at(0), 10, 1, 'Jalur "pemadam" selalu kosong,\ntermasuk hari pasar'),
    StatedRow(at(0), 11, 3, "Pindah semua", rejected=True),
]


def test_what_is_written_reads_back(tmp_path):
    folder = written(tmp_path, polis_tables(VOTES, STATEMENTS, {1: 0, 2: 1}))

    kept = read(folder)

    assert kept.votes.participants == (1, 2, 3)
    assert [kept.votes.of(one) for one in (1, 2, 3)] == [{10: 1}, {10: -1, 11: 0}, {}]
    assert (kept.rejected, kept.groups) == ({11}, {1: 0, 2: 1})
    assert kept.texts == {one.statement: one.text for one in STATEMENTS}
    single = read(folder / "votes.csv").votes
    assert [single.of(one) for one in (1, 2)] == [{10: 1}, {10: -1, 11: 0}]


def test_tables_are_those_of_polis():
    votes, comments, people = polis_tables(VOTES, STATEMENTS, {2: 1})

    assert votes.titles() == ["timestamp", "datetime", "comment-id", "voter-id", "vote"]
    assert next(votes.lines()) == [round(at(1).timestamp() * 1000), at(1), 10, 1, 1]
    assert comments.titles() == [
        *("timestamp", "datetime", "comment-id", "author-id"),
        *("agrees", "disagrees", "moderated", "comment-body"),
    ]
    assert [line[2:7] for line in comments.lines()] == [[10, 1, 1, 1, 1], [11, 3, 0, 0, -1]]
    assert people.titles() == [
        *("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"),
        *("10", "11"),
    ]
    assert list(people.lines()) == [
        [1, None, 1, 1, 1, 0, 1, None],
        [2, 1, 0, 2, 0, 1, -1, 0],
        [3, None, 1, 0, 0, 0, None, None],
    ]


def test_a_real_conversation_is_written_as_it_was_read(tmp_path):
    kept = conversation("bg2050-volunteers")
    votes = [
        CastVote(at(person), person, statement, vote)
        for person in kept.votes.participants
        for statement, vote in kept.votes.of(person).items()
    ]
    statements = [
        StatedRow(at(0), one, kept.votes.participants[0], text, one in kept.rejected)
        for one, text in kept.texts.items()
    ]

    again = read(written(tmp_path, polis_tables(votes, statements, kept.groups)))

    assert (again.rejected, again.groups) == (kept.rejected, kept.groups)
    for person in kept.votes.participants:
        if kept.votes.of(person):
            assert again.votes.of(person) == kept.votes.of(person)
