"""`forum opinions`, as a process of its own."""

import json

import pytest

from tests.commands import forum
from tests.opinions.conversations import EXPECTED, folder

pytestmark = pytest.mark.pure


@pytest.fixture
def opinions(tmp_path):
    return lambda *arguments: forum(tmp_path / "var", "opinions", *map(str, arguments))


def test_a_folder_as_json(opinions):
    done = opinions(folder("bg2050-volunteers"), "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (told["participants"], told["statements"], told["k"]) == (126, 371, 2)
    assert [(group["id"], group["size"]) for group in told["groups"]] == [(0, 99), (1, 8)]
    expected = EXPECTED["bg2050-volunteers"]["consensus_all_participants"]
    for side in ("agree", "disagree"):
        found = told["consensus"][side]
        assert [one["id"] for one in found] == [one["tid"] for one in expected[side]]
        assert {one["for"] for one in found} == {side}
    first = told["groups"][1]["representative"][0]
    assert (first["id"], first["for"], first["votes"], first["seen"]) == (191, "agree", 8, 8)
    assert first["text"].startswith("Have more international cuisine options.")


def test_single_votes_alone_as_json(opinions):
    done = opinions(folder("15-per-hour-seattle") / "votes.csv", "--json")

    told = json.loads(done.stdout)
    assert (told["participants"], told["statements"]) == (339, 54)
    assert sum(group["size"] for group in told["groups"]) == 138
    assert told["groups"][0]["representative"][0]["text"] == ""


def test_for_people(opinions):
    done = opinions(folder("bg2050-volunteers"))

    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "126 participants, 371 statements, 2 groups"
    assert "Group B: 8 people. Typical of it:" in lines
    assert any("62 of 62" in line and "green spaces" in line for line in lines)


def test_too_few_votes_for_anything(opinions, tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text("comment-id,voter-id,vote\n1,1,0\n")

    told = json.loads(opinions(path, "--json").stdout)

    assert (told["k"], told["groups"][0]["size"]) == (1, 1)
    assert told["consensus"] == {"agree": [], "disagree": []}
    assert "nothing" in opinions(path).stdout


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (bytes(range(256)), "is not text in UTF-8"),
        (b"comment-id,voter-id,vote\n1,1,7\n", "line 2: vote takes 1, 0 or -1, not '7'"),
        (b"participant,1\nA,1\n", "line 2: participant takes a whole number, not 'A'"),
        (b'{"votes": []}', "line 1: the first line must name the columns"),
    ],
)
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_bad_input_is_one_clear_line(opinions, tmp_path, content, what, as_json):
    path = tmp_path / "votes.csv"
    path.write_bytes(content)

    done = opinions(path, *as_json)

    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert str(path) in line
    assert what in line


def test_what_is_not_there_is_one_clear_line(opinions, tmp_path):
    for path, what in ((tmp_path / "none.csv", "No such file"), (tmp_path, "holds neither")):
        done = opinions(path)

        assert (done.returncode, done.stdout) == (2, "")
        [line] = done.stderr.splitlines()
        assert str(path) in line
        assert what in line


def test_help_names_the_files(opinions):
    done = opinions("--help")

    assert done.returncode == 0
    assert "participants-votes.csv" in done.stdout
