import pytest
from sqlalchemy import func, select

from forum.audit.models import AuditEntry
from forum.core.actor import VISITOR
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound, Refused, SignInFirst, Stale
from forum.discussions.models import Post, PostState
from forum.moderation import actions
from forum.moderation.models import Case, CaseState, Flag
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of
from tests.moderation.factories import CaseFactory

MESSAGE = "Hapus nomor telepon orang lain, lalu kirim ulang."


def moderator(**traits):
    return UserFactory(moderator=True, **traits).as_actor()


def rows(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def events():
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()


def post_of(case) -> Post:
    return db.session.get(Post, case.subject_id)


def hide(actor, case, **changes):
    values = {"decision": "hide", "ground": "data_pribadi", "message": MESSAGE}
    actions.decide(actor, case, **values | changes)


# --- flagging


def test_flags_of_several_people_make_one_case():
    post = PostFactory(thread=ThreadFactory())

    actions.flag(UserFactory().as_actor(), "post", post.id, ground="spam", note=" Iklan ")
    actions.flag(UserFactory().as_actor(), "post", post.id, ground="fitnah")

    (case,) = db.session.scalars(select(Case)).all()
    assert (case.state, case.flag_count, case.version) == (CaseState.OPEN, 2, 3)
    assert sorted(db.session.scalars(select(Flag.note))) == ["", "Iklan"]
    assert events() == ["ContentFlagged", "ContentFlagged"]


def test_one_person_flags_once_per_case():
    user, post = UserFactory().as_actor(), PostFactory(thread=ThreadFactory())

    first = actions.flag(user, "post", post.id, ground="spam")
    second = actions.flag(user, "post", post.id, ground="fitnah")

    assert (first, rows(Flag), rows(Case)) == (second, 1, 1)


def test_after_a_decision_a_new_flag_opens_a_new_case():
    case = CaseFactory()
    actions.decide(moderator(), case, decision="keep")

    actions.flag(UserFactory().as_actor(), "post", case.subject_id, ground="spam")

    assert rows(Case) == 2


@pytest.mark.parametrize("wrong", [{"ground": "kritik"}, {"ground": ""}, {"note": "x" * 501}])
def test_a_flag_that_makes_no_sense(wrong):
    post = PostFactory(thread=ThreadFactory())

    with pytest.raises(Invalid):
        actions.flag(
            UserFactory().as_actor(), "post", post.id, **{"ground": "spam", "note": ""} | wrong
        )

    assert rows(Case) == 0


def test_nobody_flags_their_own_words():
    author = UserFactory()
    post = PostFactory(thread=ThreadFactory(), author=author)

    with pytest.raises(Forbidden, match="can_flag"):
        actions.flag(author.as_actor(), "post", post.id, ground="spam")


def test_a_visitor_is_asked_to_sign_in():
    with pytest.raises(SignInFirst):
        actions.flag(VISITOR, "post", PostFactory(thread=ThreadFactory()).id, ground="spam")


@pytest.mark.parametrize(("kind", "id_"), [("post", 999_999), ("post", 2**70), ("rumah", 1)])
def test_what_is_not_there_cannot_be_flagged(kind, id_):
    with pytest.raises(NotFound):
        actions.flag(UserFactory().as_actor(), kind, id_, ground="spam")


def test_what_is_hidden_already_is_not_flagged():
    post = PostFactory(thread=ThreadFactory(), state=PostState.HIDDEN)

    with pytest.raises(actions.AlreadyHidden):
        actions.flag(UserFactory().as_actor(), "post", post.id, ground="spam")


# --- deciding


def test_hiding_tells_the_author_on_what_ground_and_why():
    author = UserFactory()
    case = CaseFactory(post=PostFactory(thread=ThreadFactory(), author=author))
    who = moderator()

    hide(who, case)

    post = post_of(case)
    assert (post.state, post.hidden_ground) == (PostState.HIDDEN, "data_pribadi")
    assert (case.state, case.ground, case.message) == (
        CaseState.HIDDEN, "data_pribadi", MESSAGE,
    )  # fmt: skip
    assert (case.decided_by_id, case.decided_at is not None) == (who.id, True)
    told = db.session.scalars(select(Notification)).one()
    assert (told.user_id, told.kind, told.facts) == (
        author.id, "post_hidden", {"case_id": case.id},
    )  # fmt: skip
    assert events() == ["PostHidden", "Notified", "CaseDecided"]


def test_hiding_an_opening_hides_its_title():
    thread = ThreadFactory()
    case = CaseFactory(post=opening_of(thread))

    hide(moderator(), case)

    db.session.refresh(thread)
    assert thread.is_hidden


def test_keeping_changes_nothing_but_the_case():
    case = CaseFactory()

    actions.decide(moderator(), case, decision="keep")

    assert (case.state, post_of(case).state) == (CaseState.KEPT, PostState.VISIBLE)
    assert (rows(Notification), events()) == (0, ["CaseDecided"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "delete"},
        {"ground": None},
        {"ground": "kritik"},
        {"message": "Pendek"},
        {"message": " " * 50},
        {"message": "x" * 1001},
    ],
)
def test_a_decision_that_makes_no_sense(wrong):
    case = CaseFactory()

    with pytest.raises(Invalid):
        hide(moderator(), case, **wrong)

    db.session.refresh(case)
    assert (case.state, post_of(case).state) == (CaseState.OPEN, PostState.VISIBLE)


def test_the_second_moderator_is_told_what_the_first_decided():
    case = CaseFactory()
    hide(moderator(), case, expected_version=1)

    with pytest.raises(Stale, match="disembunyikan") as refused:
        actions.decide(moderator(), case, decision="keep", expected_version=1)

    assert refused.value.current == {"version": 2, "state": "hidden"}
    assert case.state is CaseState.HIDDEN


def test_a_flag_that_came_meanwhile_makes_the_decision_stale():
    case = CaseFactory()
    actions.flag(UserFactory().as_actor(), "post", case.subject_id, ground="ancaman")

    with pytest.raises(Stale):
        actions.decide(moderator(), case, decision="keep", expected_version=1)


def test_nobody_judges_their_own_words_or_their_own_flag():
    author, reporter = UserFactory(moderator=True), UserFactory(admin=True)
    case = CaseFactory(
        post=PostFactory(thread=ThreadFactory(), author=author), reporter=reporter
    )

    for actor in (author.as_actor(), reporter.as_actor()):
        with pytest.raises(actions.OwnMatter):
            hide(actor, case)

    assert post_of(case).state is PostState.VISIBLE


@pytest.mark.parametrize("trait", ["facilitator", "coordinator", "head", "observer"])
def test_only_moderators_decide(trait):
    case = CaseFactory()

    with pytest.raises(Forbidden, match="can_moderate"):
        hide(UserFactory(**{trait: True}).as_actor(), case)


# --- reversing


def test_what_was_hidden_is_shown_again():
    author = UserFactory()
    case = CaseFactory(post=PostFactory(thread=ThreadFactory(), author=author))
    hide(moderator(), case)

    actions.reverse(moderator(), case, expected_version=2)

    assert (case.state, post_of(case).state) == (CaseState.RESTORED, PostState.VISIBLE)
    kinds = db.session.scalars(select(Notification.kind).order_by(Notification.id)).all()
    assert kinds == ["post_hidden", "post_restored"]
    assert events()[-1] == "CaseReversed"


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.KEPT, CaseState.RESTORED])
def test_only_what_is_hidden_can_be_shown_again(state):
    case = CaseFactory(state=state)

    with pytest.raises(Stale):
        actions.reverse(moderator(), case)


def test_a_stale_reversal_is_refused():
    case = CaseFactory()
    hide(moderator(), case)

    with pytest.raises(Stale):
        actions.reverse(moderator(), case, expected_version=1)

    assert post_of(case).state is PostState.HIDDEN


def test_authors_do_not_restore_their_own_words():
    author = UserFactory(moderator=True)
    case = CaseFactory(post=PostFactory(thread=ThreadFactory(), author=author))
    actor = author.as_actor()
    hide(moderator(), case)

    with pytest.raises(actions.OwnMatter):
        actions.reverse(actor, case)


def test_refusals_are_refusals():
    assert issubclass(actions.OwnMatter, Refused)
