"""One issue: its page, its live state, and moving it on."""

from functools import partial
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum import live
from forum.core.actor import Actor
from forum.discussions import actions as threads_done
from forum.discussions import fragments as posts
from forum.discussions import policy as discussions
from forum.discussions import queries as threads
from forum.discussions import remembered
from forum.discussions.forms import ReplyForm
from forum.discussions.models import PostState
from forum.discussions.queries import PostView
from forum.discussions.quoting import quotation
from forum.discussions.views import own_draft
from forum.discussions.words import ORDERS
from forum.issues import actions, fragments, lifecycle, policy, queries, slots
from forum.issues.lifecycle import RULES
from forum.issues.models import Issue, IssueState, Step
from forum.issues.views.blueprint import ID, bp
from forum.issues.words import KINDS, STEPS
from forum.moderation import queries as moderation
from forum.verification import levels
from forum.web import caching, current_actor

OWN_STEPS = (Step.COMPLETE, Step.REOPEN, Step.CLOSE, Step.OBJECT)  # of whoever raised it
PAGED = {"lanjut", "urut"}  # all that a kept page may be asked for


@bp.get(f"/{ID}")
def detail(issue_id: int) -> ResponseReturnValue:
    """The issue and its discussion. Visitors get a kept page: one query, nothing rendered."""
    if caching.is_nobody() and request.args.keys() <= PAGED:
        key = ("issue", issue_id, queries.public_version(issue_id), request.query_string)
        return caching.page_for_everyone(key, lambda: show(issue_id))
    return show(issue_id)


@bp.get(f"/{ID}/state")
def state(issue_id: int) -> Response:
    return live.answer_state(current_actor(), f"thread:{issue_id}")


def show(issue_id: int, form: ReplyForm | None = None, *, preview: str | None = None) -> str:
    """The page as this person sees it; `form` is a reply that came back, to be put right.

    What was shown of the discussion counts as read afterwards: one write at most.
    """
    actor = current_actor()
    seq = live.last_seq(f"thread:{issue_id}")  # before all else: later news is then asked for
    issue = queries.issue_for(actor, issue_id)
    if issue.state is IssueState.DRAFT:
        return _draft(issue)
    context: dict[str, Any] = {
        "issue": issue,
        "thread": issue.thread,
        "seq": seq,
        "title": issue.thread.shown_title or _("Isu yang disembunyikan moderator"),
        "head": fragments.head(issue),
        "sections": fragments.sections(issue),
        "chain": fragments.chain_of(issue),
        "actions": fragments.filled(slots.actions_of(actor, issue)),
        "url": f"{current_app.config['BASE_URL']}{url_for('.detail', issue_id=issue.id)}",
        "form": form,
        **_discussion(actor, issue),
        **_composer(actor, issue, form),
        "preview": preview,
    }
    if actor.signed_in:
        context |= _handling(actor, issue)
    if not actor.signed_in:
        context["csrf_meta"] = None  # a page for all visitors proves nobody
    page = render_template("issues/detail.html", **context)
    if form is None:
        shown = posts.ids_in(context["replies"])
        threads_done.mark_read(actor, issue.id, context["unread"], shown)
    return page


def _handling(actor: Actor, issue: Issue) -> dict[str, Any]:
    """The steps that this person may take from here, and what else they may note."""
    steps = [
        step
        for step in lifecycle.steps_from(issue.kind, issue.state)
        if RULES[issue.kind][step].by_form and policy.can_take(actor, issue, step)
    ]
    if Step.OBJECT in steps and (issue.objected_at or not actions.may_still_object(issue)):
        steps.remove(Step.OBJECT)
    own = [step for step in steps if step in OWN_STEPS and _is_own(actor, issue)]
    return {
        "own_steps": [(step, STEPS[step]) for step in own],
        "steps": [(step, STEPS[step]) for step in steps if step not in own],
        "may_merge": policy.can_take(actor, issue, Step.MERGE),
        "may_note_lapor": policy.can_note_lapor(actor, issue),
        "may_repeat": policy.can_repeat(actor, issue),
        "missing": queries.last_step(issue.id, Step.ASK) if Step.COMPLETE in own else None,
    }


def _is_own(actor: Actor, issue: Issue) -> bool:
    return issue.thread.author_id == actor.id


def _draft(issue: Issue) -> str:
    opening = threads.opening_of(issue.id)
    return render_template("issues/draft.html", issue=issue, opening=opening, kinds=KINDS)


def _discussion(actor: Actor, issue: Issue) -> dict[str, Any]:
    """Opening and replies: kept pieces, with the person's own state put in."""
    thread, cursor = issue.thread, request.args.get("lanjut")
    wanted = request.args.get("urut", "")
    order = wanted if wanted in threads.ORDERS else None
    sides = threads_done.takes_arguments(thread)
    votes = threads.votes_of(actor, thread.id) if sides else {}
    unread = threads.unread_of(actor, thread.id)
    mine = threads.supported_by(actor, thread.id, thread.merged_into_id or thread.id)
    own = threads.posts_by(actor, thread.id)
    hidden = [post_id for post_id, kept in own.items() if kept is PostState.HIDDEN]
    if hidden:
        words = _hidden_words(hidden)
        opening = Markup(posts.opening_html(thread, threads.opening_of(thread.id), words))  # noqa: S704
        replies = Markup(posts.replies_html(thread, cursor, words, order=order))  # noqa: S704
    else:
        opening, replies = posts.opening(thread), posts.replies(thread, cursor, order)
    seen = partial(
        posts.as_seen_by,
        mine=mine,
        own=own,
        votes=votes,
        new_after=unread.last,
        pins=discussions.can_pin(actor),
    )
    return {
        "opening": seen(opening),
        "replies": seen(replies),
        "pinned": posts.pinned(thread),
        "rules": posts.rules(thread),
        "arguments": seen(posts.sides(thread)),
        "sides": sides,
        "order": order,
        "orders": ORDERS,
        "unread": unread,
        "most_unread": threads.MOST_UNREAD,
        "votes": [f"{post_id}:{1 if agrees else -1}" for post_id, agrees in votes.items()],
        "pins": discussions.can_pin(actor),
        "steers": discussions.can_set_pace(actor),
        "count": posts.count(thread),
        "mine": sorted(mine),
        "own": sorted(own),
        "description": fragments.description(issue),
    }


def _hidden_words(post_ids: list[int]) -> posts.Words:
    messages = moderation.messages_about("post", post_ids)
    return {
        post.id: (post, messages.get(post.id, "")) for post in threads.posts_by_id(post_ids)
    }


def _composer(actor: Actor, issue: Issue, form: ReplyForm | None) -> dict[str, Any]:
    if not discussions.can_reply(actor, issue.thread):
        needed = levels.why_not(actor, levels.POST) if actor.signed_in else None
        return {"composer": None, "needed": needed}
    place, draft = threads_done.reply_place(issue.id), None
    quoted = None
    if form is None:
        quoted = _readable(issue, request.args.get("kutip", type=int))
        asked = quoted.id if quoted else request.args.get("balas", type=int)
        answered = _answered(issue, asked)
        draft = own_draft(actor, place)
        begun = draft.text if draft else ""
        form = ReplyForm.for_actor(
            actor,
            parent_id=answered.id if answered else None,
            voice=remembered.remembered(actor, issue.id),
            text="\n\n".join(filter(None, (begun, quotation(quoted) if quoted else ""))),
        )
    else:
        answered = _answered(issue, form.parent)
    return {
        "composer": form,
        "answered": answered,
        "cmd_id": request.form.get("cmd_id"),
        "draft_at": draft.updated_at if draft and not quoted else None,
    }


def _answered(issue: Issue, post_id: int | None) -> PostView | None:
    """The post that is being answered, if it is one of this issue and can be read."""
    post = _readable(issue, post_id)
    return post if post is not None and not post.is_opening else None


def _readable(issue: Issue, post_id: int | None) -> PostView | None:
    if not post_id or not 0 < post_id <= queries.LARGEST:
        return None
    post = threads.post_view(post_id)
    fits = post is not None and post.thread_id == issue.id and post.is_shown
    return post if fits else None
