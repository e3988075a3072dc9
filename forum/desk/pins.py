"""PINs: given once, on the slip; kept as a hash under the server's key."""

from flask import current_app

from forum.core import clock
from forum.desk import numbers
from forum.desk.models import Entry


def give(entry: Entry) -> str:
    """A new PIN for this entry, which must have its id; whatever PIN it had is dead."""
    pin = numbers.new_pin()
    entry.pin_hash = numbers.pin_hash(_key(), entry.id, pin)
    entry.pin_set_at = clock.now()
    return pin


def opens(entry: Entry | None, pin: str) -> bool:
    """Whether this PIN belongs to the entry. Looks just as long where there is no entry."""
    entry_id, hashed = (entry.id, entry.pin_hash) if entry is not None else (0, None)
    return numbers.pin_fits(_key(), entry_id, pin, hashed)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
