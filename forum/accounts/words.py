"""What roles and levels of verification are called on pages."""

from flask_babel import lazy_gettext as _l

from forum.core.actor import Role, Verification

ROLES = {
    Role.RESIDENT: _l("Warga"),
    Role.DESK: _l("Petugas kelurahan"),
    Role.FACILITATOR: _l("Fasilitator"),
    Role.SCRIBE: _l("Notulis"),
    Role.MODERATOR: _l("Moderator"),
    Role.COORDINATOR: _l("Koordinator"),
    Role.OFFICIAL: _l("Pejabat"),
    Role.HEAD: _l("Kepala perangkat daerah"),
    Role.OBSERVER: _l("Pengamat"),
    Role.ADMIN: _l("Pengelola"),
}

VERIFICATION = {
    Verification.NONE: _l("Belum diverifikasi"),
    Verification.CODE: _l("Terverifikasi dengan kode"),
    Verification.IDENTITY_CARD: _l("Terverifikasi dengan KTP"),
}
