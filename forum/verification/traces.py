"""What is kept here about a person: to give, to erase, to hand over."""

from forum.accounts import traces
from forum.accounts.words import VERIFICATION
from forum.verification import actions, queries
from forum.verification.words import HOW


@traces.exports("verifikasi")
def export_records(user_id: int) -> traces.Rows:
    """Without hashes: they are of no use to the person, and of some to others."""
    rows: traces.Rows = [
        {
            "tingkat": str(VERIFICATION[record.level]),
            "cara": str(HOW[record.how]),
            "kelurahan": record.area.label if record.area else None,
            "pada": record.at.isoformat(),
            "sampai": record.until.isoformat(),
            "dicabut pada": record.revoked_at.isoformat() if record.revoked_at else None,
            "alasan dicabut": record.revoke_reason or None,
        }
        for record in queries.records_of(user_id)
    ]
    return rows + [
        {
            "NIK": claim.masked,
            "disimpan sejak": claim.since.isoformat(),
            "dihapus setelah": claim.erase_after.isoformat() if claim.erase_after else None,
        }
        for claim in queries.claims_of(user_id)
    ]


traces.erases(actions.erase_person)
traces.moves(actions.hand_over)
