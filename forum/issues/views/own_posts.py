"""What people do with their own posts: rewrite them in the open, take them back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import commands
from forum.core.errors import Invalid, NotFound
from forum.core.policy import require
from forum.discussions import actions as discussions
from forum.discussions import policy as rules
from forum.discussions import queries as threads
from forum.discussions.forms import RewriteForm
from forum.discussions.models import GONE, Post, PostState, Thread
from forum.issues import queries
from forum.issues.models import IssueState
from forum.issues.views.blueprint import POST, bp
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, limiter

PREVIEW = "pratinjau"


@bp.route(f"{POST}/sunting", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def rewrite_post(issue_id: int, post_id: int) -> ResponseReturnValue:
    """Change one's own words; the page says beforehand whether the change will be marked."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    if issue.state is IssueState.DRAFT:
        raise NotFound("post")  # a draft has a page of its own for that
    post = threads.post_for(actor, issue_id, post_id)
    require(rules.can_edit, actor, post)
    form = RewriteForm(
        title=issue.thread.title if post.is_opening else "",
        text=post.source,
        revision=str(post.revision),
    )
    if not post.is_opening:
        del form.title
    if request.method == "GET":
        return _form(issue.thread, post, form), 200
    if request.form.get("aksi") == PREVIEW:
        return _form(issue.thread, post, form, preview=True), 200
    if not form.validate_on_submit():
        return _form(issue.thread, post, form), 422
    try:
        new = discussions.compare(
            issue.thread,
            post,
            form.text.data,
            revision=int(form.revision.data),
            title=form.title.data if post.is_opening else None,
        )

        def work() -> dict[str, Any]:
            discussions.rewrite_post(actor, post, new)
            return {"post_id": post.id}

        commands.once(actor, command_id(), "post.rewrite", work)
    except Invalid as error:
        form.text.errors = [*form.text.errors, str(error)]
        return _form(issue.thread, post, form), 422
    flash(_("Perubahan tersimpan."), "ok")
    return redirect(url_for(".post", issue_id=issue_id, post_id=post_id), 303)


@bp.get(f"{POST}/riwayat")
def history(issue_id: int, post_id: int) -> ResponseReturnValue:
    """What was changed in a post, for everyone who may read it."""
    actor = current_actor()
    issue = queries.issue_for(actor, issue_id)
    post = threads.post_for(actor, issue_id, post_id)
    view = threads.post_view(post.id)
    if post.state is not PostState.VISIBLE or view is None:
        raise NotFound("post")
    return render_template(
        "discussions/history.html",
        issue_id=issue_id,
        thread=issue.thread,
        post=view,
        revisions=threads.revisions_of(post.id),
    )


@bp.route(f"{POST}/hapus", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def delete_post(issue_id: int, post_id: int) -> ResponseReturnValue:
    """Take one's reply back; the same page offers to undo it."""
    actor = current_actor()
    post = threads.post_for(actor, issue_id, post_id)
    require(rules.can_delete, actor, post)
    if request.method == "POST":
        if request.form.get("aksi") == "urungkan":
            discussions.undelete_post(actor, post)
            flash(_("Tanggapan Anda tampil lagi."), "ok")
            return redirect(url_for(".post", issue_id=issue_id, post_id=post_id), 303)
        discussions.delete_post(actor, post)
        return redirect(url_for(".delete_post", issue_id=issue_id, post_id=post_id), 303)
    return render_template(
        "discussions/delete.html",
        issue_id=issue_id,
        post=post,
        gone=post.state in GONE,
        hidden=post.state is PostState.HIDDEN,
        undo=discussions.can_be_undone(post),
        until=post.deleted_at + discussions.UNDO if post.deleted_at else None,
        answered=threads.is_answered(post.id),
    )


def _form(thread: Thread, post: Post, form: RewriteForm, *, preview: bool = False) -> str:
    shown = None
    if preview:
        try:
            shown = discussions.write(form.text.data or "", thread).html
        except Invalid as error:
            form.text.errors = [str(error)]
    return render_template(
        "discussions/rewrite.html",
        issue_id=thread.id,
        post=post,
        form=form,
        preview=shown,
        cmd_id=request.form.get("cmd_id"),
        unmarked=discussions.leaves_no_mark(thread, post),
        backed=post.support_count + post.agree_count,
    )
