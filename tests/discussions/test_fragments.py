from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from forum.discussions import actions, fragments, queries
from forum.discussions.models import PostState
from forum.web import in_language
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of
from tests.factories import UnitFactory


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


def test_a_reply_shows_who_wrote_it_in_which_capacity_and_when():
    thread, unit = ThreadFactory(), UnitFactory(short_name="Dinas PUPR")
    PostFactory(
        thread=thread,
        author=UserFactory(public_name="Yansen Dalie"),
        voice="official",
        unit=unit,
        source="Kami **periksa**.",
        created_at=datetime(2026, 11, 24, 7, 30, tzinfo=UTC),
    )

    html = fragments.replies(thread, None)

    for words in (
        "Yansen Dalie",
        "Dinas PUPR",
        "<strong>periksa</strong>",
        "14.30 WIB",
        ">YD<",
    ):
        assert words in html


def test_the_same_in_english_is_kept_apart():
    thread = ThreadFactory()
    PostFactory(thread=thread, created_at=datetime(2026, 11, 24, 7, 30, tzinfo=UTC))

    with in_language("id"):
        indonesian = fragments.replies(thread, None)
    with in_language("en"):
        english = fragments.replies(thread, None)

    assert "14.30 WIB" in indonesian
    assert "14:30 WIB" in english


def test_kept_replies_cost_no_query_until_something_changes(count_queries):
    thread = ThreadFactory()
    post = PostFactory(thread=thread, source="Kata lama")
    assert "Kata lama" in fragments.replies(thread, None)

    with count_queries() as seen:
        fragments.replies(thread, None)
    assert seen == []

    actions.hide_post(UserFactory(moderator=True).as_actor(), post, ground="spam")
    assert "Kata lama" not in fragments.replies(queries.thread_by_id(thread.id), None)


def test_only_the_last_page_takes_new_rows_at_its_end():
    thread = ThreadFactory()
    for _ in range(21):
        PostFactory(thread=thread)

    first = fragments.replies(thread, None)
    second = fragments.replies(thread, queries.posts_page(thread.id).next_cursor)

    assert 'id="pembahasan"' not in first
    assert 'id="daftar-awal"' in first
    assert 'id="pembahasan"' in second
    assert 'id="daftar-awal"' not in second


def test_an_empty_discussion_invites():
    thread = ThreadFactory()

    assert "Belum ada tanggapan" in fragments.replies(thread, None)


def test_a_persons_own_state_is_put_into_the_kept_piece():
    thread = ThreadFactory()
    liked, own, other = [PostFactory(thread=thread) for _ in range(3)]

    seen = fragments.as_seen_by(fragments.replies(thread, None), mine={liked.id}, own={own.id})

    assert f'data-support="{liked.id}" value="0" aria-pressed="true"' in seen
    assert f'data-support="{own.id}" disabled value="1"' in seen
    assert f'data-support="{other.id}" value="1" aria-pressed="false"' in seen
    assert isinstance(seen, Markup)


def test_only_the_author_gets_the_hidden_words_and_the_reason():
    thread = ThreadFactory()
    post = PostFactory(
        thread=thread, source="Kata saya", state=PostState.HIDDEN, hidden_ground="spam"
    )

    for_all = fragments.replies(thread, None)
    for_author = fragments.replies_html(thread, None, {post.id: (post, "Jangan menjual.")})

    assert "Kata saya" not in for_all
    assert "Kata saya" in for_author
    assert "Jangan menjual." in for_author
    assert "Hanya Anda yang melihat tulisan ini." in for_author


def test_the_opening_has_no_answer_link():
    thread = ThreadFactory()

    html = fragments.opening(thread)

    assert f'id="kiriman-{opening_of(thread).id}"' in html
    assert "data-balas" not in html
