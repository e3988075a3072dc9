"""What needs which level: in the policies of every folder, and on their pages."""

import pytest

from forum.core import clock
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role, Verification
from forum.core.errors import Forbidden, SignInFirst
from forum.discussions import actions as discussions
from forum.discussions import policy as discussing
from forum.discussions.forms import voice_choices
from forum.issues import actions as issues
from forum.issues import policy as raising
from forum.issues.actions import Matter
from forum.issues.models import IssueKind, IssueState
from forum.meetings import policy as meeting
from forum.meetings.models import Meeting
from forum.verification import levels
from forum.verification.levels import LevelNeeded
from tests.accounts.factories import UserFactory
from tests.discussions.factories import ThreadFactory
from tests.factories import AreaFactory
from tests.issues.factories import IssueFactory, PostFactory, opening_of

NONE, CODE, KTP = list(Verification)


def person(level=NONE, *roles):
    grants = frozenset(Grant(role) for role in (Role.RESIDENT, *roles))
    return Actor(id=1, grants=grants, verification=level)


@pytest.mark.parametrize("action", list(levels.ACTIONS))
@pytest.mark.parametrize("needed", list(Verification))
@pytest.mark.parametrize("held", list(Verification))
def test_a_level_reaches_itself_and_those_below(levels_are, action, needed, held):
    levels_are(**{action: needed.value})

    enough = list(Verification).index(held) >= list(Verification).index(needed)
    assert levels.reaches(person(held), action) is enough
    assert (levels.why_not(person(held), action) is None) is enough
    assert levels.reaches(SYSTEM, action)


@pytest.mark.parametrize(
    ("action", "level", "sentence"),
    [
        (
            "post",
            "kode",
            "Untuk menulis, akun Anda perlu diverifikasi dengan kode RT/RW atau KTP.",
        ),
        ("post", "ktp", "Untuk menulis, akun Anda perlu diverifikasi dengan KTP."),
        ("support", "ktp", "Untuk mendukung, akun Anda perlu diverifikasi dengan KTP."),
        (
            "speak",
            "ktp",
            "Untuk berbicara dalam forum, akun Anda perlu diverifikasi dengan KTP.",
        ),
        ("read", "ktp", "Untuk membaca, akun Anda perlu diverifikasi dengan KTP."),
        ("vote", "ktp", "Untuk memilih, akun Anda perlu diverifikasi dengan KTP."),
    ],
)
def test_a_refusal_says_which_level(levels_are, action, level, sentence):
    levels_are(**{action: level})

    assert levels.why_not(person(), action) == sentence


def allowed(actor, thread, post, forum):
    return {
        "raise": raising.can_raise(actor),
        "reply": discussing.can_reply(actor, thread),
        "support": discussing.can_support(actor, post),
        "speak": meeting.can_speak(actor, forum),
    }


@pytest.mark.parametrize(
    ("asked", "roles", "refused"),
    [
        ({}, (), set()),
        ({"post": "kode"}, (), {"raise", "reply"}),
        ({"support": "kode"}, (), {"support"}),
        ({"speak": "ktp"}, (), {"speak"}),
        ({"post": "ktp", "support": "ktp"}, (Role.MODERATOR,), {"support"}),
        ({"post": "ktp", "speak": "ktp"}, (Role.DESK,), {"speak"}),
        ({"post": "ktp"}, (Role.OBSERVER,), {"raise", "reply"}),
    ],
)
def test_each_policy_asks_for_its_own_level(levels_are, asked, roles, refused):
    levels_are(**asked)
    thread, forum = ThreadFactory(), Meeting(staff=[])
    post = PostFactory(thread=thread)
    everything = {"raise", "reply", "support", "speak"}

    may = allowed(person(NONE, *roles), thread, post, forum)

    assert {name for name, yes in may.items() if not yes} == refused
    assert all(allowed(person(KTP), thread, post, forum).values())
    assert set(may) == everything


def test_actions_refuse_with_the_sentence_and_visitors_sign_in(levels_are):
    levels_are(post="kode", support="kode")
    thread = ThreadFactory()
    post = PostFactory(thread=thread)
    somebody = UserFactory(unverified=True).as_actor()

    with pytest.raises(LevelNeeded, match="Untuk menulis"):
        discussions.reply(somebody, thread, text="Halo.")
    with pytest.raises(LevelNeeded, match="Untuk mendukung"):
        discussions.support(somebody, post)
    with pytest.raises(SignInFirst):
        discussions.reply(VISITOR, thread, text="Halo.")
    assert (thread.reply_count, post.support_count) == (1, 0)


def test_what_else_is_missing_is_refused_as_before(levels_are):
    levels_are(support="kode")
    author = UserFactory()

    with pytest.raises(Forbidden, match="can_support"):
        discussions.support(
            author.as_actor(), PostFactory(thread=ThreadFactory(), author=author)
        )


def test_staff_write_in_their_role_without_being_verified(levels_are):
    levels_are(post="ktp")
    thread = ThreadFactory()
    staff = UserFactory(moderator=True, unverified=True).as_actor()
    (voice,) = discussing.voices_of(staff)

    assert discussions.reply(staff, thread, text="Mohon tetap sopan.", voice=voice).id


def matter():
    return Matter(
        kind=IssueKind.COMPLAINT,
        title="Lampu jalan di Jl. Tjilik Riwut mati",
        text="Sejak Senin.",
        area_id=AreaFactory().id,
    )


def test_staff_who_write_as_residents_need_the_level_of_residents(levels_are):
    levels_are(post="ktp")
    thread = ThreadFactory()
    user = UserFactory(moderator=True, unverified=True)
    staff = user.as_actor()
    (voice,) = discussing.voices_of(staff)

    with pytest.raises(LevelNeeded, match="Untuk menulis"):
        discussions.reply(staff, thread, text="Saya kira begitu.")
    with pytest.raises(LevelNeeded, match="Untuk menulis"):
        issues.raise_issue(staff, matter())
    with pytest.raises(LevelNeeded, match="Untuk menulis"):
        issues.save_draft(staff, matter())
    draft = issues.save_draft(staff, matter(), voice=voice)
    issues.publish_draft(staff, draft)
    assert draft.state is not IssueState.DRAFT
    assert discussions.reply(
        UserFactory(moderator=True).as_actor(), thread, text="Saya kira begitu."
    ).id


def test_a_draft_in_a_role_is_not_published_once_the_role_has_ended(levels_are):
    user = UserFactory(moderator=True)
    (voice,) = discussing.voices_of(user.as_actor())
    draft = issues.save_draft(user.as_actor(), matter(), voice=voice)
    user.grants[0].ended_at = clock.now()

    with pytest.raises(Forbidden, match="can_write_as"):
        issues.publish_draft(user.as_actor(), draft)


def test_the_form_offers_only_what_may_be_written_as(levels_are, app):
    staff = UserFactory(moderator=True, unverified=True).as_actor()
    with app.test_request_context():
        assert [one.value for one in voice_choices(staff)] == ["warga", "moderator"]
        levels_are(post="ktp")
        assert [one.value for one in voice_choices(staff)] == ["moderator"]
        assert [one.value for one in voice_choices(person(KTP))] == ["warga"]


def test_a_draft_from_before_is_published_only_with_the_level(levels_are):
    author = UserFactory(unverified=True)
    issue = IssueFactory(author=author, state=IssueState.DRAFT, is_closed=True)
    levels_are(post="kode")

    with pytest.raises(LevelNeeded):
        issues.publish_draft(author.as_actor(), issue)
    assert issue.state is IssueState.DRAFT


# --- on pages


@pytest.fixture
def somebody(signed_in):
    return signed_in(UserFactory(unverified=True))


def text_of(answer):
    return answer.get_data(as_text=True)


WAY = 'href="/akun/verifikasi"'
POST = "Untuk menulis, akun Anda perlu diverifikasi"


def test_the_composer_gives_way_to_the_sentence(client, somebody, levels_are):
    issue = IssueFactory()
    assert 'name="text"' in text_of(client.get(f"/isu/{issue.id}"))
    levels_are(post="kode")

    page = text_of(client.get(f"/isu/{issue.id}"))

    assert 'name="text"' not in page
    assert POST in page
    assert page.count(WAY) == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_raising_an_issue_leads_to_the_way(client, somebody, levels_are, method):
    levels_are(post="kode")

    answer = getattr(client, method)("/isu/baru")

    assert answer.status_code == 403
    assert POST in text_of(answer)
    assert WAY in text_of(answer)


def test_drafts_stay_within_reach(client, somebody, levels_are):
    levels_are(post="kode")

    assert client.get("/isu/draf").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "1"}])
def test_a_refused_support_leads_to_the_way(client, somebody, levels_are, headers):
    issue = IssueFactory()
    levels_are(support="ktp")
    address = f"/isu/{issue.id}/kiriman/{opening_of(issue).id}/dukung"

    answer = client.post(address, data={"nilai": "1"}, headers=headers)

    assert answer.status_code == 403
    assert "Untuk mendukung, akun Anda perlu diverifikasi dengan KTP." in text_of(answer)
    assert WAY in text_of(answer)
    assert ("<html" in text_of(answer)) is not bool(headers)


def test_programs_get_problem_json(client, somebody, levels_are):
    issue = IssueFactory()
    levels_are(post="ktp")

    answer = client.post(
        f"/isu/{issue.id}/balas",
        data={"text": "Halo", "voice": "warga"},
        headers={"Accept": "application/json"},
    )

    assert (answer.status_code, answer.json["code"]) == (403, "LevelNeeded")
    assert answer.json["detail"].startswith("Untuk menulis")


def test_visitors_of_an_issue_still_read_how_to_take_part(client, levels_are):
    levels_are(post="ktp")

    page = text_of(client.get(f"/isu/{IssueFactory().id}"))

    assert "masuk dengan akun Anda" in page
    assert WAY not in page
