"""What is done with a discussion as a whole: read on, copy it, weigh it, steer it."""

from flask import (
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.policy import require
from forum.core.text import one_line
from forum.discussions import actions as discussions
from forum.discussions import fragments
from forum.discussions import policy as rules
from forum.discussions import queries as threads
from forum.discussions.forms import ReasonForm, SteeringForm
from forum.discussions.models import Stance
from forum.discussions.quoting import as_text
from forum.issues import queries
from forum.issues.models import Issue, IssueState
from forum.issues.views.blueprint import ID, POST, bp
from forum.web import current_actor
from forum.web.limits import WRITING, limiter

LONGEST_TEXT = 2_000  # replies of a copied discussion
SUGGESTING = "120/minute"


@bp.get(f"/{ID}/belum-dibaca")
def first_unread(issue_id: int) -> ResponseReturnValue:
    """On to the first post that this person has not seen."""
    issue = _public(current_actor(), issue_id)
    unread = threads.unread_of(current_actor(), issue.id)
    if unread.first_new is None:
        return redirect(url_for(".detail", issue_id=issue_id, _anchor="bahas"), 303)
    return redirect(url_for(".post", issue_id=issue_id, post_id=unread.first_new), 303)


@bp.post(f"/{ID}/dibaca")
@limiter.limit(SUGGESTING)
def seen(issue_id: int) -> ResponseReturnValue:
    """A page that was left says which posts came in by the room while it was looked at."""
    actor = current_actor()
    require(rules.can_keep_drafts, actor)
    issue = _public(actor, issue_id)
    shown = [
        int(each) for each in request.form.get("kiriman", "").split()[:200] if _is_id(each)
    ]
    unread = threads.unread_of(actor, issue.id)
    if unread.last is not None and shown:
        discussions.mark_read(actor, issue.id, unread, shown)
    return "", 204


@bp.get(f"/{ID}/teks")
def text(issue_id: int) -> Response:
    """The discussion as plain text, as everyone may read it."""
    issue = _public(current_actor(), issue_id)
    posts = threads.whole_text(issue.id, LONGEST_TEXT)
    url = f"{current_app.config['BASE_URL']}{url_for('.detail', issue_id=issue.id)}"
    title = issue.thread.shown_title or _("Isu yang disembunyikan moderator")
    more = len(posts) > LONGEST_TEXT + 1
    words = as_text(title, url, posts[: LONGEST_TEXT + 1], more=more)
    return Response(words, mimetype="text/plain")


@bp.get(f"/{ID}/pro-kontra")
def both_sides(issue_id: int) -> ResponseReturnValue:
    """All arguments, both sides beside each other; each pages by itself."""
    actor = current_actor()
    issue = _public(actor, issue_id)
    if not discussions.takes_arguments(issue.thread):
        raise NotFound("arguments")
    pages = {
        stance: threads.arguments_page(issue.id, stance, request.args.get(stance.value))
        for stance in Stance
    }
    lists = fragments.side_lists(issue.thread, pages)
    return render_template(
        "discussions/sides.html",
        issue_id=issue.id,
        title=issue.thread.shown_title or _("Isu yang disembunyikan moderator"),
        pages=pages,
        counts=dict.fromkeys(Stance, 0) | threads.counts_of(issue.id),
        lists={
            stance: fragments.as_seen_by(
                html,
                mine=(),
                own=threads.posts_by(actor, issue.id),
                votes=threads.votes_of(actor, issue.id),
            )
            for stance, html in lists.items()
        },
        stances=fragments.STANCES,
    )


@bp.get(f"/{ID}/sebutan")
@limiter.limit(SUGGESTING)
def callable_names(issue_id: int) -> ResponseReturnValue:
    """Who can be called by `@name` here, for what was typed of it so far."""
    actor = current_actor()
    require(rules.can_call, actor)
    issue = _public(actor, issue_id)
    found = threads.callable_in(
        issue.id, one_line(request.args.get("q", ""))[:60], threads.SUGGESTED
    )
    names = [{"name": one.label, "unit": one.unit_id is not None} for one in found]
    return jsonify({"names": names})


@bp.route(f"/{ID}/pembahasan", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def steer(issue_id: int) -> ResponseReturnValue:
    """Close the discussion, open it again, slow it down: each with a reason."""
    actor = current_actor()
    issue = _public(actor, issue_id)
    require(rules.can_set_pace, actor)
    form = SteeringForm.of(issue.thread)
    if request.method == "GET" or not form.validate_on_submit():
        return _steering(issue, form), 422 if request.method == "POST" else 200
    reason, wish = form.reason.data, request.form.get("aksi")
    try:
        if wish == "tutup":
            discussions.close_thread(actor, issue.thread, reason=reason)
        elif wish == "buka":
            discussions.reopen_thread(actor, issue.thread, reason=reason)
        elif wish == "jeda":
            discussions.set_pace(actor, issue.thread, minutes=form.minutes.data, reason=reason)
        else:
            raise Invalid(_("Pesan ini tidak dapat dipahami."))
    except Invalid as error:
        form.reason.errors = [str(error)]
        return _steering(issue, form), 422
    flash(_("Aturan pembahasan tersimpan."), "ok")
    return redirect(url_for(".detail", issue_id=issue_id, _anchor="bahas"), 303)


@bp.route(f"{POST}/sematkan", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def pin(issue_id: int, post_id: int) -> ResponseReturnValue:
    """Pin a reply above the others, or take the pin off, with a reason."""
    actor = current_actor()
    post = threads.post_for(actor, issue_id, post_id)
    require(rules.can_pin, actor)
    form, pinned = ReasonForm(), post.pinned_at is not None
    wish = request.form.get("nilai")
    if form.validate_on_submit():
        try:
            if wish not in ("0", "1"):
                raise Invalid(_("Pesan ini tidak dapat dipahami."))
            discussions.pin_post(actor, post, pinned=wish == "1", reason=form.reason.data)
        except Invalid as error:
            form.reason.errors = [str(error)]
        else:
            flash(_("Disematkan.") if wish == "1" else _("Sematan dilepas."), "ok")
            return redirect(url_for(".post", issue_id=issue_id, post_id=post_id), 303)
    page = render_template(
        "discussions/pin.html",
        issue_id=issue_id,
        post=threads.post_view(post.id),
        form=form,
        pinned=pinned,
    )
    return page, 422 if request.method == "POST" else 200


def _steering(issue: Issue, form: SteeringForm) -> str:
    return render_template(
        "discussions/steer.html", issue_id=issue.id, thread=issue.thread, form=form
    )


def _public(actor: Actor, issue_id: int) -> Issue:
    """A draft has no discussion yet, not even for its author."""
    issue = queries.issue_for(actor, issue_id)
    if issue.state is IssueState.DRAFT:
        raise NotFound("issue")
    return issue


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 10
