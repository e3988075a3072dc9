"""Raising an issue, and keeping drafts of one."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _

from forum.city.coordinates import Point
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from forum.discussions.actions import Entered, Written
from forum.discussions.voices import Voice, voice_of
from forum.issues import places, policy, queries
from forum.issues.actions.clockwork import begin
from forum.issues.actions.parts import hold
from forum.issues.events import IssueRaised
from forum.issues.models import (
    FIRST_STATE,
    Field,
    Issue,
    IssueKind,
    IssueState,
    Proposal,
)
from forum.verification import levels

SUBJECT = "issue"
PLACE = 160
MAY_BE_SECRET = (IssueKind.COMPLAINT, IssueKind.QUESTION)


class NotADraft(Refused):
    """It is public already."""


class Typed(NamedTuple):
    """Under which names what is being typed into the form is kept; `issue_id` of a saved draft."""

    title: str
    text: str

    @classmethod
    def places(cls, issue_id: int | None = None) -> "Typed":
        which = issue_id if issue_id is not None else "baru"
        return cls(f"judul-{which}", f"isu-{which}")


@dataclass(frozen=True)
class Planned:
    """What Musrenbang asks of a proposal; numbers are not negative, money is whole rupiah."""

    field: Field | None = None
    volume: Decimal | None = None
    volume_unit: str = ""
    estimate: int | None = None
    male: int | None = None
    female: int | None = None
    vulnerable: int | None = None


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
    secret: bool = False  # rahasia: for the offices alone
    formal: bool = False  # a request for information under UU 14/2008
    proposal: Planned | None = None
    repeats_id: int | None = None  # the proposal of an earlier year


@atomic()
def raise_issue(actor: Actor, matter: Matter, *, voice: Voice | None = None) -> Issue:
    """Make an issue public at once. Of an anonymous one the record does not name the author."""
    levels.demand(levels.POST, policy.can_raise, actor)
    issue = _new(actor, matter, draft=False, voice=voice)
    begin(issue)
    record(IssueRaised(issue_id=issue.id, actor_id=None if matter.anonymous else actor.id))
    forget_typed(actor)
    return issue


@atomic()
def enter_issue(officer: Actor, matter: Matter, entered: Entered) -> Issue:
    """Make public what somebody said at the desk, under their name; the officer only typed it.

    The folder of the desk asks for whom the officer may.
    """
    require(policy.can_raise, officer)
    issue = _new(officer, matter, draft=False, voice=None, entered=entered)
    begin(issue)
    record(IssueRaised(issue_id=issue.id, actor_id=officer.id))
    return issue


@atomic()
def save_draft(
    actor: Actor, matter: Matter, *, issue: Issue | None = None, voice: Voice | None = None
) -> Issue:
    """Keep what nobody but its author sees: a new draft, or changes to one."""
    levels.demand(levels.POST, policy.can_raise, actor)
    forget_typed(actor, issue.id if issue is not None else None)
    if issue is None:
        return _new(actor, matter, draft=True, voice=voice)
    _hold_draft(actor, issue)
    title = discussions.check_title(matter.title, shortest=1)
    _take_over(issue, matter)
    places.put_point(issue, matter.point, anonymous=matter.anonymous)
    _plan(issue, matter.proposal)
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
    begin(issue)
    known = None if opening.is_anonymous else actor.id
    record(IssueRaised(issue_id=issue.id, actor_id=known))


@atomic()
def delete_draft(actor: Actor, issue: Issue) -> None:
    """For good: nobody else has ever seen it."""
    _hold_draft(actor, issue)
    forget_typed(actor, issue.id)
    discussions.remove_thread(issue.thread)


@atomic()
def forget_typed(actor: Actor, issue_id: int | None = None) -> None:
    """What was typed into the form has been sent, or is given up; no `issue_id`: a new issue."""
    discussions.forget(actor, *Typed.places(issue_id))


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
    _plan(issue, matter.proposal)
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
    if matter.secret and matter.kind not in MAY_BE_SECRET:
        raise Invalid(_("Hanya aduan dan pertanyaan yang dapat dirahasiakan."))
    issue.is_secret = matter.secret
    issue.is_formal = matter.formal and matter.kind is IssueKind.QUESTION
    if matter.repeats_id is not None:
        issue.repeats_id = matter.repeats_id


def _plan(issue: Issue, planned: Planned | None) -> None:
    """Keep what was said of a proposal; of other kinds nothing is kept."""
    row = db.session.get(Proposal, issue.id)
    if issue.kind is not IssueKind.PROPOSAL or planned is None:
        if row is not None:
            db.session.delete(row)
        return
    numbers = (
        planned.volume,
        planned.estimate,
        planned.male,
        planned.female,
        planned.vulnerable,
    )
    if any(number is not None and number < 0 for number in numbers):
        raise Invalid(_("Angka tidak boleh kurang dari nol."))
    if row is None:
        row = Proposal(issue_id=issue.id)
        db.session.add(row)
    row.field, row.volume, row.estimate = planned.field, planned.volume, planned.estimate
    row.volume_unit = one_line(planned.volume_unit) or None
    row.male, row.female, row.vulnerable = planned.male, planned.female, planned.vulnerable


def _draft_text(text: str | Written) -> Written:
    """A draft may still be empty."""
    if isinstance(text, Written):
        return text
    return discussions.write(text) if clean(text) else Written("", "")


def _hold_draft(actor: Actor, issue: Issue) -> None:
    """Ask whether it is still the actor's draft, and keep it so until the end."""
    if actor.signed_in and issue.thread.author_id == actor.id:
        hold(issue)
        if issue.state is not IssueState.DRAFT:
            raise NotADraft(_("Isu ini sudah terbit, jadi tidak dapat diubah."))
    require(policy.can_edit, actor, issue)
