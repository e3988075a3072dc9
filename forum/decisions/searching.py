"""How official answers and what was promised in them are found: by whoever may see the issue."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from forum import search
from forum.city.models import Unit
from forum.core import clock, markdown
from forum.core.actor import Actor
from forum.core.db import db
from forum.decisions.models import Commitment, OfficialAnswer, Standing
from forum.decisions.words import LATE, STANDINGS
from forum.discussions.models import Thread
from forum.issues import policy as issues
from forum.issues.models import Issue
from forum.search import Entry, Found, Watch
from forum.search.kinds import RefId, states
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
            select(OfficialAnswer, Thread.title, Unit.name, Unit.short_name)
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
                status=("go", "shield", short or unit),
                facts=(_("Tenggat %(day)s", day=short_day(answer.due_on)),)
                if answer.due_on
                else (),
                by=answer.owner,
            )
            for answer, title, unit, short in rows
        }


@search.kind("commitment")
class Commitments:
    """What a unit promised, or why it cannot; not what a later answer took the place of."""

    number = 7
    label, one = _l("Janji"), _l("Janji")
    watches = (
        Watch(
            Commitment,
            ("what", "owner", "unit_id", "issue_id", "standing", "created_at"),
            lambda commitment: [commitment.id],
        ),
    )

    def visible_to(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool]:
        shown = (
            select(Commitment.id)
            .join(Issue, Issue.id == Commitment.issue_id)
            .join(Thread, Thread.id == Issue.id)
        )
        return (
            shown.where(Commitment.id == ref_id, *_shown_to(viewer))
            .correlate_except(Commitment, Issue, Thread)
            .exists()
        )

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool] | None:
        return ref_id.in_(
            select(Commitment.id)
            .join(OfficialAnswer, OfficialAnswer.id == Commitment.answer_id)
            .where(OfficialAnswer.author_id == viewer.id)
        )

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(Commitment, Issue.area_id, Issue.category_id, Unit.name, Unit.short_name)
            .join(Issue, Issue.id == Commitment.issue_id)
            .join(Unit, Unit.id == Commitment.unit_id)
            .where(Commitment.id.in_(ref_ids), Commitment.standing != Standing.REPLACED)
        )
        for promise, area_id, category_id, unit, short in rows:
            yield Entry(
                ref_id=promise.id,
                at=promise.created_at,
                title=promise.what,
                also="\n".join((promise.owner, unit, short)),
                group_id=promise.issue_id,
                state=promise.standing.value,
                area_id=area_id,
                unit_id=promise.unit_id,
                category_id=category_id,
            )

    def refs(self, after: int, limit: int) -> Sequence[int]:
        return db.session.scalars(
            select(Commitment.id)
            .where(Commitment.id > after, Commitment.standing != Standing.REPLACED)
            .order_by(Commitment.id)
            .limit(limit)
        ).all()

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        rows = db.session.execute(
            select(Commitment, Thread.title, Unit.name, Unit.short_name)
            .join(Issue, Issue.id == Commitment.issue_id)
            .join(Thread, Thread.id == Issue.id)
            .join(Unit, Unit.id == Commitment.unit_id)
            .where(Commitment.id.in_(ref_ids), *_shown_to(viewer))
        )
        return {
            promise.id: _promise(promise, title, short or unit)
            for promise, title, unit, short in rows
        }


def _promise(promise: Commitment, title: str, unit: str) -> Found:
    late = promise.is_late(clock.today())
    words = LATE if late else STANDINGS[promise.standing]
    due = promise.due_on and _("Tenggat %(day)s", day=short_day(promise.due_on))
    return Found(
        title=promise.what,
        text=promise.owner,
        url=f"/tindak-lanjut/{promise.id}",
        at=promise.created_at,
        status=(words.look, words.icon, str(words.label)),
        facts=tuple(fact for fact in (unit, due) if fact),
        within=title,
    )


states("berjalan", lambda: _("Dijanjikan, berjalan"), Standing.RUNNING.value)


def _shown_to(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    return Thread.is_hidden.is_(False), issues.visible_to(viewer)
