"""The register of breaches: notice within 3 x 24 hours to people and authority (article 46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.privacy import policy, queries
from forum.privacy.events import (
    AuthorityTold,
    IncidentChanged,
    IncidentNoted,
    IncidentTold,
    IncidentToldTo,
)
from forum.privacy.models import CLOCK, Incident, IncidentNote

TITLE, TEXT, NOTE = 160, 4000, 2000
MOST_LISTED = 20_000
CLOCK_SLIP = timedelta(minutes=5)


class ToldAlready(Refused):
    """A notice is sent once."""


@dataclass(frozen=True)
class IncidentFacts:
    """What is known of a breach, as typed in."""

    title: str
    data: str
    story: str
    handling: str
    found_at: datetime | None
    happened_at: datetime | None = None
    people: int = 0
    affected: Sequence[int] = ()
    is_public: bool = False


@atomic()
def note_incident(actor: Actor, facts: IncidentFacts) -> Incident:
    """Enter a breach; the clock runs from its discovery."""
    require(policy.can_keep_incidents, actor)
    incident = Incident(entered_by=actor.id)
    _take_over(incident, facts)
    db.session.add(incident)
    db.session.flush()
    record(IncidentNoted(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))
    return incident


@atomic()
def change_incident(
    actor: Actor, incident: Incident, facts: IncidentFacts, *, expected_version: int | None
) -> None:
    """As more is known. After people were told, only notes are added."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if incident.told_people_at is not None or incident.closed_at is not None:
        raise ToldAlready(_("Pemberitahuan sudah dikirim. Tambahkan catatan saja."))
    _take_over(incident, facts)
    incident.version += 1
    record(IncidentChanged(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))


@atomic()
def add_note(actor: Actor, incident: Incident, *, text: str) -> IncidentNote:
    """Notes are added, never changed or taken away."""
    require(policy.can_keep_incidents, actor)
    text = clean(text)
    if not 3 <= len(text) <= NOTE:
        raise Invalid(_("Tulis catatan, 3 sampai 2.000 huruf."))
    note = IncidentNote(incident_id=incident.id, author_id=actor.id, text=text)
    db.session.add(note)
    db.session.flush()
    record(IncidentChanged(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))
    return note


@atomic()
def tell_affected(
    actor: Actor, incident: Incident, *, expected_version: int | None = None
) -> int:
    """Tell everyone concerned, in writing; returns how many."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if incident.told_people_at is not None:
        raise ToldAlready(_("Pemberitahuan ini sudah dikirim."))
    concerned = queries.concerned(incident)
    incident.told_people_at = clock.now()
    incident.version += 1
    for user_id in concerned:
        record(IncidentToldTo(incident_id=incident.id, user_id=user_id, actor_id=actor.id))
    record(
        IncidentTold(
            incident_id=incident.id,
            people=len(concerned),
            actor_id=actor.id,
            role=_role(actor),
        )
    )
    return len(concerned)


@atomic()
def note_authority_told(
    actor: Actor, incident: Incident, *, expected_version: int | None = None
) -> None:
    """The notice to the authority went out by letter; its time is kept."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if incident.told_authority_at is not None:
        raise ToldAlready(_("Pemberitahuan ini sudah dikirim."))
    incident.told_authority_at = clock.now()
    incident.version += 1
    record(AuthorityTold(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))


@atomic()
def close_incident(
    actor: Actor, incident: Incident, *, expected_version: int | None = None
) -> None:
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if not incident.told:
        raise Refused(_("Beri tahu warga dan lembaga pengawas dulu."))
    if incident.closed_at is None:
        incident.closed_at = clock.now()
        incident.version += 1
        record(IncidentChanged(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))


def _take_over(incident: Incident, facts: IncidentFacts) -> None:
    title = one_line(facts.title)
    texts = [clean(each) for each in (facts.data, facts.story, facts.handling)]
    if not 3 <= len(title) <= TITLE:
        raise Invalid(_("Tulis judul, 3 sampai 160 huruf."))
    if not all(3 <= len(each) <= TEXT for each in texts):
        raise Invalid(_("Isi data yang bocor, kejadian, dan penanganan."))
    now = clock.now() + CLOCK_SLIP
    found_at = facts.found_at
    if found_at is None or found_at > now:
        raise Invalid(_("Tulis kapan kebocoran diketahui; tidak boleh di masa depan."))
    if facts.happened_at is not None and facts.happened_at > found_at:
        raise Invalid(_("Kejadian tidak mungkin sesudah diketahui."))
    if not 0 <= facts.people <= 10_000_000 or len(facts.affected) > MOST_LISTED:
        raise Invalid(_("Periksa jumlah orang dan daftar nomor akun."))
    incident.title = title
    incident.data, incident.story, incident.handling = texts
    incident.found_at, incident.happened_at = found_at, facts.happened_at
    incident.due_at = found_at + CLOCK
    incident.affected = sorted(set(facts.affected))
    incident.people = facts.people or len(incident.affected)
    incident.is_public = facts.is_public


def _role(actor: Actor) -> str:
    return actor.standing(*policy.MANAGING)
