"""Files of ballots: what they may say, and how what is wrong in them is told."""

import pytest

from forum.polls.counting.files import READERS, BadFile, Reading, read

pytestmark = pytest.mark.pure

PREFLIB = """# TITLE: Air bersih
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 6
# ALTERNATIVE NAME 1: Sumur
# ALTERNATIVE NAME 2: Pipa
# ALTERNATIVE NAME 3: Tangki
3: 2,1
2: 3,{1,2}
1: {2,3}
"""
BLT = """3 2
-3
2 1 2 0
1 3 2 0
1 2=1 0
1 - 1 0
1 0
0
"Sumur"
"Pipa"
"Tangki"
"Air bersih"
"""


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_orders(written):
    election = read(written("air.toi", PREFLIB))

    assert election.kind == "rank"
    assert election.names == {"1": "Sumur", "2": "Pipa", "3": "Tangki"}
    assert election.counts == {"2>1": 3, "3>1=2": 2, "2=3": 1}
    assert election.papers("choice") == {"2": 3, "3": 2, "2,3": 1}
    assert election.papers("score") is None


def test_categories(written):
    text = PREFLIB.partition("3: 2")[0] + "3: 2,{1,3}\n2: {2,3},1\n1: {},{1,2,3}\n"

    election = read(written("air.cat", text))

    assert (election.kind, election.counts) == ("approval", {"2": 3, "2,3": 2, "": 1})


def test_blt(written):
    election = read(written("air.blt", BLT))

    assert [one.id for one in election.options] == ["1", "2"]
    assert election.names == {"1": "Sumur", "2": "Pipa"}
    assert election.counts == {"1>2": 2, "2": 1, "1=2": 1, "1": 1, "": 1}
    assert election.params == {"seats": 2}


def test_raw_marks(written):
    text = (
        "count,rank1,rank2,rank3\r\n"
        '4,"Ani, S.Sos.",Budi,\r\n'
        "2,overvote,Budi,Budi\r\n"
        "1,undervote,undervote,Budi\r\n"
        "1,UWI,skipped,Budi\r\n"
        "1,,,\r\n"
    )

    closed = read(written("marks.csv", "\ufeff" + text))
    ended = read(written("marks.csv", text), Reading(skipped="exhaust"))

    assert list(closed.shown.values()) == ["Ani, S.Sos.", "Budi", "UWI"]
    assert closed.counts == {"#1>#2": 4, "!>#2": 2, "#2": 1, "#3>#2": 1, "": 1}
    assert closed.params == {"first_out": ["#3"]}
    assert ended.counts == {"#1>#2": 4, "!>#2": 2, "#3>#2": 1, "": 2}
    assert closed.papers("choice") == {"#1": 4, "!": 2, "#2": 1, "#3": 1, "": 1}


def test_the_lot_is_drawn_with_the_names_that_are_told(written):
    rows = read(written("a.csv", "rank1,rank2\nAni,Budi\nCici,\n"))
    other = read(written("b.csv", "rank1,rank2\nCici,Budi\nAni,\n"))

    def told(election):
        return [election.outside(one) for one in election.lot("air").order]

    assert told(rows) == told(other)


def test_marks_with_and_without_a_count(written):
    counted = read(written("a.csv", "count,Ani,Budi\n2,5,0\n1,,3\n"))
    plain = read(written("b.csv", "Ani,Budi\n5,0\n0,3\n5,\n"))
    long = read(written("c.csv", "Ani,Budi\n10,6\n"))

    assert counted.counts == plain.counts == {"#1:5": 2, "#2:3": 1}
    assert (counted.params, long.params) == ({"high": 5}, {"high": 10})


def test_grades_with_serial_numbers(written):
    election = read(written("a.csv", ",Ani,Budi\n17,6,1\n18,0,2\n"))

    assert election.counts == {"#1:5": 1, "#2:1": 1}
    assert election.params == {"high": 5}


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.txt", "x", "the name must end in .soc"),
        ("a.toi", "", "is empty"),
        ("a.csv", b"\xef\xbb\xbf \n", "is empty"),
        ("a.toi", bytes(range(256)), "is not text in UTF-8"),
        ("a.toi", "\x00\x01", "line 1: a ballot is written count: order"),
        ("a.toi", "# TITLE: x\n", "names no alternatives"),
        ("a.toi", PREFLIB.replace("3: 2,1", "3: 2,9"), "line 7: '9' is not an alternative"),
        ("a.toi", PREFLIB.replace("3: 2,1", "x: 2,1"), "line 7: the count takes a whole"),
        ("a.toi", PREFLIB.replace("3: 2,1", "3: 2,,1"), "line 7: '2,,1' is not an order"),
        ("a.toi", PREFLIB.replace("3: 2,1", "3: 2,{1"), "line 7: '2,{1' is not an order"),
        ("a.toi", PREFLIB.replace("3: 2,1", "3: 2,2"), "line 7: an alternative stands there"),
        ("a.toi", PREFLIB.replace("1: {2,3}\n", ""), "says 6 ballots, but there are 5"),
        ("a.toi", PREFLIB.replace("ALTERNATIVES: 3", "ALTERNATIVES: 4"), "says 4 names"),
        ("a.toi", PREFLIB.replace("NAME 2", "NAME 1"), "line 5: alternative 1 is named twice"),
        ("a.blt", "x\n", "line 1: the first line is options and seats"),
        ("a.blt", "2 0\n", "line 1: the number of seats takes a whole number of 1 or more"),
        ("a.blt", BLT.replace("2 1 2 0", "2 1 9 0"), "line 3: 9 is not an option: there are 3"),
        ("a.blt", BLT.replace("2 1 2 0", "2 1 2"), "line 3: a ballot is a count"),
        ("a.blt", BLT.replace("\n0\n", "\n"), "line 8: the ballots must end with a line 0"),
        ("a.blt", BLT.replace('"Sumur"', "Sumur"), "line 9: a name stands between quotes"),
        ("a.blt", BLT.partition('"Pipa"')[0], "1 names for 3 options"),
        ("a.csv", "rank1,rank3\nAni,Budi\n", "line 1: the columns of ranks"),
        ("a.csv", "count,rank1\nx,Ani\n", "line 2: count takes a whole number"),
        ("a.csv", "rank1\nAni,Budi\n", "line 2: 2 values"),
        ("a.csv", "rank1\nundervote\n", "names no options"),
        ("a.csv", "Ani,Budi\n1,11\n", "line 2: a mark takes a whole number from 0 to 10"),
        ("a.csv", "Ani,Budi\n1,-1\n", "line 2: a mark takes a whole number"),
        ("a.csv", "Ani,Budi\n1\n", "line 2: 1 values"),
        ("a.csv", "Ani,Ani\n1,2\n", "line 1: the first line must name each option once"),
        ("a.csv", "Ani,Budi\n", "holds no ballots"),
        ("a.csv", 'Ani,Budi\n1,"2\n', "is not comma-separated text"),
        ("a.csv", "count,rank1\n0,Ani\n", "holds no ballots"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(written, name, content, what):
    path = written(name, content)

    with pytest.raises(BadFile) as refusal:
        read(path)

    told = str(refusal.value)
    assert told.startswith(f"{path}: ")
    assert what in told
    assert "\n" not in told


@pytest.mark.parametrize("suffix", READERS)
def test_torn_files_are_never_a_traceback(written, suffix):
    whole = {".blt": BLT, ".csv": "count,rank1,rank2\n4,Ani,Budi\n"}.get(
        suffix, PREFLIB
    ).encode()
    for length in range(len(whole)):
        for content in (
            whole[:length],
            whole[:length] + b"\xff",
            whole[length:],
            whole[length:] * 2,
        ):
            try:
                election = read(written(f"torn{suffix}", content))
            except BadFile as refusal:
                assert "\n" not in str(refusal)  # noqa: PT017 - most are refused, not all
            else:
                assert sum(election.counts.values()) > 0


def test_what_is_not_there(tmp_path):
    for path, what in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path / "d.csv", "directory"),
    ):
        (tmp_path / "d.csv").mkdir(exist_ok=True)
        with pytest.raises(BadFile, match=what):
            read(path)
