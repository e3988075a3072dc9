"""Agreeing and disagreeing with arguments."""

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.discussions import policy, queries, ranking
from forum.discussions.actions.posting import hold, must_be_shown, touch
from forum.discussions.events import ArgumentVoted
from forum.discussions.models import ArgumentVote, Post
from forum.verification import levels


@atomic()
def vote_on_argument(actor: Actor, post: Post, *, agrees: bool | None) -> None:
    """Agree, disagree, or (None) take the vote back; the same again is harmless.

    Raises Invalid for a post that is no argument.
    """
    levels.demand(levels.SUPPORT, policy.can_vote_on_argument, actor, post)
    thread = hold(post)
    if post.stance is None:
        raise Invalid(_("Tanggapan ini bukan argumen."))
    must_be_shown(post)
    assert actor.id is not None
    given = queries.vote_of(actor.id, post.id)
    if (given.agrees if given else None) is agrees:
        return
    if given is not None:
        _count(post, given.agrees, -1)
    if agrees is None:
        db.session.delete(given)
    elif given is not None:
        given.agrees = agrees
    else:
        db.session.add(ArgumentVote(post_id=post.id, user_id=actor.id, agrees=agrees))
    if agrees is not None:
        _count(post, agrees, +1)
    rank(post)
    touch(thread)
    record(ArgumentVoted(thread_id=thread.id, post_id=post.id, actor_id=actor.id))


def rank(post: Post) -> None:
    """What lists are sorted by, from the counts as they are now."""
    post.backing = post.support_count + post.agree_count
    post.agreement = ranking.agreement(post.agree_count, post.disagree_count)
    post.contested = ranking.contested(post.agree_count, post.disagree_count)


def _count(post: Post, agrees: bool, change: int) -> None:
    if agrees:
        post.agree_count += change
    else:
        post.disagree_count += change
