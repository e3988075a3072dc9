"""Several issues about one matter are handled as one: a link, never a deletion.

Each keeps its page, its words and its author. The head goes on and counts the distinct
supporters of all; the promises for the others end, and go on as they were where the merging
is undone. `discussions.actions.joining` says which threads are one set.
"""

from enum import StrEnum

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import Refused, Stale
from forum.core.outbox import record
from forum.core.policy import require
from forum.discussions import actions as discussions
from forum.issues import lifecycle, policy, queries
from forum.issues.actions import clockwork
from forum.issues.actions.handling import Choice, checked_note, write_step
from forum.issues.actions.parts import STANDING
from forum.issues.events import MergedSetChanged
from forum.issues.models import Issue, IssueState, IssueStep, Step


class Unfit(StrEnum):
    """Why two issues cannot be merged."""

    SAME = "same"
    KIND = "kind"
    CONFIDENTIAL = "rahasia"
    REPORTED = "reported"
    OVER = "over"
    HIDDEN = "hidden"


class NotMergeable(Refused):
    """These two are not to be handled as one."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(_why(why))
        self.why = why


def unfit(issue: Issue, head: Issue) -> Unfit | None:
    """Why `issue` cannot be merged into `head`, which is no member itself; None if it can.

    Secret ones (rahasia) are merged with none: to tell a reporter of another's secret report
    gives it away. What reports a unit is never handled with what does not report it: its
    officials might handle it then.
    """
    reported = issue.reported_unit_id
    tests = {
        Unfit.SAME: issue.id == head.id,
        Unfit.KIND: issue.kind is not head.kind,
        Unfit.CONFIDENTIAL: issue.is_secret or head.is_secret,
        Unfit.REPORTED: reported is not None and reported != head.reported_unit_id,
        Unfit.OVER: head.state in lifecycle.ENDS or head.state is IssueState.DRAFT,
        Unfit.HIDDEN: head.thread.is_hidden,
    }
    return next((why for why, is_so in tests.items() if is_so), None)


def head_of(issue: Issue) -> Issue:
    """The issue that it is handled with: itself, where it is not merged."""
    into = issue.thread.merged_into_id
    return issue if into is None else queries.issue_by_id(into)


@atomic()
def merge(
    actor: Actor,
    issue: Issue,
    other: Issue,
    note: str,
    *,
    before: IssueState | None = None,
) -> IssueStep:
    """Handle an issue with another one; of one that is merged itself, with its head.

    Those that were merged into `issue` come along. `before` is the state that the decision was
    based on. Raises Forbidden, Stale, NotMergeable, Invalid for a note that is missing.
    """
    _hold(issue, other)
    head = head_of(other)
    require(policy.can_merge, actor, issue, head)
    if before is not None and issue.state is not before:
        raise _stale(issue)
    if issue.state not in lifecycle.sources(issue.kind, Step.MERGE):
        raise Refused(_("Isu ini tidak dapat digabung dari tahap sekarang."))
    why = unfit(issue, head)
    if why is not None:
        raise NotMergeable(why)
    standing = policy.step_standing(actor, issue, Step.MERGE)
    assert standing is not None
    left = issue.state
    issue.state = IssueState.MERGED
    moved = discussions.members_of(issue.id)
    discussions.join(issue.thread, head.thread)
    step = write_step(
        issue, Step.MERGE, left, standing, actor, checked_note(note), other_id=head.id
    )
    clockwork.end_by_merge(issue)
    for changed in (head.id, *(thread.id for thread in moved)):
        record(MergedSetChanged(issue_id=changed, actor_id=actor.id))
    return step


@atomic()
def unmerge(
    actor: Actor, issue: Issue, choice: Choice, *, before: IssueState | None = None
) -> IssueStep:
    """Everything as it was: its state, its promises with their days, its supporters, and those
    that came along with it."""
    _hold(issue)
    head = head_of(issue)
    if issue.state is not IssueState.MERGED:
        raise _stale(issue)
    require(policy.can_unmerge, actor, issue, head)
    if before is not None and issue.state is not before:
        raise _stale(issue)
    standing = policy.step_standing(actor, issue, Step.UNMERGE)
    merged = queries.last_step(issue.id, Step.MERGE)
    assert standing is not None
    assert merged is not None
    note = checked_note(choice.note)
    issue.state, issue.objected_at = merged.before, None
    discussions.part(issue.thread, head.thread)
    step = write_step(
        issue, Step.UNMERGE, IssueState.MERGED, standing, actor, note, other_id=head.id
    )
    clockwork.go_on(issue)
    for changed in (head.id, *(thread.id for thread in discussions.members_of(issue.id))):
        record(MergedSetChanged(issue_id=changed, actor_id=actor.id))
    return step


@atomic()
def members_changed(issue_id: int) -> None:
    """What the page of its head shows of it changed; nothing where it is not merged."""
    into = queries.head_id_of(issue_id)
    if into is None:
        return
    head = queries.issue_by_id(into)
    lock(head.thread)
    discussions.touch(head.thread)
    record(MergedSetChanged(issue_id=into))


def _hold(*issues: Issue) -> None:
    """Lock the sets of both, then read how far they have come by now."""
    discussions.hold_sets(*(issue.id for issue in issues))
    for issue in issues:
        db.session.refresh(issue, STANDING)


def _stale(issue: Issue) -> Stale:
    return Stale(
        _("Keadaan sudah berubah. Periksa yang terbaru, lalu ulangi bila masih perlu."),
        current={"state": issue.state.value},
    )


def _why(why: Unfit) -> str:
    words = {
        Unfit.SAME: _("Keduanya isu yang sama. Pilih isu lain."),
        Unfit.KIND: _("Jenisnya berbeda. Gabungkan hanya isu yang sejenis."),
        Unfit.CONFIDENTIAL: _("Laporan rahasia tidak digabung: tiap pelapor dilayani sendiri."),
        Unfit.REPORTED: _("Isu ini melaporkan perangkat daerah yang lain. Tangani terpisah."),
        Unfit.OVER: _("Penanganan isu tujuan sudah berakhir. Tangani isu ini sendiri."),
        Unfit.HIDDEN: _("Isu tujuan disembunyikan moderator. Pilih isu lain."),
    }
    return words[why]
