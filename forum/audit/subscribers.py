from dataclasses import asdict

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.events import Event, subscribe


@subscribe(Event, within=True)
def keep(event: Event) -> None:
    """Audit listens to everything, in the transaction of the change itself."""
    name = type(event).__name__
    db.session.add(AuditEntry(event=name, actor_id=event.actor_id, details=asdict(event)))
