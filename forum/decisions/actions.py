"""What can be decided about an issue."""

from datetime import date

from flask_babel import gettext as _

from forum.city import queries as city
from forum.core import clock, markdown
from forum.core.actor import Actor, Grant
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.decisions import policy
from forum.decisions.events import AnswerPublished
from forum.decisions.models import OfficialAnswer
from forum.issues import actions as issues
from forum.issues.models import Issue, IssueState
from forum.issues.models import Step as IssueStep

LONGEST = 10_000
BEFORE_AN_ANSWER = frozenset(
    {
        IssueState.RECEIVED,
        IssueState.VERIFIED,
        IssueState.ASSIGNED,
        IssueState.IN_PROGRESS,
        IssueState.NEEDS_COMPLETION,
        IssueState.REOPENED,
    }
)


@atomic()
def publish_answer(
    actor: Actor, issue: Issue, *, unit_id: int, text: str, owner: str, due_on: date
) -> OfficialAnswer:
    """Answer in the name of a unit: who is in charge, and by when.

    A complaint or question that waited for it moves on to `ditanggapi`.
    """
    require(policy.can_answer_for, actor, issue, unit_id)
    if city.unit_by_id(unit_id).is_closed:
        raise Invalid(_("Perangkat daerah ini sudah ditutup, jadi tidak memberi jawaban baru."))
    text, owner = text.strip(), " ".join(owner.split())
    if not 1 <= len(text) <= LONGEST:
        raise Invalid(_("Tulis jawaban, paling banyak 10.000 huruf."))
    if not 2 <= len(owner) <= 160:
        raise Invalid(_("Sebutkan penanggung jawab, 2 sampai 160 huruf."))
    if due_on < clock.today():
        raise Invalid(_("Tenggat tidak boleh di masa lalu."))
    answer = OfficialAnswer(
        issue_id=issue.id,
        unit_id=unit_id,
        author_id=actor.id,
        source=text,
        html=markdown.render(text),
        owner=owner,
        due_on=due_on,
    )
    db.session.add(answer)
    db.session.flush()
    if issue.state in BEFORE_AN_ANSWER and issue.owner_unit_id in (None, unit_id):
        issue.owner_unit_id = unit_id  # whoever answers first, answers for it
        role = actor.role_for_unit(unit_id, *policy.ANSWERING)
        issues.take_step(actor, issue, IssueStep.ANSWER, standing=Grant(role, unit_id=unit_id))
    record(AnswerPublished(issue_id=issue.id, answer_id=answer.id, actor_id=actor.id))
    issues.chain_changed(issue.id)
    return answer
