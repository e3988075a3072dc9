"""The register of breaches: notice within 3 x 24 hours to people and authority (article 46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

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
from forum.privacy.models import CLOCK, Incident, IncidentChange, IncidentNote, IncidentNotice

TITLE, TEXT, NOTE = 160, 4000, 2000
MOST_LISTED = 20_000
CLOCK_SLIP = timedelta(minutes=5)
FIELDS = (
    "title",
    "data",
    "story",
    "handling",
    "found_at",
    "happened_at",
    "people",
    "affected",
    "is_public",
)


class ToldAlready(Refused):
    """A notice is sent once."""


class IncidentClosed(Refused):
    """A closed entry is not changed; it can be opened again."""

    def __init__(self) -> None:
        super().__init__(_("Insiden ini sudah ditutup. Buka lagi dulu untuk mengubahnya."))


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
) -> bool:
    """As more is known, until it is closed. Who changed what stays; False where nothing did.

    Notices that went out stay as they were: whoever is concerned only now is told by
    `tell_affected` once more.
    """
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if incident.closed_at is not None:
        raise IncidentClosed
    before = _written(incident)
    _take_over(incident, facts)
    after = _written(incident)
    what = [[name, before[name], after[name]] for name in FIELDS if before[name] != after[name]]
    if not what:
        return False
    _note_change(actor, incident, what)
    return True


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
    """Tell everyone concerned who was not told yet, in writing; returns how many."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    to_tell = queries.to_tell(incident)
    if incident.told_people_at is not None and not to_tell:
        raise ToldAlready(_("Semua yang terdampak sudah diberi tahu."))
    if incident.closed_at is not None:
        raise IncidentClosed
    now = clock.now()
    incident.told_people_at = incident.told_people_at or now
    incident.version += 1
    db.session.add_all(
        IncidentNotice(incident_id=incident.id, user_id=user_id, told_at=now)
        for user_id in to_tell
    )
    for user_id in to_tell:
        record(IncidentToldTo(incident_id=incident.id, user_id=user_id, actor_id=actor.id))
    record(
        IncidentTold(
            incident_id=incident.id, people=len(to_tell), actor_id=actor.id, role=_role(actor)
        )
    )
    return len(to_tell)


@atomic()
def note_authority_told(
    actor: Actor,
    incident: Incident,
    *,
    authority: str,
    letter_number: str = "",
    told_at: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """The notice to the authority went out by letter: to whom, when and under which number."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if incident.told_authority_at is not None:
        raise ToldAlready(_("Pemberitahuan kepada lembaga sudah dicatat."))
    authority, letter_number = one_line(authority), one_line(letter_number)
    told_at = told_at or clock.now()
    if not 3 <= len(authority) <= 200 or len(letter_number) > 120:
        raise Invalid(_("Tulis nama lembaga, 3 sampai 200 huruf, dan nomor surat."))
    if not incident.found_at <= told_at <= clock.now() + CLOCK_SLIP:
        raise Invalid(
            _("Waktu pengiriman harus sesudah insiden diketahui dan tidak di masa depan.")
        )
    incident.told_authority_at = told_at
    incident.authority, incident.letter_number = authority, letter_number
    incident.version += 1
    record(AuthorityTold(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))


@atomic()
def close_incident(
    actor: Actor, incident: Incident, *, expected_version: int | None = None
) -> None:
    """Everything was done. Closing it twice is harmless."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if not incident.told or queries.to_tell(incident):
        raise Refused(_("Beri tahu warga yang terdampak dan lembaga pengawas dulu."))
    if incident.closed_at is None:
        incident.closed_at = clock.now()
        _note_change(actor, incident, [["closed", False, True]])


@atomic()
def reopen_incident(
    actor: Actor, incident: Incident, *, expected_version: int | None = None
) -> None:
    """More came to light. Opening one that is open is harmless."""
    require(policy.can_keep_incidents, actor)
    lock(incident)
    require_version(incident, expected_version)
    if incident.closed_at is not None:
        incident.closed_at = None
        _note_change(actor, incident, [["closed", True, False]])


def _note_change(actor: Actor, incident: Incident, what: list[Any]) -> None:
    incident.version += 1
    db.session.add(IncidentChange(incident_id=incident.id, author_id=actor.id, what=what))
    db.session.flush()
    record(IncidentChanged(incident_id=incident.id, actor_id=actor.id, role=_role(actor)))


def _written(incident: Incident) -> dict[str, Any]:
    """The entry as a change of it keeps it."""
    found = {name: getattr(incident, name) for name in FIELDS}
    return {
        name: value.astimezone(UTC).isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value
        for name, value in found.items()
    }


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
    unknown = queries.unknown_accounts(facts.affected)
    if unknown:
        numbers = ", ".join(str(number) for number in unknown[:10])
        raise Invalid(_("Nomor akun ini tidak ada: %(numbers)s.", numbers=numbers))
    incident.title = title
    incident.data, incident.story, incident.handling = texts
    incident.found_at, incident.happened_at = found_at, facts.happened_at
    incident.due_at = found_at + CLOCK
    incident.affected = sorted(set(facts.affected))
    incident.people = facts.people or len(incident.affected)
    incident.is_public = facts.is_public


def _role(actor: Actor) -> str:
    return actor.standing(*policy.MANAGING)
