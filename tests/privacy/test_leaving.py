"""Leaving: a person with traces everywhere, gone from every table and every file."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum.accounts import access
from forum.accounts import actions as accounts
from forum.accounts.contact import tell
from forum.accounts.devices import register_device
from forum.accounts.models import OneTimeCode, RoleGrant, User
from forum.audit.models import AuditEntry, AuditText
from forum.core import clock as real_clock
from forum.core.actor import VISITOR, Verification
from forum.core.commands import once
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, SignInFirst
from forum.core.mail import send
from forum.core.outbox import Delivery, deliver_due, record
from forum.desk.models import ConsentKind, Entry, EntryKind
from forum.desk.models import Person as DeskPerson
from forum.discussions.models import Post, Support, Thread
from forum.issues.models import Issue, IssueState
from forum.live.models import LiveEvent
from forum.meetings.models import SpeakerState
from forum.notifications import notify
from forum.notifications.models import Notification
from forum.polls.models import Ballot
from forum.privacy import actions, queries, standing
from forum.privacy.actions.erasing import LastAdmin
from forum.privacy.events import DataRequestAnswered
from forum.privacy.models import (
    Consent,
    CopyState,
    DataCopy,
    DataRequest,
    ErasureWipe,
    RequestKind,
    RequestState,
)
from forum.privacy.naming import MASK, WORDS_GONE
from tests.accounts.factories import UserFactory
from tests.desk.factories import officer_of
from tests.discussions import parlour  # noqa: F401 - what threads belong to
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of, supported
from tests.factories import UnitFactory, menteng
from tests.issues.factories import IssueFactory
from tests.meetings.factories import ItemFactory, MeetingFactory, SpeakerFactory
from tests.moderation.factories import CaseFactory
from tests.polls.factories import PollFactory
from tests.privacy.factories import DataRequestFactory, IncidentFactory, published
from tests.privacy.search import in_files, in_the_database
from tests.staff.factories import InvitationFactory
from tests.verification.factories import NIK, verified

NAME, PUBLIC, MAIL, PHONE = (
    "Wulandari Kusumaningrum",
    "Ningrum Berlian",
    "ningrum.berlian@contoh.id",
    "+6281251234567",
)
NEEDLES = (NAME, PUBLIC, MAIL, PHONE, "081251234567", "0812-5123-4567", NIK)
GONE = "Akun dihapus"


class Someone:
    """A person who left traces in every corner of the forum."""

    def __init__(self, var: Path) -> None:
        published()
        self.user = UserFactory(
            name=NAME, public_name=PUBLIC, email=MAIL, phone=PHONE, area=menteng(),
            agreed_at=real_clock.now(), facilitator=True, unit=UnitFactory(),
        )  # fmt: skip
        self.actor = self.user.as_actor()
        self.id = self.user.id
        actions.record_consent(self.id, how="form")
        self._writes()
        self._takes_part()
        self._is_known_at_the_desk()
        self._is_kept_elsewhere(var)

    def _writes(self) -> None:
        self.thread = ThreadFactory(
            author=self.user,
            title=f"Jalan rusak di depan rumah {NAME}",
            text=f"Saya {NAME}, hubungi {MAIL} atau 0812-5123-4567. Salam, {PUBLIC}",
        )
        self.other_thread = ThreadFactory()
        self.reply = PostFactory(
            thread=self.other_thread, author=self.user, source=f"Setuju. **{PUBLIC}**"
        )
        self.unnamed = PostFactory(
            thread=self.other_thread, author=self.user, source=f"oleh {NAME}", is_anonymous=True
        )
        self.liked = opening_of(self.other_thread)
        supported(self.liked, self.user)
        self.issue = IssueFactory(
            author=self.user, title="Parit tersumbat di Menteng", place=f"Rumah {NAME}"
        )
        self.draft = IssueFactory(
            author=self.user, state=IssueState.DRAFT, title=f"Draf {PUBLIC}"
        )

    def _takes_part(self) -> None:
        self.poll = PollFactory(author=self.user, question=f"Setuju usul {PUBLIC}?")
        db.session.add(
            Ballot(
                poll_id=self.poll.id,
                voter_id=self.id,
                ballot_id="b",
                paper=str(self.poll.options[0].id),
                number=1,
            )
        )
        self.meeting = MeetingFactory()
        item = ItemFactory(meeting_id=self.meeting.id)
        self.entry = SpeakerFactory(
            item=item, person=self.user, state=SpeakerState.REMOVED, reason=f"{PUBLIC} pulang"
        )
        self.case = CaseFactory(post=self.reply, message=f"Yth. {PUBLIC}, mohon diperbaiki.")
        self.flagged = CaseFactory(reporter=self.user, note=f"Ini menghina saya, {NAME}")
        with atomic():
            notify(self.id, key="k", kind="data_copy", facts={"copy_id": 0})

    def _is_known_at_the_desk(self) -> None:
        officer = officer_of(menteng())
        acting = officer.as_actor()
        verified(self.user, acting, NIK, name=NAME)
        another = UserFactory(name="Wulan Dari", area=menteng(), verification=Verification.NONE)
        verified(another, acting, NIK, name=NAME)  # a case: the number is taken
        db.session.add(DeskPerson(user_id=self.id, phone=PHONE, rt="003", rw="007"))
        for person_id, words in (
            (self.id, {"witness": "Ibu Saksi", "guide": PUBLIC}),
            (another.id, {"witness": NAME}),
        ):
            db.session.add(
                Entry(
                    kind=EntryKind.REGISTRATION, person_id=person_id, officer_id=officer.id,
                    area_id=menteng().id, consent=ConsentKind.SPOKEN,
                    pin_set_at=real_clock.now(), **words,
                )
            )  # fmt: skip
        for user_id, reason in (
            (self.id, f"Surat tugas untuk {NAME}"),
            (officer.id, f"Menggantikan {NAME}"),
        ):
            for grant in db.session.scalars(select(RoleGrant).filter_by(user_id=user_id)):
                grant.reason = grant.end_reason = reason
        IncidentFactory(story=f"Dilaporkan oleh {NAME}", affected=[self.id])
        DataRequestFactory(user_id=None, contact=f"{NAME}, 0812-5123-4567")
        db.session.flush()

    def _is_kept_elsewhere(self, var: Path) -> None:
        access.make_token(
            self.actor, self.user, name=f"Program {PUBLIC}", scopes=[access.LIVE],
            days=access.LIFETIMES[0],
        )  # fmt: skip
        self.device = register_device(self.user)
        InvitationFactory(email=MAIL, reason=f"Tugas untuk {NAME}")
        db.session.add(
            OneTimeCode(
                user_id=self.id, purpose="change", code_hash="h", target=PHONE,
                expires_at=real_clock.now() + timedelta(hours=1),
            )
        )  # fmt: skip
        self.request = DataRequestFactory(user_id=self.id, wrong=f"Nama saya {NAME}")
        with atomic():
            record(
                DataRequestAnswered(
                    request_id=self.request.id,
                    granted=True,
                    user_id=self.id,
                    reason=f"Yth. {NAME}",
                )
            )
        once(self.actor, "cmd", "note", lambda: {"name": PUBLIC})
        self.copy = actions.request_copy(self.actor)
        actions.build_copy(self.copy.id)
        tell(self.user, "Salam", "privacy/mail/answered.txt", number=1, link="x")
        send("lain@contoh.id", "Kabar é", f"Surat tentang {NAME}: terima kasih é")
        send("lain@contoh.id", "Kabar lain", "Tidak tentang siapa pun")
        db.session.flush()


@pytest.fixture
def var(app):
    """The state folder, without what other tests left there: files are not undone."""
    folder = Path(app.config["VAR"])
    for name in ("mail", "uploads"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return folder


@pytest.fixture
def someone(var):
    return Someone(var)


def test_before_leaving_the_person_is_found_all_over(someone, var):
    places = {place.partition(":")[0] for place in in_the_database(NEEDLES)}

    assert {
        "account_user.name", "account_user.email", "account_user.phone", "account_code.target",
        "discussion_thread.title", "discussion_post.source", "discussion_post.html",
        "issue.place", "poll.question", "meeting_speaker.reason", "moderation_case.message",
        "moderation_flag.note", "staff_invitation.email", "staff_invitation.reason",
        "privacy_request.wrong", "audit_text.text", "outbox_delivery.payload",
        "core_command.answer", "account_token.name", "verification_conflict.card_name",
        "desk_person.phone", "desk_entry.witness", "desk_entry.guide",
        "account_role_grant.reason", "account_role_grant.end_reason",
        "privacy_incident.story", "privacy_request.contact",
    } <= places  # fmt: skip
    assert any(place.startswith("mail/") for place in in_files(var, NEEDLES))
    assert queries.copy_by_id(someone.copy.id).state is CopyState.READY


@pytest.mark.parametrize("takes_words", [False, True], ids=["words stay", "words go"])
def test_nothing_names_a_person_who_left(someone, var, takes_words):
    actions.request_erasure(someone.actor, takes_words=takes_words, at_once=True)
    db.session.expire_all()

    assert in_the_database(NEEDLES) == set()
    assert in_files(var, NEEDLES) == set()
    assert not list((var / "uploads").rglob("*.zip"))
    kept = [path.read_text() for path in (var / "mail").glob("*.eml")]
    assert any("Tidak tentang siapa pun" in text for text in kept)


def test_what_waited_to_be_done_names_nobody_later(someone, var):
    actions.request_erasure(someone.actor, takes_words=False, at_once=True)

    deliver_due()

    assert in_files(var, NEEDLES) == set()
    assert in_the_database(NEEDLES) == set()
    assert db.session.scalars(select(Delivery).where(Delivery.attempts > 0)).all() == []


def test_words_stay_without_the_name(someone):
    before = someone.other_thread.version

    actions.request_erasure(someone.actor, takes_words=False, at_once=True)
    db.session.expire_all()

    post = db.session.get(Post, someone.reply.id)
    assert post.source == f"Setuju. **{MASK}**"
    assert post.html == f"<p>Setuju. <strong>{MASK}</strong></p>"
    assert db.session.get(User, someone.id).public_name == GONE
    assert (
        db.session.get(Thread, someone.thread.id).title == f"Jalan rusak di depan rumah {MASK}"
    )
    assert db.session.get(Thread, someone.other_thread.id).version > before


def test_words_go_where_that_was_asked(someone):
    actions.request_erasure(someone.actor, takes_words=True, at_once=True)
    db.session.expire_all()

    texts = db.session.scalars(select(Post.source).where(Post.author_id == someone.id)).all()
    assert set(texts) == {WORDS_GONE}
    assert "dihapus" in db.session.get(Thread, someone.thread.id).title
    assert db.session.get(Issue, someone.issue.id).place is None


def test_drafts_that_nobody_saw_go(someone):
    actions.request_erasure(someone.actor, takes_words=False, at_once=True)

    assert db.session.scalar(select(Issue.id).where(Issue.id == someone.draft.id)) is None
    assert db.session.scalar(select(Issue.id).where(Issue.id == someone.issue.id)) is not None


def test_what_counts_stays_under_the_number(someone):
    chosen = someone.poll.options[0].id
    entries = (
        select(func.count()).select_from(AuditEntry).where(AuditEntry.actor_id == someone.id)
    )
    before = db.session.scalar(entries)
    assert before > 0

    actions.request_erasure(someone.actor, takes_words=True, at_once=True)
    db.session.expire_all()

    [ballot] = db.session.scalars(select(Ballot).where(Ballot.voter_id == someone.id)).all()
    assert ballot.paper == str(chosen)
    assert db.session.get(Support, (someone.liked.id, someone.id)) is not None
    assert db.session.scalar(entries) >= before
    assert (
        db.session.scalars(select(AuditText.text).where(AuditText.text.is_not(None))).all()
        == []
    )


def test_whoever_has_a_thread_open_sees_it_without_the_name(someone, client, socket):
    follower = socket()
    room = f"thread:{someone.other_thread.id}"
    follower.emit("join", {"room": room, "since": 0, "lang": "id"}, callback=True)
    follower.get_received()

    actions.request_erasure(someone.actor, takes_words=False, at_once=True)

    said = [each["args"][0] for each in follower.get_received() if each["name"] == "event"]
    assert said
    assert GONE in str(said)
    assert PUBLIC not in str(said)


def test_a_kept_page_of_a_thread_is_made_anew(client):
    user = UserFactory(public_name=PUBLIC, name=NAME)
    issue = IssueFactory(author=user, title="Lampu jalan padam di Menteng")
    assert PUBLIC in client.get(f"/isu/{issue.id}").get_data(as_text=True)

    actions.request_erasure(user.as_actor(), takes_words=False, at_once=True)

    page = client.get(f"/isu/{issue.id}").get_data(as_text=True)
    assert PUBLIC not in page
    assert GONE in page


def test_lines_of_a_persons_own_room_go(someone):
    room = f"user:{someone.id}"
    assert db.session.scalars(select(LiveEvent).where(LiveEvent.room == room)).all()

    actions.request_erasure(someone.actor, takes_words=False, at_once=True)

    assert not db.session.scalars(select(LiveEvent).where(LiveEvent.room == room)).all()
    mine = select(Notification).where(Notification.user_id == someone.id)
    assert not db.session.scalars(mine).all()


def test_everything_is_still_there_if_a_folder_fails(someone, monkeypatch, var):

    def break_down(_user_id):
        raise RuntimeError("no")

    monkeypatch.setattr(accounts, "forget_person", break_down)
    before = in_the_database(NEEDLES)

    with pytest.raises(RuntimeError):
        actions.request_erasure(someone.actor, takes_words=False, at_once=True)

    db.session.expire_all()
    assert before - in_the_database(NEEDLES) == set()


def test_erasing_twice_is_harmless(someone):
    actions.erase_person(someone.id)
    at = db.session.get(User, someone.id).erased_at

    actions.erase_person(someone.id)

    assert db.session.get(User, someone.id).erased_at == at


# --- the days of grace


def test_seven_days_pass_and_the_worker_erases(clock):
    user = UserFactory()
    request = actions.request_erasure(user.as_actor(), takes_words=False)
    assert standing.leaves_at(user.id) == request.acts_at
    assert actions.erase_due() == 0

    clock.tick(7 * 86400 + 1)

    assert actions.erase_due() == 1
    assert db.session.get(User, user.id).erased_at is not None
    assert db.session.get(DataRequest, request.id).state is RequestState.DONE
    assert standing.leaves_at(user.id) is None


def test_until_then_it_can_be_called_off(clock):
    user = UserFactory()
    actor = user.as_actor()
    request = actions.request_erasure(actor, takes_words=True)

    actions.cancel_erasure(actor, request)
    actions.cancel_erasure(actor, request)

    clock.tick(8 * 86400)
    assert actions.erase_due() == 0
    assert request.state is RequestState.CANCELLED
    assert standing.leaves_at(user.id) is None


def test_nobody_calls_off_the_leaving_of_others():
    request = actions.request_erasure(UserFactory().as_actor(), takes_words=False)

    with pytest.raises(Forbidden):
        actions.cancel_erasure(UserFactory(admin=True).as_actor(), request)


def test_the_last_administrator_of_the_city_stays():
    only = UserFactory(admin=True)
    actor = only.as_actor()
    with pytest.raises(LastAdmin):
        actions.request_erasure(actor, takes_words=False)

    UserFactory(admin=True)

    actions.request_erasure(actor, takes_words=False, at_once=True)
    assert db.session.get(User, only.id).erased_at is not None


def test_visitors_have_nothing_to_erase():

    with pytest.raises(SignInFirst):
        actions.request_erasure(VISITOR, takes_words=False)


# --- the journal of the database


def test_the_journal_forgets_once_nobody_reads(someone):
    actions.erase_person(someone.id)
    assert db.session.scalars(select(ErasureWipe)).all()

    actions.wipe_journal()  # what the test itself holds open is in its way on SQLite

    assert actions.wipe_journal() in (True, False)


# --- pages


def test_leaving_asks_for_proof_and_the_word(client, signed_in):
    user = signed_in(UserFactory())
    assert "Yang tetap, dan mengapa" in client.get("/akun/hapus").get_data(as_text=True)
    form = {"takes_words": "tinggal", "when": "nanti", "word": "HAPUS"}
    assert client.post("/akun/hapus", data=form | {"word": "ya"}).status_code == 422

    assert client.post("/akun/hapus", data=form).status_code == 303

    page = client.get("/isu").get_data(as_text=True)
    assert "Akun ini akan dihapus pada" in page
    assert client.post("/akun/hapus/batal").status_code == 303
    assert "Akun ini akan dihapus pada" not in client.get("/isu").get_data(as_text=True)
    assert db.session.get(User, user.id).erased_at is None


def test_the_page_tells_the_last_administrator(client, signed_in):
    signed_in(UserFactory(admin=True))
    form = {"takes_words": "tinggal", "when": "kini", "word": "HAPUS"}

    assert "satu-satunya pengelola" in client.get("/akun/hapus").get_data(as_text=True)
    refused = client.post("/akun/hapus", data=form)

    assert refused.status_code == 422
    assert "satu-satunya pengelola" in refused.get_data(as_text=True)


def test_leaving_at_once_signs_out(client, signed_in):
    user = signed_in(UserFactory())
    form = {"takes_words": "hapus", "when": "kini", "word": "hapus"}

    assert client.post("/akun/hapus", data=form).status_code == 303

    assert client.get("/akun").status_code == 303
    db.session.expire_all()
    assert db.session.get(User, user.id).erased_at is not None


def test_a_stolen_session_cannot_erase(client, signed_in):
    signed_in(UserFactory())
    with client.session_transaction() as cookie:
        cookie["proved_at"] = 0

    for answer in (
        client.get("/akun/hapus"),
        client.post("/akun/hapus", data={"word": "HAPUS"}),
    ):
        assert answer.status_code == 303
        assert "/akun/buktikan" in answer.location


def test_what_a_person_has_goes_with_them_from_every_list():
    """Each kind of row that this folder keeps."""
    user = UserFactory()
    DataRequestFactory(user_id=user.id)
    db.session.add(DataCopy(user_id=user.id))
    db.session.add(Consent(user_id=user.id, kind="privasi", version=1, how="form"))
    db.session.flush()

    actions.erase_person(user.id)
    db.session.expire_all()

    assert queries.copies_of(user.id) == []
    assert queries.consents_of(user.id) == []
    [request] = queries.own_requests(user.id)
    assert (request.subject, request.wrong, request.right) == (None, None, None)
    assert request.state is RequestState.CANCELLED
    assert request.kind is RequestKind.CORRECTION
