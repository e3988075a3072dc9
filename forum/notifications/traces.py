"""What a person was told: to give, to erase, and to let go of in time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from forum.accounts import traces
from forum.accounts.models import User
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.events import subscribe
from forum.core.retention import keeps
from forum.notifications import matters, queries
from forum.notifications.actions import notify
from forum.notifications.kinds import Text, kind
from forum.notifications.models import Follow, MailDue, MailSetting, Matter, Notification
from forum.privacy.events import DataCopyReady, DataRequestAnswered


@traces.exports("pemberitahuan")
def export_notifications(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Notification).where(Notification.user_id == user_id).order_by(Notification.id)
    ).all()
    with current_app.test_request_context():  # the words hold addresses of pages
        items = queries.items_of(Actor(id=user_id), rows)
    return [
        {
            "pada": row.created_at.isoformat(timespec="seconds"),
            "tentang": item.shown.title if item.shown else None,
            "isi": item.text.sentence,
            "dibaca": row.read_at and row.read_at.isoformat(timespec="seconds"),
        }
        for row, item in zip(rows, items, strict=True)
    ]


@traces.exports("yang diikuti")
def export_follows(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Follow).where(Follow.user_id == user_id).order_by(Follow.id)
    ).all()
    known = matters.names(
        Actor(id=user_id), {matters.key_of(row.matter, row.ref_id) for row in rows}
    )
    return [
        {
            "apa": shown.title if (shown := known.get(key)) else key,
            "tingkat": row.level.value,
            "sejak": row.created_at.isoformat(timespec="seconds"),
        }
        for row in rows
        for key in [matters.key_of(row.matter, row.ref_id)]
    ]


@traces.exports("pengaturan email")
def export_wishes(user_id: int) -> traces.Rows:
    wishes = queries.wishes_chosen_by(user_id)
    return [
        {
            "kabar lewat email": wishes.frequency.value,
            "kabar mendesak": wishes.urgent,
            "jam tenang": f"{_hour(wishes.quiet_from)}-{_hour(wishes.quiet_until)}"
            if wishes.is_quiet
            else None,
        }
    ]


@traces.erases
def erase_following(user_id: int) -> None:
    """What they followed, who followed them, and how they wanted mails."""
    db.session.execute(
        delete(Follow).where(
            (Follow.user_id == user_id)
            | ((Follow.matter == Matter.PERSON) & (Follow.ref_id == user_id))
        )
    )
    db.session.execute(delete(MailSetting).where(MailSetting.user_id == user_id))
    db.session.execute(delete(MailDue).where(MailDue.user_id == user_id))


@traces.moves
def move_following(from_id: int, to_id: int) -> None:
    """What was entered for somebody at the desk they follow themselves from now on."""
    both = select(Follow.ref_id, Follow.matter).where(Follow.user_id == to_id).subquery()
    same = select(both.c.ref_id).where(
        both.c.ref_id == Follow.ref_id, both.c.matter == Follow.matter
    )
    db.session.execute(
        update(Follow)
        .where(Follow.user_id == from_id, ~same.exists())
        .values(user_id=to_id)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(Follow)
        .where(Follow.user_id == from_id)
        .execution_options(synchronize_session=False)
    )


@traces.erases
def erase_notifications(user_id: int) -> None:
    _remove(Notification.user_id == user_id)
    db.session.execute(
        update(User)
        .where(User.id == user_id)
        .values(unread_count=0)
        .execution_options(synchronize_session="fetch")
    )


@traces.moves
def drop_notifications(from_id: int, _to_id: int) -> None:
    """What was told to an account that nobody signs in to was told to nobody."""
    _remove(Notification.user_id == from_id)


@keeps("notifications")
def let_go(before: datetime) -> int:
    """The old ones go, read or not; the number at the bell follows."""
    old = Notification.created_at < before
    gone = _remove(old, Notification.read_at.is_not(None))
    unread = db.session.execute(
        select(Notification.user_id, func.count())
        .where(old, Notification.read_at.is_(None))
        .group_by(Notification.user_id)
        .order_by(Notification.user_id)
    ).all()
    for user_id, number in unread:
        db.session.execute(
            update(User)
            .where(User.id == user_id)
            .values(unread_count=User.unread_count - number)
            .execution_options(synchronize_session=False)
        )
    return gone + _remove(old, Notification.read_at.is_(None))


@subscribe(DataCopyReady)
def say_that_the_copy_is_there(event: DataCopyReady) -> None:
    notify(
        event.user_id,
        key=f"copy:{event.copy_id}",
        kind="data_copy",
        facts={"copy_id": event.copy_id},
    )


@subscribe(DataRequestAnswered)
def say_that_it_was_answered(event: DataRequestAnswered) -> None:
    if event.user_id is not None:
        notify(
            event.user_id,
            key=f"data_request:{event.request_id}",
            kind="data_request",
            facts={"request_id": event.request_id},
        )


@kind("data_copy")
def copy_words(many: Sequence[Mapping[str, Any]]) -> list[Text]:
    return [Text(_("Salinan data Anda sudah siap diunduh."), "/akun/data") for _facts in many]


@kind("data_request")
def request_words(many: Sequence[Mapping[str, Any]]) -> list[Text]:
    return [
        Text(
            _(
                "Permintaan Anda nomor %(n)s tentang data pribadi sudah dijawab.",
                n=facts["request_id"],
            ),
            "/akun/data",
        )
        for facts in many
    ]


def _hour(minute: int) -> str:
    return "{:02}.{:02}".format(*divmod(minute, 60))


def _remove(*which: Any) -> int:
    result = db.session.execute(
        delete(Notification).where(*which).execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0))
