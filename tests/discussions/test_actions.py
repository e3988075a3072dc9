import pytest
from sqlalchemy import func, select

from forum.core.actor import SYSTEM, VISITOR, Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound, Refused, SignInFirst
from forum.discussions import actions, queries
from forum.discussions.models import Post, PostState, Support
from forum.discussions.voices import Voice
from forum.live.models import LiveEvent
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - the subject of these threads
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of, supported
from tests.factories import UnitFactory


def posts() -> int:
    return db.session.scalar(select(func.count()).select_from(Post))


def told(thread):
    rows = db.session.execute(
        select(LiveEvent.type, LiveEvent.facts)
        .where(LiveEvent.room == f"thread:{thread.id}")
        .order_by(LiveEvent.seq)
    )
    return [tuple(row) for row in rows]


# --- opening and replying


def test_a_thread_begins_with_its_opening():
    actor = UserFactory().as_actor()

    thread = actions.open_thread(
        actor, subject="parlour", title="  Lampu   jalan mati ", text=" **Gelap** "
    )

    opening = opening_of(thread)
    assert (opening.source, opening.html) == ("**Gelap**", "<p><strong>Gelap</strong></p>")
    assert (opening.root_id, opening.parent_id) == (opening.id, None)
    assert (thread.reply_count, thread.support_count, thread.version) == (0, 0, 1)
    assert thread.last_post_at == thread.created_at


def test_a_reply_counts_and_the_room_is_told_of_it():
    actor, thread = UserFactory().as_actor(), ThreadFactory()

    post = actions.reply(actor, thread, text="Setuju.")

    assert (post.root_id, post.parent_id, post.is_opening) == (post.id, None, False)
    assert (thread.reply_count, thread.version, thread.last_post_at) == (1, 2, post.created_at)
    assert told(thread) == [("PostPublished", {"post_id": post.id})]


def test_an_answer_to_an_answer_stands_under_the_same_post():
    actor, thread = UserFactory().as_actor(), ThreadFactory()

    first = actions.reply(actor, thread, text="Satu")
    second = actions.reply(actor, thread, text="Dua", parent_id=first.id)
    third = actions.reply(actor, thread, text="Tiga", parent_id=second.id)

    assert (second.root_id, third.root_id) == (first.id, first.id)
    assert (second.parent_id, third.parent_id) == (first.id, second.id)


def test_an_answer_to_the_opening_stands_at_the_top():
    actor, thread = UserFactory().as_actor(), ThreadFactory()

    post = actions.reply(actor, thread, text="Satu", parent_id=opening_of(thread).id)

    assert (post.parent_id, post.root_id) == (None, post.id)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00\x07"])
def test_an_empty_text_is_refused(text):
    actor, thread = UserFactory().as_actor(), ThreadFactory()
    before = posts()

    with pytest.raises(Invalid, match="Tulis dulu isinya"):
        actions.reply(actor, thread, text=text)

    assert posts() == before


def test_ten_thousand_characters_fit_and_one_more_does_not():
    actor, thread = UserFactory().as_actor(), ThreadFactory()

    post = actions.reply(actor, thread, text="a" * 10_000)
    with pytest.raises(Invalid, match=r"10\.001|10001"):
        actions.reply(actor, thread, text="a" * 10_001)

    assert len(post.source) == 10_000
    assert thread.reply_count == 1


def test_what_no_database_takes_is_taken_out_of_a_text():
    post = actions.reply(
        UserFactory().as_actor(), ThreadFactory(), text="satu\x00 dua\ud800 tiga\r\nempat"
    )

    assert post.source == "satu dua tiga\nempat"


def test_a_visitor_is_asked_to_sign_in_and_nothing_is_written():
    thread = ThreadFactory()
    before = posts()

    with pytest.raises(SignInFirst):
        actions.reply(VISITOR, thread, text="Halo")

    assert posts() == before


def test_a_closed_thread_takes_no_reply():
    thread = ThreadFactory(is_closed=True)

    with pytest.raises(actions.ThreadClosed):
        actions.reply(UserFactory().as_actor(), thread, text="Halo")

    assert thread.reply_count == 0


def test_a_thread_closed_meanwhile_takes_no_reply():
    thread = ThreadFactory()
    thread_as_seen = queries.thread_by_id(thread.id)
    db.session.execute(
        thread.__table__.update()
        .where(thread.__table__.c.id == thread.id)
        .values(is_closed=True)
    )

    with pytest.raises(actions.ThreadClosed):
        actions.reply(UserFactory().as_actor(), thread_as_seen, text="Halo")


@pytest.mark.parametrize("parent_id", [0, -1, 999_999, 2**31, 2**70])
def test_a_forged_parent_is_not_found(parent_id):
    with pytest.raises(NotFound):
        actions.reply(
            UserFactory().as_actor(), ThreadFactory(), text="Halo", parent_id=parent_id
        )


def test_a_post_of_another_thread_cannot_be_answered_here():
    elsewhere = PostFactory(thread=ThreadFactory())

    with pytest.raises(NotFound):
        actions.reply(
            UserFactory().as_actor(), ThreadFactory(), text="Halo", parent_id=elsewhere.id
        )


def test_a_hidden_post_cannot_be_answered():
    thread = ThreadFactory()
    hidden = PostFactory(thread=thread, state=PostState.HIDDEN)

    with pytest.raises(Refused, match="disembunyikan"):
        actions.reply(UserFactory().as_actor(), thread, text="Halo", parent_id=hidden.id)


def test_an_official_writes_for_the_unit():
    unit = UnitFactory()
    actor = UserFactory(official=True, unit=unit).as_actor()

    post = actions.reply(
        actor, ThreadFactory(), text="Kami periksa.", voice=Voice(Role.OFFICIAL, unit.id)
    )

    assert (post.voice, post.unit_id) == ("official", unit.id)


def test_nobody_writes_in_a_role_that_is_not_theirs():
    with pytest.raises(Forbidden, match="can_write_as"):
        actions.reply(
            UserFactory().as_actor(), ThreadFactory(), text="Halo", voice=Voice(Role.MODERATOR)
        )


# --- support


def test_supporting_twice_counts_once():
    actor, thread = UserFactory().as_actor(), ThreadFactory()
    post = PostFactory(thread=thread)

    actions.support(actor, post)
    actions.support(actor, post)

    assert (post.support_count, thread.support_count, thread.version) == (1, 0, 2)
    assert told(thread) == [("PostSupported", {"post_id": post.id})]


def test_withdrawing_twice_counts_once():
    user, thread = UserFactory(), ThreadFactory()
    post = PostFactory(thread=thread)
    supported(post, by=user)

    actions.withdraw_support(user.as_actor(), post)
    actions.withdraw_support(user.as_actor(), post)

    assert post.support_count == 0
    assert told(thread) == [("SupportWithdrawn", {"post_id": post.id})]
    assert db.session.scalars(select(Support)).all() == []


def test_support_can_be_given_again():
    actor, post = UserFactory().as_actor(), PostFactory(thread=ThreadFactory())

    actions.support(actor, post)
    actions.withdraw_support(actor, post)
    actions.support(actor, post)

    assert post.support_count == 1


def test_support_of_the_opening_counts_for_the_thread():
    thread = ThreadFactory()

    actions.support(UserFactory().as_actor(), opening_of(thread))
    actions.support(UserFactory().as_actor(), opening_of(thread))

    assert (thread.support_count, opening_of(thread).support_count) == (2, 2)


def test_nobody_supports_their_own_words():
    author = UserFactory()
    post = PostFactory(thread=ThreadFactory(), author=author)

    with pytest.raises(Forbidden, match="can_support"):
        actions.support(author.as_actor(), post)

    assert post.support_count == 0


def test_a_hidden_post_takes_no_support():
    post = PostFactory(thread=ThreadFactory(), state=PostState.HIDDEN)

    with pytest.raises(Refused, match="disembunyikan"):
        actions.support(UserFactory().as_actor(), post)


# --- hiding


def test_hiding_and_restoring_a_reply():
    thread = ThreadFactory()
    post = PostFactory(thread=thread)
    moderator = UserFactory(moderator=True).as_actor()

    actions.hide_post(moderator, post, ground="spam")
    assert (post.state, post.hidden_ground) == (PostState.HIDDEN, "spam")
    actions.hide_post(moderator, post, ground="spam")
    actions.restore_post(moderator, post)
    actions.restore_post(moderator, post)

    assert (post.state, post.hidden_ground) == (PostState.VISIBLE, None)
    assert (thread.is_hidden, thread.version) == (False, 3)
    assert [name for name, _facts in told(thread)] == ["PostHidden", "PostRestored"]


def test_hiding_the_opening_hides_the_title():
    thread = ThreadFactory()

    actions.hide_post(SYSTEM, opening_of(thread), ground="fitnah")

    assert (thread.is_hidden, thread.shown_title) == (True, None)


@pytest.mark.parametrize("role", [None, Role.FACILITATOR, Role.OFFICIAL, Role.COORDINATOR])
def test_only_moderators_hide(role):
    actor = UserFactory(roles=[role] if role else []).as_actor()
    post = PostFactory(thread=ThreadFactory())

    with pytest.raises(Forbidden, match="can_moderate"):
        actions.hide_post(actor, post, ground="spam")

    assert post.state is PostState.VISIBLE


def test_a_new_name_outdates_every_thread_that_shows_the_old_one():
    user = UserFactory()
    own, visited, other = ThreadFactory(author=user), ThreadFactory(), ThreadFactory()
    PostFactory(thread=visited, author=user)

    actions.show_new_name(user.id)

    assert [own.version, visited.version, other.version] == [2, 2, 1]
