"""One issue: its page, its live state, and moving it on."""

from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum import live
from forum.core.actor import Actor
from forum.discussions import fragments as posts
from forum.discussions import policy as discussions
from forum.discussions import queries as threads
from forum.discussions import remembered
from forum.discussions.forms import ReplyForm
from forum.discussions.models import PostState
from forum.discussions.queries import PostView
from forum.issues import fragments, lifecycle, policy, queries, slots
from forum.issues.lifecycle import RULES
from forum.issues.models import Issue, IssueState, Step
from forum.issues.views.blueprint import ID, bp
from forum.issues.words import KINDS, STEPS
from forum.moderation import queries as moderation
from forum.verification import levels
from forum.web import caching, current_actor

OWN_STEPS = (Step.COMPLETE, Step.REOPEN, Step.CLOSE)  # of whoever raised it
PAGED = {"lanjut"}  # all that a kept page may be asked for


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


def show(issue_id: int, form: ReplyForm | None = None) -> str:
    """The page as this person sees it; `form` is a reply that came back with mistakes."""
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
    }
    if actor.signed_in:
        context |= _handling(actor, issue)
    if not actor.signed_in:
        context["csrf_meta"] = None  # a page for all visitors proves nobody
    return render_template("issues/detail.html", **context)


def _handling(actor: Actor, issue: Issue) -> dict[str, Any]:
    """The steps that this person may take from here, and what else they may note."""
    steps = [
        step
        for step in lifecycle.steps_from(issue.kind, issue.state)
        if RULES[issue.kind][step].by_form and policy.can_take(actor, issue, step)
    ]
    own = [step for step in steps if step in OWN_STEPS and _is_own(actor, issue)]
    return {
        "own_steps": [(step, STEPS[step]) for step in own],
        "steps": [(step, STEPS[step]) for step in steps if step not in own],
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
    mine = threads.supported_by(actor, thread.id)
    own = threads.posts_by(actor, thread.id)
    hidden = [post_id for post_id, kept in own.items() if kept is PostState.HIDDEN]
    if hidden:
        words = _hidden_words(hidden)
        opening = Markup(posts.opening_html(thread, threads.opening_of(thread.id), words))  # noqa: S704
        replies = Markup(posts.replies_html(thread, cursor, words))  # noqa: S704
    else:
        opening, replies = posts.opening(thread), posts.replies(thread, cursor)
    return {
        "opening": posts.as_seen_by(opening, mine=mine, own=own),
        "replies": posts.as_seen_by(replies, mine=mine, own=own),
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
    answered = _answered(issue, form.parent if form else request.args.get("balas", type=int))
    if form is None:
        form = ReplyForm.for_actor(
            actor,
            parent_id=answered.id if answered else None,
            voice=remembered.remembered(actor, issue.id),
        )
    return {"composer": form, "answered": answered, "cmd_id": request.form.get("cmd_id")}


def _answered(issue: Issue, post_id: int | None) -> PostView | None:
    """The post that is being answered, if it is one of this issue and can be read."""
    if not post_id or not 0 < post_id <= queries.LARGEST:
        return None
    post = threads.post_view(post_id)
    fits = post is not None and post.thread_id == issue.id
    return post if fits and post and not (post.is_hidden or post.is_opening) else None
