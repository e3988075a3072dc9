"""`forum tally`, as a process of its own."""

import json

import pytest

from forum.polls.counting import METHODS
from tests.commands import forum
from tests.polls.counting.elections import KEPT

pytestmark = pytest.mark.pure

STAR = KEPT / "score" / "star-wa-governor-2020.csv"
BUDGET = KEPT / "pb" / "poland_wieliczka_2023_green-budget.pb"
RANKS = """count,rank1,rank2,rank3
3,"Ani, S.Sos.",Budi,Cici
2,Budi,Cici,
2,Cici,Budi,
1,overvote,Cici,
1,undervote,,
"""
ON_RANKS = "plurality borda irv schulze ranked-pairs copeland minimax stv".split()
ON_MARKS = "score star majority-judgment".split()
ON_BUDGETS = "greedy greedy-cost knapsack equal-shares phragmen".split()


@pytest.fixture
def tally(tmp_path):
    return lambda *arguments: forum(tmp_path / "var", "tally", *map(str, arguments))


@pytest.fixture
def ranks(tmp_path):
    path = tmp_path / "ranks.csv"
    path.write_text(RANKS)
    return path


@pytest.mark.parametrize("method", ON_RANKS)
def test_rankings_as_json(tally, ranks, method):
    done = tally(ranks, "--method", method, "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (told["method"], told["ballots"], told["blank"]) == (method, 9, 1)
    [winner] = told["winners"]
    assert winner["id"] == winner["name"]
    assert winner["name"] in ("Ani, S.Sos.", "Budi", "Cici")
    assert set(told["tally"]) <= {"Ani, S.Sos.", "Budi", "Cici"}
    assert sorted(told["lot"]) == ["Ani, S.Sos.", "Budi", "Cici"]
    assert "#" not in done.stdout
    if method not in ("plurality", "stv"):
        assert told["matrix"]["Budi"]["Ani, S.Sos."] == 4
        assert told["details"]["condorcet_winner"] == "Budi"


def test_a_runoff_as_json(tally, ranks):
    skipped = json.loads(tally(ranks, "--method", "irv", "--json").stdout)
    ended = json.loads(
        tally(ranks, "--method", "irv", "--overvote", "exhaust", "--json").stdout
    )

    first, last = skipped["rounds"]
    assert (first["tally"], first["exhausted"]) == ({"Ani, S.Sos.": 3, "Budi": 2, "Cici": 3}, 0)
    assert first["eliminated"] == ["Budi"]
    assert last["elected"] == ["Cici"]
    assert skipped["params"]["overvote"] == "skip"
    assert ended["rounds"][0]["exhausted"] == 1
    [tie] = ended["ties"]
    assert sorted(tie["options"]) == ["Budi", "Cici"]
    assert (tie["step"], tie["broken_by"]) == ("drop", "lot")


def test_the_seed_decides_what_is_equal(tally, ranks):
    orders = set()
    for seed in ("satu", "dua", "tiga", "empat"):
        done = tally(ranks, "--method", "irv", "--seed", seed, "--json")
        assert done.stdout == tally(ranks, "--method", "irv", "--seed", seed, "--json").stdout
        orders.add(tuple(json.loads(done.stdout)["lot"]))
    assert len(orders) > 1


@pytest.mark.parametrize("method", ON_MARKS)
def test_marks_as_json(tally, method):
    told = json.loads(tally(STAR, "--method", method, "--json").stdout)

    assert told["winners"] == [{"id": "Loren Culp", "name": "Loren Culp"}]
    assert told["ballots"] == 977
    assert told["ranking"][0] == ["Loren Culp"]


def test_star_shows_its_runoff(tally):
    told = json.loads(tally(STAR, "--method", "star", "--json").stdout)

    assert told["details"]["preferred"] == {"Loren Culp": 772, "Joshua Freed": 115}
    assert told["margin"] == 657


@pytest.mark.parametrize("method", ON_BUDGETS)
def test_budgets_as_json(tally, method):
    told = json.loads(tally(BUDGET, "--method", method, "--json").stdout)

    costs = {one["id"]: one["cost"] for one in told["projects"] if one["funded"]}
    assert set(told["funded"]) == set(costs)
    assert told["cost"] == sum(costs.values()) <= told["budget"] == 1_000_000
    assert told["ballots"] == 6586


def test_equal_shares_as_the_city_decided(tally):
    done = tally(BUDGET, "--method", "equal-shares", "--completion", "add1-overspend", "--json")

    told = json.loads(done.stdout)
    assert (len(told["funded"]), told["cost"]) == (30, 995_079)


def test_more_seats(tally, ranks):
    told = json.loads(tally(ranks, "--method", "stv", "--seats", "2", "--json").stdout)

    assert len(told["winners"]) == 2
    assert told["details"]["quota"] == 3


@pytest.mark.parametrize("method", [*ON_RANKS, *ON_MARKS, *ON_BUDGETS])
def test_for_people(tally, ranks, method):
    source = ranks if method in ON_RANKS else STAR if method in ON_MARKS else BUDGET

    done = tally(source, "--method", method)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Method   {method}")
    assert "Winner" in done.stdout or "Funded" in done.stdout
    if method in ("irv", "schulze"):
        chosen = "not chosen" if method == "irv" else "chosen"
        assert f"Preferred to every other option: Budi ({chosen} by this rule)" in done.stdout
    if method == "irv":
        assert "Round 2" in done.stdout
    if method == "majority-judgment":
        assert "% above" in done.stdout


@pytest.mark.parametrize(
    ("content", "arguments", "what"),
    [
        ("", ["--method", "irv"], "is empty"),
        (RANKS, ["--method", "score"], "holds rankings, from which score cannot count"),
        ("Ani,Budi\n1,2\n", ["--method", "irv"], "holds marks, from which irv cannot count"),
        ("Ani,Budi\n1,2\n", ["--method", "knapsack"], "holds marks"),
        (RANKS, ["--method", "schulze", "--seats", "2"], "schulze knows no setting seats"),
        (RANKS, ["--method", "irv", "--completion", "add1"], "irv knows no setting completion"),
        (RANKS, ["--method", "stv", "--seats", "0"], "--seats"),
        (RANKS, ["--method", "dictator"], "'dictator' is not one of 'plurality'"),
        (RANKS, [], "Missing option '--method'"),
        (RANKS, ["--method", "irv", "--quick"], "No such option"),
        (RANKS + "x,Ani\n", ["--method", "irv"], "line 7: count takes a whole number"),
    ],
)
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_bad_input_is_one_clear_line(tally, tmp_path, content, arguments, what, as_json):
    path = tmp_path / "bad.csv"
    path.write_text(content)

    done = tally(path, *arguments, *as_json)

    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert what in line


@pytest.mark.parametrize("suffix", [".soc", ".cat", ".blt", ".csv", ".pb", ".doc"])
def test_garbage_is_one_clear_line(tally, tmp_path, suffix):
    path = tmp_path / f"garbage{suffix}"
    for content in (bytes(range(256)) * 9, b"\x00" * 40, b"{}", b"a\n\n\nb;c\n"):
        path.write_bytes(content)
        for method in ("irv", "approval", "score", "greedy"):
            done = tally(path, "--method", method)

            assert (done.returncode, done.stdout) == (2, "")
            [line] = done.stderr.splitlines()
            assert str(path) in line


def test_help_names_every_rule(tally):
    done = tally("--help")

    offered = {name for name in METHODS if name in done.stdout}
    assert done.returncode == 0
    assert {*ON_RANKS, *ON_MARKS, *ON_BUDGETS, "approval"} <= offered
    assert "docs/file-formats.md" in done.stdout
