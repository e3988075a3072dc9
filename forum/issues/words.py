"""How kinds and states of issues are called, and how a state looks."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.issues.models import Classification, ClockKind, Field, IssueKind, IssueState, Step


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
    IssueState.NEEDS_COMPLETION: StateWords(_l("Perlu kelengkapan"), "warn", "warn"),
    IssueState.MERGED: StateWords(_l("Digabung"), "", "link"),
    IssueState.REOPENED: StateWords(_l("Dibuka kembali"), "warn", "forum"),
    IssueState.REJECTED: StateWords(_l("Tidak dapat dipenuhi"), "no", "x"),
    IssueState.SUBMITTED: StateWords(_l("Diajukan"), "info", "clock"),
    IssueState.VERIFIED_VILLAGE: StateWords(_l("Diverifikasi kelurahan"), "info", "search"),
    IssueState.UNDER_REVIEW: StateWords(_l("Dibahas perangkat daerah"), "info", "search"),
    IssueState.ACCEPTED: StateWords(_l("Usulan diterima"), "go", "check"),
    IssueState.PARTLY_ACCEPTED: StateWords(_l("Diterima sebagian"), "go", "check"),
    IssueState.POSTPONED: StateWords(_l("Ditunda"), "warn", "clock"),
    IssueState.CARRIED_OUT: StateWords(_l("Dilaksanakan"), "go", "go"),
    IssueState.OPEN: StateWords(_l("Dibahas warga"), "warn", "forum"),
    IssueState.CLOSED: StateWords(_l("Ditutup"), "", "lock"),
}

STAGES: dict[str, Stage] = {
    "baru": Stage(
        _l("Diterima"),
        (
            IssueState.RECEIVED,
            IssueState.VERIFIED,
            IssueState.NEEDS_COMPLETION,
            IssueState.SUBMITTED,
            IssueState.VERIFIED_VILLAGE,
        ),
    ),
    "dibahas": Stage(_l("Dibahas warga"), (IssueState.OPEN,)),
    "diproses": Stage(
        _l("Diproses"),
        (
            IssueState.ASSIGNED,
            IssueState.IN_PROGRESS,
            IssueState.REOPENED,
            IssueState.UNDER_REVIEW,
            IssueState.ACCEPTED,
            IssueState.PARTLY_ACCEPTED,
            IssueState.CARRIED_OUT,
        ),
    ),
    "ditanggapi": Stage(_l("Ditanggapi"), (IssueState.ANSWERED,)),
    "selesai": Stage(_l("Selesai"), (IssueState.DONE, IssueState.CLOSED)),
    "digabung": Stage(_l("Digabung"), (IssueState.MERGED,)),
    "ditolak": Stage(
        _l("Ditunda atau tidak dapat dipenuhi"), (IssueState.POSTPONED, IssueState.REJECTED)
    ),
}

FIELDS: dict[Field, str] = {
    Field.INFRASTRUCTURE: _l("Infrastruktur"),
    Field.ECONOMY: _l("Ekonomi"),
    Field.SOCIAL: _l("Sosial budaya"),
}

CLASSES: dict[Classification, StateWords] = {
    Classification.ORDINARY: StateWords(_l("Tidak berkadar pengawasan"), "", "issue"),
    Classification.SUPERVISION: StateWords(_l("Berkadar pengawasan"), "warn", "shield"),
}

CLOCKS: dict[ClockKind, str] = {
    ClockKind.VERIFICATION: _l("Verifikasi"),
    ClockKind.FIRST_ANSWER: _l("Tanggapan pertama"),
    ClockKind.COMPLETION: _l("Penyelesaian"),
}


@dataclass(frozen=True)
class StepWords:
    """`do` stands on the button, `done` in the history; `hint` asks for the note."""

    do: str
    done: str
    hint: str = ""


STEPS: dict[Step, StepWords] = {
    Step.VERIFY: StepWords(_l("Verifikasi"), _l("Diverifikasi")),
    Step.ASK: StepWords(
        _l("Minta kelengkapan"),
        _l("Kelengkapan diminta"),
        _l("Sebut apa yang kurang. Batas waktu petugas berhenti sampai pelapor melengkapinya."),
    ),
    Step.COMPLETE: StepWords(
        _l("Lengkapi laporan"), _l("Dilengkapi pelapor"), _l("Tulis keterangan yang diminta.")
    ),
    Step.ASSIGN: StepWords(
        _l("Disposisikan"),
        _l("Didisposisikan"),
        _l("Pesan untuk perangkat daerah, dibaca semua orang."),
    ),
    Step.FORWARD: StepWords(
        _l("Teruskan ke unit lain"),
        _l("Diteruskan"),
        _l("Mengapa unit lain yang berwenang. Dibaca semua orang."),
    ),
    Step.BEGIN: StepWords(
        _l("Mulai kerjakan"),
        _l("Mulai dikerjakan"),
        _l("Apa yang akan dilakukan, dan kapan. Ini tanggapan pertama Anda kepada pelapor."),
    ),
    Step.EXTEND: StepWords(
        _l("Perpanjang waktu"),
        _l("Waktu diperpanjang"),
        _l("Alasan tertulis perpanjangan menurut UU 14/2008."),
    ),
    Step.ANSWER: StepWords(_l("Beri jawaban resmi"), _l("Ditanggapi")),
    Step.ACCEPT: StepWords(_l("Terima usulan"), _l("Usulan diterima")),
    Step.ACCEPT_PART: StepWords(_l("Terima sebagian"), _l("Diterima sebagian")),
    Step.POSTPONE: StepWords(_l("Tunda"), _l("Ditunda")),
    Step.REJECT: StepWords(
        _l("Tolak"),
        _l("Ditolak"),
        _l("Jelaskan dengan sopan, dan sebut ke mana pelapor dapat melangkah."),
    ),
    Step.CARRY_OUT: StepWords(
        _l("Mulai dilaksanakan"), _l("Dilaksanakan"), _l("Kegiatan, tempat, dan waktunya.")
    ),
    Step.FINISH: StepWords(
        _l("Nyatakan selesai"), _l("Dinyatakan selesai"), _l("Apa yang sudah dilakukan.")
    ),
    Step.REOPEN: StepWords(
        _l("Buka kembali"), _l("Dibuka kembali"), _l("Apa yang belum beres.")
    ),
    Step.CLOSE: StepWords(_l("Tutup diskusi"), _l("Diskusi ditutup"), _l("Mengapa ditutup.")),
    Step.OPEN: StepWords(
        _l("Buka lagi diskusi"), _l("Diskusi dibuka lagi"), _l("Mengapa dibuka lagi.")
    ),
    Step.NOTE: StepWords(
        _l("Catat perkembangan"), _l("Perkembangan"), _l("Apa yang baru. Dibaca semua orang.")
    ),
    Step.MERGE: StepWords(
        _l("Gabungkan ke isu lain"),
        _l("Digabung"),
        _l("Mengapa keduanya satu masalah. Dibaca semua orang."),
    ),
    Step.UNMERGE: StepWords(
        _l("Pisahkan lagi"),
        _l("Dipisahkan lagi"),
        _l("Mengapa isu ini berdiri sendiri lagi. Dibaca semua orang."),
    ),
    Step.OBJECT: StepWords(
        _l("Sampaikan keberatan"),
        _l("Pelapor berkeberatan atas penggabungan"),
        _l("Apa bedanya isu Anda dengan isu itu. Dibaca semua orang."),
    ),
    Step.KEEP: StepWords(
        _l("Tetap gabungkan"),
        _l("Tetap digabung"),
        _l("Jawaban atas keberatan pelapor. Dibaca semua orang."),
    ),
}


@dataclass(frozen=True)
class Reason:
    """One of a closed list; without kinds it is for all of them. `by_hand`: people choose it."""

    label: str
    kinds: frozenset[IssueKind] = frozenset()
    by_hand: bool = True


_COMPLAINTS = frozenset({IssueKind.COMPLAINT})
_PROPOSALS = frozenset({IssueKind.PROPOSAL})
_HANDLED = frozenset({IssueKind.COMPLAINT, IssueKind.QUESTION})
REASONS: dict[Step, dict[str, Reason]] = {
    Step.REJECT: {
        "bukan_kewenangan": Reason(_l("Bukan kewenangan pemerintah kota")),
        "tidak_jelas": Reason(_l("Tidak jelas"), _HANDLED),
        "duplikat": Reason(_l("Duplikat")),
        "bukan_aduan": Reason(_l("Bukan aduan"), _COMPLAINTS),
        "fitnah_sara": Reason(_l("Mengandung fitnah atau SARA")),
        "dikecualikan": Reason(
            _l("Informasi yang dikecualikan"), frozenset({IssueKind.QUESTION})
        ),
        "bertentangan_aturan": Reason(_l("Bertentangan dengan aturan"), _PROPOSALS),
        "tidak_tersedia_anggaran": Reason(_l("Tidak tersedia anggaran"), _PROPOSALS),
        "tidak_layak_teknis": Reason(_l("Tidak layak secara teknis"), _PROPOSALS),
        "tidak_dilengkapi": Reason(
            _l("Tidak dilengkapi pelapor, dianggap dicabut"), _HANDLED, by_hand=False
        ),
    },
    Step.FORWARD: {
        "bukan_kewenangan_unit": Reason(_l("Bukan kewenangan unit kami")),
        "perlu_unit_lain": Reason(_l("Perlu ditangani unit lain lebih dulu")),
    },
}


def reason_label(step: Step, key: str | None) -> str | None:
    """The words of a reason in the history; None where there is none."""
    found = REASONS.get(step, {}).get(key or "")
    return str(found.label) if found else None


SORTS: dict[str, str] = {
    "terbaru": _l("Terbaru"),
    "dukungan": _l("Dukungan"),
    "aktif": _l("Baru dibahas"),
}
