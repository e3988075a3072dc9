"""What the demo's people did in threads beyond writing: sides, changes, pins, following, sets."""

from datetime import timedelta

from sqlalchemy import insert

from forum.core.db import db
from forum.demo.content import Row
from forum.demo.known import Known
from forum.discussions import revising
from forum.discussions.actions.arguments import rank
from forum.discussions.actions.joining import join
from forum.discussions.models import ArgumentVote, Post, Revision, Stance, Thread
from forum.issues.actions.clockwork import end_by_merge
from forum.issues.models import Issue, IssueState, IssueStep, Step
from forum.notifications.models import Follow, Level, Matter, Reason


def take_sides(known: Known, post: Post, row: Row) -> None:
    """A reply that argues for or against, with who agrees and who does not."""
    if "stance" not in row:
        return
    post.stance = Stance(row["stance"])
    for key, agrees in (("agree", True), ("disagree", False)):
        people = [known.person(name).id for name in row[key] if name != row["author"]]
        if people:
            votes = [{"post_id": post.id, "user_id": one, "agrees": agrees} for one in people]
            db.session.execute(insert(ArgumentVote), votes)
        setattr(post, f"{key}_count", len(people))
    rank(post)


def was_changed(post: Post, row: Row) -> None:
    """What a reply said at first, half an hour before it was changed."""
    if "before" not in row:
        return
    post.edited_at = post.created_at + timedelta(minutes=30)
    post.revision = 1
    db.session.add(
        Revision(
            post_id=post.id,
            source=row["before"],
            diff=revising.diff(row["before"], row["text"]),
            support_count=0,
            edited_at=post.edited_at,
        )
    )


def pin(post: Post, row: Row) -> None:
    if row.get("pinned"):
        post.pinned_at = post.created_at + timedelta(hours=1)


def follow(thread: Thread, author_id: int, supporter_ids: list[int]) -> None:
    """Whoever raised or supported an issue follows it."""
    reasons = {author_id: Reason.RAISED}
    for user_id in supporter_ids:
        reasons.setdefault(user_id, Reason.SUPPORTED)
    rows = [
        {
            "user_id": user_id,
            "matter": Matter.THREAD,
            "ref_id": thread.id,
            "level": Level.EVERYTHING if reason is Reason.RAISED else Level.IMPORTANT,
            "reason": reason,
            "created_at": thread.created_at,
        }
        for user_id, reason in reasons.items()
    ]
    db.session.execute(insert(Follow), rows)


def merge(known: Known, issue: Issue, row: Row) -> None:
    """Handled with another issue that was raised before, as the coordinator found."""
    if "merged_into" not in row:
        return
    head: Issue = known.rows["issue", row["merged_into"]]
    thread, into = db.session.get_one(Thread, issue.id), db.session.get_one(Thread, head.id)
    step = IssueStep(
        issue_id=issue.id,
        step=Step.MERGE,
        before=issue.state,
        after=IssueState.MERGED,
        note=row["merge_note"],
        actor_id=known.person("koordinator").id,
        role="coordinator",
        other_id=head.id,
        created_at=thread.created_at + timedelta(hours=20),
    )
    db.session.add(step)
    issue.state = IssueState.MERGED
    join(thread, into)
    end_by_merge(issue)
