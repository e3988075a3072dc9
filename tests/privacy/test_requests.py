from datetime import timedelta

import pytest

from forum.accounts import actions as accounts
from forum.core import clock as real_clock
from forum.core.errors import Forbidden, Invalid, NotFound, Refused, Stale
from forum.core.outbox import deliver_due
from forum.privacy import actions, queries
from forum.privacy.actions.requests import AnsweredAlready
from forum.privacy.models import RequestKind, RequestState
from tests.accounts.factories import UserFactory
from tests.privacy.factories import DataRequestFactory

CORRECTION = RequestKind.CORRECTION


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def asked(actor, **other):
    typed = {"subject": "nama lengkap", "wrong": "Ejaannya keliru", "right": "Wulandary"}
    return actions.ask(actor, other.pop("kind", CORRECTION), **typed | other)


def test_the_clock_runs_for_exactly_72_hours(clock):
    request = asked(UserFactory().as_actor())

    assert request.due_at - request.asked_at == timedelta(hours=72)
    clock.tick(72 * 3600)
    assert not request.overdue
    clock.tick(1)
    assert request.overdue


@pytest.mark.parametrize(
    "typed", [{"subject": "x"}, {"wrong": ""}, {"right": ""}, {"kind": RequestKind.ERASURE}]
)
def test_what_makes_no_sense_is_refused(typed):
    with pytest.raises(Invalid):
        asked(UserFactory().as_actor(), **typed)


def test_no_one_floods_the_administrators():
    actor = UserFactory().as_actor()
    for _number in range(10):
        asked(actor)

    with pytest.raises(Refused, match="menunggu"):
        asked(actor)


def test_an_answer_has_a_reason_and_comes_once(admin):
    request = asked(UserFactory().as_actor())
    with pytest.raises(Invalid):
        actions.answer_request(admin, request, granted=True, answer="")

    actions.answer_request(admin, request, granted=False, answer="Sudah benar menurut KTP.")

    assert request.state is RequestState.REFUSED
    with pytest.raises(AnsweredAlready):
        actions.answer_request(admin, request, granted=True, answer="Ternyata bisa.")


def test_an_answer_to_an_older_state_is_refused(admin):
    request = asked(UserFactory().as_actor())

    with pytest.raises(Stale):
        actions.answer_request(
            admin, request, granted=True, answer="Sudah diperbaiki.", expected_version=7
        )


def test_the_person_is_told_by_mail_without_the_answer_in_it(admin, app):
    user = UserFactory()
    request = asked(user.as_actor())
    actions.answer_request(admin, request, granted=True, answer="Sudah diperbaiki kemarin.")

    deliver_due()

    mails = [path.read_text() for path in (app.config["VAR"] / "mail").glob("*.eml")]
    [mail] = [text for text in mails if f"To: {user.email}\n" in text]
    assert "Sudah diperbaiki" not in mail


def test_what_people_mend_themselves_is_an_answered_request():
    user = UserFactory()
    accounts.choose_public_name(user.as_actor(), user, public_name="Nama Baru")

    [request] = queries.own_requests(user.id)
    assert (request.kind, request.state) == (CORRECTION, RequestState.DONE)
    assert request.took == timedelta(0)


def test_the_most_urgent_stands_first(admin):
    now = real_clock.now()
    late = DataRequestFactory(asked_at=now - timedelta(days=4), contact="Pak Udin, RT 2")
    new = DataRequestFactory(asked_at=now, user_id=UserFactory().id)
    middle = DataRequestFactory(asked_at=now - timedelta(days=1), user_id=UserFactory().id)
    automatic = actions.request_copy(UserFactory().as_actor())

    rows = [row.request for row in queries.open_requests(admin)]

    assert [row.id for row in rows[:3]] == [late.id, middle.id, new.id]
    assert rows[3].user_id == automatic.user_id
    assert queries.waiting_requests(admin) == 3


def test_paper_is_entered_by_administrators(admin):
    typed = {"subject": "alamat", "wrong": "Salah RT", "right": "RT 4"}
    made = actions.enter_on_paper(admin, CORRECTION, contact="Bu Siti, RT 3", **typed)
    assert (made.contact, made.user_id, made.entered_by) == ("Bu Siti, RT 3", None, admin.id)

    with pytest.raises(Forbidden):
        actions.enter_on_paper(
            UserFactory(desk=True).as_actor(), CORRECTION, contact="Bu Siti, RT 3", **typed
        )


@pytest.mark.parametrize("roles", [{}, {"moderator": True}, {"desk": True}, {"observer": True}])
def test_others_answer_nothing(roles):
    request = asked(UserFactory().as_actor())

    with pytest.raises(Forbidden):
        actions.answer_request(
            UserFactory(**roles).as_actor(), request, granted=True, answer="Sudah."
        )


# --- pages


def test_a_request_from_the_page_to_the_answer(client, signed_in):
    user = signed_in(UserFactory(public_name="Ningrum"))
    typed = {"kind": "correction", "subject": "nama", "wrong": "Keliru", "right": "Benar"}
    assert client.post("/akun/data/permintaan", data=typed | {"wrong": ""}).status_code == 422
    assert client.post("/akun/data/permintaan", data=typed).status_code == 303
    [request] = queries.own_requests(user.id)

    signed_in(UserFactory(admin=True))
    assert "Ningrum" in client.get("/kelola/permintaan-data").get_data(as_text=True)
    address = f"/kelola/permintaan-data/{request.id}"
    assert "Keliru" in client.get(address).get_data(as_text=True)
    answer = {"granted": "ya", "answer": "Sudah kami perbaiki."}
    assert client.post(f"{address}?v=1", data=answer).status_code == 303
    assert "Selesai" in client.get("/kelola/permintaan-data").get_data(as_text=True)

    signed_in(user)
    assert "Sudah kami perbaiki." in client.get("/akun/data").get_data(as_text=True)


def test_overdue_ones_are_marked(client, signed_in):
    DataRequestFactory(
        asked_at=real_clock.now() - timedelta(days=4), contact="Pak Udin", user_id=None
    )
    signed_in(UserFactory(admin=True))

    assert "Terlambat" in client.get("/kelola/permintaan-data").get_data(as_text=True)


def test_paper_from_the_page(client, signed_in):
    signed_in(UserFactory(admin=True))
    typed = {
        "contact": "Pak Udin, RT 2",
        "kind": "restriction",
        "subject": "foto",
        "wrong": "Jangan dipakai lagi",
    }

    assert client.post("/kelola/permintaan-data", data=typed).status_code == 303
    assert "Pak Udin, RT 2" in client.get("/kelola/permintaan-data").get_data(as_text=True)


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_asks_a_fixed_number_of_questions(client, signed_in, count_queries, count):
    signed_in(UserFactory(admin=True))
    for _number in range(count):
        DataRequestFactory(user_id=UserFactory().id)
    client.get("/kelola/permintaan-data")

    with count_queries() as seen:
        assert client.get("/kelola/permintaan-data").status_code == 200

    assert len(seen) < 10


def test_there_is_no_such_request(client, signed_in):
    signed_in(UserFactory(admin=True))

    assert client.get("/kelola/permintaan-data/9999").status_code == 404
    with pytest.raises(NotFound):
        queries.request_for(UserFactory(admin=True).as_actor(), 9999)
