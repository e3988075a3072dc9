"""What is kept of a person in moderation: to give, and to erase.

Cases stay, under the numbers of those concerned: every decision must be explicable.
"""

from sqlalchemy import or_, select, update

from forum.accounts import traces
from forum.core.db import db
from forum.moderation.models import Case, Flag
from forum.moderation.subjects import SUBJECTS
from forum.privacy.naming import names_of


@traces.exports("laporan")
def export_flags(user_id: int) -> traces.Rows:
    flags = db.session.scalars(
        select(Flag).where(Flag.reporter_id == user_id).order_by(Flag.id)
    )
    return [
        {
            "perkara": flag.case_id,
            "alasan": flag.ground,
            "keterangan": flag.note,
            "pada": flag.created_at.isoformat(timespec="seconds"),
        }
        for flag in flags
    ]


@traces.exports("perkara moderasi tentang tulisan Anda")
def export_cases(user_id: int) -> traces.Rows:
    return [
        {
            "perkara": case.id,
            "keadaan": case.state.value,
            "alasan": case.ground,
            "pesan moderator": case.message,
            "diputuskan": case.decided_at and case.decided_at.isoformat(timespec="seconds"),
        }
        for case in _cases_about(user_id)
    ]


@traces.erases
def take_the_name_out(user_id: int) -> None:
    """What they noted with a report goes; messages to them, or by them, lose the name."""
    names = names_of(user_id)
    db.session.execute(
        update(Flag)
        .where(Flag.reporter_id == user_id)
        .values(note="")
        .execution_options(synchronize_session="fetch")
    )
    about = {case.id for case in _cases_about(user_id)}
    cases = db.session.scalars(
        select(Case).where(
            or_(Case.id.in_(about), Case.decided_by_id == user_id), Case.message.is_not(None)
        )
    )
    for case in cases:
        case.message = names.mask(case.message or "")
    db.session.flush()


def _cases_about(user_id: int) -> list[Case]:
    """Cases about content of this person, whatever kinds of content there are."""
    found: list[Case] = []
    for kind, subject in SUBJECTS.items():
        ids = set(subject.written_by(user_id))
        if ids:
            found += db.session.scalars(
                select(Case)
                .where(Case.subject_kind == kind, Case.subject_id.in_(ids))
                .order_by(Case.id)
            )
    return found
