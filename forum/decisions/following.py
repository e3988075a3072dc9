"""Those who follow an issue hear of its official answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum import notifications
from forum.core.db import db
from forum.core.events import subscribe
from forum.decisions import queries
from forum.decisions.events import AnswerPublished, ConfirmationAsked
from forum.decisions.models import OfficialAnswer
from forum.discussions.models import Thread
from forum.notifications.models import Matter


@subscribe(AnswerPublished)
def tell_those_who_follow(event: AnswerPublished) -> None:
    notifications.tell_followers(
        Matter.THREAD,
        event.issue_id,
        key=f"answer:{event.answer_id}",
        kind="followed_answer",
        facts={"issue_id": event.issue_id, "answer_id": event.answer_id},
        about=notifications.key_of(Matter.THREAD, event.issue_id),
    )


@subscribe(ConfirmationAsked)
def tell_those_who_follow_of_the_end(event: ConfirmationAsked) -> None:
    """Under the key of what supporters are told: whoever is one hears it once, in those words."""
    notifications.tell_followers(
        Matter.THREAD,
        event.issue_id,
        key=f"closing:{event.closing_id}",
        kind="followed_finish",
        facts={"issue_id": event.issue_id},
        about=notifications.key_of(Matter.THREAD, event.issue_id),
    )


def who_raised(facts: Mapping[str, Any]) -> list[int | None]:
    return [db.session.scalar(select(Thread.author_id).where(Thread.id == facts["issue_id"]))]


@notifications.kind("followed_finish", besides=who_raised)
def finish_words(many: Sequence[Mapping[str, Any]]) -> list[notifications.Text]:
    return [
        notifications.Text(_("Dinyatakan selesai."), f"/isu/{facts['issue_id']}")
        for facts in many
    ]


def who_knows(facts: Mapping[str, Any]) -> list[int | None]:
    """Who wrote the answer, and who raised the issue: they hear of it in other words."""
    asked = select(Thread.author_id).where(Thread.id == facts["issue_id"])
    wrote = select(OfficialAnswer.author_id).where(OfficialAnswer.id == facts["answer_id"])
    return [db.session.scalar(asked), db.session.scalar(wrote)]


@notifications.kind("followed_answer", besides=who_knows)
def answer_words(many: Sequence[Mapping[str, Any]]) -> list[notifications.Text]:
    units = queries.units_that_answered(facts["answer_id"] for facts in many)
    return [
        notifications.Text(
            _("%(unit)s memberi jawaban resmi.", unit=units[facts["answer_id"]])
            if facts["answer_id"] in units
            else _("Ada jawaban resmi."),
            f"/isu/{facts['issue_id']}#jawaban-{facts['answer_id']}",
        )
        for facts in many
    ]
