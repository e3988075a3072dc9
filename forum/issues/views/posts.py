"""What people do with the posts of an issue: answer, support, find, report."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import commands
from forum.core.actor import Actor
from forum.core.errors import Invalid, SignInFirst
from forum.core.policy import require
from forum.discussions import actions as discussions
from forum.discussions import files, fragments, remembered
from forum.discussions import queries as threads
from forum.discussions.flagging import Posts
from forum.discussions.forms import ReplyForm
from forum.discussions.voices import badge
from forum.issues import queries
from forum.issues.models import Issue
from forum.issues.views.blueprint import ID, POST, bp
from forum.issues.views.page import show
from forum.moderation import actions as moderation
from forum.moderation import policy as moderation_policy
from forum.moderation.forms import FlagForm
from forum.web import command_id, current_actor, is_fragment
from forum.web.limits import WRITING, limiter

SUPPORTING = "60/minute;600/hour"
PREVIEW = "pratinjau"


@bp.post(f"/{ID}/balas")
@limiter.limit(WRITING)
def reply(issue_id: int) -> ResponseReturnValue:
    """Answer in the discussion; a long text is rendered before the transaction begins."""
    actor = _signed_in()
    issue = queries.issue_for(actor, issue_id)
    form = ReplyForm.for_actor(actor)
    if request.form.get("aksi") == PREVIEW:
        form.berkas.take()
        return show(
            issue.id, form, preview=discussions.write(form.text.data, issue.thread).html
        )
    if not form.validate_on_submit():
        return _again(issue, form)
    try:
        written = discussions.write(form.text.data, issue.thread)
        voice = form.chosen_voice(actor)

        def work() -> dict[str, Any]:
            post = discussions.reply(
                actor,
                issue.thread,
                text=written,
                parent_id=form.parent,
                voice=voice,
                anonymous=bool(form.anonymous.data),
                stance=form.chosen_stance,
            )
            files.attach(actor, post.id, form.berkas)
            return {"post_id": post.id}

        post_id = commands.once(actor, command_id(), "post.reply", work)["post_id"]
        remembered.remember(issue.id, voice.key if voice else None)
    except Invalid as error:
        form.text.errors = [*form.text.errors, str(error)]
        return _again(issue, form)
    if is_fragment():
        return _sent(issue, post_id)
    return redirect(url_for(".post", issue_id=issue.id, post_id=post_id), 303)


@bp.get(POST)
def post(issue_id: int, post_id: int) -> ResponseReturnValue:
    """The lasting address of a post: leads to the page that holds it."""
    found = threads.post_for(current_actor(), issue_id, post_id)
    page = url_for(".detail", issue_id=issue_id, lanjut=threads.cursor_of(found))
    return redirect(f"{page}#t-{found.id}", 303)


@bp.post(f"{POST}/dukung")
@limiter.limit(SUPPORTING)
def support(issue_id: int, post_id: int) -> ResponseReturnValue:
    """`nilai=1` supports a post, `nilai=0` takes the support back."""
    actor = _signed_in()
    found = threads.post_for(actor, issue_id, post_id)
    value = request.form.get("nilai")
    if value == "1":
        discussions.support(actor, found)
    elif value == "0":
        discussions.withdraw_support(actor, found)
    else:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    if is_fragment():
        return "", 204
    return redirect(url_for(".post", issue_id=issue_id, post_id=post_id), 303)


@bp.post(f"{POST}/setuju")
@limiter.limit(SUPPORTING)
def vote(issue_id: int, post_id: int) -> ResponseReturnValue:
    """`nilai=1` agrees with an argument, `-1` disagrees, `0` takes the vote back."""
    actor = _signed_in()
    found = threads.post_for(actor, issue_id, post_id)
    values = {"1": True, "-1": False, "0": None}
    if request.form.get("nilai") not in values:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    discussions.vote_on_argument(actor, found, agrees=values[request.form["nilai"]])
    if is_fragment():
        return "", 204
    return redirect(url_for(".post", issue_id=issue_id, post_id=post_id), 303)


@bp.get(f"{POST}/setuju")
@bp.get(f"{POST}/dukung")
def support_after_signing_in(issue_id: int, post_id: int) -> ResponseReturnValue:
    """A visitor's press ends here: sign in, then on to the post."""
    found = threads.post_for(current_actor(), issue_id, post_id)
    post_url = url_for(".post", issue_id=issue_id, post_id=found.id)
    if current_actor().signed_in:
        return redirect(post_url, 303)
    return redirect(f"/masuk?{urlencode({'next': post_url})}", 303)


@bp.route(f"{POST}/lapor", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def report(issue_id: int, post_id: int) -> ResponseReturnValue:
    """Ask the moderators to look at a post."""
    actor = _signed_in()
    found = threads.post_for(actor, issue_id, post_id)
    content = Posts().find(actor, found.id)
    require(moderation_policy.can_flag, actor, content)
    form = FlagForm()
    if form.validate_on_submit():
        moderation.flag(
            actor, "post", found.id, ground=form.ground.data, note=form.note.data or ""
        )
        flash(_("Terima kasih. Moderator akan memeriksa tulisan ini."), "ok")
        return redirect(url_for(".post", issue_id=issue_id, post_id=post_id), 303)
    status = 422 if request.method == "POST" else 200
    view = threads.post_view(found.id)
    return (
        render_template(
            "issues/report.html", issue_id=issue_id, post=view, form=form, badge=badge
        ),
        status,
    )


def _signed_in() -> Actor:
    actor = current_actor()
    if not actor.signed_in:
        raise SignInFirst("signed_in")
    return actor


def _again(issue: Issue, form: ReplyForm) -> ResponseReturnValue:
    """What was typed, with what is wrong about it."""
    if not is_fragment():
        return show(issue.id, form), 422
    fragment = render_template(
        "issues/_composer.html",
        issue=issue,
        composer=form,
        cmd_id=request.form.get("cmd_id"),
        answered=None,
        sides=discussions.takes_arguments(issue.thread),
    )
    return fragment, 422


def _sent(issue: Issue, post_id: int) -> str:
    """An empty composer, and the new post for pages that no room has told of it."""
    thread = threads.thread_by_id(issue.id)
    view = threads.post_view(post_id)
    return render_template(
        "issues/_composer.html",
        issue=issue,
        composer=ReplyForm.for_actor(
            current_actor(),
            empty=True,
            voice=remembered.remembered(current_actor(), issue.id),
        ),
        cmd_id=None,
        answered=None,
        sides=discussions.takes_arguments(issue.thread),
        sent=view,
        sent_html=fragments.post_html(thread, view) if view is not None else "",
    )
