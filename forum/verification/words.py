"""What the ways of verifying, and the states of a conflict, are called on pages."""

from flask_babel import lazy_gettext as _l

from forum.verification.models import CaseState, How

HOW = {
    How.CODE: _l("Kode RT/RW"),
    How.OFFICER: _l("KTP dilihat petugas kelurahan"),
    How.OIDC: _l("Penyedia identitas"),
}

CASES = {
    CaseState.OPEN: _l("Menunggu keputusan"),
    CaseState.KEPT: _l("Tetap pada pemegang"),
    CaseState.MOVED: _l("Dipindahkan"),
}
