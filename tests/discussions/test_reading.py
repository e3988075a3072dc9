"""How far somebody has read: what is new, the first of it, and what noting it costs."""

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from forum.accounts import traces
from forum.core.actor import VISITOR
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.discussions import actions, queries
from forum.discussions.models import Post, PostState, Reading
from forum.discussions.queries import Unread
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - the subject of these threads
from tests.discussions.factories import PostFactory, ThreadFactory


def read(actor, thread, posts):
    """As if a page with these posts had been shown."""
    unread = queries.unread_of(actor, thread.id)
    return actions.mark_read(actor, thread.id, unread, [post.id for post in posts])


def test_who_was_never_here_has_nothing_marked_as_new():
    thread = ThreadFactory()
    PostFactory(thread=thread)

    assert queries.unread_of(UserFactory().as_actor(), thread.id) == Unread()
    assert queries.unread_of(VISITOR, thread.id) == Unread()


def test_what_others_wrote_since_is_new_and_ones_own_is_not():
    user, thread = UserFactory(), ThreadFactory()
    seen = PostFactory(thread=thread)
    assert read(user.as_actor(), thread, [seen])
    PostFactory(thread=thread, author=user)
    PostFactory(thread=thread, state=PostState.HIDDEN)
    first, second = PostFactory(thread=thread), PostFactory(thread=thread)

    assert queries.unread_of(user.as_actor(), thread.id) == Unread(seen.id, first.id, 2)
    assert queries.unread_counts(user.as_actor(), [thread.id]) == {thread.id: 2}

    read(user.as_actor(), thread, [first, second])
    assert queries.unread_of(user.as_actor(), thread.id).count == 0


def test_what_stands_on_another_page_stays_unread():
    actor, thread = UserFactory().as_actor(), ThreadFactory()
    posts = [PostFactory(thread=thread) for _ in range(5)]
    read(actor, thread, posts[:1])

    read(actor, thread, [posts[1], posts[4]])  # 2 and 3 are on the next page

    assert queries.unread_of(actor, thread.id) == Unread(posts[1].id, posts[2].id, 3)


def test_reading_again_writes_nothing(count_queries):
    actor, thread = UserFactory().as_actor(), ThreadFactory()
    posts = [PostFactory(thread=thread) for _ in range(3)]
    read(actor, thread, posts)
    unread = queries.unread_of(actor, thread.id)

    with count_queries() as seen:
        assert not actions.mark_read(actor, thread.id, unread, [post.id for post in posts])
        assert not actions.mark_read(VISITOR, thread.id, Unread(), [])
    assert seen == []


def test_lists_ask_once_for_all_threads(count_queries):
    actor = UserFactory().as_actor()
    threads = [ThreadFactory() for _ in range(20)]
    for thread in threads:
        read(actor, thread, [PostFactory(thread=thread)])
        PostFactory(thread=thread)

    with count_queries() as seen:
        counts = queries.unread_counts(actor, [thread.id for thread in threads])

    assert len(seen) == 1
    assert counts == {thread.id: 1 for thread in threads}


def test_it_is_given_to_the_person_and_goes_with_them():
    user, thread = UserFactory(), ThreadFactory()
    read(user.as_actor(), thread, [PostFactory(thread=thread)])
    assert traces.all_about(user.id)["terakhir dibaca"][0]["di"] == thread.title

    with atomic():
        traces.erase(user.id)

    assert db.session.scalars(select(Reading)).all() == []


# --- drafts


def test_a_draft_is_kept_replaced_and_gone_once_it_was_sent():
    user, thread = UserFactory(), ThreadFactory()
    place = actions.reply_place(thread.id)
    actions.keep(user.as_actor(), place, "Saya ki")
    actions.keep(user.as_actor(), place, "Saya kira begini.")
    assert queries.draft_of(user.as_actor(), place).text == "Saya kira begini."
    assert queries.draft_of(UserFactory().as_actor(), place) is None

    actions.reply(user.as_actor(), thread, text="Saya kira begini.")

    assert queries.draft_of(user.as_actor(), place) is None


def test_an_emptied_field_keeps_nothing():
    actor = UserFactory().as_actor()
    actions.keep(actor, "balas-1", "Saya")
    actions.keep(actor, "balas-1", "  ")

    assert queries.draft_of(actor, "balas-1") is None


@pytest.mark.parametrize("place", ["", "x", "Balas-1", "balas 1", "b" * 61, "../isu"])
def test_a_place_that_no_field_has_is_refused(place):
    with pytest.raises(Invalid):
        actions.keep(UserFactory().as_actor(), place, "Saya")


def test_one_person_keeps_fifty_drafts_and_the_oldest_makes_room(clock):
    actor = UserFactory().as_actor()
    for number in range(52):
        clock.tick()
        actions.keep(actor, f"balas-{number}", "Saya")

    kept = [number for number in range(52) if queries.draft_of(actor, f"balas-{number}")]
    assert kept == list(range(2, 52))


def test_what_is_new_is_counted_no_further_than_it_is_shown():
    actor, thread = UserFactory().as_actor(), ThreadFactory()
    seen, others = PostFactory(thread=thread), UserFactory()
    read(actor, thread, [seen])
    db.session.flush()
    shared = {"thread_id": thread.id, "author_id": others.id, "source": "Ya.", "html": "Ya."}
    db.session.execute(sa.insert(Post), [shared] * (queries.MOST_UNREAD + 5))

    unread = queries.unread_of(actor, thread.id)

    assert unread.count == queries.MOST_UNREAD + 1
    assert unread.first_new is not None
    assert unread.first_new > seen.id
    assert queries.unread_counts(actor, [thread.id]) == {thread.id: queries.MOST_UNREAD + 1}
