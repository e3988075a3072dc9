"""What kinds and states of requests are called on pages."""

from flask_babel import lazy_gettext as _l

from forum.privacy.models import RequestKind, RequestState, TextKind

REQUESTS = {
    RequestKind.ACCESS: _l("Salinan data"),
    RequestKind.CORRECTION: _l("Perbaikan"),
    RequestKind.RESTRICTION: _l("Pembatasan"),
    RequestKind.WITHDRAWAL: _l("Penarikan persetujuan"),
    RequestKind.ERASURE: _l("Penghapusan akun"),
    RequestKind.OBJECTION: _l("Keberatan"),
}
STATES = {
    RequestState.OPEN: _l("Menunggu"),
    RequestState.DONE: _l("Selesai"),
    RequestState.REFUSED: _l("Tidak dapat dipenuhi"),
    RequestState.CANCELLED: _l("Dibatalkan"),
}
TEXTS = {
    TextKind.HOUSE_RULES: _l("Tata krama forum"),
    TextKind.PRIVACY: _l("Privasi"),
    TextKind.TERMS: _l("Ketentuan penggunaan"),
}
INCIDENT_FIELDS = {
    "title": _l("Judul singkat"),
    "data": _l("Data apa yang terungkap"),
    "story": _l("Kapan dan bagaimana"),
    "handling": _l("Penanganan dan pemulihan"),
    "found_at": _l("Diketahui pada"),
    "happened_at": _l("Terjadi pada"),
    "people": _l("Jumlah orang (perkiraan)"),
    "affected": _l("Nomor akun yang terdampak"),
    "is_public": _l("Diumumkan kepada semua orang"),
    "closed": _l("Ditutup"),
}
