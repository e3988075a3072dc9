"""What this folder keeps about a person, and how it goes away."""

from sqlalchemy import delete, or_, select, update

from forum.accounts import traces
from forum.accounts.models import RoleGrant
from forum.core.db import db
from forum.privacy import files
from forum.privacy.models import (
    Consent,
    DataCopy,
    DataRequest,
    Incident,
    IncidentChange,
    IncidentNote,
    IncidentNotice,
    RequestState,
)
from forum.privacy.naming import names_of

REQUESTS = {
    "access": "salinan data",
    "correction": "perbaikan",
    "restriction": "pembatasan",
    "withdrawal": "penarikan persetujuan",
    "erasure": "penghapusan akun",
    "objection": "keberatan",
}
STATES = {
    "open": "berjalan",
    "done": "selesai",
    "refused": "ditolak",
    "cancelled": "dibatalkan",
}


@traces.exports("consents")
def consents(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(Consent).where(Consent.user_id == user_id).order_by(Consent.id)
    )
    return [
        {
            "Teks": row.kind.value,
            "Versi": row.version,
            "Disetujui pada": row.given_at.isoformat(timespec="seconds"),
            "Cara": row.how,
            "Ditarik pada": row.withdrawn_at and row.withdrawn_at.isoformat(timespec="seconds"),
        }
        for row in rows
    ]


@traces.exports("requests")
def requests(user_id: int) -> traces.Rows:
    rows = db.session.scalars(
        select(DataRequest).where(DataRequest.user_id == user_id).order_by(DataRequest.id)
    )
    return [
        {
            "Nomor": row.id,
            "Jenis": REQUESTS[row.kind.value],
            "Data": row.subject,
            "Penjelasan": row.wrong,
            "Yang benar": row.right,
            "Diminta pada": row.asked_at.isoformat(timespec="seconds"),
            "Keadaan": STATES[row.state.value],
            "Jawaban": row.answer,
            "Selesai pada": row.done_at and row.done_at.isoformat(timespec="seconds"),
        }
        for row in rows
    ]


@traces.erases
def forget(user_id: int) -> None:
    """Copies with their files, consents, and the words of requests; their times stay."""
    for name in db.session.scalars(select(DataCopy.file).where(DataCopy.user_id == user_id)):
        files.remove(name)
    for model in (DataCopy, Consent):
        db.session.execute(
            delete(model)
            .where(model.user_id == user_id)
            .execution_options(synchronize_session=False)
        )
    db.session.execute(
        update(DataRequest)
        .where(DataRequest.user_id == user_id)
        .values(subject=None, wrong=None, right=None, answer=None)
        .execution_options(synchronize_session="fetch")
    )
    db.session.execute(
        update(DataRequest)
        .where(
            DataRequest.user_id == user_id,
            DataRequest.state == RequestState.OPEN,
            ~DataRequest.is_automatic,
        )
        .values(state=RequestState.CANCELLED)
        .execution_options(synchronize_session="fetch")
    )


@traces.exports("pemberitahuan kebocoran data")
def breaches(user_id: int) -> traces.Rows:
    rows = db.session.execute(
        select(IncidentNotice.told_at, Incident.title)
        .join(Incident, Incident.id == IncidentNotice.incident_id)
        .where(IncidentNotice.user_id == user_id)
        .order_by(Incident.id)
    )
    return [
        {"Insiden": title, "Diberi tahu pada": at.isoformat(timespec="seconds")}
        for at, title in rows
    ]


@traces.erases
def take_the_name_out(user_id: int) -> None:
    """Breaches, what was asked for on paper, and why others were given roles or lost them: all
    of it stays, without the name of the person.
    """
    names = names_of(user_id)
    if names.pattern is None:
        return
    for request in db.session.scalars(select(DataRequest).where(DataRequest.user_id.is_(None))):
        for field in ("contact", "subject", "wrong", "right", "answer"):
            setattr(request, field, names.mask_all(getattr(request, field)))
    why = or_(RoleGrant.reason.is_not(None), RoleGrant.end_reason.is_not(None))
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id != user_id, why)):
        grant.reason = names.mask_all(grant.reason)
        grant.end_reason = names.mask_all(grant.end_reason)
    for incident in db.session.scalars(select(Incident)):
        for field in ("title", "data", "story", "handling"):
            setattr(incident, field, names.mask(getattr(incident, field)))
    for note in db.session.scalars(select(IncidentNote)):
        note.text = names.mask(note.text)
    for change in db.session.scalars(select(IncidentChange)):
        change.what = names.mask_all(change.what)


@traces.moves
def hand_over(from_id: int, to_id: int) -> None:
    """Requests go along; each account has consented for itself."""
    db.session.execute(
        update(DataRequest).where(DataRequest.user_id == from_id).values(user_id=to_id)
    )
    db.session.execute(delete(DataCopy).where(DataCopy.user_id == from_id))
