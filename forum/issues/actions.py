"""Everything that can be done with an issue."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.exc import InvalidRequestError

from forum.city.coordinates import Point
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, NotFound, Refused, Stale
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from forum.discussions.actions import Entered, Written
from forum.discussions.models import Thread
from forum.discussions.voices import Voice, voice_of
from forum.issues import places, policy, queries
from forum.issues.events import ChainChanged, IssueMoved, IssueRaised
from forum.issues.models import FIRST_STATE, Category, Issue, IssueKind, IssueState
from forum.verification import levels

SUBJECT = "issue"
PLACE = 160


class NotADraft(Refused):
    """It is public already."""


@dataclass(frozen=True)
class Matter:
    """What a resident brings up, as typed in."""

    kind: IssueKind
    title: str
    text: str | Written
    area_id: int
    category_id: int | None = None
    place: str = ""
    anonymous: bool = False
    point: Point | None = None


@atomic()
def raise_issue(actor: Actor, matter: Matter, *, voice: Voice | None = None) -> Issue:
    """Make an issue public at once. Of an anonymous one the record does not name the author."""
    levels.demand(levels.POST, policy.can_raise, actor)
    issue = _new(actor, matter, draft=False, voice=voice)
    record(IssueRaised(issue_id=issue.id, actor_id=None if matter.anonymous else actor.id))
    return issue


@atomic()
def enter_issue(officer: Actor, matter: Matter, entered: Entered) -> Issue:
    """Make public what somebody said at the desk, under their name; the officer only typed it.

    The folder of the desk asks for whom the officer may.
    """
    require(policy.can_raise, officer)
    issue = _new(officer, matter, draft=False, voice=None, entered=entered)
    record(IssueRaised(issue_id=issue.id, actor_id=officer.id))
    return issue


@atomic()
def save_draft(
    actor: Actor, matter: Matter, *, issue: Issue | None = None, voice: Voice | None = None
) -> Issue:
    """Keep what nobody but its author sees: a new draft, or changes to one."""
    levels.demand(levels.POST, policy.can_raise, actor)
    if issue is None:
        return _new(actor, matter, draft=True, voice=voice)
    _hold_draft(actor, issue)
    title = discussions.check_title(matter.title, shortest=1)
    _take_over(issue, matter)
    places.put_point(issue, matter.point, anonymous=matter.anonymous)
    discussions.rewrite_opening(
        issue.thread,
        title=title,
        text=_draft_text(matter.text),
        anonymous=matter.anonymous,
    )
    return issue


@atomic()
def publish_draft(actor: Actor, issue: Issue) -> None:
    """Make a draft public, as new as if it had just been written."""
    _hold_draft(actor, issue)
    levels.demand(levels.POST, policy.can_raise, actor)
    discussions.check_title(issue.thread.title)
    opening = threads.opening_row(issue.id)
    discussions.demand_capacity(actor, voice_of(opening))
    discussions.write(opening.source)
    issue.state = FIRST_STATE[issue.kind]
    discussions.reopen_as_new(issue.thread)
    known = None if opening.is_anonymous else actor.id
    record(IssueRaised(issue_id=issue.id, actor_id=known))


@atomic()
def delete_draft(actor: Actor, issue: Issue) -> None:
    """For good: nobody else has ever seen it."""
    _hold_draft(actor, issue)
    discussions.remove_thread(issue.thread)


@atomic()
def move_issue(
    actor: Actor, issue: Issue, *, state: IssueState, before: IssueState | None = None
) -> None:
    """Say how far it has come. Moving it to where it stands is harmless.

    `before` is the state that the decision was based on; another one is refused as stale.
    """
    require(policy.can_move, actor, issue)
    thread = _hold(issue)
    if before is not None and issue.state is not before:
        raise Stale(
            _("Keadaan sudah berubah. Periksa yang terbaru, lalu ulangi bila masih perlu."),
            current={"state": issue.state.value},
        )
    if state not in policy.states_for(issue):
        raise Invalid(_("Isu jenis ini tidak mengenal tahap itu."))
    if state is issue.state:
        return
    left, issue.state = issue.state, state
    thread.is_closed = state is IssueState.CLOSED
    discussions.touch(thread)
    record(
        IssueMoved(issue_id=issue.id, before=left.value, after=state.value, actor_id=actor.id)
    )


@atomic()
def chain_changed(issue_id: int, actor_id: int | None = None) -> None:
    """A link of its chain, or a section of its page, came, changed or went."""
    issue = queries.issue_by_id(issue_id)
    lock(issue.thread)
    discussions.touch(issue.thread)
    record(ChainChanged(issue_id=issue_id, actor_id=actor_id))


@atomic()
def add_category(name: str) -> Category:
    """A topic to choose from; one that is there already is given back."""
    category = queries.category_named(name)
    if category is None:
        category = Category(name=name)
        db.session.add(category)
        db.session.flush()
    return category


def _new(
    actor: Actor,
    matter: Matter,
    *,
    draft: bool,
    voice: Voice | None,
    entered: Entered | None = None,
) -> Issue:
    thread = discussions.open_thread(
        actor,
        subject=SUBJECT,
        title=discussions.check_title(matter.title, shortest=1 if draft else 10),
        text=_draft_text(matter.text) if draft else matter.text,
        voice=voice,
        closed=draft,
        anonymous=matter.anonymous,
        entered=entered,
    )
    state = IssueState.DRAFT if draft else FIRST_STATE[matter.kind]
    issue = Issue(id=thread.id, state=state, thread=thread)
    _take_over(issue, matter)
    db.session.add(issue)
    db.session.flush()
    places.put_point(issue, matter.point, anonymous=matter.anonymous)
    return issue


def _take_over(issue: Issue, matter: Matter) -> None:
    area = queries.village_by_id(matter.area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan."))
    category = None
    if matter.category_id is not None:
        category = queries.category_by_id(matter.category_id)
        kept = matter.category_id == issue.category_id  # chosen before it was retired
        if category is None or (category.is_retired and not kept):
            raise Invalid(_("Pilih topik dari daftar."))
    place = one_line(matter.place)
    if len(place) > PLACE:
        raise Invalid(_("Patokan tempat paling banyak 160 huruf."))
    issue.kind = matter.kind
    issue.area_id, issue.area = area.id, area
    issue.category_id, issue.category = matter.category_id, category
    issue.place = place or None


def _draft_text(text: str | Written) -> Written:
    """A draft may still be empty."""
    if isinstance(text, Written):
        return text
    return discussions.write(text) if clean(text) else Written("", "")


def _hold(issue: Issue) -> Thread:
    """Lock the thread, which stands for both, then read how far the issue has come by now."""
    thread = issue.thread
    try:
        lock(thread)  # flushes, so that the next line drops nothing
        db.session.refresh(issue, ["kind", "state"])  # a whole refresh would drop `thread`
    except InvalidRequestError:  # a draft that was deleted meanwhile
        raise NotFound("issue") from None
    return thread


def _hold_draft(actor: Actor, issue: Issue) -> None:
    """Ask whether it is still the actor's draft, and keep it so until the end."""
    if actor.signed_in and issue.thread.author_id == actor.id:
        _hold(issue)
        if issue.state is not IssueState.DRAFT:
            raise NotADraft(_("Isu ini sudah terbit, jadi tidak dapat diubah."))
    require(policy.can_edit, actor, issue)
