"""What this folder keeps about a person, and how it goes away."""

from sqlalchemy import delete, select, update

from forum.accounts import traces
from forum.core.db import db
from forum.privacy import files
from forum.privacy.models import Consent, DataCopy, DataRequest, RequestState

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


@traces.moves
def hand_over(from_id: int, to_id: int) -> None:
    """Requests go along; each account has consented for itself."""
    db.session.execute(
        update(DataRequest).where(DataRequest.user_id == from_id).values(user_id=to_id)
    )
    db.session.execute(delete(DataCopy).where(DataCopy.user_id == from_id))
