"""Pabulib's files: read, written, and what is wrong in one told with its line."""

import pytest

from forum.polls.counting import METHODS, Candidate, Lot, files
from forum.polls.counting.files import Reading, Wrong, pabulib
from tests.polls.counting.budgeting import KEPT, every_file, read

pytestmark = pytest.mark.pure

FILE = """META
key;value
description;Two parks
num_projects;2
num_votes;3
budget;1000
vote_type;approval
PROJECTS
project_id;cost;votes;name;selected
1;600;2;"Taman; kota";1
2/B;500.00;2;Taman air;0
VOTES
voter_id;age;vote
7;30;2/B,1
8;;1
9;61;2/B
"""


def test_a_file():
    file = pabulib.parse(FILE)

    assert (file.budget, file.vote_type) == (1000, "approval")
    assert file.options == (Candidate("1", 600), Candidate("2/B", 500))
    assert file.names == {"1": "Taman; kota", "2/B": "Taman air"}
    assert file.counts == {"1,2/B": 1, "1": 1, "2/B": 1}
    assert file.selected == ("1",)


@pytest.mark.parametrize(
    "change", [("\n", "\r\n"), ("META\n", "\ufeffmeta\n\n"), ("8;;1", "8;; 1 ")]
)
def test_other_ways_to_write_the_same(change):
    assert pabulib.parse(FILE.replace(*change)).counts == pabulib.parse(FILE).counts


def test_an_election_with_its_budget():
    election = pabulib.read(FILE, Reading())

    assert (election.kind, election.params) == ("projects", {"budget": 1000})
    assert election.papers("projects") == {"1,2/B": 1, "1": 1, "2/B": 1}
    assert election.papers("approval") is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("META\nkey;value\n", "", "line 1: the file must begin with META"),
        ("budget;1000\n", "", "line 1: META has no budget"),
        (
            "budget;1000",
            "budget;1000,50",
            "line 6: the budget is a whole number, not '1000,50'",
        ),
        ("1;600", "1;-600", "line 10: the cost is a whole number, not '-600'"),
        ("500.00", "500.25", "line 11: the cost is a whole number, not '500.25'"),
        ("2/B;500", "1;500", "line 11: a second project '1'"),
        ("2/B;500", "2:B;500", "line 11: a project's id"),
        (";votes;name;selected", ";votes;name", "line 10: 5 values for 4 columns"),
        ("project_id;cost", "project_id;price", "line 9: PROJECTS has no column cost"),
        ("8;;1", "8;;3", "line 15: there is no project '3'"),
        ("8;;1", "8;;1,", "line 15: there is no project ''"),
        ("9;61;2/B\n", "", "num_votes is 3, but there are 2"),
        ("VOTES", "PROJECTS", "line 12: a second section PROJECTS"),
        (
            "voter_id;age;vote\n7;30;2/B,1\n8;;1\n9;61;2/B\n",
            "",
            "line 12: VOTES names no columns",
        ),
        ("VOTES\nvoter_id;age;vote\n7;30;2/B,1\n8;;1\n9;61;2/B\n", "", "no section VOTES"),
        ("Two parks", "Two\0parks", "line 3: no text"),
    ],
)
def test_what_is_wrong_is_told(old, new, what):
    assert old in FILE

    with pytest.raises(Wrong, match=r"\A[^\n]*\Z") as wrong:
        pabulib.parse(FILE.replace(old, new))

    assert what in str(wrong.value)


def test_points_are_not_taken_for_approvals():
    with pytest.raises(Wrong, match="of the type 'cumulative', not approval"):
        pabulib.read(FILE.replace("vote_type;approval", "vote_type;cumulative"), Reading())


@pytest.mark.parametrize("name", every_file())
def test_real_files_are_the_same_after_writing(name):
    file = read(name)

    again = pabulib.parse(pabulib.write(file))

    assert (again.meta, again.projects, again.votes) == (file.meta, file.projects, file.votes)
    votes = [0] * len(file.options)
    for text, often in file.counts.items():
        for place, one in enumerate(file.options):
            votes[place] += often * (one.id in text.split(","))
    if file.vote_type == "approval":
        assert votes == [int(one["votes"]) for one in file.projects]


def test_a_poll_of_ours_as_a_file():
    options = [Candidate("11", 600), Candidate("12", 500)]
    counts = {"11,12": 2, "": 1, "12": 1}
    rule = METHODS["greedy"]
    params = rule.check({"budget": 700}, options)
    result = rule.tally(counts, options, params, Lot(("11", "12")))

    text = pabulib.write(
        pabulib.of_poll(
            options,
            counts,
            budget=700,
            names={"11": "Taman; kota", "12": "Jalan\nsetapak"},
            votes=result.tally,
            funded=result.winners,
            meta={"description": "Musrenbang", "rule": "greedy"},
        )
    )

    file = pabulib.parse(text)
    assert file.counts == counts
    assert file.selected == result.winners == ("12",)
    assert file.names == {"11": "Taman; kota", "12": "Jalan setapak"}
    assert (file.meta["num_votes"], file.meta["rule"]) == ("4", "greedy")


def test_files_of_this_kind_are_known_by_their_name():
    election = files.read(KEPT / "poland_lodz_2020_mileszki.pb")

    assert (len(election.options), sum(election.counts.values())) == (9, 955)
    assert election.params == {"budget": 417_000}
