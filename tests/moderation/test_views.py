import pytest

from forum.core.db import db
from forum.discussions.models import Post, PostState
from forum.moderation import actions
from forum.moderation.models import Case, CaseState
from forum.notifications.kinds import texts
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory, PostFactory
from tests.moderation.factories import CaseFactory

SCRIPT = "<script>alert(1)</script>"
MESSAGE = "Hapus nomor telepon orang lain, lalu kirim ulang."


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def flagged(**details) -> Case:
    author = details.pop("author", None) or UserFactory(public_name="Hendra Saputra")
    issue = IssueFactory(title="Genangan di Jl. G. Obos")
    source = details.pop("source", "Telepon saja 0812-0000-1190")
    post = PostFactory(thread=issue.thread, author=author, source=source)
    return CaseFactory(post=post, **details)


def decision(case, **changes):
    values = {"decision": "hide", "ground": "data_pribadi", "message": MESSAGE} | changes
    return {f"p{case.id}-{name}": value for name, value in values.items()}


PATHS = ["/moderasi", "/moderasi/riwayat"]
POSTS = ["/moderasi/{id}/putuskan", "/moderasi/{id}/pulihkan"]


@pytest.mark.parametrize("path", PATHS)
def test_visitors_sign_in_and_others_are_turned_away(client, app, signed_in, path):
    assert client.get(path).location.startswith("/masuk?next=")
    for traits in ({}, {"facilitator": True}, {"coordinator": True}, {"head": True}):
        other = app.test_client()
        signed_in(UserFactory(**traits), on=other)
        assert other.get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_residents_decide_nothing_whatever_they_send(client, signed_in, path):
    case = flagged()
    signed_in(UserFactory())

    answer = client.post(path.format(id=case.id), data=decision(case))

    assert answer.status_code == 403
    assert client.post(path.format(id=999_999), data={}).status_code == 403
    assert db.session.get(Post, case.subject_id).state is PostState.VISIBLE


@pytest.mark.parametrize("path", [*POSTS, "/moderasi/99999999999999999999/putuskan"])
def test_a_case_that_is_not_there(client, signed_in, path):
    signed_in(UserFactory(moderator=True))

    assert client.post(path.format(id=999_999)).status_code == 404


def test_only_moderators_see_the_way_to_the_queue(client, app, signed_in):
    moderator = app.test_client()
    signed_in(UserFactory(moderator=True), on=moderator)

    assert 'href="/moderasi"' in text_of(moderator.get("/isu"))
    assert 'href="/moderasi"' not in text_of(client.get("/isu"))


def test_the_queue_shows_words_place_and_reasons(client, signed_in):
    case = flagged(flagged_as="data_pribadi", note=f"Nomor orang {SCRIPT}")
    signed_in(UserFactory(moderator=True))

    page = text_of(client.get("/moderasi"))

    for words in (
        "Dilaporkan 1",
        "Riwayat 0",
        "Hendra Saputra",
        "Telepon saja 0812-0000-1190",
        "Genangan di Jl. G. Obos",
        "Data pribadi orang lain",
        "Nomor orang",
        "1 laporan",
        f'action="/moderasi/{case.id}/putuskan?v=1"',
        '<option selected value="data_pribadi">',
        "Kritik terhadap pejabat atau layanan tidak pernah menjadi alasan",
    ):
        assert words in page
    assert SCRIPT not in page


def test_ones_own_matters_come_without_a_form(client, signed_in):
    user = UserFactory(moderator=True)
    own, reported = flagged(author=user), flagged(reporter=user)
    signed_in(user)

    page = text_of(client.get("/moderasi"))

    assert page.count("moderator lain yang memutuskan") == 2
    assert "putuskan" not in page
    for case in (own, reported):
        answer = client.post(f"/moderasi/{case.id}/putuskan?v=1", data=decision(case))
        assert answer.status_code == 403


def test_hiding_and_showing_again(client, signed_in):
    case = flagged()
    signed_in(UserFactory(moderator=True))

    hidden = client.post(f"/moderasi/{case.id}/putuskan?v=1", data=decision(case))
    assert (hidden.status_code, hidden.location) == (303, "/moderasi")
    db.session.expire_all()
    assert db.session.get(Post, case.subject_id).state is PostState.HIDDEN
    history = text_of(client.get("/moderasi/riwayat"))
    assert MESSAGE in history
    assert "Tampilkan kembali" in history
    shown = client.post(f"/moderasi/{case.id}/pulihkan?v=2")
    assert shown.location == "/moderasi/riwayat"
    db.session.expire_all()
    assert db.session.get(Post, case.subject_id).state is PostState.VISIBLE
    assert "Ditampilkan kembali" in text_of(client.get("/moderasi/riwayat"))


def test_keeping_needs_no_message(client, signed_in):
    case = flagged()
    signed_in(UserFactory(moderator=True))

    answer = client.post(
        f"/moderasi/{case.id}/putuskan?v=1",
        data=decision(case, decision="keep", ground="", message=""),
    )

    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get(Case, case.id).state is CaseState.KEPT


def test_two_moderators_do_not_collide(client, app, signed_in):
    case, second = flagged(), app.test_client()
    signed_in(UserFactory(moderator=True))
    signed_in(UserFactory(moderator=True), on=second)
    path = f"/moderasi/{case.id}/putuskan?v=1"

    first = client.post(path, data=decision(case, decision="keep"))
    late = second.post(path, data=decision(case))

    assert (first.status_code, late.status_code) == (303, 409)
    assert "Moderator lain sudah memutuskan: dibiarkan." in text_of(late)
    assert db.session.get(Post, case.subject_id).state is PostState.VISIBLE


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"decision": ""}, "Pilih keputusan"),
        ({"decision": "delete"}, "Pilih keputusan"),
        ({"ground": ""}, "Pilih alasannya."),
        ({"ground": "kritik"}, "Pilih alasannya."),
        ({"message": "Pendek"}, "10 sampai 1.000 huruf"),
        ({"message": "x" * 1001}, "10 sampai 1.000 huruf"),
    ],
)
def test_mistakes_come_back_with_what_was_typed(client, signed_in, changes, message):
    case, other = flagged(), flagged()
    signed_in(UserFactory(moderator=True))

    answer = client.post(f"/moderasi/{case.id}/putuskan?v=1", data=decision(case, **changes))

    page = text_of(answer)
    assert answer.status_code == 422
    assert message in page
    assert changes.get("message", MESSAGE) in page
    assert f'id="p{other.id}-message"' in page
    assert db.session.get(Post, case.subject_id).state is PostState.VISIBLE


def test_an_empty_queue_and_an_empty_history(client, signed_in):
    signed_in(UserFactory(moderator=True))

    assert "Tidak ada laporan yang menunggu" in text_of(client.get("/moderasi"))
    assert "Belum ada putusan" in text_of(client.get("/moderasi/riwayat"))


def test_the_queue_costs_the_same_with_three_and_sixty_cases(client, signed_in, count_queries):
    signed_in(UserFactory(moderator=True))

    def statements(path) -> int:
        with count_queries() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    for _ in range(3):
        flagged()
    few = statements("/moderasi")
    for _ in range(57):
        flagged()

    assert few == statements("/moderasi") <= 6


def test_the_author_reads_ground_and_message_and_is_led_to_the_words(app, client, signed_in):
    author = UserFactory()
    case = flagged(author=author)
    actions.decide(
        UserFactory(moderator=True).as_actor(),
        case,
        decision="hide",
        ground="data_pribadi",
        message=MESSAGE,
    )
    signed_in(author)

    told = db.session.query(Notification).one()
    with app.test_request_context():
        (text,) = texts([(told.kind, told.facts)])

    assert "karena memuat data pribadi orang lain" in text.sentence
    assert MESSAGE in text.sentence
    page = text_of(client.get(text.url, follow_redirects=True))
    assert "Telepon saja 0812-0000-1190" in page
    assert MESSAGE in page
    assert "Hanya Anda yang melihat tulisan ini." in page


def test_others_read_neither_words_nor_message(app, client):
    case = flagged()
    actions.decide(
        UserFactory(moderator=True).as_actor(),
        case,
        decision="hide",
        ground="data_pribadi",
        message=MESSAGE,
    )
    post = db.session.get(Post, case.subject_id)

    page = text_of(client.get(f"/isu/{post.thread_id}"))

    assert "0812-0000-1190" not in page
    assert MESSAGE not in page
