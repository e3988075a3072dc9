"""Rewriting one's words in the open, and taking them back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts import traces
from forum.core import markdown
from forum.core.actor import VISITOR
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, NotFound, Refused, SignInFirst, Stale
from forum.core.worker import turn
from forum.discussions import actions, keeping, queries, revising
from forum.discussions.models import PostState, Revision
from forum.moderation import actions as moderation
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - the subject of these threads
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of, supported
from tests.discussions.test_sockets import heard, join


def rewrite(author, thread, post, text, title=None):
    new = actions.compare(thread, post, text, revision=post.revision, title=title)
    actions.rewrite_post(author.as_actor(), post, new)


@pytest.fixture
def said():
    """(author, thread, post): somebody has just said something."""
    author, thread = UserFactory(), ThreadFactory()
    return author, thread, PostFactory(thread=thread, author=author, source="Parit ini mampat.")


# --- what is different


@pytest.mark.pure
@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "Parit ini mampat.",
            "Parit itu mampat.",
            "Parit <del>ini</del><ins>itu</ins> mampat.",
        ),
        ("Satu dua", "Satu dua tiga", "Satu dua<ins> tiga</ins>"),
        ("<b>1</b>", "", "<del>&lt;b&gt;1&lt;/b&gt;</del>"),
        ("sama", "sama", "sama"),
    ],
)
def test_the_difference_is_shown_by_words(before, after, shown):
    assert revising.diff(before, after) == shown


@pytest.mark.pure
def test_very_long_texts_are_compared_by_lines():
    before = "\n".join(f"baris {n}" for n in range(3000))
    after = before.replace("baris 7\n", "baris tujuh\n")

    shown = revising.diff(before, after)

    assert "<del>baris 7\n</del><ins>baris tujuh\n</ins>" in shown


# --- the mark


def test_a_slip_put_right_at_once_leaves_no_mark(said):
    author, thread, post = said

    rewrite(author, thread, post, "Parit ini **mampat**.")

    assert (post.html, post.edited_at) == ("<p>Parit ini <strong>mampat</strong>.</p>", None)
    assert queries.revisions_of(post.id) == []


def test_after_five_minutes_it_is_marked(said, clock):
    author, thread, post = said
    clock.at(post.created_at + timedelta(minutes=5))

    rewrite(author, thread, post, "Parit itu mampat.")

    (revision,) = queries.revisions_of(post.id)
    assert revision.source == "Parit ini mampat."
    assert "<del>ini</del><ins>itu</ins>" in revision.diff
    assert post.edited_at == revision.edited_at


@pytest.mark.parametrize("how", ["supported", "answered", "voted", "flagged"])
def test_what_others_have_reacted_to_is_never_changed_silently(said, how):
    author, thread, post = said
    if how == "supported":
        actions.support(UserFactory().as_actor(), post)
    elif how == "answered":
        actions.reply(UserFactory().as_actor(), thread, text="Betul.", parent_id=post.id)
    elif how == "voted":
        post.stance = "mendukung"
        actions.vote_on_argument(UserFactory().as_actor(), post, agrees=False)
    else:
        moderation.flag(UserFactory().as_actor(), "post", post.id, ground="spam")

    rewrite(author, thread, post, "Parit itu mampat.")

    (revision,) = queries.revisions_of(post.id)
    assert revision.support_count == (1 if how == "supported" else 0)


def test_an_opening_is_changed_with_its_title_and_the_answers_keep_it_from_being_silent():
    author = UserFactory()
    thread = ThreadFactory(author=author, title="Lampu mati di Jl. Jawa")
    actions.reply(UserFactory().as_actor(), thread, text="Betul.")

    rewrite(author, thread, opening_of(thread), "Sudah gelap.", "Lampu padam di Jl. Jawa")

    (revision,) = queries.revisions_of(opening_of(thread).id)
    assert thread.title == "Lampu padam di Jl. Jawa"
    assert revision.title == "Lampu mati di Jl. Jawa"
    assert revision.title_diff == "Lampu <del>mati</del><ins>padam</ins> di Jl. Jawa"


def test_whoever_stood_behind_it_is_told_once(said):
    author, thread, post = said
    one, other = UserFactory(), UserFactory()
    actions.support(one.as_actor(), post)
    actions.support(other.as_actor(), post)
    actions.withdraw_support(other.as_actor(), post)

    rewrite(author, thread, post, "Parit itu mampat.")
    turn()

    told = db.session.scalars(select(Notification).where(Notification.kind == "post_edited"))
    assert [row.user_id for row in told] == [one.id]


def test_nothing_changed_changes_nothing(said):
    author, thread, post = said
    version = thread.version

    rewrite(author, thread, post, post.source)

    assert (post.revision, thread.version) == (0, version)


def test_a_second_tab_does_not_write_over_the_first(said):
    author, thread, post = said
    late = actions.compare(thread, post, "Dari tab kedua.", revision=post.revision)
    rewrite(author, thread, post, "Dari tab pertama.")

    with pytest.raises(Stale):
        actions.rewrite_post(author.as_actor(), post, late)
    assert post.source == "Dari tab pertama."


def test_only_its_author_rewrites_it_while_it_is_shown_and_open(said):
    _author, thread, post = said
    new = actions.compare(thread, post, "Lain.", revision=0)

    with pytest.raises(SignInFirst):
        actions.rewrite_post(VISITOR, post, new)
    for other in (UserFactory(), UserFactory(admin=True), UserFactory(moderator=True)):
        with pytest.raises(Forbidden):
            actions.rewrite_post(other.as_actor(), post, new)


@pytest.mark.parametrize(
    ("row", "field", "value", "refusal"),
    [
        ("thread", "is_closed", True, actions.ThreadClosed),
        ("post", "state", PostState.HIDDEN, Forbidden),
        ("post", "state", PostState.DELETED, Forbidden),
    ],
)
def test_nothing_is_rewritten_once_it_is_hidden_or_closed(said, row, field, value, refusal):
    author, thread, post = said
    new = actions.compare(thread, post, "Lain.", revision=0)
    setattr({"thread": thread, "post": post}[row], field, value)
    db.session.flush()

    with pytest.raises(refusal):
        actions.rewrite_post(author.as_actor(), post, new)


def test_a_change_reaches_open_pages(said, socket):
    author, thread, post = said
    actions.support(UserFactory().as_actor(), post)
    visitor = socket()
    join(visitor, thread)

    rewrite(author, thread, post, "Parit itu mampat.")

    (event,) = heard(visitor)
    assert event["data"]["post"]["text"] == "Parit itu mampat."
    assert event["data"]["post"]["edited_at"]
    assert f"/kiriman/{post.id}/riwayat" in event["html"][f"kiriman-{post.id}"]


# --- taking it back


def test_what_nobody_answered_disappears_and_can_come_back(said, socket):
    author, thread, post = said
    actions.support(UserFactory().as_actor(), post)
    thread.reply_count = 1
    visitor = socket()
    join(visitor, thread)

    actions.delete_post(author.as_actor(), post)
    actions.delete_post(author.as_actor(), post)  # harmless

    assert queries.posts_page(thread.id).rows == []
    assert thread.reply_count == 0
    with pytest.raises(NotFound):
        queries.post_for(UserFactory().as_actor(), thread.id, post.id)
    assert queries.post_for(author.as_actor(), thread.id, post.id) == post
    (event,) = heard(visitor)
    assert event["html"][f"t-{post.id}"] is None

    actions.undelete_post(author.as_actor(), post)

    (group,) = queries.posts_page(thread.id).rows
    assert (group.root.source, group.root.support_count) == ("Parit ini mampat.", 1)
    assert thread.reply_count == 1
    (event,) = heard(visitor)
    assert "Parit ini mampat." in event["html"][f"t-{post.id}"]


def test_where_it_was_answered_a_notice_stays(said):
    author, thread, post = said
    answer = actions.reply(UserFactory().as_actor(), thread, text="Betul.", parent_id=post.id)
    count = thread.reply_count

    actions.delete_post(author.as_actor(), post)

    (group,) = queries.posts_page(thread.id).rows
    assert (group.root.is_gone, group.root.source, group.root.author) == (True, None, None)
    assert [view.id for view in group.replies] == [answer.id]
    assert thread.reply_count == count
    with pytest.raises(Refused, match="dihapus penulisnya"):
        actions.reply(UserFactory().as_actor(), thread, text="Ya", parent_id=post.id)


def test_undoing_ends_after_a_day_and_then_the_words_are_gone(said, clock):
    author, thread, post = said
    rewrite(author, thread, post, "Satu kali.")
    actions.delete_post(author.as_actor(), post)
    deleted = post.deleted_at
    clock.at(deleted + timedelta(hours=23))
    with atomic():
        assert keeping.deleted_posts(clock.at(deleted + timedelta(hours=23))) == 0

    clock.at(deleted + timedelta(hours=24))
    with pytest.raises(actions.TooLate):
        actions.undelete_post(author.as_actor(), post)
    moment = clock.at(deleted + timedelta(hours=25))
    with atomic():
        assert keeping.deleted_posts(moment - timedelta(hours=1)) == 1
    db.session.refresh(post)
    assert (post.source, post.html) == ("", "")


def test_who_may_not_take_it_back(said):
    author, thread, post = said

    for other in (UserFactory(), UserFactory(moderator=True)):
        with pytest.raises(Forbidden):
            actions.delete_post(other.as_actor(), post)
    with pytest.raises(Forbidden):  # others have built upon it
        actions.delete_post(thread.author.as_actor(), opening_of(thread))
    post.state = PostState.HIDDEN
    db.session.flush()
    with pytest.raises(Refused, match="disembunyikan"):
        actions.delete_post(author.as_actor(), post)


def test_a_moderator_does_not_bring_back_what_its_author_deleted(said):
    author, _thread, post = said
    actions.delete_post(author.as_actor(), post)
    moderator = UserFactory(moderator=True).as_actor()

    actions.hide_post(moderator, post, ground="spam")
    actions.restore_post(moderator, post)

    assert post.state is PostState.WITHDRAWN


# --- what is kept of a person


def test_when_someone_leaves_their_name_goes_from_earlier_versions_too():
    author = UserFactory(name="Rina Wati", public_name="Rina Wati")
    thread = ThreadFactory()
    post = PostFactory(thread=thread, author=author, source="Saya Rina Wati, RT 5.")
    supported(post, by=UserFactory())
    rewrite(author, thread, post, "Saya Rina Wati, RT 6.")
    rewrite(author, thread, post, "Saya warga RT 6.")
    assert [row["isi lama"] for row in traces.all_about(author.id)["versi lama tulisan"]] == [
        "Saya Rina Wati, RT 5.",
        "Saya Rina Wati, RT 6.",
    ]

    with atomic():
        traces.erase(author.id)

    for revision in db.session.scalars(select(Revision)):
        assert "Rina" not in revision.source + revision.diff
    assert markdown.plain(post.source) == "Saya warga RT 6."
