"""What a page, or a mail, may ask about notifications."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import selectinload

from forum.accounts.models import User
from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.core.errors import NotFound
from forum.notifications import matters
from forum.notifications.kinds import Text, found, gone
from forum.notifications.matters import Shown
from forum.notifications.models import (
    Follow,
    Lane,
    Level,
    MailSetting,
    Matter,
    Notification,
)
from forum.notifications.policy import followed_by, visible_to
from forum.notifications.schedule import Wishes
from forum.web import paging

FEW = 3
SIZE = 30
MOST_FOLLOWED = 500  # shown on one page


class Filter(StrEnum):
    """Which notifications a list shows; the value stands in addresses."""

    ALL = "semua"
    UNREAD = "belum"
    FOLLOWED = "diikuti"  # about a thing that could be followed
    OTHER = "lainnya"


@dataclass(frozen=True)
class Item:
    """One notification, as its reader may see it."""

    row: Notification
    text: Text
    shown: Shown | None  # the thing it is about


@dataclass(frozen=True)
class Group:
    """What a page says about one thing; without one, what concerns the person alone."""

    about: str | None
    shown: Shown | None
    items: list[Item]

    @property
    def unread(self) -> int:
        return sum(item.row.read_at is None for item in self.items)


def page_for(
    viewer: Actor, cursor: str | None, which: Filter = Filter.ALL
) -> paging.Page[Group]:
    """This person's notifications, the newest first, those of a page about one thing together."""
    statement = (
        select(Notification)
        .where(visible_to(viewer), _fits(which))
        .order_by(Notification.id.desc())
    )
    after = paging.decode(cursor, int)
    if after is not None:
        statement = statement.where(Notification.id < after[0])
    rows = db.session.scalars(statement.limit(SIZE + 1)).all()
    page = paging.cut(rows, SIZE, lambda row: (row.id,), is_first=after is None)
    groups = _grouped(items_of(viewer, page.rows))
    return paging.Page(groups, page.next_cursor, page.is_first)


def latest_unread(viewer: Actor) -> list[Item]:
    """The newest few that this person has not read, for a front page.

    That lies open on screens: it calls by name only what everyone may know of.
    """
    statement = (
        select(Notification)
        .where(visible_to(viewer), _fits(Filter.UNREAD))
        .order_by(Notification.id.desc())
        .limit(FEW)
    )
    items = items_of(viewer, db.session.scalars(statement).all())
    public = matters.names(VISITOR, {item.row.about for item in items})
    return [replace(item, shown=public.get(item.row.about or "")) for item in items]


def items_of(viewer: Actor, rows: Sequence[Notification]) -> list[Item]:
    """With their words; of a thing that is not for this viewer (any more) nothing is said."""
    known = matters.names(viewer, {row.about for row in rows})
    items = []
    for row, text in zip(rows, found([(row.kind, row.facts) for row in rows]), strict=True):
        shown = known.get(row.about) if row.about else None
        told = text if row.about is None or shown is not None else None
        items.append(Item(row, told or gone(), shown))
    return items


def notification_for(viewer: Actor, notification_id: int) -> Notification:
    statement = select(Notification).where(
        Notification.id == notification_id, visible_to(viewer)
    )
    notification = db.session.scalar(statement)
    if notification is None:
        raise NotFound("notification")
    return notification


def unread_count(user_id: int) -> int:
    """How many this person has not read: the kept number."""
    return db.session.scalar(select(User.unread_count).where(User.id == user_id)) or 0


def counted_unread(user_id: int) -> int:
    """The same, counted anew: what the kept number has to be."""
    statement = select(func.count()).select_from(Notification)
    return db.session.scalars(
        statement.where(Notification.user_id == user_id, Notification.read_at.is_(None))
    ).one()


# --- following


def level_of(viewer: Actor, matter: Matter, ref_id: int) -> Level | None:
    """How closely this person follows a thing; None where they never did."""
    return db.session.scalar(
        select(Follow.level).where(
            followed_by(viewer), Follow.matter == matter, Follow.ref_id == ref_id
        )
    )


def followed(viewer: Actor) -> list[tuple[Follow, Shown | None]]:
    """What this person follows, the latest first; without a name where it is not for them."""
    rows = db.session.scalars(
        select(Follow)
        .where(followed_by(viewer), Follow.level != Level.ENDED)
        .order_by(Follow.id.desc())
        .limit(MOST_FOLLOWED)
    ).all()
    known = matters.names(viewer, {matters.key_of(row.matter, row.ref_id) for row in rows})
    return [(row, known.get(matters.key_of(row.matter, row.ref_id))) for row in rows]


def followers(
    matter: Matter, ref_id: int, *, important: bool, after: int, limit: int
) -> Sequence[int]:
    """Who hears of this, in the order of their numbers."""
    hears = (
        Follow.level.in_((Level.EVERYTHING, Level.IMPORTANT))
        if important
        else Follow.level == Level.EVERYTHING
    )
    return db.session.scalars(
        select(Follow.user_id)
        .where(Follow.matter == matter, Follow.ref_id == ref_id, hears, Follow.user_id > after)
        .order_by(Follow.user_id)
        .limit(limit)
    ).all()


def silenced(about: str, people: Collection[int]) -> Sequence[int]:
    """Which of these want to hear nothing of this thing."""
    ref = matters.read(about)
    if ref is None:
        return []
    return db.session.scalars(
        select(Follow.user_id).where(
            Follow.matter == ref[0],
            Follow.ref_id == ref[1],
            Follow.level.in_((Level.MUTED, Level.ENDED)),
            Follow.user_id.in_(people),
        )
    ).all()


def actors(people: Collection[int]) -> list[Actor]:
    """These people as policies see them."""
    return [user.as_actor() for user in readers(people).values()]


# --- mails


def readers(people: Collection[int]) -> dict[int, User]:
    """Active accounts with what their rights need."""
    users = db.session.scalars(
        select(User)
        .where(User.id.in_(people), User.active, User.erased_at.is_(None))
        .options(selectinload(User.grants))
    )
    return {user.id: user for user in users}


def takes_mail(user: User) -> bool:
    """There is an address that is theirs and that takes mails."""
    return (
        user.email is not None
        and user.confirmed_at is not None
        and user.mail_refused_at is None
        and not user.is_demo
    )


def wishes_of(people: Collection[int]) -> Mapping[int, Wishes]:
    """How those of these people want mails who can get any."""
    rows = db.session.execute(
        select(User.id, MailSetting)
        .outerjoin(MailSetting, MailSetting.user_id == User.id)
        .where(
            User.id.in_(people),
            User.active,
            User.email.is_not(None),
            User.confirmed_at.is_not(None),
            User.mail_refused_at.is_(None),
            User.is_demo.is_(False),
        )
    )
    return {user_id: _wishes(setting) for user_id, setting in rows}


def wishes_chosen_by(user_id: int) -> Wishes:
    return _wishes(
        db.session.scalar(
            select(MailSetting)
            .where(MailSetting.user_id == user_id)
            .execution_options(populate_existing=True)
        )
    )


def waiting_rows(people: Collection[int]) -> Mapping[tuple[int, Lane], list[Notification]]:
    """What waits for a mail, for each person and lane, the newest first."""
    rows = db.session.scalars(
        select(Notification)
        .where(Notification.user_id.in_(people), Notification.waits_for.is_not(None))
        .order_by(Notification.user_id, Notification.id.desc())
    )
    sorted_: dict[tuple[int, Lane], list[Notification]] = {}
    for row in rows:
        assert row.waits_for is not None
        sorted_.setdefault((row.user_id, row.waits_for), []).append(row)
    return sorted_


def _wishes(setting: MailSetting | None) -> Wishes:
    if setting is None:
        return Wishes()
    return Wishes(
        setting.frequency,
        setting.urgent,
        setting.is_quiet,
        setting.quiet_from,
        setting.quiet_until,
    )


def _fits(which: Filter) -> ColumnElement[bool]:
    return {
        Filter.ALL: true(),
        Filter.UNREAD: Notification.read_at.is_(None),
        Filter.FOLLOWED: Notification.about.is_not(None),
        Filter.OTHER: Notification.about.is_(None),
    }[which]


def _grouped(items: Sequence[Item]) -> list[Group]:
    groups: dict[str | None, Group] = {}
    for item in items:
        about = item.row.about if item.shown else None
        groups.setdefault(about, Group(about, item.shown, [])).items.append(item)
    return list(groups.values())
