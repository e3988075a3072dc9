import secrets
from dataclasses import asdict
from typing import Any

from forum.audit.models import AuditEntry, AuditText, text_hash
from forum.core.db import db
from forum.core.events import Event, subscribe


@subscribe(Event, within=True)
def keep(event: Event) -> None:
    """Audit listens to everything, in the transaction of the change itself."""
    details = asdict(event)
    if details["role"] is None:
        del details["role"]
    texts = [_set_apart(details, name) for name in sorted(event.free_text) if details[name]]
    for name in event.free_text:
        details[name] = details[name] or None
    db.session.add(
        AuditEntry(
            event=type(event).__name__, actor_id=event.actor_id, details=details, texts=texts
        )
    )


def _set_apart(details: dict[str, Any], name: str) -> AuditText:
    """Leave the salted hash of this text in the details; the text goes to a row of its own."""
    text, salt = details[name], secrets.token_bytes(16)
    details[name] = {"sha256": text_hash(salt, text)}
    return AuditText(field=name, text=text, salt=salt)
