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
