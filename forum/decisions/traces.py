"""What is kept of the answers a person wrote for their unit: to give, and to erase.

Official answers stay: they are the unit's. Only the name of whoever wrote them goes out.
"""

from sqlalchemy import select

from forum.accounts import traces
from forum.core import markdown
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.issues import actions as issues
from forum.privacy.naming import MASK, names_of


@traces.exports("jawaban resmi")
def export_answers(user_id: int) -> traces.Rows:
    return [
        {
            "isu": answer.issue_id,
            "isi": answer.source,
            "penanggung jawab": answer.owner,
            "tenggat": answer.due_on.isoformat(),
            "ditulis": answer.created_at.isoformat(timespec="seconds"),
        }
        for answer in _answers_of(user_id)
    ]


@traces.erases
def take_the_name_out(user_id: int) -> None:
    names = names_of(user_id)
    for answer in _answers_of(user_id):
        if names.stand_in(answer.owner):
            answer.owner = names.mask(answer.owner)[:160] or MASK
        if names.stand_in(answer.source):
            answer.source = names.mask(answer.source)
            answer.html = markdown.render(answer.source)
        issues.chain_changed(answer.issue_id)


def _answers_of(user_id: int) -> list[OfficialAnswer]:
    return list(
        db.session.scalars(
            select(OfficialAnswer)
            .where(OfficialAnswer.author_id == user_id)
            .order_by(OfficialAnswer.id)
        )
    )
