"""Merging, objecting and taking apart as people see it: forms, pages, lists, the rooms."""

import pytest

from forum.accounts.models import User
from forum.core.actor import Role
from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.discussions import actions as discussions
from forum.issues import actions, queries
from forum.issues.models import IssueState, IssueStep, Step
from forum.live.models import LiveEvent
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory, opening_of

WHY = "Parit yang sama."


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def two(city):
    """(issue, head): the first is about what the second is about."""
    author = UserFactory(public_name="Rina Sari")
    issue = IssueFactory(title="Parit Jl. Rajawali mampet", author=author)
    return issue, IssueFactory(title="Saluran Jl. Rajawali tersumbat")


@pytest.fixture
def officer(signed_in):
    return signed_in(UserFactory(coordinator=True))


def test_from_the_number_over_both_to_the_confirmed_merging(client, officer, two):
    issue, head = two
    path = f"/isu/{issue.id}/gabung"
    assert f'href="{path}"' in text_of(client.get(f"/isu/{issue.id}"))

    assert "Nomor isu" in text_of(client.get(path))
    page = text_of(client.get(f"{path}?ke={head.number}"))
    assert page.index("Parit Jl. Rajawali mampet") < page.index("Saluran Jl. Rajawali")
    assert "dapat berkeberatan dalam 7 hari" in page
    answer = client.post(path, data={"ke": head.number, "note": WHY, "dari": "diterima"})

    step = db.session.query(IssueStep).filter_by(issue_id=issue.id).one()
    assert answer.location == f"/isu/{issue.id}#langkah-{step.id}"
    client.get("/keluar")
    merged = text_of(client.get(f"/isu/{issue.id}"))
    assert f'Digabung ke <a href="/isu/{head.id}">Isu {head.number}</a>' in merged
    assert "Sudah dua pekan gelap." in merged
    assert "dilanjutkan di isu tempat ia digabung" in merged
    assert 'name="text"' not in merged
    shown = text_of(client.get(f"/isu/{head.id}"))
    assert "Juga disampaikan oleh" in shown
    assert f'<a href="/isu/{issue.id}">Parit Jl. Rajawali mampet</a>' in shown
    assert "Rina Sari" in shown
    listed = text_of(client.get("/isu"))
    assert "Saluran Jl. Rajawali" in listed
    assert "Parit Jl. Rajawali" not in listed
    assert "Parit Jl. Rajawali" in text_of(client.get("/isu?tahap=digabung"))
    assert "Parit Jl. Rajawali" not in text_of(client.get("/isu/atom.xml"))


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("2026-9999", "tidak ditemukan"),
        ("parit", "tidak ditemukan"),
        ("", "tidak ditemukan"),
        ("99999999999999999999", "tidak ditemukan"),
        ("self", "isu yang sama"),
        ("1999-{head}", "tidak ditemukan"),
    ],
)
def test_a_wrong_number_is_said_beside_the_field(client, officer, two, number, says):
    issue, head = two
    asked = issue.number if number == "self" else number.format(head=head.id)

    answer = client.get(f"/isu/{issue.id}/gabung", query_string={"ke": asked})

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert f'value="{asked}"' in text_of(answer)


def test_a_missing_reason_keeps_both_in_sight(client, officer, two):
    issue, head = two

    answer = client.post(f"/isu/{issue.id}/gabung", data={"ke": head.number, "note": ""})

    assert answer.status_code == 422
    assert "paling sedikit 3 huruf" in text_of(answer)
    assert "Saluran Jl. Rajawali" in text_of(answer)
    assert queries.issue_by_id(issue.id).state is IssueState.RECEIVED


def test_sent_twice_it_is_merged_once(client, officer, two):
    issue, head = two
    data = {"ke": head.number, "note": WHY, "cmd_id": "sama", "dari": "diterima"}

    for _ in range(2):
        assert client.post(f"/isu/{issue.id}/gabung", data=data).status_code == 303

    assert db.session.query(IssueStep).filter_by(step=Step.MERGE).count() == 1


def test_decided_on_an_old_page_it_is_asked_again(client, officer, two):
    issue, head = two

    answer = client.post(
        f"/isu/{issue.id}/gabung", data={"ke": head.number, "note": WHY, "dari": "diproses"}
    )

    assert answer.status_code == 409
    assert WHY in text_of(answer)
    assert 'name="dari" value="diterima"' in text_of(answer)


def test_objecting_keeping_and_taking_apart(client, signed_in, two):
    issue, head = two
    author = db.session.get(User, issue.thread.author_id)
    actions.merge(UserFactory(coordinator=True).as_actor(), issue, head, WHY)
    other = client.application.test_client()
    signed_in(author)
    signed_in(UserFactory(moderator=True), on=other)
    path = f"/isu/{issue.id}/langkah"

    page = text_of(client.get(f"/isu/{issue.id}"))
    assert f"{path}/keberatan" in page
    assert f"{path}/pisahkan" not in page
    sent = client.post(f"{path}/keberatan", data={"note": "Parit saya di seberang."})
    assert sent.status_code == 303
    page = text_of(client.get(f"/isu/{issue.id}"))
    assert "Pelapor berkeberatan atas penggabungan" in page
    assert "Parit saya di seberang." in page
    assert f"{path}/keberatan" not in page
    tasks = text_of(other.get("/isu/tugas"))
    assert "Keberatan atas penggabungan" in tasks
    assert "Parit Jl. Rajawali mampet" in tasks
    assert f"{path}/tetap-gabung" in text_of(other.get(f"/isu/{issue.id}"))
    sent = other.post(f"{path}/pisahkan", data={"note": "Benar, dua parit."})
    assert sent.status_code == 303

    assert queries.issue_by_id(issue.id).state is IssueState.RECEIVED
    page = text_of(client.get(f"/isu/{issue.id}"))
    assert "Dipisahkan lagi" in page
    assert 'id="digabung"' not in page
    assert 'name="text"' in page
    assert "Juga disampaikan oleh" not in text_of(client.get(f"/isu/{head.id}"))


def test_both_rooms_are_told(city, two):
    issue, head = two
    deliver_due()
    actions.merge(UserFactory(coordinator=True).as_actor(), issue, head, WHY)

    told = [(row.room, row.type) for row in db.session.query(LiveEvent).order_by(LiveEvent.id)]
    assert (f"thread:{issue.id}", "IssueMoved") in told
    assert (f"thread:{head.id}", "MergedSetChanged") in told
    assert (f"thread:{head.id}", "SupportRecounted") in told


def test_a_page_asks_as_much_with_many_members_as_with_one(client, count_queries, two):
    issue, head = two
    officer = UserFactory(coordinator=True).as_actor()
    actions.merge(officer, issue, head, WHY)
    client.get(f"/isu/{head.id}")
    discussions.support(UserFactory().as_actor(), opening_of(head))
    with count_queries() as one:
        client.get(f"/isu/{head.id}")
    for _ in range(5):
        actions.merge(officer, IssueFactory(), head, WHY)
    with count_queries() as many:
        client.get(f"/isu/{head.id}")

    assert len(many) == len(one)


def test_the_desk_is_no_place_to_merge(client, signed_in, two):
    issue, head = two
    signed_in(UserFactory(roles=[Role.DESK]))

    assert client.get(f"/isu/{issue.id}/gabung").status_code == 403
    assert client.post(f"/isu/{issue.id}/gabung", data={"ke": head.number}).status_code == 403
    assert f"/isu/{issue.id}/gabung" not in text_of(client.get(f"/isu/{issue.id}"))
