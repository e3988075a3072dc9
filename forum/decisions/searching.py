"""How official answers are found: with their issue, by whoever may see that."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from forum import search
from forum.city.models import Unit
from forum.core import markdown
from forum.core.actor import Actor
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.discussions.models import Thread
from forum.issues import policy as issues
from forum.issues.models import Issue
from forum.search import Entry, Found, Watch
from forum.search.kinds import RefId
from forum.web.filters import short_day


@search.kind("answer")
class Answers:
    """What a unit answered, who is in charge, and by when."""

    number = 6
    label, one = _l("Jawaban resmi"), _l("Jawaban resmi")
    watches = (
        Watch(
            OfficialAnswer,
            ("source", "owner", "unit_id", "issue_id", "created_at"),
            lambda answer: [answer.id],
        ),
    )

    def visible_to(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool]:
        shown = (
            select(OfficialAnswer.id)
            .join(Issue, Issue.id == OfficialAnswer.issue_id)
            .join(Thread, Thread.id == Issue.id)
        )
        return (
            shown.where(OfficialAnswer.id == ref_id, *_shown_to(viewer))
            .correlate_except(OfficialAnswer, Issue, Thread)
            .exists()
        )

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool] | None:
        return ref_id.in_(
            select(OfficialAnswer.id).where(OfficialAnswer.author_id == viewer.id)
        )

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(OfficialAnswer, Issue.area_id, Issue.category_id, Unit.name, Unit.short_name)
            .join(Issue, Issue.id == OfficialAnswer.issue_id)
            .join(Unit, Unit.id == OfficialAnswer.unit_id)
            .where(OfficialAnswer.id.in_(ref_ids))
        )
        for answer, area_id, category_id, unit, short in rows:
            yield Entry(
                ref_id=answer.id,
                at=answer.created_at,
                text=markdown.plain(answer.source),
                also="\n".join((answer.owner, unit, short)),
                group_id=answer.issue_id,
                area_id=area_id,
                unit_id=answer.unit_id,
                category_id=category_id,
            )

    def refs(self, after: int, limit: int) -> Sequence[int]:
        return db.session.scalars(
            select(OfficialAnswer.id)
            .where(OfficialAnswer.id > after)
            .order_by(OfficialAnswer.id)
            .limit(limit)
        ).all()

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        rows = db.session.execute(
            select(OfficialAnswer, Thread.title, Unit.short_name)
            .join(Issue, Issue.id == OfficialAnswer.issue_id)
            .join(Thread, Thread.id == Issue.id)
            .join(Unit, Unit.id == OfficialAnswer.unit_id)
            .where(OfficialAnswer.id.in_(ref_ids), *_shown_to(viewer))
        )
        return {
            answer.id: Found(
                title=title,
                text=markdown.plain(answer.source),
                url=f"/isu/{answer.issue_id}#jawaban-{answer.id}",
                at=answer.created_at,
                status=("go", "shield", unit),
                facts=(_("Tenggat %(day)s", day=short_day(answer.due_on)),)
                if answer.due_on
                else (),
                by=answer.owner,
            )
            for answer, title, unit in rows
        }


def _shown_to(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    return Thread.is_hidden.is_(False), issues.visible_to(viewer)
