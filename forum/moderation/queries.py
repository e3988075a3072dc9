"""What a page may ask about cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.models import UtcDateTime
from forum.core.policy import require
from forum.moderation.models import Case, CaseState, Flag
from forum.moderation.policy import can_moderate
from forum.moderation.subjects import SUBJECTS, Content
from forum.web.paging import Page, cut, decode

PAGE = 20
LARGEST = 2**31 - 1  # of the ids there can be
DECIDED = (CaseState.HIDDEN, CaseState.KEPT, CaseState.RESTORED)


@dataclass(frozen=True)
class CaseView:
    """A case with what it is about; `content` is None where that is gone."""

    case: Case
    content: Content | None


@dataclass(frozen=True)
class Counts:
    open: int
    decided: int


def case_for(viewer: Actor, case_id: int) -> Case:
    """The case, for those who moderate."""
    require(can_moderate, viewer)
    if not 0 < case_id <= LARGEST:
        raise NotFound("case")
    case = db.session.scalar(
        select(Case)
        .where(Case.id == case_id)
        .options(selectinload(Case.flags), joinedload(Case.decided_by))
    )
    if case is None:
        raise NotFound("case")
    return case


def view_of(case: Case) -> CaseView:
    return _with_contents([case])[0]


def open_case_about(kind: str, content_id: int) -> Case | None:
    return db.session.scalar(
        select(Case).where(
            Case.subject_kind == kind,
            Case.subject_id == content_id,
            Case.state == CaseState.OPEN,
        )
    )


def flag_of(actor: Actor, case_id: int) -> Flag | None:
    return db.session.scalar(
        select(Flag).where(Flag.case_id == case_id, Flag.reporter_id == actor.id)
    )


def counts() -> Counts:
    rows = db.session.execute(select(Case.state, func.count()).group_by(Case.state))
    by_state = dict(rows.all())
    return Counts(
        open=by_state.get(CaseState.OPEN, 0),
        decided=sum(by_state.get(state, 0) for state in DECIDED),
    )


def open_cases(cursor: str | None = None) -> Page[CaseView]:
    """What waits for a decision; the longest first."""
    after = _place(cursor)
    statement = _cases().where(Case.state == CaseState.OPEN)
    if after is not None:
        statement = statement.where(tuple_(Case.opened_at, Case.id) > after)
    cases = db.session.scalars(
        statement.order_by(Case.opened_at, Case.id).limit(PAGE + 1)
    ).all()
    return _page(cases, lambda view: (view.case.opened_at, view.case.id), after is None)


def decided_cases(cursor: str | None = None) -> Page[CaseView]:
    """What was decided; the latest first."""
    after = _place(cursor)
    statement = _cases().where(Case.state.in_(DECIDED))
    if after is not None:
        statement = statement.where(tuple_(Case.decided_at, Case.id) < after)
    cases = db.session.scalars(
        statement.order_by(Case.decided_at.desc(), Case.id.desc()).limit(PAGE + 1)
    ).all()
    return _page(cases, lambda view: (view.case.decided_at, view.case.id), after is None)


def messages_about(kind: str, content_ids: Iterable[int]) -> Mapping[int, str]:
    """What the moderator wrote to the authors of these hidden pieces of content."""
    ids = set(content_ids)
    if not ids:
        return {}
    rows = db.session.execute(
        select(Case.subject_id, Case.message)
        .where(
            Case.subject_kind == kind,
            Case.subject_id.in_(ids),
            Case.state == CaseState.HIDDEN,
        )
        .order_by(Case.id)
    )
    return {content_id: message or "" for content_id, message in rows}


def cases_by_id(case_ids: Iterable[int]) -> Mapping[int, CaseView]:
    cases = db.session.scalars(_cases().where(Case.id.in_(set(case_ids)))).all()
    return {view.case.id: view for view in _with_contents(cases)}


def _cases() -> Any:
    return select(Case).options(selectinload(Case.flags), joinedload(Case.decided_by))


def _place(cursor: str | None) -> Any:
    key = decode(cursor, datetime, int)
    if key is None or key[0].tzinfo is None or not 0 < key[1] <= LARGEST:
        return None
    return tuple_(literal(key[0], UtcDateTime()), literal(key[1]))


def _page(cases: Sequence[Case], key: Any, is_first: bool) -> Page[CaseView]:
    return cut(_with_contents(cases), PAGE, key, is_first=is_first)


def _with_contents(cases: Sequence[Case]) -> list[CaseView]:
    contents = {
        kind: subject.load(case.subject_id for case in cases if case.subject_kind == kind)
        for kind, subject in SUBJECTS.items()
        if any(case.subject_kind == kind for case in cases)
    }
    return [
        CaseView(case, contents.get(case.subject_kind, {}).get(case.subject_id))
        for case in cases
    ]
