"""What a person was told: to give, to erase, and to let go of in time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from forum.accounts import traces
from forum.accounts.models import User
from forum.core.db import db
from forum.core.events import subscribe
from forum.core.retention import keeps
from forum.notifications.actions import notify
from forum.notifications.kinds import Text, kind, texts
from forum.notifications.models import Notification
from forum.privacy.events import DataCopyReady, DataRequestAnswered


@traces.exports("pemberitahuan")
def export_notifications(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Notification).where(Notification.user_id == user_id).order_by(Notification.id)
    ).all()
    with current_app.test_request_context():  # the words hold addresses of pages
        words = texts([(row.kind, row.facts) for row in rows])
    return [
        {
            "pada": row.created_at.isoformat(timespec="seconds"),
            "isi": text.sentence,
            "dibaca": row.read_at and row.read_at.isoformat(timespec="seconds"),
        }
        for row, text in zip(rows, words, strict=True)
    ]


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


def _remove(*which: Any) -> int:
    result = db.session.execute(
        delete(Notification).where(*which).execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0))
