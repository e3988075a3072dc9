"""Every kind of ballot paper: what is sent becomes the text that is counted, and back."""

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forum.core.errors import Invalid
from forum.polls import actions, papers, queries, rules
from forum.polls.counting import METHODS
from forum.polls.models import Ballot, Disclosure, Elector, Option, PollState, Secrecy
from forum.polls.outcome import outcome_of
from forum.polls.shapes import SHAPES
from tests.accounts.factories import UserFactory
from tests.polls.factories import PollFactory, counted

BUDGET = {"budget": 1000}
PARAMS = {
    "dot": {"dots": 5},
    "multiple": {"seats": 2, "most": 2},
    "stv": {"seats": 2},
    **dict.fromkeys(("greedy", "greedy-cost", "knapsack", "equal-shares", "phragmen"), BUDGET),
}


def poll_by(method, **more):
    poll = PollFactory(draft=True, size=3, method=method, params=PARAMS.get(method, {}), **more)
    for option, cost in zip(poll.options, (400, 500, 600), strict=True):
        option.cost = cost
    organiser = UserFactory(facilitator=True).as_actor()
    actions.arm_poll(organiser, poll)
    actions.open_poll(organiser, poll, minutes=60)
    poll.takes_latecomers = True
    return poll


def sent(poll, *values):
    """The form as it comes in: the same fields whatever the browser."""
    ids = [option.id for option in poll.options]
    kind = METHODS[poll.method].ballot
    if kind in ("choice", "approval", "projects"):
        return MultiDict([("option_id", str(ids[place])) for place in values])
    return MultiDict({f"nilai-{one}": str(v) for one, v in zip(ids, values, strict=True)})


CASES = [
    ("plurality", (1,), "{b}"),
    ("yes-no", (0,), "{a}"),
    ("multiple", (2, 0), "{a},{c}"),
    ("approval", (2, 0), "{a},{c}"),
    ("score", (0, 5, 2), "{b}:5,{c}:2"),
    ("star", (1, 5, ""), "{a}:1,{b}:5"),
    ("majority-judgment", (5, 3, ""), "{a}:5,{b}:3"),
    ("dot", (3, "", 2), "{a}:3,{c}:2"),
    ("irv", (2, 1, ""), "{b}>{a}"),
    ("schulze", (3, 1, 2), "{b}>{c}>{a}"),
    ("equal-shares", (1, 2), "{b},{c}"),
]


@pytest.mark.parametrize(("method", "values", "text"), CASES, ids=[case[0] for case in CASES])
def test_from_the_form_to_the_box_and_back(app, session, method, values, text):
    poll = poll_by(method)
    a, b, c = (option.id for option in poll.options)
    paper = papers.text_of(poll, papers.read(poll, sent(poll, *values)))

    voter = UserFactory().as_actor()
    actions.cast_ballot(voter, poll, ballot_id="x", paper=paper)

    ballot = session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).one()
    assert ballot.paper == text.format(a=a, b=b, c=c)
    again = papers.text_of(poll, papers.marks_in(poll, ballot.paper))
    assert rules.validated(poll, again) == ballot.paper
    assert "Pilihan" in papers.spoken(poll, ballot.paper, poll.options)


@pytest.mark.parametrize(
    ("method", "values", "sentence"),
    [
        ("plurality", (), "Pilih satu dulu"),
        ("approval", (), "masih kosong"),
        ("score", ("", "", ""), "masih kosong"),
        ("score", (6, 0, 0), "antara 0 dan 5"),
        ("score", ("x", 0, 0), "antara 0 dan 5"),
        ("multiple", (0, 1, 2), "paling banyak 2"),
        ("dot", (3, 3, 0), "Anda membagi 6 titik. Yang tersedia 5."),
        ("irv", (1, 1, 2), "urutan yang sama"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(app, method, values, sentence):
    poll = poll_by(method)
    paper = papers.text_of(poll, papers.read(poll, sent(poll, *values)))

    with pytest.raises(Invalid, match=sentence):
        actions.cast_ballot(UserFactory().as_actor(), poll, ballot_id="x", paper=paper)


@pytest.mark.parametrize("method", list(SHAPES))
def test_every_way_of_deciding_is_armed_counted_and_said(app, session, method):
    poll = poll_by(method)
    kind = METHODS[method].ballot
    marks = {"choice": (1,), "approval": (1,), "projects": (0, 1)}.get(
        kind, (1, 3, 2) if kind != "dots" else (1, 3, "")
    )
    for _voter in range(3):
        paper = papers.text_of(poll, papers.read(poll, sent(poll, *marks)))
        actions.cast_ballot(UserFactory().as_actor(), poll, ballot_id="x", paper=paper)
    poll.result = actions.count_ballots(poll)

    with app.test_request_context():
        outcome = outcome_of(poll)
        assert outcome.ballots == 3
        assert outcome.sentence()
        assert outcome.turnout_sentence().startswith("3 dari ")


def test_moving_in_a_ranking_without_a_script(app, client, signed_in):
    poll = poll_by("irv")
    a, b, c = (option.id for option in poll.options)
    signed_in(UserFactory())

    page = client.post(
        f"/suara/{poll.id}", data={f"nilai-{a}": "1", f"nilai-{b}": "2", "naik": b}
    )

    assert page.status_code == 200
    assert page.text.count('<option value="1" selected>') == 1
    order = papers.ranked(
        poll, papers.moved(poll, papers.Marks(numbers={str(a): "1"}), str(c), up=True)
    )
    assert order == [str(a), str(c)]
    assert queries.turnout([poll.id])[poll.id].ballots == 0


# --- changing, showing


def test_a_ballot_is_replaced_where_that_is_allowed(app, session):
    poll = poll_by("plurality", may_change=True)
    first, second, _third = (option.id for option in poll.options)
    voter = UserFactory().as_actor()
    one = actions.cast_ballot(voter, poll, ballot_id="a", paper=str(first))

    two = actions.cast_ballot(voter, poll, ballot_id="b", paper=str(second))

    assert (two.number, two.replaced) == (one.number, True)
    assert actions.cast_ballot(voter, poll, ballot_id="b", paper=str(first)).repeated
    ballot = session.scalars(select(Ballot).where(Ballot.poll_id == poll.id)).one()
    assert (ballot.paper, ballot.changes) == (str(second), 1)
    assert poll.ballot_count == 1


def test_latecomers_enter_the_list_once_and_those_on_it_just_vote(app, session):
    listed = UserFactory().as_actor()
    poll = poll_by("plurality", may_change=True)
    before, paper = poll.entitled, str(poll.options[0].id)

    for number, person in enumerate((listed, late := UserFactory().as_actor(), listed, late)):
        actions.cast_ballot(person, poll, ballot_id=f"b{number}", paper=paper)

    rows = session.scalars(select(Elector).where(Elector.poll_id == poll.id)).all()
    assert {row.user_id for row in rows if row.is_late} == {late.id}
    assert poll.entitled == before + 1 == len(rows)
    assert poll.ballot_count == 2


@pytest.mark.parametrize("method", ["plurality", "approval", "score", "irv", "dot"])
def test_the_running_tally_is_that_of_all_ballots(app, session, method):
    poll = poll_by(method, disclosure=Disclosure.TALLY, may_change=True)
    kind = METHODS[method].ballot
    first, second = ((0,), (2,)) if kind in ("choice", "approval") else ((1, 2, ""), (3, 1, ""))
    people = [UserFactory().as_actor() for _n in range(3)]
    for number, values in enumerate((first, second, first, second)):
        person = people[number % 3]
        paper = papers.text_of(poll, papers.read(poll, sent(poll, *values)))
        actions.cast_ballot(person, poll, ballot_id=f"b{number}", paper=paper)

    running = dict(
        session.execute(
            select(Option.id, Option.running).where(Option.poll_id == poll.id)
        ).all()
    )
    expected = dict.fromkeys(running, 0)
    for paper, often in queries.counts(poll.id).items():
        marks = papers.marks_in(poll, paper)
        for one in marks.chosen:
            expected[int(one)] += often
        for one, mark in marks.numbers.items():
            if kind != "rank":
                expected[int(one)] += int(mark) * often
            elif mark == "1":
                expected[int(one)] += often
    assert running == expected


def test_who_chose_what_is_shown_of_named_polls_alone_and_after_publishing(client):
    named = counted(2, 1, secrecy=Secrecy.NAMED)
    hidden = counted(2, 1)
    early = counted(1, state=PollState.CLOSED, secrecy=Secrecy.NAMED)

    page = client.get(f"/suara/{named.id}/pemilih")

    assert page.status_code == 200
    assert page.text.count('<th scope="row">') == 3
    assert [client.get(f"/suara/{p.id}/pemilih").status_code for p in (hidden, early)] == [
        404,
        404,
    ]


# --- void, and again


def test_annulled_for_a_reason_and_asked_again(app, client, session):
    poll = poll_by("irv", shuffles=True)
    organiser = UserFactory(facilitator=True).as_actor()
    with pytest.raises(Invalid, match="Tulis alasannya"):
        actions.annul_poll(organiser, poll, reason="keliru")

    actions.annul_poll(organiser, poll, reason="Daftar pemilihnya keliru.")

    assert poll.state is PollState.ANNULLED
    assert "Daftar pemilihnya keliru." in client.get(f"/suara/{poll.id}").text
    with pytest.raises(actions.PollNotOpen, match="dibatalkan"):
        actions.cast_ballot(UserFactory().as_actor(), poll, ballot_id="x", paper="1")
    again = actions.draft_round(organiser, queries.poll_for(organiser, poll.id))
    assert (again.round_of_id, again.method, again.shuffles) == (poll.id, "irv", True)
    assert [o.label for o in again.options] == [o.label for o in poll.options]


def test_extended_once_and_never_shortened(app, clock):
    poll = poll_by("plurality")
    organiser = UserFactory(facilitator=True).as_actor()
    end = poll.closes_at
    minute = actions.GRACE * 12
    with pytest.raises(Invalid, match="tidak dimajukan"):
        actions.extend_poll(organiser, poll, closes_at=end - minute)

    actions.extend_poll(organiser, poll, closes_at=end + minute)

    assert poll.closes_at == end + minute
    with pytest.raises(Invalid, match="hanya boleh sekali"):
        actions.extend_poll(organiser, poll, closes_at=end + 2 * minute)
