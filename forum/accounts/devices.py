"""The browsers people are signed in on.

A cookie carries the key of its device, so that one device can be signed out without the
others, and a copied cookie dies with the device it was copied from.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app, has_request_context, request
from sqlalchemy import or_, select, update

from forum.accounts import policy
from forum.accounts.events import DeviceSignedIn, DeviceSignedOut
from forum.accounts.models import Device, User
from forum.accounts.queries import hash_of
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.outbox import record
from forum.core.policy import require

LASTS = timedelta(days=30)  # without being used
LASTS_AT_KIOSK = timedelta(minutes=10)
ONCE_A_DAY = timedelta(days=1)
SEEN_AGAIN = timedelta(hours=1)  # how exactly we know when a device was last used

BROWSERS = (
    ("Firefox", r"Firefox/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Opera", r"OPR/|Opera"),
    ("Edge", r"Edg/|EdgA/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone|iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


@atomic()
def register_device(user: User, *, known: str | None = None, kiosk: bool = False) -> Device:
    """Note that this person signed in here; the returned device bears its key."""
    key = secrets.token_urlsafe(32)
    device = Device(
        user_id=user.id,
        key_hash=hash_of(key),
        known_hash=hash_of(known) if known and not kiosk else None,
        place_hash=None if kiosk else place_hash(user.id),
        label=_label(),
        is_kiosk=kiosk,
        expires_at=clock.now() + (LASTS_AT_KIOSK if kiosk else LASTS),
    )
    db.session.add(device)
    db.session.flush()
    device.key = key
    record(DeviceSignedIn(user_id=user.id, device_id=device.id, actor_id=user.id))
    return device


@atomic()
def sign_out_device(device: Device) -> None:
    """Whoever holds a copy of this device's cookie is signed out, too."""
    lock(device)
    if device.signed_out_at is None:
        device.signed_out_at = clock.now()
        record(
            DeviceSignedOut(
                user_id=device.user_id, device_id=device.id, actor_id=device.user_id
            )
        )


def sign_out_there(actor: Actor, device: Device) -> None:
    """Sign a device of one's own out from another one."""
    require(policy.can_sign_out, actor, device)
    sign_out_device(device)


def sign_out_everywhere(user_id: int, *, but: Device | None = None) -> None:
    """Within the caller's transaction: every device of this account, save perhaps this one."""
    statement = update(Device).where(Device.user_id == user_id, Device.signed_out_at.is_(None))
    if but is not None:
        statement = statement.where(Device.id != but.id)
    db.session.execute(
        statement.values(signed_out_at=clock.now()).execution_options(
            synchronize_session="fetch"
        )
    )


def devices_of(user_id: int) -> Sequence[Device]:
    """Where this person is signed in now, the latest used first."""
    return db.session.scalars(
        select(Device)
        .where(
            Device.user_id == user_id,
            Device.signed_out_at.is_(None),
            Device.expires_at > clock.now(),
        )
        .order_by(Device.last_seen_at.desc(), Device.id.desc())
    ).all()


def is_known_here(user: User, known: str | None) -> bool:
    """Whether this account was signed in before from this browser or this address."""
    marks = [Device.place_hash == (place_hash(user.id) or "")]
    if known:
        marks.append(Device.known_hash == hash_of(known))
    statement = select(Device.id).where(Device.user_id == user.id, or_(*marks)).limit(1)
    return db.session.scalar(statement) is not None


def is_browser_known(user: User, known: str | None) -> bool:
    """Whether this account was signed in before from this very browser."""
    statement = select(Device.id).where(
        Device.user_id == user.id, Device.known_hash == hash_of(known or "")
    )
    return db.session.scalar(statement.limit(1)) is not None and bool(known)


def is_news(device: Device) -> bool:
    """Whether this browser is a new one for somebody who was signed in elsewhere before."""
    others = select(Device.id).where(Device.user_id == device.user_id, Device.id < device.id)
    if db.session.scalar(others.limit(1)) is None:
        return False
    same = or_(
        Device.known_hash == device.known_hash,
        (Device.label == device.label) & (Device.created_at > clock.now() - ONCE_A_DAY),
    )
    return db.session.scalar(others.where(same).limit(1)) is None


def note_use(device: Device) -> None:
    """Keep it signed in while it is used, and know about when that was."""
    now = clock.now()
    if now - device.last_seen_at < SEEN_AGAIN and not device.is_kiosk:
        return
    with atomic():
        db.session.execute(
            update(Device)
            .where(Device.id == device.id, Device.signed_out_at.is_(None))
            .values(
                last_seen_at=now,
                expires_at=now + (LASTS_AT_KIOSK if device.is_kiosk else LASTS),
            )
            .execution_options(synchronize_session=False)
        )
        db.session.execute(
            update(User)
            .where(User.id == device.user_id)
            .values(last_seen_on=clock.today())
            .execution_options(synchronize_session=False)
        )


def place_hash(user_id: int) -> str | None:
    """Account and network address under the server's key: comparable here, useless elsewhere."""
    if not has_request_context() or not request.remote_addr:
        return None
    text = f"place\n{user_id}\n{request.remote_addr}"
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _label() -> str:
    """`Chrome, Android`: enough to know one's own phone by, and no more."""
    agent = request.user_agent.string if has_request_context() else ""
    found = [
        next((name for name, pattern in kind if re.search(pattern, agent)), "")
        for kind in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(word for word in found if word)
