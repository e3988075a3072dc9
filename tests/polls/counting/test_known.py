"""Real elections: every outcome that is known for them, round by round where there are rounds."""

from typing import Any

import pytest

from forum.polls.counting import METHODS, Lot
from forum.polls.counting.files.election import Election
from tests.polls.counting.elections import beside, called, counted, file, known

pytestmark = pytest.mark.pure

RANKED = known("ranked/expected.json")
ORDERS = [name for name, one in RANKED.items() if "see" not in one]
STV = known("stv/expected.json").get("files", {})
APPROVAL = {
    name: one
    for name, one in known("approval/expected.json").items()
    if isinstance(one, dict) and "approval_counts" in one
}
SCORE = known("score/expected.json")
POLLS = [name for name in SCORE if name.endswith(".csv")]
ORSAY = "orsay-2007 (three files merged)"


def ids(found: Any) -> list[str]:
    return [str(one) for one in found]


def rounds(result: Any) -> list[tuple[dict[str, int], int]]:
    return [(dict(one.tally), one.exhausted) for one in result.rounds]


# --- rankings, one winner


@pytest.mark.parametrize("path", beside("ranked", ORDERS))
def test_pairs(path):
    expected = RANKED[path.partition("/")[2]]
    order = ids(expected["pairwise"]["order"])

    result = counted(file(path), "copeland")

    rows = [[result.matrix[a].get(b, 0) for b in order] for a in order]
    assert rows == expected["pairwise"]["matrix"]
    assert result.ballots == expected["n_ballots"]
    for side in ("winner", "loser"):
        one = expected[f"condorcet_{side}"]
        assert result.details[f"condorcet_{side}"] == (None if one is None else str(one))
    assert sorted(result.details["smith"], key=int) == ids(expected["smith_set"])


@pytest.mark.parametrize("strength", ["wv", "margins"])
@pytest.mark.parametrize("method", ["schulze", "minimax", "ranked-pairs"])
@pytest.mark.parametrize("path", beside("ranked", ORDERS))
def test_condorcet_rules(path, method, strength):
    expected = RANKED[path.partition("/")[2]]
    best = ids(expected[f"{method.replace('-', '_')}_{strength}"])

    result = counted(file(path), method, strength=strength)

    assert result.winners[0] in best
    if method == "schulze":
        order = [one for group in result.ranking for one in sorted(group, key=int)]
        theirs = ids(expected[f"schulze_{strength}_order"])
        assert set(result.ranking[0]) == set(best)
        if all(len(group) == 1 for group in result.ranking):
            assert order == theirs
    elif method == "minimax":
        assert set(result.ranking[0]) == set(best)
    if len(best) == 1:
        assert [tie for tie in result.ties if tie.step == "winner"] == []


@pytest.mark.parametrize("path", beside("ranked", ORDERS))
def test_copeland_borda_and_first_choices(path):
    expected = RANKED[path.partition("/")[2]]
    names = {
        "copeland": ("copeland_scores", "copeland"),
        "borda": ("borda_average_scores", "borda_average"),
        "plurality": ("first_choices", "plurality"),
    }
    for method, (numbers, best) in names.items():
        result = counted(file(path), method)

        assert {one: float(value) for one, value in result.tally.items()} == expected[numbers]
        assert set(result.ranking[0]) == set(ids(expected[best]))
        assert result.winners[0] in result.ranking[0]


@pytest.mark.parametrize("path", beside("ranked", ORDERS))
def test_instant_runoff_round_by_round(path):
    expected = RANKED[path.partition("/")[2]]
    policies = {"skip": (expected["irv"], expected["irv_rounds"])}
    if "irv_exhaust_policy" in expected:
        exhaust = expected["irv_exhaust_policy"]
        policies["exhaust"] = (exhaust["winner"], exhaust["rounds"])
    for policy, (winner, theirs) in policies.items():
        result = counted(file(path), "irv", overvote=policy)

        ours, wanted = rounds(result), [(one["tally"], one["exhausted"]) for one in theirs]
        if result.ties:  # the lot may part from theirs where it decides
            first = result.ties[0].round
            assert ours[:first] == wanted[:first]
        else:
            assert ours == wanted
            assert result.winners == (str(winner),)
            dropped = [one["eliminated"] for one in theirs if "eliminated" in one]
            assert [one.eliminated for one in result.rounds[:-1]] == [
                (str(one),) for one in dropped
            ]


@pytest.mark.beside("ranked/00007-00000052.soi")
def test_where_the_lot_decides_either_of_two_can_win():
    election = file("ranked/00007-00000052.soi")

    won = {counted(election, "schulze", seed=f"seed {number}").winners for number in range(20)}

    assert won == {("6",), ("7",)}


@pytest.mark.parametrize(
    ("name", "batches"),
    [
        pytest.param(
            "minneapolis-mayor-2013",
            2,
            marks=pytest.mark.beside("ranked/minneapolis-mayor-2013.csv"),
        ),
        pytest.param(
            "portland-maine-mayor-2015-sample",
            0,
            marks=pytest.mark.beside("ranked/portland-maine-mayor-2015-sample.csv"),
        ),
    ],
)
def test_raw_marks_round_by_round(name, batches):
    """The tabulator's table; it drops several options at once in some rounds, we never do."""
    theirs = known(f"ranked/{name}.expected.json")["rctab_expected"]
    path = f"ranked/{name}.csv"
    election = file(path, skipped="exhaust")
    write_ins = {"first_out": election.params["first_out"]} if election.params else {}
    # Where options are equal theirs went by the order of candidates or drew one.
    dropped = [one for row in theirs for part in row["tallyResults"] for one in part.values()]
    luck = [one for one in reversed(dropped) if isinstance(one, str)]
    inside = {election.names[one.id]: one.id for one in election.options}
    order = [inside[one] for one in luck if one in inside]
    order += [one for one in inside.values() if one not in order]

    result = in_this_order(election, order, overvote="exhaust", **write_ins)

    ours = [
        {election.names[one]: votes for one, votes in row.tally.items()}
        for row in result.rounds
    ]
    named = {"Undeclared Write-ins": "UWI"}
    for row in theirs:
        tallies = {named.get(one, one): int(votes) for one, votes in row["tally"].items()}
        if not write_ins:
            tallies.pop("UWI", None)
        assert tallies in ours, row["round"]
    assert len(ours) == len(theirs) + batches
    elected = theirs[-1]["tallyResults"][0].get("elected")
    assert called(election, result.winners) == [elected or "Mavodones, Nicholas M. Jr."]


def in_this_order(election: Election, order: list[str], **params: Any) -> Any:
    irv = METHODS["irv"]
    papers = election.papers("rank") or {}
    return irv.tally(
        papers, election.options, irv.check(params, election.options), Lot(tuple(order))
    )


@pytest.mark.beside("ranked/minneapolis-mayor-2013.csv")
@pytest.mark.parametrize("overvote", ["skip", "exhaust"])
def test_minneapolis_by_the_usual_reading(overvote):
    election = file("ranked/minneapolis-mayor-2013.csv")

    result = counted(election, "irv", overvote=overvote)

    assert called(election, result.winners) == ["BETSY HODGES"]
    assert (result.ballots, result.blank) == (80101, 639)


@pytest.mark.beside("ranked/alaska-2022-special.soi")
def test_alaska_rules_differ():
    election = file("ranked/alaska-2022-special.soi")
    peltola, begich = "Peltola", "Begich"
    won = {"plurality": peltola, "irv": peltola, "schulze": begich, "borda": begich}
    for method, surname in won.items():
        assert surname in called(election, counted(election, method).winners)[0]
    assert counted(election, "irv").details["chose_condorcet"] is False


# --- several seats


@pytest.mark.parametrize("path", beside("stv", list(STV)))
def test_transferable_vote_stage_by_stage(path):
    expected = STV[path.partition("/")[2]]
    election = file(path)

    result = counted(election, "stv", seats=expected["seats"])

    ours = [
        {
            "tally": {election.names[one]: float(votes) for one, votes in stage.tally.items()},
            "non_transferable": float(stage.exhausted),
            "elected": called(election, stage.elected),
            "elected_without_quota": called(election, stage.details["elected_without_quota"]),
            "eliminated": called(election, stage.eliminated),
            "surplus_of": election.names.get(stage.details["surplus_of"]),
        }
        for stage in result.rounds
    ]
    theirs = [
        {
            "tally": stage["tally"],
            "non_transferable": stage["non_transferable"],
            "elected": stage.get("elected", []),
            "elected_without_quota": stage.get("elected_without_quota", []),
            "eliminated": [stage["eliminated"]] if "eliminated" in stage else [],
            "surplus_of": stage.get("surplus_of"),
        }
        for stage in expected["stages"]
    ]
    assert ours == theirs
    assert called(election, result.winners) == expected["elected_in_order"]
    assert result.details["quota"] == expected["quota"]
    assert result.details["valid"] == expected["valid_ballots"]
    assert [tie for tie in result.ties if tie.broken_by == "lot"] == []


@pytest.mark.beside("stv/glasgow-2007-govan.blt")
def test_blt_gives_what_preflib_gives():
    blt, soi = file("stv/glasgow-2007-govan.blt"), file("stv/00008-00000009.soi")

    assert blt.params == {"seats": 4}
    assert counted(blt, "stv", seats=4) == counted(soi, "stv", seats=4)


@pytest.mark.beside("stv/minneapolis-park-board-2013.csv")
def test_minneapolis_park_board():
    theirs = known("stv/minneapolis-park-board-2013.expected.json")["rctab_expected"]
    election = file("stv/minneapolis-park-board-2013.csv")

    result = counted(election, "stv", seats=3, **dict(election.params))

    ours = [
        {election.names[one]: float(votes) for one, votes in stage.tally.items()}
        for stage in result.rounds
    ]
    named = {"Undeclared Write-ins": "UWI"}
    for row in theirs[:3]:  # then theirs has a round more: see the README beside
        assert {
            named.get(one, one): float(votes) for one, votes in row["tally"].items()
        } in ours
    assert called(election, result.winners) == ["JOHN ERWIN", "ANNIE YOUNG", "MEG FORNEY"]
    assert result.details["quota"] == 14866


# --- approvals and marks


@pytest.mark.parametrize("path", beside("approval", list(APPROVAL)))
def test_approvals(path):
    expected = APPROVAL[path.partition("/")[2]]
    election = file(path)

    result = counted(election, "approval")

    tally = {election.names[one]: votes for one, votes in result.tally.items()}
    assert tally == expected["approval_counts"]
    assert called(election, result.winners) == expected["winners"]
    assert (result.ballots, result.blank) == (expected["n_ballots"], expected["blank_ballots"])


def marks(name: str) -> Election:
    if name != ORSAY:
        return file(f"score/{name}")
    parts = [file(f"score/orsay-2007-bureau-{number}.csv") for number in ("01", "06", "12")]
    counts: dict[str, int] = {}
    for part in parts:
        for text, often in part.counts.items():
            counts[text] = counts.get(text, 0) + often
    first = parts[0]
    return Election("score", first.options, first.names, counts, first.params, first.shown)


@pytest.mark.parametrize("name", [*POLLS, ORSAY])
def test_sums(name):
    expected, election = SCORE[name], marks(name)

    result = counted(election, "score")

    tally = {election.names[one]: votes for one, votes in result.tally.items()}
    assert tally == expected["score_totals"]
    assert called(election, result.winners) == [expected["score_winner"]]
    assert result.ballots == expected["n_ballots"]


@pytest.mark.parametrize("name", [*POLLS, ORSAY])
def test_star(name):
    expected, election = SCORE[name]["star"], marks(name)

    result = counted(election, "star")

    first, second = result.details["finalists"]
    assert called(election, [first, second]) == expected["finalists"]
    assert result.details["preferred"] == {
        first: expected["prefer_first"],
        second: expected["prefer_second"],
    }
    assert result.details["equal"] == expected["no_preference"]
    assert called(election, result.winners) == [expected["winner"]]
    assert result.margin == abs(expected["prefer_first"] - expected["prefer_second"])


@pytest.mark.parametrize("name", [*POLLS, ORSAY])
def test_majority_judgment(name):
    expected, election = SCORE[name]["majority_judgment"], marks(name)

    result = counted(election, "majority-judgment")

    voters = result.details["voters"]
    for one, gauge in result.details["gauges"].items():
        told = election.names[one]
        theirs = expected["gauge"][told]
        assert list(gauge["counts"]) == expected["grade_counts"][told]
        assert gauge["grade"] == theirs["median_grade"]
        assert gauge["above"] / voters == pytest.approx(theirs["share_above"])
        assert gauge["below"] / voters == pytest.approx(theirs["share_below"])
    order = [one for group in result.ranking for one in group]
    assert called(election, order) == expected["ranking"]
    assert (len(result.ranking[0]) > 1) == expected["first_two_equal"]


def test_orsay_as_published():
    election = marks(ORSAY)

    result = counted(election, "majority-judgment")

    best = result.details["gauges"][result.winners[0]]
    assert called(election, result.winners) == ["Bayrou"]
    assert (best["grade"], best["plus"]) == (3, True)
    assert round(100 * best["above"] / 1733, 1) == 44.3
    assert round(100 * best["below"] / 1733, 1) == 30.6
