"""PINs: on the slip alone; kept as a hash under the server's key."""

from datetime import timedelta

from flask import current_app

from forum.core import clock
from forum.desk import numbers
from forum.desk.models import Entry

HANDED_OVER_IN = timedelta(minutes=10)


def give(entry: Entry) -> str:
    """A new PIN for this entry, which must have its id; whatever PIN it had is dead."""
    entry.pin_set_at = clock.now()
    pin = _made(entry)
    entry.pin_hash = numbers.pin_hash(_key(), entry.id, pin)
    return pin


def just_made(entry: Entry) -> str | None:
    """The PIN once more, while the slip is being handed over: printers jam, pages are reloaded."""
    if entry.claimed_at is not None or clock.now() - entry.pin_set_at > HANDED_OVER_IN:
        return None
    pin = _made(entry)
    return pin if opens(entry, pin) else None


def opens(entry: Entry | None, pin: str) -> bool:
    """Whether this PIN belongs to the entry. Looks just as long where there is no entry."""
    entry_id, hashed = (entry.id, entry.pin_hash) if entry is not None else (0, None)
    return numbers.pin_fits(_key(), entry_id, pin, hashed)


def mark(entry: Entry) -> str:
    """Which of its PINs an entry has now, without telling it."""
    return entry.pin_set_at.isoformat()


def _made(entry: Entry) -> str:
    return numbers.pin_of(_key(), entry.id, entry.pin_set_at)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
