"""What the desk keeps about a person: to give, and to erase."""

from sqlalchemy import delete, func, update

from forum.accounts import traces
from forum.core.db import db
from forum.desk import queries
from forum.desk.models import Entry, Person
from forum.privacy.naming import MASK, names_of


@traces.exports("entri di meja layanan")
def export_entries(user_id: int) -> traces.Rows:
    rows: traces.Rows = [
        {
            "nomor": entry.number,
            "jenis": entry.kind.value,
            "persetujuan": entry.consent.value,
            "nomor formulir": entry.form_number,
            "saksi": entry.witness,
            "pendamping": entry.guide,
            "dibuat": entry.created_at.isoformat(),
        }
        for entry in queries.entries_of(user_id)
    ]
    person = queries.desk_person(user_id)
    if person is not None:
        rows.append({"nomor HP": person.phone, "RT": person.rt, "RW": person.rw})
    return rows


@traces.erases
def erase_entries(user_id: int) -> None:
    """That something was entered stays; who witnessed it, and the way in, do not."""
    db.session.execute(delete(Person).where(Person.user_id == user_id))
    db.session.execute(
        update(Entry)
        .where(Entry.person_id == user_id)
        .values(witness=None, guide=None, form_number=None, form_date=None, pin_hash=None)
        .execution_options(synchronize_session="fetch")
    )
    _take_out_of_others(user_id)


def _take_out_of_others(user_id: int) -> None:
    """They may have been the witness or the guide of somebody else."""
    spellings = [name.lower() for name in names_of(user_id).found]
    for column in (Entry.witness, Entry.guide):
        db.session.execute(
            update(Entry)
            .where(func.lower(column).in_(spellings))
            .values({column: MASK})
            .execution_options(synchronize_session="fetch")
        )
