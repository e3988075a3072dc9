"""How kinds and states of issues are called, and how a state looks."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.issues.models import IssueKind, IssueState


@dataclass(frozen=True)
class KindWords:
    """`one` stands before a number or title; `hint` explains the choice in the form."""

    one: str
    hint: str


@dataclass(frozen=True)
class StateWords:
    """`look` is a colour of the status macro, `icon` a name of its icon set."""

    label: str
    look: str
    icon: str


@dataclass(frozen=True)
class Stage:
    """States that residents look for together."""

    label: str
    states: tuple[IssueState, ...]


KINDS: dict[IssueKind, KindWords] = {
    IssueKind.COMPLAINT: KindWords(
        _l("Aduan"), _l("Ada yang rusak, terganggu, atau tidak sesuai janji layanan.")
    ),
    IssueKind.PROPOSAL: KindWords(
        _l("Usulan"), _l("Anda punya usul perbaikan untuk lingkungan atau kota.")
    ),
    IssueKind.QUESTION: KindWords(
        _l("Pertanyaan"), _l("Anda butuh keterangan dari pemerintah kota.")
    ),
    IssueKind.DISCUSSION: KindWords(
        _l("Diskusi"), _l("Anda ingin membahas sesuatu bersama warga lain.")
    ),
}

STATES: dict[IssueState, StateWords] = {
    IssueState.DRAFT: StateWords(_l("Draf"), "", "edit"),
    IssueState.RECEIVED: StateWords(_l("Diterima"), "info", "clock"),
    IssueState.VERIFIED: StateWords(_l("Diverifikasi"), "info", "search"),
    IssueState.ASSIGNED: StateWords(_l("Didisposisikan"), "info", "go"),
    IssueState.IN_PROGRESS: StateWords(_l("Diproses"), "go", "gear"),
    IssueState.ANSWERED: StateWords(_l("Ditanggapi"), "go", "shield"),
    IssueState.DONE: StateWords(_l("Selesai"), "done", "check"),
    IssueState.REJECTED: StateWords(_l("Tidak dapat dipenuhi"), "no", "x"),
    IssueState.SUBMITTED: StateWords(_l("Diajukan"), "info", "clock"),
    IssueState.UNDER_REVIEW: StateWords(_l("Dibahas perangkat daerah"), "info", "search"),
    IssueState.ACCEPTED: StateWords(_l("Usulan diterima"), "go", "check"),
    IssueState.POSTPONED: StateWords(_l("Ditunda"), "warn", "clock"),
    IssueState.CARRIED_OUT: StateWords(_l("Dilaksanakan"), "go", "go"),
    IssueState.OPEN: StateWords(_l("Dibahas warga"), "warn", "forum"),
    IssueState.CLOSED: StateWords(_l("Ditutup"), "", "lock"),
}

STAGES: dict[str, Stage] = {
    "baru": Stage(
        _l("Diterima"), (IssueState.RECEIVED, IssueState.VERIFIED, IssueState.SUBMITTED)
    ),
    "dibahas": Stage(_l("Dibahas warga"), (IssueState.OPEN,)),
    "diproses": Stage(
        _l("Diproses"),
        (
            IssueState.ASSIGNED,
            IssueState.IN_PROGRESS,
            IssueState.UNDER_REVIEW,
            IssueState.ACCEPTED,
            IssueState.CARRIED_OUT,
        ),
    ),
    "ditanggapi": Stage(_l("Ditanggapi"), (IssueState.ANSWERED,)),
    "selesai": Stage(_l("Selesai"), (IssueState.DONE, IssueState.CLOSED)),
    "ditolak": Stage(
        _l("Ditunda atau tidak dapat dipenuhi"), (IssueState.POSTPONED, IssueState.REJECTED)
    ),
}

SORTS: dict[str, str] = {
    "terbaru": _l("Terbaru"),
    "dukungan": _l("Dukungan"),
    "aktif": _l("Baru dibahas"),
}
