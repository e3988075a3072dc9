import pytest

from forum.core.actor import VISITOR
from forum.core.errors import NotFound
from forum.discussions import queries
from forum.discussions.models import PostState
from forum.web.paging import encode
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of, supported
from tests.discussions.parlour import SECRET


def shape(page):
    """(root, [replies]) of every group on a page; None where the root is not on it."""
    return [
        (group.root.id if group.root else None, [post.id for post in group.replies])
        for group in page.rows
    ]


def test_what_a_subject_keeps_secret_does_not_exist_for_others():
    author = UserFactory()
    thread = ThreadFactory(title=SECRET, author=author)
    post = opening_of(thread)

    assert queries.thread_for(author.as_actor(), thread.id) == thread
    for viewer in (VISITOR, UserFactory().as_actor(), UserFactory(admin=True).as_actor()):
        with pytest.raises(NotFound):
            queries.thread_for(viewer, thread.id)
        with pytest.raises(NotFound):
            queries.post_for(viewer, thread.id, post.id)


def test_a_thread_whose_subject_nobody_registered_does_not_exist():
    thread = ThreadFactory(subject="nobody")

    with pytest.raises(NotFound):
        queries.thread_for(VISITOR, thread.id)


@pytest.mark.parametrize("post_id", [0, -3, 10**6, 2**31, 2**80])
def test_a_post_that_is_not_there(post_id):
    with pytest.raises(NotFound):
        queries.post_for(VISITOR, ThreadFactory().id, post_id)


def test_a_post_is_only_found_in_its_own_thread():
    thread, other = ThreadFactory(), ThreadFactory()

    with pytest.raises(NotFound):
        queries.post_for(VISITOR, other.id, opening_of(thread).id)


def test_replies_stand_under_what_they_answer_and_the_opening_apart():
    thread = ThreadFactory()
    first, second = PostFactory(thread=thread), PostFactory(thread=thread)
    answer = PostFactory(thread=thread, parent=first)
    deeper = PostFactory(thread=thread, parent=answer)
    other = PostFactory(thread=thread, parent=first)
    deepest = PostFactory(thread=thread, parent=deeper)

    page = queries.posts_page(thread.id)

    under_first = [answer.id, deeper.id, deepest.id, other.id]
    assert shape(page) == [(first.id, under_first), (second.id, [])]
    branches = [
        (branch.head.id, [post.id for post in branch.replies])
        for branch in page.rows[0].branches
    ]
    assert branches == [(answer.id, [deeper.id, deepest.id]), (other.id, [])]
    answered = {post.id: post.answered for post in page.rows[0].replies}
    assert answered == {  # said only where the place does not say it
        answer.id: None,
        deeper.id: None,
        deepest.id: deeper.author.public_name,
        other.id: None,
    }
    assert page.next_cursor is None


def test_pages_hold_twenty_and_a_group_may_go_on_on_the_next():
    thread = ThreadFactory()
    roots = [PostFactory(thread=thread) for _ in range(18)]
    answers = [PostFactory(thread=thread, parent=roots[-1]) for _ in range(4)]
    last = PostFactory(thread=thread)

    first = queries.posts_page(thread.id)
    second = queries.posts_page(thread.id, first.next_cursor)

    assert shape(first)[-1] == (roots[-1].id, [answers[0].id, answers[1].id])
    assert [group.ends_here for group in first.rows] == [True] * 17 + [False]
    assert shape(second) == [(None, [answers[2].id, answers[3].id]), (last.id, [])]
    assert (second.next_cursor, second.is_first) == (None, False)
    assert [group.ends_here for group in second.rows] == [True, True]


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", "####", encode((0, 0)), encode((2**40, 1)), encode(("x", 1)), encode((1,)),
     encode((1e400, 1)), "W1tbW1tbW1tb" * 200],
)  # fmt: skip
def test_a_spoilt_cursor_is_the_first_page(cursor):
    thread = ThreadFactory()
    post = PostFactory(thread=thread)

    assert shape(queries.posts_page(thread.id, cursor)) == [(post.id, [])]


def test_every_post_is_on_the_page_its_address_leads_to():
    thread = ThreadFactory()
    roots = [PostFactory(thread=thread) for _ in range(30)]
    answers = [PostFactory(thread=thread, parent=roots[3]) for _ in range(13)]

    for post in [*roots, *answers]:
        page = queries.posts_page(thread.id, queries.cursor_of(post))
        shown = {
            each.id for group in page.rows for each in [group.root, *group.replies] if each
        }
        assert post.id in shown
    assert queries.cursor_of(opening_of(thread)) is None
    assert queries.cursor_of(roots[0]) is None


def test_a_hidden_post_is_seen_without_text_or_name():
    thread = ThreadFactory()
    post = PostFactory(
        thread=thread, source="RAHASIA", state=PostState.HIDDEN, hidden_ground="spam"
    )
    PostFactory(thread=thread, parent=post)

    view = queries.post_view(post.id)

    assert (view.author, view.html, view.source, view.ground) == (None, None, None, "spam")
    assert (view.data["hidden"], view.data["text"], view.data["author"]) == (True, None, None)


def test_an_answer_does_not_name_the_author_of_a_hidden_post():
    thread = ThreadFactory()
    root = PostFactory(thread=thread)
    hidden = PostFactory(thread=thread, parent=root, state=PostState.HIDDEN)
    answer = PostFactory(thread=thread, parent=hidden)

    assert queries.post_view(answer.id).answered is None


def test_what_a_person_supports_and_wrote():
    user, thread = UserFactory(), ThreadFactory()
    liked, own, other = (
        PostFactory(thread=thread),
        PostFactory(thread=thread, author=user, state=PostState.HIDDEN),
        PostFactory(thread=ThreadFactory(), author=user),
    )
    supported(liked, by=user)
    supported(other, by=UserFactory())

    assert queries.supported_by(user.as_actor(), thread.id) == {liked.id}
    assert queries.posts_by(user.as_actor(), thread.id) == {own.id: PostState.HIDDEN}
    assert queries.supported_by(VISITOR, thread.id) == set()
    assert queries.posts_by(VISITOR, thread.id) == {}


def test_a_page_of_replies_is_two_queries_one_of_them_for_their_files(count_queries):
    thread = ThreadFactory()
    for _ in range(30):
        PostFactory(thread=thread)

    with count_queries() as seen:
        queries.posts_page(thread.id)

    assert len(seen) == 2
