"""Arguments for and against: votes that can be changed, counts that are exact, their order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.core.actor import VISITOR
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Refused, SignInFirst
from forum.discussions import actions, queries, ranking
from forum.discussions.models import ArgumentVote, PostState, Stance
from tests.accounts.factories import UserFactory
from tests.discussions import parlour
from tests.discussions.factories import PostFactory, ThreadFactory
from tests.discussions.test_sockets import heard, join


def argument(thread=None, stance=Stance.PRO, **more):
    return PostFactory(thread=thread or ThreadFactory(), stance=stance, **more)


def voted(post, agree, disagree):
    """As if so many had voted."""
    post.agree_count, post.disagree_count = agree, disagree
    actions.rank(post)
    db.session.flush()
    return post


# --- the order

# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
# (1998), table I, method 3: the lower bounds of Wilson's interval at 95 %.
NEWCOMBE = [(81, 263, 0.2553), (15, 148, 0.0624), (0, 20, 0.0), (1, 29, 0.0061)]


@pytest.mark.pure
@pytest.mark.parametrize(("agree", "of", "bound"), NEWCOMBE)
def test_the_bound_is_wilsons(agree, of, bound):
    assert round(ranking.agreement(agree, of - agree), 4) == bound


@pytest.mark.pure
def test_nobody_has_voted():
    assert (ranking.agreement(0, 0), ranking.contested(0, 0)) == (0.0, 0.0)


COUNTS = st.integers(0, 2_000)


@pytest.mark.pure
@given(COUNTS, COUNTS)
def test_the_bound_lies_below_the_share_and_rises_with_agreement(agree, disagree):
    bound = ranking.agreement(agree, disagree)

    assert 0 <= bound <= (agree / (agree + disagree) if agree + disagree else 0)
    assert ranking.agreement(agree + 1, disagree) > bound
    assert ranking.agreement(agree, disagree + 1) <= bound


@pytest.mark.pure
@given(COUNTS, COUNTS)
def test_contested_is_the_same_from_both_sides_and_most_where_they_balance(agree, disagree):
    assert ranking.contested(agree, disagree) == ranking.contested(disagree, agree)
    assert ranking.contested(agree, disagree) <= agree + disagree
    half = (agree + disagree) // 2
    assert ranking.contested(half, half) >= ranking.contested(agree, disagree) - 1


def test_each_side_has_the_most_agreed_first_and_pages_end_where_the_next_begins():
    thread = ThreadFactory()
    posts = [voted(argument(thread), agree, 3) for agree in range(45)]
    voted(argument(thread, Stance.CONTRA), 400, 0)
    argument(thread, state=PostState.HIDDEN)
    PostFactory(thread=thread)

    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = queries.arguments_page(thread.id, Stance.PRO, cursor)
        found += [post.id for post in page.rows]
        cursor, pages = page.next_cursor, pages + 1

    assert found == [post.id for post in reversed(posts)]
    assert pages == 3
    assert queries.counts_of(thread.id) == {Stance.PRO: 45, Stance.CONTRA: 1}


def test_both_sides_cost_the_same_however_many_there_are(count_queries):
    thread = ThreadFactory()

    def statements() -> int:
        with count_queries() as seen:
            queries.sides_of(thread.id)
        return len(seen)

    for stance in Stance:
        argument(thread, stance)
    few = statements()
    for number in range(40):
        voted(argument(thread, list(Stance)[number % 2]), number, 2)

    assert statements() == few <= 5  # with the files of each side


# --- voting


def test_a_vote_can_be_changed_and_taken_back():
    actor, post = UserFactory().as_actor(), argument()

    seen = []
    for agrees in (True, True, False, None, None):
        actions.vote_on_argument(actor, post, agrees=agrees)
        seen.append((post.agree_count, post.disagree_count, post.backing))

    assert seen == [(1, 0, 1), (1, 0, 1), (0, 1, 0), (0, 0, 0), (0, 0, 0)]
    assert post.agreement == 0


def test_who_may_not_vote():
    author = UserFactory()
    post = argument(author=author)

    with pytest.raises(SignInFirst):
        actions.vote_on_argument(VISITOR, post, agrees=True)
    with pytest.raises(Forbidden):
        actions.vote_on_argument(author.as_actor(), post, agrees=True)
    assert db.session.scalar(select(func.count()).select_from(ArgumentVote)) == 0


def test_what_is_no_argument_or_gone_takes_no_vote():
    actor, thread = UserFactory().as_actor(), ThreadFactory()

    with pytest.raises(Invalid, match="bukan argumen"):
        actions.vote_on_argument(actor, PostFactory(thread=thread), agrees=True)
    for state in (PostState.HIDDEN, PostState.DELETED):
        with pytest.raises(Refused):
            actions.vote_on_argument(actor, argument(thread, state=state), agrees=True)


def test_an_argument_is_agreed_with_not_supported():
    with pytest.raises(Refused, match="Setuju"):
        actions.support(UserFactory().as_actor(), argument())


def test_sides_are_taken_only_where_the_subject_takes_them(monkeypatch):
    actor, thread = UserFactory().as_actor(), ThreadFactory()
    assert (
        actions.reply(actor, thread, text="Lebih aman.", stance=Stance.PRO).stance
        == "mendukung"
    )

    monkeypatch.setattr(parlour.Parlour, "takes_arguments", lambda *_: False)
    with pytest.raises(Invalid):
        actions.reply(actor, thread, text="Lebih aman.", stance=Stance.PRO)
    assert queries.counts_of(thread.id) == {Stance.PRO: 1}


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.sampled_from([True, False, None])),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_counts_are_the_votes_there_are_after_any_sequence(session, steps):
    people = [UserFactory().as_actor() for _ in range(4)]
    thread = ThreadFactory()
    posts = [argument(thread), argument(thread, Stance.CONTRA)]
    model: dict[tuple[int, int], bool] = {}

    for who, which, agrees in steps:
        actions.vote_on_argument(people[who], posts[which], agrees=agrees)
        if agrees is None:
            model.pop((who, which), None)
        else:
            model[who, which] = agrees

    for which, post in enumerate(posts):
        votes = [agrees for (_, at), agrees in model.items() if at == which]
        agree, disagree = votes.count(True), votes.count(False)
        assert (post.agree_count, post.disagree_count) == (agree, disagree)
        assert post.backing == agree
        assert post.agreement == ranking.agreement(agree, disagree)
        assert post.contested == ranking.contested(agree, disagree)
        rows = select(func.count()).where(ArgumentVote.post_id == post.id)
        assert db.session.scalar(rows) == len(votes)


# --- live


def test_votes_reach_open_pages_without_telling_who(socket):
    thread = ThreadFactory()
    post = argument(thread)
    visitor = socket()
    join(visitor, thread)

    actions.vote_on_argument(UserFactory().as_actor(), post, agrees=True)

    (event,) = heard(visitor)
    assert event["type"] == "ArgumentVoted"
    assert event["data"]["agree_count"] == 1
    assert event["data"]["arguments"]["mendukung"] == {"count": 1, "best": [post.id]}
    assert event["html"][f"setuju-{post.id}"].strip().endswith(">1</span>")
    assert "Pro dan kontra" in event["html"]["pro-kontra"]
