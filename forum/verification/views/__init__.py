"""The pages of verification: one's own, the officer's, the printed codes, the conflicts."""

from flask_babel import lazy_gettext as _l

from forum.verification import policy, queries
from forum.verification.views.blueprint import bp
from forum.web import administration

__all__ = ["bp", "register_sections"]

from forum.verification.views import cards, conflicts, own, printed  # noqa: F401


def register_sections() -> None:
    """Where the administration lists them."""
    administration.section(
        "kode",
        group="orang",
        title=_l("Kode verifikasi RT/RW"),
        endpoint="verification.batches",
        rule=policy.can_manage_codes,
    )
    administration.section(
        "verifikasi",
        group="orang",
        title=_l("Riwayat verifikasi"),
        endpoint="verification.records",
        rule=policy.can_look_after,
    )
    administration.section(
        "kasus-nik",
        group="orang",
        title=_l("Kasus NIK ganda"),
        endpoint="verification.cases",
        rule=policy.can_look_after,
        waiting=queries.cases_waiting,
    )
