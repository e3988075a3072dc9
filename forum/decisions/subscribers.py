"""What follows from an answer."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum import notifications
from forum.core.db import db
from forum.core.events import subscribe
from forum.decisions import queries
from forum.decisions.events import AnswerPublished
from forum.discussions.models import Thread


@subscribe(AnswerPublished)
def tell_the_author(event: AnswerPublished) -> None:
    """Who raised the issue hears that it was answered."""
    thread = db.session.get(Thread, event.issue_id)
    if thread is not None and thread.author_id != event.actor_id:
        notifications.notify(
            thread.author_id,
            key=f"answer:{event.answer_id}",
            kind="issue_answered",
            facts={"issue_id": event.issue_id, "answer_id": event.answer_id},
        )


@notifications.kind("issue_answered")
def issue_answered(many: Sequence[dict[str, int]]) -> list[notifications.Text]:
    units = queries.units_that_answered(facts["answer_id"] for facts in many)
    return [
        notifications.Text(
            _("%(unit)s menjawab isu Anda.", unit=units[facts["answer_id"]])
            if facts["answer_id"] in units
            else _("Isu Anda mendapat jawaban resmi."),
            url_for(
                "issues.detail",
                issue_id=facts["issue_id"],
                _anchor=f"jawaban-{facts['answer_id']}",
            ),
        )
        for facts in many
    ]
