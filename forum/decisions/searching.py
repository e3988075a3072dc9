"""How official answers and what was promised in them are found: by whoever may see the issue."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

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


class _OfIssue(search.Kind):
    """Goes with its issue: who may not find that, may not find it either."""

    def shown_to(self, viewer: Actor) -> Select[Any]:
        thing = self.tables[0]
        statement = (
            select(thing.id)
            .join(Issue, Issue.id == thing.issue_id)
            .join(Thread, Thread.id == Issue.id)
        )
        return statement.where(*_shown_to(viewer))

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        thing = self.tables[0]
        rows = db.session.execute(
            select(thing, Issue.area_id, Issue.category_id, Unit.name, Unit.short_name)
            .join(Issue, Issue.id == thing.issue_id)
            .join(Unit, Unit.id == thing.unit_id)
            .where(thing.id.in_(ref_ids), thing.id.in_(self.indexed().correlate(None)))
        )
        for one, area_id, category_id, unit, short in rows:
            yield Entry(
                ref_id=one.id,
                at=one.created_at,
                also="\n".join((one.owner, unit, short)),
                group_id=one.issue_id,
                area_id=area_id,
                unit_id=one.unit_id,
                category_id=category_id,
                **self.words_of(one),
            )

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        thing = self.tables[0]
        rows = db.session.execute(
            select(thing, Thread.title, Unit.name, Unit.short_name)
            .join(Issue, Issue.id == thing.issue_id)
            .join(Thread, Thread.id == Issue.id)
            .join(Unit, Unit.id == thing.unit_id)
            .where(thing.id.in_(ref_ids), *_shown_to(viewer))
        )
        return {
            one.id: self.result(one, title, short or unit) for one, title, unit, short in rows
        }

    @abstractmethod
    def words_of(self, one: Any) -> dict[str, str]:
        """What an entry has of the thing itself."""

    @abstractmethod
    def result(self, one: Any, title: str, unit: str) -> Found:
        """As it is shown, with the title of its issue and the name of its unit."""


@search.kind("answer")
class Answers(_OfIssue):
    """What a unit answered, who is in charge, and by when."""

    number = 6
    tables = (OfficialAnswer, Issue, Thread)
    label, one = _l("Jawaban resmi"), _l("Jawaban resmi")
    watches = (
        Watch(
            OfficialAnswer,
            ("source", "owner", "unit_id", "issue_id", "created_at"),
            lambda answer: [answer.id],
        ),
    )

    def indexed(self) -> Select[Any]:
        return select(OfficialAnswer.id)

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool] | None:
        return ref_id.in_(
            select(OfficialAnswer.id).where(OfficialAnswer.author_id == viewer.id)
        )

    def words_of(self, one: OfficialAnswer) -> dict[str, str]:
        return {"text": markdown.plain(one.source)}

    def result(self, one: OfficialAnswer, title: str, unit: str) -> Found:
        return Found(
            title=title,
            text=markdown.plain(one.source),
            url=f"/isu/{one.issue_id}#jawaban-{one.id}",
            at=one.created_at,
            status=("go", "shield", unit),
            facts=_due(one.due_on),
            by=one.owner,
        )


@search.kind("commitment")
class Commitments(_OfIssue):
    """What a unit promised, or why it cannot; not what a later answer took the place of."""

    number = 7
    tables = (Commitment, Issue, Thread)
    label, one = _l("Janji"), _l("Janji")
    watches = (
        Watch(
            Commitment,
            ("what", "owner", "unit_id", "issue_id", "standing", "created_at"),
            lambda commitment: [commitment.id],
        ),
    )

    def indexed(self) -> Select[Any]:
        return select(Commitment.id).where(Commitment.standing != Standing.REPLACED)

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool] | None:
        return ref_id.in_(
            select(Commitment.id)
            .join(OfficialAnswer, OfficialAnswer.id == Commitment.answer_id)
            .where(OfficialAnswer.author_id == viewer.id)
        )

    def words_of(self, one: Commitment) -> dict[str, str]:
        return {"title": one.what, "state": one.standing.value}

    def result(self, one: Commitment, title: str, unit: str) -> Found:
        words = LATE if one.is_late(clock.today()) else STANDINGS[one.standing]
        return Found(
            title=one.what,
            text=one.owner,
            url=f"/tindak-lanjut/{one.id}",
            at=one.created_at,
            status=(words.look, words.icon, str(words.label)),
            facts=(unit, *_due(one.due_on)),
            within=title,
        )


states("berjalan", lambda: _("Dijanjikan, berjalan"), Standing.RUNNING.value)


def _due(day: date | None) -> tuple[str, ...]:
    return (_("Tenggat %(day)s", day=short_day(day)),) if day else ()


def _shown_to(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    return Thread.is_hidden.is_(False), issues.visible_to(viewer)
