"""Taking the steps of an issue: verified, assigned, answered, done, opened again."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from forum.city import queries as city
from forum.city.workdays import calendar_day
from forum.core import clock
from forum.core.actor import SYSTEM, Actor, Grant, Role
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, Invalid, Refused, Stale
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean
from forum.discussions import actions as discussions
from forum.discussions.models import Thread
from forum.issues import lifecycle, policy, queries
from forum.issues.actions import clockwork, objections
from forum.issues.actions.parts import hold
from forum.issues.events import IssueHidden, IssueMoved, LaporNoted, StepTaken
from forum.issues.models import (
    Classification,
    ClockKind,
    Issue,
    IssueKind,
    IssueState,
    IssueStep,
    Step,
)
from forum.issues.words import REASONS

NOTE = (3, 2000)
INSPEKTORAT = "inspektorat"
LAPOR = re.compile(r"[0-9]{5,12}")


class TooLate(Refused):
    """The time in which this could be done is over."""


class LaporTaken(Refused):
    """Another issue has this number of the national channel."""


@dataclass(frozen=True)
class Choice:
    """What somebody says with a step; each rule of `lifecycle` says what it wants."""

    note: str = ""
    reason: str | None = None
    unit_id: int | None = None  # to which it is assigned or forwarded
    classification: Classification | None = None
    reported_unit_id: int | None = None


NOTHING = Choice()


@atomic()
def take_step(
    actor: Actor,
    issue: Issue,
    step: Step,
    choice: Choice = NOTHING,
    *,
    before: IssueState | None = None,
    standing: Grant | None = None,
) -> IssueStep:
    """Take a step and note it for everyone who may read the issue.

    `before` is the state that the decision was based on; another one is refused as stale.
    `standing` is the role in which it is taken, where another folder has asked its own policy.
    Raises Forbidden for who may not, Invalid for a choice that lacks something, TooLate for a
    reporter who reopens after the term.
    """
    thread = hold(issue)
    rule = lifecycle.rule_for(issue.kind, step)
    if standing is None:
        require(policy.can_ever_take, actor, issue, step)
        standing = policy.step_standing(actor, issue, step)
    if standing is None or rule is None or step in (Step.MERGE, Step.UNMERGE):
        raise Forbidden("can_ever_take")  # merging holds two issues: it is done by `merging`
    if before is not None and issue.state is not before:
        raise Stale(
            _("Keadaan sudah berubah. Periksa yang terbaru, lalu ulangi bila masih perlu."),
            current={"state": issue.state.value},
        )
    if issue.state not in rule.sources:
        raise Refused(_("Langkah ini tidak dapat diambil dari tahap sekarang."))
    note = checked_note(choice.note, rule.wants_note and not actor.is_system)
    reason = _reason(issue, step, choice.reason) if rule.wants_reason else None
    to_unit_id = _unit(issue, choice) if rule.wants_unit else None
    left, after = issue.state, rule.target or issue.state
    if step is Step.REOPEN:
        _reopen(issue, standing)
    elif step is Step.EXTEND:
        _require_extendable(issue)
    elif step is Step.COMPLETE:
        after = queries.state_before_asking(issue.id)
    elif step is Step.OBJECT:
        objections.note_objection(issue)
    elif step is Step.KEEP:
        objections.answer_objection(actor, issue)
    if to_unit_id is not None:
        issue.owner_unit_id = to_unit_id
    issue.state = after
    discussions.touch(thread)  # before it is told of: the rooms are told the new version
    row = write_step(issue, step, left, standing, actor, note, reason, to_unit_id)
    if issue.state is not IssueState.MERGED:
        _keep_time(issue, step, thread)
    if step is Step.VERIFY and issue.kind is IssueKind.COMPLAINT:
        _classify(actor, issue, thread, choice)
    if step in (Step.CLOSE, Step.OPEN):
        thread.is_closed = step is Step.CLOSE
    clockwork.refresh(issue)
    return row


@atomic()
def note_lapor(actor: Actor, issue: Issue, number: str) -> None:
    """Note its tracking number in the national channel; empty takes it away.

    LaporTaken where another issue has it: the same report is not to be handled twice.
    """
    require(policy.can_note_lapor, actor, issue)
    thread = hold(issue)
    digits = re.sub(r"[\s#.-]", "", number)
    if digits and not LAPOR.fullmatch(digits):
        raise Invalid(_("Nomor LAPOR! terdiri dari 5 sampai 12 angka."))
    if digits:
        other = queries.issue_with_lapor(digits)
        if other is not None and other != issue.id:
            raise LaporTaken(_("Nomor LAPOR! ini sudah dicatat pada isu lain."))
    if (issue.lapor_number or "") == digits:
        return
    issue.lapor_number = digits or None
    discussions.touch(thread)
    record(LaporNoted(issue_id=issue.id, actor_id=actor.id, role=Role.COORDINATOR))


def withdraw_incomplete() -> int:
    """Close what was not completed within the days of UU 25/2009: it counts as withdrawn."""
    count = 0
    for issue_id, asked_on in queries.asked_for_completion(clockwork.AT_ONCE):
        if clock.today() > clockwork.withdrawn_after(asked_on):
            _withdraw(issue_id)
            count += 1
    return count


@atomic()
def _withdraw(issue_id: int) -> None:
    issue = queries.issue_by_id(issue_id)
    hold(issue)
    if issue.state is IssueState.NEEDS_COMPLETION:
        take_step(SYSTEM, issue, Step.REJECT, Choice(reason="tidak_dilengkapi"))


def write_step(
    issue: Issue,
    step: Step,
    left: IssueState,
    standing: Grant,
    actor: Actor,
    note: str,
    reason: str | None = None,
    to_unit_id: int | None = None,
    other_id: int | None = None,
) -> IssueStep:
    """The row of the history, and what is told of it. Of an unnamed reporter no id is kept."""
    as_reporter = standing.role is Role.RESIDENT
    known = None if as_reporter and queries.is_unnamed(issue.id) else actor.id
    row = IssueStep(
        issue_id=issue.id,
        step=step,
        before=left,
        after=issue.state,
        reason=reason,
        note=note,
        actor_id=known,
        role=None if as_reporter else standing.role.value,
        unit_id=standing.unit_id,
        to_unit_id=to_unit_id,
        other_id=other_id,
    )
    db.session.add(row)
    db.session.flush()
    role = "" if as_reporter else standing.words
    record(
        StepTaken(issue_id=issue.id, step_id=row.id, step=step.value, actor_id=known, role=role)
    )
    if left is not issue.state:
        record(
            IssueMoved(
                issue_id=issue.id,
                before=left.value,
                after=issue.state.value,
                actor_id=known,
                role=role,
            )
        )
    return row


def _keep_time(issue: Issue, step: Step, thread: Thread) -> None:
    """What the step means for the promises of the city."""
    kinds, today = ClockKind, clock.today()
    handled = issue.kind in (IssueKind.COMPLAINT, IssueKind.QUESTION)
    if step is Step.VERIFY:
        clockwork.end(issue, kinds.VERIFICATION)
    elif step is Step.ASSIGN:
        clockwork.end(issue, kinds.VERIFICATION)
        if handled:
            clockwork.start(issue, kinds.FIRST_ANSWER, today)
    elif step in (Step.BEGIN, Step.ANSWER):
        clockwork.end(issue, kinds.VERIFICATION, kinds.FIRST_ANSWER)
    if step is Step.ASK:
        clockwork.pause(issue)
    elif issue.state is not IssueState.NEEDS_COMPLETION and handled:
        clockwork.resume(issue)
    if step is Step.EXTEND:
        clockwork.extend(issue)
    if issue.kind is IssueKind.QUESTION and step is Step.ANSWER:
        clockwork.end(issue, kinds.COMPLETION)
    if issue.state in lifecycle.ENDS:
        done = issue.state is IssueState.DONE
        clockwork.end(issue, kinds.VERIFICATION, kinds.FIRST_ANSWER, kept=False)
        clockwork.end(issue, kinds.COMPLETION, kept=done)
    elif issue.state in lifecycle.SETTLED:
        clockwork.end(issue, *kinds)
    if step is Step.REOPEN and handled:
        clockwork.start(issue, kinds.FIRST_ANSWER, today)
        clockwork.start(issue, kinds.COMPLETION, today)


def _classify(actor: Actor, issue: Issue, thread: Thread, choice: Choice) -> None:
    """Ordinary, or for the Inspektorat: then it is secret from now on, and assigned at once."""
    if choice.classification is None:
        raise Invalid(_("Pilih klasifikasi aduan."))
    reported = choice.reported_unit_id
    issue.classification, issue.reported_unit_id = choice.classification, reported
    received = calendar_day(thread.created_at)
    clockwork.set_class(issue, received)
    if choice.classification is not Classification.SUPERVISION:
        return
    inspektorat = city.unit_by_code(INSPEKTORAT)
    if inspektorat is None or inspektorat.is_closed:
        raise Refused(_("Inspektorat belum ada di daftar perangkat daerah."))
    if inspektorat.id == reported:
        raise Refused(
            _("Aduan tentang Inspektorat tidak dapat diteruskan ke Inspektorat. Hubungi Setda.")
        )
    if discussions.members_of(issue.id):
        raise Refused(
            _("Pisahkan dulu isu yang digabung ke sini: aduan rahasia tidak digabung.")
        )
    was_public = not issue.is_secret
    issue.is_secret = True
    take_step(actor, issue, Step.ASSIGN, Choice(unit_id=inspektorat.id))
    if was_public:
        record(IssueHidden(issue_id=issue.id, actor_id=actor.id))


def _reopen(issue: Issue, standing: Grant) -> None:
    """The reporter once, within the term after it was done; a coordinator at any time."""
    if standing.role is not Role.RESIDENT:
        return
    if issue.reopened_at is not None:
        raise TooLate(_("Isu ini sudah pernah Anda buka kembali. Sampaikan isu baru."))
    settled_on = queries.settled_on(issue.id)
    if settled_on is not None and clock.today() > clockwork.reopening_ends(settled_on):
        raise TooLate(_("Batas waktu membuka kembali sudah lewat. Sampaikan isu baru."))
    issue.reopened_at = clock.now()


def _require_extendable(issue: Issue) -> None:
    if not issue.is_formal:
        raise Refused(
            _("Hanya permintaan informasi resmi (UU 14/2008) yang dapat diperpanjang.")
        )
    if queries.was_extended(issue.id):
        raise Refused(_("Waktu permintaan ini sudah diperpanjang satu kali."))


def checked_note(text: str, is_wanted: bool = True) -> str:
    note = clean(text)
    if is_wanted and len(note) < NOTE[0]:
        raise Invalid(_("Tulis keterangan yang dibaca pelapor, paling sedikit 3 huruf."))
    if len(note) > NOTE[1]:
        raise Invalid(_("Keterangan paling panjang 2.000 huruf."))
    return note


def _reason(issue: Issue, step: Step, key: str | None) -> str:
    words = REASONS.get(step, {}).get(key or "")
    if words is None or (words.kinds and issue.kind not in words.kinds):
        raise Invalid(_("Pilih alasan dari daftar."))
    return str(key)


def _unit(issue: Issue, choice: Choice) -> int:
    """An open unit: not the one that has it already, and never the one it is about."""
    if choice.unit_id is None:
        raise Invalid(_("Pilih perangkat daerah."))
    unit = city.unit_by_id(choice.unit_id)
    if unit.is_closed:
        raise Invalid(_("Perangkat daerah ini sudah ditutup."))
    if unit.id == issue.reported_unit_id:
        raise Invalid(_("Aduan tidak ditangani perangkat daerah yang dilaporkan."))
    if unit.id == issue.owner_unit_id:
        raise Invalid(_("Isu ini sudah ditangani perangkat daerah itu."))
    return unit.id
