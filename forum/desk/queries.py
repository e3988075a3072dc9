"""What the desk, the tracking page and the kiosk may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.city.models import Area, AreaLevel
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.desk import numbers, policy
from forum.desk.models import Entry, EntryKind, Person
from forum.discussions.models import Post, Support, Thread
from forum.issues import policy as issues_policy
from forum.issues import queries as issues
from forum.issues.models import Issue, IssueState
from forum.verification import queries as verification
from forum.web.paging import Page, cut, decode

PAGE = 20
RECENT = 12
_WHOLE = select(Entry).options(
    joinedload(Entry.area),
    joinedload(Entry.person),
    joinedload(Entry.officer),
    joinedload(Entry.thread),
    joinedload(Entry.post),
)


@dataclass(frozen=True)
class Known:
    """Somebody of the same name: as much as tells an officer whether it is the same person."""

    id: int
    public_name: str
    since: date
    is_assisted: bool


def areas_of(actor: Actor) -> Sequence[Area]:
    """The kelurahan whose people this officer serves, by kecamatan and name."""
    statement = select(Area).where(Area.level == AreaLevel.VILLAGE, policy.areas_served(actor))
    return db.session.scalars(statement.order_by(Area.parent_name, Area.name)).all()


def area_for(actor: Actor, area_id: int | None) -> Area:
    """A kelurahan that this officer serves."""
    area = db.session.scalar(
        select(Area).where(
            Area.id == area_id, Area.level == AreaLevel.VILLAGE, policy.areas_served(actor)
        )
    )
    if area is None:
        raise NotFound("area")
    return area


def area_by_id(area_id: int) -> Area | None:
    return db.session.get(Area, area_id)


def same_name(name: str, area_id: int) -> list[Known]:
    """The people of this kelurahan who are called just so."""
    statement = (
        select(User.id, User.public_name, User.created_at, User.is_assisted)
        .where(
            User.area_id == area_id,
            User.active,
            User.erased_at.is_(None),
            func.lower(User.name) == name.lower(),
        )
        .order_by(User.id)
        .limit(10)
    )
    return [
        Known(row.id, row.public_name, _day(row.created_at), row.is_assisted)
        for row in db.session.execute(statement)
    ]


def person_for(actor: Actor, person_id: int) -> tuple[User, Area]:
    """Somebody for whom this officer may enter things, with their kelurahan."""
    row = (
        db.session.execute(
            select(User, Area)
            .join(Area, Area.id == User.area_id)
            .where(User.id == person_id, policy.areas_served(actor))
            .options(joinedload(User.grants))
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if row is None or not policy.can_enter_for(actor, row.User, row.Area):
        raise NotFound("person")
    return row.User, row.Area


def entry_for(actor: Actor, entry_id: int) -> Entry:
    """An entry with all that its slip shows, for the officers of its place."""
    entry = db.session.scalar(_WHOLE.where(Entry.id == entry_id))
    if entry is None or not policy.can_see_entry(actor, entry):
        raise NotFound("entry")
    return entry


def entry_numbered(year: int, entry_id: int) -> Entry | None:
    """What a slip's number names, whoever asks: the PIN is still to be shown.

    Whoever asks may be the officer or the person of the entry. Their row is in use already and
    stays as it was loaded.
    """
    entry = db.session.scalar(_WHOLE.where(Entry.id == entry_id))
    if entry is None or entry.year != year:
        return None
    return entry


@verification.finds_people
def person_on_slip(text: str) -> int | None:
    """Whom a slip is about, by its number: somebody without mail has nothing else to show."""
    named = numbers.entry_in(text)
    entry = entry_numbered(*named) if named else None
    return entry.person_id if entry is not None else None


def entries_page(
    actor: Actor, cursor: str | None = None, *, today: bool = False
) -> Page[Entry]:
    """What was entered in the places this officer serves, the latest first."""
    statement = _WHOLE.join(Entry.area).where(policy.areas_served(actor))
    if today:
        statement = statement.where(Entry.created_at >= _begins(clock.today()))
    after = decode(cursor, int)
    if after is not None:
        statement = statement.where(Entry.id < after[0])
    rows = db.session.scalars(statement.order_by(Entry.id.desc()).limit(PAGE + 1)).all()
    return cut(rows, PAGE, lambda entry: (entry.id,), is_first=after is None)


def recent_people(actor: Actor) -> Sequence[Entry]:
    """For whom this officer entered something of late, each person once."""
    latest = (
        select(func.max(Entry.id))
        .join(User, User.id == Entry.person_id)
        .where(Entry.officer_id == actor.id, User.is_assisted, User.active)
        .group_by(Entry.person_id)
    )
    statement = _WHOLE.join(Entry.area).where(Entry.id.in_(latest), policy.areas_served(actor))
    return db.session.scalars(statement.order_by(Entry.id.desc()).limit(RECENT)).all()


def unanswered(actor: Actor) -> int:
    """Complaints and questions entered here that nobody has taken up yet."""
    statement = (
        select(func.count())
        .select_from(Entry)
        .join(Issue, Issue.id == Entry.thread_id)
        .join(Area, Area.id == Entry.area_id)
        .where(
            Entry.kind == EntryKind.ISSUE,
            Issue.state.in_((IssueState.RECEIVED, IssueState.SUBMITTED)),
            policy.areas_served(actor),
        )
    )
    return db.session.scalars(statement).one()


def desk_person(user_id: int) -> Person | None:
    return db.session.get(Person, user_id, populate_existing=True)


def entries_of(user_id: int) -> Sequence[Entry]:
    return db.session.scalars(
        select(Entry).where(Entry.person_id == user_id).order_by(Entry.id)
    ).all()


def supported_at_desk(user_id: int) -> Sequence[tuple[int, str]]:
    """The issues that somebody supports through an officer: number and title."""
    statement = (
        select(Thread.id, Thread.title)
        .join(Post, (Post.thread_id == Thread.id))
        .join(Support, Support.post_id == Post.id)
        .where(Support.user_id == user_id, Support.is_assisted, Thread.is_hidden.is_(False))
        .order_by(Thread.id.desc())
        .distinct()
        .limit(50)
    )
    return [(row.id, row.title) for row in db.session.execute(statement)]


def issue_of(entry: Entry) -> Issue | None:
    """The matter of an entry as it is now."""
    thread_id = entry.thread_id
    return issues.issue_by_id(thread_id) if thread_id is not None else None


def opening_or_post(viewer: Actor, issue_id: int, post_id: int | None) -> Post:
    """What somebody at the desk wants to support: an issue, or one answer in it."""
    issue = issues.issue_for(viewer, issue_id)
    wanted = Post.is_opening.is_(True) if post_id is None else Post.id == post_id
    post = db.session.scalar(
        select(Post).where(Post.thread_id == issue.id, wanted).options(joinedload(Post.author))
    )
    if post is None or not issues_policy.is_public(issue):
        raise NotFound("post")
    return post


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LOCAL).date()


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)
