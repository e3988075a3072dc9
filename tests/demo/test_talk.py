"""What the demo shows of threads: sides, a changed reply, a pinned one, a set, and followers."""

from sqlalchemy import func, select

from forum.core.db import db
from forum.discussions.models import ArgumentVote, Post, Revision, Support, Thread
from forum.issues.models import Issue, IssueClock, IssueState
from forum.notifications.models import Follow, Matter, Reason


def thread(title):
    return db.session.scalars(select(Thread).where(Thread.title.startswith(title))).one()


def test_arguments_stand_on_both_sides_and_count_their_votes(demo):
    bus = thread("Bus sekolah gratis")
    posts = db.session.scalars(
        select(Post).where(Post.thread_id == bus.id, Post.stance.is_not(None))
    ).all()

    assert len({post.stance for post in posts}) == 2
    for post in posts:
        votes = db.session.scalars(select(ArgumentVote).where(ArgumentVote.post_id == post.id))
        agrees = [vote.agrees for vote in votes]
        assert (agrees.count(True), agrees.count(False)) == (
            post.agree_count,
            post.disagree_count,
        )
        assert post.agreement > 0


def test_a_changed_reply_shows_what_it_said(demo, client):
    revision = db.session.scalars(select(Revision)).one()
    post = db.session.get_one(Post, revision.post_id)

    assert "<ins>" in revision.diff
    assert post.edited_at == revision.edited_at
    page = client.get(f"/isu/{post.thread_id}/kiriman/{post.id}/riwayat")
    assert page.status_code == 200


def test_the_set_counts_everyone_once_and_its_member_rests(demo):
    member = thread("Parit di depan SDN 5")
    head = db.session.get_one(Thread, member.merged_into_id)

    assert db.session.get_one(Issue, member.id).state is IssueState.MERGED
    running = (
        select(func.count())
        .select_from(IssueClock)
        .where(IssueClock.issue_id == member.id, IssueClock.ended_on.is_(None))
    )
    assert db.session.scalar(running) == 0
    openings = select(Post.id).where(Post.thread_id.in_([member.id, head.id]), Post.is_opening)
    people = set(
        db.session.scalars(select(Support.user_id).where(Support.post_id.in_(openings)))
    ) | {member.author_id}
    assert head.support_count == len(people - {head.author_id})


def test_whoever_raised_or_supported_follows(demo):
    head = thread("Genangan setinggi lutut")
    follows = db.session.scalars(
        select(Follow).where(Follow.matter == Matter.THREAD, Follow.ref_id == head.id)
    ).all()

    assert [f.user_id for f in follows if f.reason is Reason.RAISED] == [head.author_id]
    assert len(follows) > 10
