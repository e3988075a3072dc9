"""What a page may ask about texts, consents, copies, requests and breaches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum.accounts.models import RoleGrant, User
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.privacy import policy, standing, texts
from forum.privacy.models import (
    NEED_CONSENT,
    Consent,
    DataCopy,
    DataRequest,
    ErasureWipe,
    Incident,
    IncidentChange,
    IncidentNote,
    IncidentNotice,
    RequestKind,
    RequestState,
    RetentionRun,
    StandingText,
    TextKind,
)

PATIENCE = timedelta(
    days=30
)  # after a version came into force, before writing waits for consent
LISTED = 200
COPIES_A_DAY = 3


# --- texts


def text_in_force(kind: TextKind, language: str) -> StandingText:
    """What holds now; before anything was published, what the program was shipped with."""
    edition = standing.in_force(kind)
    if edition is not None:
        return text_of(kind, edition.version, language)
    plain = texts.shipped(kind, language)
    return StandingText(
        kind=kind,
        version=1,
        language=language,
        title=plain.title,
        source=plain.source,
        html=texts.render(plain.source),
        change_note="",
    )


def text_of(kind: TextKind, version: int, language: str) -> StandingText:
    """One version; every version that was ever published can be read."""
    found = db.session.scalar(
        select(StandingText).where(
            StandingText.kind == kind,
            StandingText.version == version,
            StandingText.language == language,
        )
    )
    if found is None:
        raise NotFound("text")
    return found


def has_texts(kind: TextKind) -> bool:
    statement = select(StandingText.id).where(StandingText.kind == kind).limit(1)
    return db.session.scalar(statement) is not None


def newest(kind: TextKind) -> int:
    """The number of the last version, in force or announced; 0 before the first."""
    statement = select(func.max(StandingText.version)).where(StandingText.kind == kind)
    return db.session.scalar(statement) or 0


def announced_text(kind: TextKind) -> StandingText | None:
    """A version that is published and not in force yet, as the database has it now."""
    return db.session.scalar(
        select(StandingText)
        .where(
            StandingText.kind == kind,
            StandingText.language == "id",
            StandingText.in_force_from > clock.now(),
        )
        .limit(1)
    )


# --- consents


@dataclass(frozen=True)
class Due:
    """A version that a person has not agreed to, or was not told of, yet."""

    kind: TextKind
    version: int
    in_force_from: datetime
    needs_consent: bool

    @property
    def is_in_force(self) -> bool:
        return self.in_force_from <= clock.now()


def consents_of(user_id: int) -> Sequence[Consent]:
    return db.session.scalars(
        select(Consent)
        .where(Consent.user_id == user_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    ).all()


def due_for(user: User) -> list[Due]:
    """What this person should read, and what they are asked to agree to.

    Who agreed before versions were counted agreed to the first.
    """
    agreed = dict.fromkeys(TextKind, 1 if user.agreed_at is not None else 0)
    rows = db.session.execute(
        select(Consent.kind, func.max(Consent.version))
        .where(Consent.user_id == user.id, Consent.withdrawn_at.is_(None))
        .group_by(Consent.kind)
    )
    for kind, version in rows:
        agreed[kind] = max(agreed[kind], version)
    found = []
    for kind in TextKind:
        newer = [each for each in standing.editions(kind) if each.version > agreed[kind]]
        if not newer:
            continue
        asked = kind in NEED_CONSENT and any(not each.is_correction for each in newer)
        last = newer[-1]
        since = min(
            (each.in_force_from for each in newer if not each.is_correction),
            default=last.in_force_from,
        )
        found.append(Due(kind, last.version, since, asked))
    return found


def must_consent_first(user: User, due: Sequence[Due]) -> bool:
    """Thirty days after a version came into force, writing waits until it is agreed to."""
    now = clock.now()
    return any(
        each.needs_consent and max(each.in_force_from, user.created_at) + PATIENCE < now
        for each in due
    )


# --- copies


def copies_of(user_id: int) -> Sequence[DataCopy]:
    return db.session.scalars(
        select(DataCopy)
        .where(
            DataCopy.user_id == user_id,
            or_(DataCopy.expires_at.is_(None), DataCopy.expires_at > clock.now()),
        )
        .order_by(DataCopy.id.desc())
    ).all()


def copy_for(viewer: Actor, copy_id: int) -> DataCopy:
    """A copy of the viewer's own data, while it lasts."""
    copy = copy_by_id(copy_id)
    if copy is None or not policy.can_take_copy(viewer, copy):
        raise NotFound("copy")
    return copy


def copy_by_id(copy_id: int) -> DataCopy | None:
    return db.session.get(DataCopy, copy_id, populate_existing=True)


def copies_since(user_id: int, moment: datetime) -> int:
    """How many were asked for; those that were removed since do not count."""
    statement = select(func.count()).select_from(DataRequest)
    return db.session.scalars(
        statement.where(
            DataRequest.user_id == user_id,
            DataRequest.kind == RequestKind.ACCESS,
            DataRequest.is_automatic,
            DataRequest.asked_at > moment,
        )
    ).one()


# --- requests


@dataclass(frozen=True)
class Row:
    """A request with the person who made it, as an administrator sees it."""

    request: DataRequest
    public_name: str | None


def own_requests(user_id: int) -> Sequence[DataRequest]:
    return db.session.scalars(
        select(DataRequest)
        .where(DataRequest.user_id == user_id)
        .order_by(DataRequest.id.desc())
        .limit(50)
    ).all()


def open_request(user_id: int, kind: RequestKind) -> DataRequest | None:
    return db.session.scalar(
        select(DataRequest)
        .where(
            DataRequest.user_id == user_id,
            DataRequest.kind == kind,
            DataRequest.state == RequestState.OPEN,
        )
        .order_by(DataRequest.id.desc())
        .limit(1)
    )


def open_requests(actor: Actor) -> list[Row]:
    """What waits for an answer, the most urgent first."""
    require(policy.can_answer_requests, actor)
    return _rows(
        select(DataRequest, User.public_name)
        .outerjoin(User, User.id == DataRequest.user_id)
        .where(DataRequest.state == RequestState.OPEN)
        .order_by(DataRequest.is_automatic, DataRequest.due_at, DataRequest.id)
        .limit(LISTED)
    )


def closed_requests(actor: Actor) -> list[Row]:
    """What was answered lately, with the time it took."""
    require(policy.can_answer_requests, actor)
    return _rows(
        select(DataRequest, User.public_name)
        .outerjoin(User, User.id == DataRequest.user_id)
        .where(DataRequest.state != RequestState.OPEN)
        .order_by(DataRequest.done_at.desc(), DataRequest.id.desc())
        .limit(50)
    )


def request_row(actor: Actor, request_id: int) -> Row:
    require(policy.can_answer_requests, actor)
    rows = _rows(
        select(DataRequest, User.public_name)
        .outerjoin(User, User.id == DataRequest.user_id)
        .where(DataRequest.id == request_id)
    )
    if not rows:
        raise NotFound("request")
    return rows[0]


def request_for(actor: Actor, request_id: int) -> Row:
    """One request with the person who made it, for whoever answers."""
    require(policy.can_answer_requests, actor)
    found = _rows(
        select(DataRequest, User.public_name)
        .outerjoin(User, User.id == DataRequest.user_id)
        .where(DataRequest.id == request_id)
    )
    if not found:
        raise NotFound("request")
    return found[0]


def request_by_id(request_id: int) -> DataRequest | None:
    return db.session.get(DataRequest, request_id, populate_existing=True)


def waiting_requests(_actor: Actor) -> int:
    """How many an administrator has to answer."""
    return _count(
        DataRequest, DataRequest.state == RequestState.OPEN, ~DataRequest.is_automatic
    )


def _rows(statement: Any) -> list[Row]:
    return [Row(request, name) for request, name in db.session.execute(statement)]


# --- erasure


def pending_erasure(user_id: int) -> DataRequest | None:
    return open_request(user_id, RequestKind.ERASURE)


def takes_words(user_id: int) -> bool:
    """Whether this person, in leaving, takes along what they wrote."""
    request = pending_erasure(user_id)
    return request is not None and request.takes_words


def due_erasures() -> Sequence[DataRequest]:
    return db.session.scalars(
        select(DataRequest)
        .where(
            DataRequest.kind == RequestKind.ERASURE,
            DataRequest.state == RequestState.OPEN,
            DataRequest.acts_at <= clock.now(),
        )
        .order_by(DataRequest.id)
        .limit(20)
    ).all()


def is_last_admin(user_id: int) -> bool:
    """Whether nobody would be left to administer the whole city."""

    def administers(who: Any) -> Any:
        return and_(
            RoleGrant.role == Role.ADMIN,
            RoleGrant.area_id.is_(None),
            RoleGrant.unit_id.is_(None),
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until >= clock.today()),
            who,
        )

    own = select(RoleGrant.id).where(administers(RoleGrant.user_id == user_id)).limit(1)
    if db.session.scalar(own) is None:
        return False
    others = (
        select(RoleGrant.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(administers(RoleGrant.user_id != user_id), User.active, User.erased_at.is_(None))
        .limit(1)
    )
    return db.session.scalar(others) is None


def waiting_wipes() -> list[int]:
    return list(db.session.scalars(select(ErasureWipe.id).order_by(ErasureWipe.id)))


# --- retention


def ran_on(day: date) -> bool:
    return db.session.get(RetentionRun, day) is not None


def last_runs(limit: int = 14) -> Sequence[RetentionRun]:
    return db.session.scalars(
        select(RetentionRun).order_by(RetentionRun.day.desc()).limit(limit)
    ).all()


def unused_since(day: date, limit: int = 50) -> list[int]:
    """People without a role who were not here since, and whose erasure nobody asked for."""
    asked = aliased(DataRequest)
    granted = select(RoleGrant.id).where(
        RoleGrant.user_id == User.id, RoleGrant.ended_at.is_(None)
    )
    leaving = select(asked.id).where(
        asked.user_id == User.id,
        asked.kind == RequestKind.ERASURE,
        asked.state == RequestState.OPEN,
    )
    seen = func.coalesce(User.last_seen_on, func.date(User.created_at))
    return list(
        db.session.scalars(
            select(User.id)
            .where(
                User.active,
                User.erased_at.is_(None),
                ~User.is_demo,
                ~User.is_assisted,
                or_(User.last_seen_on.is_not(None), User.created_at < _midnight(day)),
                or_(User.last_seen_on.is_(None), User.last_seen_on < day),
                ~granted.exists(),
                ~leaving.exists(),
            )
            .order_by(seen, User.id)
            .limit(limit)
        )
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.LOCAL)


# --- breaches


def incidents(actor: Actor) -> Sequence[Incident]:
    require(policy.can_keep_incidents, actor)
    return db.session.scalars(
        select(Incident)
        .order_by(Incident.closed_at.is_not(None), Incident.due_at)
        .limit(LISTED)
    ).all()


def incident_for(actor: Actor, incident_id: int) -> Incident:
    require(policy.can_keep_incidents, actor)
    found = db.session.scalar(
        select(Incident)
        .where(Incident.id == incident_id)
        .options(
            selectinload(Incident.notes).joinedload(IncidentNote.author),
            selectinload(Incident.changes).joinedload(IncidentChange.author),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("incident")
    return found


def incident_by_id(incident_id: int) -> Incident | None:
    return db.session.get(Incident, incident_id)


def public_incidents() -> Sequence[Incident]:
    """Breaches of which everyone is told (UU 27/2022, article 46)."""
    return db.session.scalars(
        select(Incident).where(Incident.is_public).order_by(Incident.found_at.desc()).limit(50)
    ).all()


def untold_incidents(_actor: Actor) -> int:
    return _count(
        Incident,
        Incident.closed_at.is_(None),
        or_(Incident.told_people_at.is_(None), Incident.told_authority_at.is_(None)),
    )


def to_tell(incident: Incident) -> list[int]:
    """The accounts that a breach concerns - those listed, or everybody - and that were not told."""
    return list(
        db.session.scalars(select(User.id).where(*_to_tell(incident)).order_by(User.id))
    )


def how_many_to_tell(incident: Incident) -> tuple[int, int]:
    """How many are still to be told, and how many of them neither mail nor message reaches."""
    nowhere = and_(User.email.is_(None), User.phone.is_(None))
    row = db.session.execute(
        select(func.count(), func.count().filter(nowhere)).where(*_to_tell(incident))
    ).one()
    return row[0], row[1]


def told_number(incident: Incident) -> int:
    return _count(IncidentNotice, IncidentNotice.incident_id == incident.id)


def unknown_accounts(numbers: Collection[int]) -> list[int]:
    """Which of these are no account's number."""
    known = set(db.session.scalars(select(User.id).where(User.id.in_(numbers))))
    return sorted(set(numbers) - known)


def _to_tell(incident: Incident) -> list[ColumnElement[bool]]:
    told = select(IncidentNotice.user_id).where(IncidentNotice.incident_id == incident.id)
    which: list[Any] = [
        User.active,
        User.erased_at.is_(None),
        ~User.is_demo,
        User.id.not_in(told),
    ]
    if incident.affected:
        which.append(User.id.in_(incident.affected))
    return which


def reachable(user_id: int) -> User | None:
    """Someone to be told something; None once they are gone."""
    return db.session.scalar(
        select(User)
        .where(User.id == user_id, User.erased_at.is_(None))
        .options(joinedload(User.grants))
    )


def _count(model: Any, *which: Any) -> int:
    statement = select(func.count()).select_from(model).where(*which)
    return db.session.scalars(statement).one()
