"""What a page may ask about verifications."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts import addresses, phones
from forum.accounts.models import User
from forum.city.models import Area, AreaLevel
from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import db
from forum.core.errors import NotFound
from forum.verification import policy
from forum.verification.codes import hash_of
from forum.verification.models import (
    BatchCode,
    CaseState,
    CodeBatch,
    ConflictCase,
    DeskCode,
    NikClaim,
    VerificationRecord,
)
from forum.web.paging import Page, cut, decode

PAGE = 30
AT_THE_DESK = timedelta(minutes=30)  # how long whom a code named stays open to the officer

# --- records


def records_of(user_id: int) -> Sequence[VerificationRecord]:
    """Every time this person was verified, the latest first."""
    statement = select(VerificationRecord).where(VerificationRecord.user_id == user_id)
    statement = statement.options(
        joinedload(VerificationRecord.area), joinedload(VerificationRecord.officer)
    )
    return db.session.scalars(statement.order_by(VerificationRecord.id.desc())).all()


def records_in_force(user_id: int, at: datetime) -> Sequence[VerificationRecord]:
    statement = select(VerificationRecord).where(
        VerificationRecord.user_id == user_id,
        VerificationRecord.revoked_at.is_(None),
        VerificationRecord.until > at,
    )
    return db.session.scalars(statement.order_by(VerificationRecord.id)).all()


def held_since(user_id: int, level: Verification) -> datetime | None:
    """Since when, without a break, this person has been verified this far; None: not now."""
    known = db.session.execute(
        select(User.verification, User.verified_at, User.verified_until).where(
            User.id == user_id
        )
    ).one_or_none()
    if known is None:
        return None
    now = clock.now()
    spans = [
        (record.at, record.ended_at)
        for record in db.session.scalars(
            select(VerificationRecord).where(VerificationRecord.user_id == user_id)
        )
        if record.level.reaches(level)
    ]
    held, at, until = known
    if at is not None and held.reaches(level):
        spans.append((at, until or datetime.max.replace(tzinfo=now.tzinfo)))
    return _unbroken(spans, now)


def _unbroken(spans: list[tuple[datetime, datetime]], now: datetime) -> datetime | None:
    """The beginning of the chain of spans, each begun before the one before ended, up to now."""
    beginning = end = None
    for begun, ended in sorted(spans):
        if end is None or begun > end:
            beginning, end = begun, ended
        else:
            end = max(end, ended)
    return beginning if end is not None and end > now else None


def records_page(viewer: Actor, cursor: str | None = None) -> Page[VerificationRecord]:
    """Who was verified in the areas of this officer, the latest first, 30 on a page."""
    statement = (
        select(VerificationRecord)
        .join(VerificationRecord.user)
        .where(policy.visible_to(viewer, User.area_id))
        .options(
            joinedload(VerificationRecord.user),
            joinedload(VerificationRecord.area),
            joinedload(VerificationRecord.officer),
        )
    )
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(VerificationRecord.id < after[0])
    rows = db.session.scalars(
        statement.order_by(VerificationRecord.id.desc()).limit(PAGE + 1)
    ).all()
    return cut(rows, PAGE, lambda record: (record.id,), is_first=after is None)


def person_for(viewer: Actor, user_id: int) -> User:
    """Someone whose verification this officer answers for; else they do not exist."""
    user = _person(user_id)
    if user is None or not policy.can_see_records(viewer, user):
        raise NotFound("person")
    return user


def claim_of(user_id: int) -> NikClaim | None:
    """The NIK that this person's verification rests on."""
    return db.session.scalar(
        select(NikClaim).where(NikClaim.user_id == user_id, NikClaim.erase_after.is_(None))
    )


def claims_of(user_id: int) -> Sequence[NikClaim]:
    return db.session.scalars(select(NikClaim).where(NikClaim.user_id == user_id)).all()


def claim_on(nik_hash: str) -> NikClaim | None:
    return db.session.scalar(
        select(NikClaim)
        .where(NikClaim.nik_hash == nik_hash)
        .execution_options(populate_existing=True)
    )


# --- at the desk


def areas_served(actor: Actor) -> Sequence[Area]:
    """The kelurahan whose people this officer verifies."""
    return _villages(policy.served_by(actor, *policy.DESK))


def areas_managed(actor: Actor) -> Sequence[Area]:
    """The kelurahan for which this person prints codes."""
    return _villages(policy.served_by(actor, *policy.OFFICE))


def desk_code_of(user_id: int) -> DeskCode | None:
    """The code this person shows at the desk, while it is good."""
    return db.session.scalar(
        select(DeskCode).where(
            DeskCode.user_id == user_id,
            DeskCode.expires_at > clock.now(),
            DeskCode.taken_at.is_(None),
        )
    )


def desk_code_named(code: str) -> DeskCode | None:
    return db.session.scalar(
        select(DeskCode).where(
            DeskCode.code_hash == hash_of(code),
            DeskCode.expires_at > clock.now(),
            DeskCode.taken_at.is_(None),
        )
    )


_finders: list[Callable[[str], int | None]] = []


def finds_people(finder: Callable[[str], int | None]) -> Callable[[str], int | None]:
    """Register how a folder above knows people: it names an account by what an officer typed."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def person_named(actor: Actor, text: str) -> User | None:
    """The person with this very account number, address, phone or slip, in the officer's areas."""
    statement = (
        select(User).join(User.area).where(_alive(), policy.served_by(actor, *policy.DESK))
    )
    if text.isascii() and text.isdecimal() and len(text) <= 9 and not text.startswith("0"):
        return db.session.scalar(statement.where(User.id == int(text)))
    for finder in _finders:
        if (user_id := finder(text)) is not None:
            return db.session.scalar(statement.where(User.id == user_id))
    contact = addresses.normalised(text) if "@" in text else phones.normalised(text)
    if contact is None:
        return None
    return db.session.scalar(statement.where(or_(User.email == contact, User.phone == contact)))


def person_at_desk(actor: Actor, user_id: int) -> User:
    """Whom this officer serves: people of the area, and who has just shown a code."""
    user = _person(user_id)
    shown = exists().where(
        DeskCode.user_id == user_id,
        DeskCode.taken_by_id == actor.id,
        DeskCode.taken_at > clock.now() - AT_THE_DESK,
    )
    if user is None or not policy.can_serve(actor):
        raise NotFound("person")
    at_home = user.area is not None and any(
        area.id == user.area_id for area in areas_served(actor)
    )
    if not at_home and not db.session.scalar(select(shown)):
        raise NotFound("person")
    return user


def _person(user_id: int) -> User | None:
    return db.session.scalar(
        select(User)
        .where(User.id == user_id, _alive())
        .options(joinedload(User.area))
        .execution_options(populate_existing=True)
    )


def _alive() -> ColumnElement[bool]:
    return and_(User.active, User.erased_at.is_(None))


def _villages(where: ColumnElement[bool]) -> Sequence[Area]:
    statement = select(Area).where(Area.level == AreaLevel.VILLAGE, where)
    return db.session.scalars(statement.order_by(Area.parent_name, Area.name)).all()


# --- conflicts


def case_for(viewer: Actor, case_id: int) -> ConflictCase:
    statement = select(ConflictCase).where(
        ConflictCase.id == case_id, policy.visible_to(viewer, ConflictCase.area_id)
    )
    case = db.session.scalar(
        statement.options(
            joinedload(ConflictCase.claimant).joinedload(User.area),
            joinedload(ConflictCase.holder).joinedload(User.area),
            joinedload(ConflictCase.area),
        )
    )
    if case is None:
        raise NotFound("case")
    return case


def cases_page(viewer: Actor, cursor: str | None = None) -> Page[ConflictCase]:
    """Open ones first, then the latest decided, 30 on a page."""
    closed = case(  # 0 for open ones
        (ConflictCase.state == CaseState.OPEN, 0), else_=1
    )
    statement = select(ConflictCase).where(policy.visible_to(viewer, ConflictCase.area_id))
    after = decode(cursor, int, int)
    if after is not None:
        rank, last = after
        statement = statement.where(
            or_(closed > rank, (closed == rank) & (ConflictCase.id < last))
        )
    statement = statement.options(joinedload(ConflictCase.area))
    rows = db.session.scalars(
        statement.order_by(closed, ConflictCase.id.desc()).limit(PAGE + 1)
    ).all()
    return cut(rows, PAGE, lambda row: (int(not row.is_open), row.id), is_first=after is None)


def cases_waiting(viewer: Actor) -> int:
    """Open conflicts that this person can decide."""
    statement = select(func.count()).where(
        ConflictCase.state == CaseState.OPEN,
        policy.visible_to(viewer, ConflictCase.area_id),
        or_(ConflictCase.opened_by_id.is_(None), ConflictCase.opened_by_id != viewer.id),
        ConflictCase.claimant_id != viewer.id,
        ConflictCase.holder_id != viewer.id,
    )
    return db.session.scalars(statement.select_from(ConflictCase)).one()


def open_case_of(claimant_id: int, nik_hash: str | None = None) -> ConflictCase | None:
    statement = select(ConflictCase).where(
        ConflictCase.claimant_id == claimant_id, ConflictCase.state == CaseState.OPEN
    )
    if nik_hash is not None:
        statement = statement.where(ConflictCase.nik_hash == nik_hash)
    return db.session.scalar(statement.order_by(ConflictCase.id).limit(1))


def latest_case_of(claimant_id: int, nik_hash: str) -> ConflictCase | None:
    statement = select(ConflictCase).where(
        ConflictCase.claimant_id == claimant_id, ConflictCase.nik_hash == nik_hash
    )
    return db.session.scalar(statement.order_by(ConflictCase.id.desc()).limit(1))


# --- printed codes


@dataclass(frozen=True)
class Use:
    """How many codes of a batch are used."""

    used: int = 0
    unused: int = 0


def batch_for(viewer: Actor, batch_id: int) -> CodeBatch:
    statement = select(CodeBatch).where(
        CodeBatch.id == batch_id, policy.visible_to(viewer, CodeBatch.area_id)
    )
    batch = db.session.scalar(statement.options(joinedload(CodeBatch.area)))
    if batch is None:
        raise NotFound("batch")
    return batch


def batches_page(viewer: Actor, cursor: str | None = None) -> Page[CodeBatch]:
    """The batches of this officer's areas, the latest first, 30 on a page."""
    statement = select(CodeBatch).where(policy.visible_to(viewer, CodeBatch.area_id))
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(CodeBatch.id < after[0])
    statement = statement.options(joinedload(CodeBatch.area))
    rows = db.session.scalars(statement.order_by(CodeBatch.id.desc()).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda batch: (batch.id,), is_first=after is None)


def use_of(batch_ids: Collection[int]) -> Mapping[int, Use]:
    """How far these batches are used up."""
    if not batch_ids:
        return {}
    statement = (
        select(BatchCode.batch_id, func.count(BatchCode.used_at), func.count())
        .where(BatchCode.batch_id.in_(batch_ids))
        .group_by(BatchCode.batch_id)
    )
    return {
        batch_id: Use(used, total - used)
        for batch_id, used, total in db.session.execute(statement)
    }


def unused_positions(batch_id: int) -> Sequence[int]:
    """Where in the batch the codes stand that nobody has used."""
    statement = select(BatchCode.position).where(
        BatchCode.batch_id == batch_id, BatchCode.used_at.is_(None)
    )
    return db.session.scalars(statement.order_by(BatchCode.position)).all()


def code_named(code: str) -> BatchCode | None:
    """The code on this slip, with its batch."""
    return db.session.scalar(
        select(BatchCode)
        .where(BatchCode.code_hash == hash_of(code))
        .options(joinedload(BatchCode.batch).joinedload(CodeBatch.area))
    )


# --- what the clock asks for


def expired_ids(at: datetime, limit: int) -> Sequence[int]:
    """People whose verification is over and still stands."""
    statement = select(User.id).where(
        User.verification != Verification.NONE, User.verified_until <= at
    )
    return db.session.scalars(statement.order_by(User.id).limit(limit)).all()


def ending_ids(at: datetime, before: datetime, limit: int) -> Sequence[int]:
    """Records that people's verification rests on, which end soon, and nobody has said so."""
    statement = (
        select(VerificationRecord.id)
        .join(VerificationRecord.user)
        .where(
            VerificationRecord.until > at,
            VerificationRecord.until <= before,
            VerificationRecord.reminded_at.is_(None),
            VerificationRecord.revoked_at.is_(None),
            User.verified_until == VerificationRecord.until,
            _alive(),
        )
    )
    return db.session.scalars(statement.order_by(VerificationRecord.id).limit(limit)).all()


def claims_due(at: datetime, limit: int) -> Sequence[int]:
    statement = select(NikClaim.id).where(NikClaim.erase_after <= at)
    return db.session.scalars(statement.order_by(NikClaim.id).limit(limit)).all()
