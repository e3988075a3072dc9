"""Answering for a unit: what comes of it, why, who is in charge, and what is promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from forum.city import queries as city
from forum.core import clock, markdown
from forum.core.actor import Actor, Grant
from forum.core.db import atomic, db
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.decisions import policy, queries
from forum.decisions.events import AnswerPublished
from forum.decisions.models import (
    Commitment,
    CommitmentNote,
    NoteKind,
    OfficialAnswer,
    Result,
    Standing,
)
from forum.decisions.words import REASONS, reasons_for
from forum.issues import actions as issues
from forum.issues import lifecycle
from forum.issues.actions import NOTE, Choice
from forum.issues.models import Issue, IssueKind, IssueState, Step

LONGEST = 10_000
WHAT = 300
OWNER = (2, 160)
MOST_MONEY = 10**15  # rupiah
MOST_PROMISES = 10
PROMISED = (Result.ACCEPTED, Result.PARTLY)
OF_PROPOSALS = {
    Result.ACCEPTED: (Step.ACCEPT, IssueState.ACCEPTED),
    Result.PARTLY: (Step.ACCEPT_PART, IssueState.PARTLY_ACCEPTED),
    Result.POSTPONED: (Step.POSTPONE, IssueState.POSTPONED),
    Result.REFUSED: (Step.REJECT, IssueState.REJECTED),
}


@dataclass(frozen=True)
class Promise:
    """One thing that will be done. `estimate` in rupiah; without an owner, the answer's."""

    what: str
    due_on: date
    estimate: int | None = None
    owner: str = ""


@atomic()
def publish_answer(
    actor: Actor,
    issue: Issue,
    *,
    unit_id: int,
    result: Result,
    text: str,
    owner: str,
    reason: str | None = None,
    promises: Sequence[Promise] = (),
    review_on: date | None = None,
) -> OfficialAnswer:
    """Answer in the name of the unit in charge, and enter in the ledger what comes of it.

    Accepted in whole or in part: with what is promised, which a complaint and a proposal cannot
    do without. Postponed: with the day on which it is looked at again. Each but the first with
    a reason from the list. The issue moves on as its kind does. Raises Invalid for what lacks
    something, Refused where the issue cannot be answered so from where it stands.
    """
    issues.hold(issue)
    require(policy.can_answer_for, actor, issue, unit_id)
    if city.unit_by_id(unit_id).is_closed:
        raise Invalid(_("Perangkat daerah ini sudah ditutup, jadi tidak memberi jawaban baru."))
    text, owner = clean(text), one_line(owner)
    if not 1 <= len(text) <= LONGEST:
        raise Invalid(_("Tulis jawaban, paling banyak 10.000 huruf."))
    if not OWNER[0] <= len(owner) <= OWNER[1]:
        raise Invalid(_("Sebutkan penanggung jawab, 2 sampai 160 huruf."))
    if result in REASONS and reason not in reasons_for(result, issue.kind):
        raise Invalid(_("Pilih alasan dari daftar."))
    given = _checked(issue, result, promises, owner)
    answer = OfficialAnswer(
        issue_id=issue.id,
        unit_id=unit_id,
        author_id=actor.id,
        result=result,
        reason=reason if result in REASONS else None,
        source=text,
        html=markdown.render(text),
        owner=owner,
        due_on=_due(result, given, review_on),
    )
    db.session.add(answer)
    db.session.flush()
    _replace_earlier(actor, answer)
    _enter(answer, given)
    _move(actor, issue, answer)
    record(AnswerPublished(issue_id=issue.id, answer_id=answer.id, actor_id=actor.id))
    issues.chain_changed(issue.id)
    return answer


def _checked(
    issue: Issue, result: Result, promises: Sequence[Promise], owner: str
) -> list[Promise]:
    if result not in PROMISED:
        return []
    if len(promises) > MOST_PROMISES:
        raise Invalid(_("Paling banyak 10 pekerjaan dalam satu jawaban."))
    given = []
    for promise in promises:
        what, who = one_line(promise.what), one_line(promise.owner) or owner
        if not 3 <= len(what) <= WHAT:
            raise Invalid(_("Sebutkan pekerjaan yang dijanjikan, 3 sampai 300 huruf."))
        if not OWNER[0] <= len(who) <= OWNER[1]:
            raise Invalid(_("Sebutkan penanggung jawab, 2 sampai 160 huruf."))
        if promise.due_on < clock.today():
            raise Invalid(_("Tenggat tidak boleh di masa lalu."))
        if promise.estimate is not None and not 0 <= promise.estimate <= MOST_MONEY:
            raise Invalid(_("Biaya tidak boleh kurang dari nol."))
        given.append(Promise(what, promise.due_on, promise.estimate, who))
    if not given and issue.kind in (IssueKind.COMPLAINT, IssueKind.PROPOSAL):
        raise Invalid(_("Sebutkan pekerjaan yang dijanjikan, 3 sampai 300 huruf."))
    return given


def _due(result: Result, given: Sequence[Promise], review_on: date | None) -> date | None:
    if result is Result.POSTPONED:
        if review_on is None or review_on < clock.today():
            raise Invalid(_("Sebutkan kapan hal ini ditinjau lagi."))
        return review_on
    return max((promise.due_on for promise in given), default=None)


def _replace_earlier(actor: Actor, answer: OfficialAnswer) -> None:
    """A "not now" or "no" gives way to any later answer; promises only to one of these two."""
    waiting = {Standing.POSTPONED, Standing.REFUSED}
    if answer.result not in PROMISED:
        waiting.add(Standing.RUNNING)
    for earlier in queries.commitments_of(answer.issue_id):
        if earlier.standing not in waiting:
            continue
        earlier.standing, earlier.closed_on = Standing.REPLACED, clock.today()
        db.session.add(
            CommitmentNote(
                commitment_id=earlier.id,
                kind=NoteKind.REPLACED,
                text=markdown.excerpt(answer.source, WHAT),
                author_id=actor.id,
                unit_id=answer.unit_id,
            )
        )


def _enter(answer: OfficialAnswer, given: Sequence[Promise]) -> None:
    if answer.result in PROMISED:
        rows = [
            {
                "what": one.what,
                "owner": one.owner,
                "due_on": one.due_on,
                "estimate": one.estimate,
            }
            for one in given
        ]
        standing = Standing.RUNNING
    else:
        refused = answer.result is Result.REFUSED
        standing = Standing.REFUSED if refused else Standing.POSTPONED
        said = markdown.excerpt(answer.source, WHAT)
        rows = [{"what": said, "owner": answer.owner, "due_on": answer.due_on}]
    for row in rows:
        db.session.add(
            Commitment(
                issue_id=answer.issue_id,
                answer_id=answer.id,
                unit_id=answer.unit_id,
                standing=standing,
                reason=None if standing is Standing.RUNNING else answer.reason,
                closed_on=clock.today() if standing is Standing.REFUSED else None,
                **row,
            )
        )
    db.session.flush()


def _move(actor: Actor, issue: Issue, answer: OfficialAnswer) -> None:
    """Take the step that this answer is, for its kind of issue; a discussion has none."""
    step, target = Step.ANSWER, IssueState.ANSWERED
    assert answer.result is not None
    if issue.kind is IssueKind.PROPOSAL:
        step, target = OF_PROPOSALS[answer.result]
        underway = issue.state is IssueState.CARRIED_OUT and answer.result in PROMISED
        if underway or issue.state is target:
            return
    if lifecycle.rule_for(issue.kind, step) is None:
        if issue.owner_unit_id is None:
            issue.owner_unit_id = answer.unit_id
        return
    if issue.state not in lifecycle.sources(issue.kind, step):
        raise Refused(_("Dari tahap sekarang, jawaban dengan hasil ini tidak dapat diberikan."))
    issue.owner_unit_id = answer.unit_id  # whoever answers first, answers for it
    role = actor.role_for_unit(answer.unit_id, *policy.ANSWERING)
    issues.take_step(
        actor,
        issue,
        step,
        Choice(note=markdown.excerpt(answer.source, NOTE[1]), reason=answer.reason)
        if step is Step.REJECT
        else Choice(),
        standing=Grant(role, unit_id=answer.unit_id),
    )
