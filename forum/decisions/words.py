"""How results, reasons, promises and the reporter's word are called, and how they look."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.decisions.models import NoteKind, Result, Standing, Verdict
from forum.issues.models import IssueKind
from forum.issues.words import Reason, StateWords

RESULTS: dict[Result, StateWords] = {
    Result.ACCEPTED: StateWords(_l("Diterima"), "go", "check"),
    Result.PARTLY: StateWords(_l("Diterima sebagian"), "go", "check"),
    Result.POSTPONED: StateWords(_l("Ditunda"), "warn", "clock"),
    Result.REFUSED: StateWords(_l("Tidak dapat dipenuhi"), "no", "x"),
}
RESULT_HINTS: dict[Result, str] = {
    Result.ACCEPTED: _l("Semua yang diminta akan atau sudah dikerjakan."),
    Result.PARTLY: _l("Sebagian dikerjakan; sebutkan mengapa tidak semuanya."),
    Result.POSTPONED: _l("Belum sekarang; sebutkan alasannya dan kapan ditinjau lagi."),
    Result.REFUSED: _l("Jawaban yang jujur: sebutkan alasannya, dan jalan lain bila ada."),
}

_MONEY = _l("Tidak tersedia anggaran")
_RULES = _l("Bertentangan dengan aturan")
_UNFIT = _l("Tidak layak secara teknis")
_QUESTIONS = frozenset({IssueKind.QUESTION})
_OTHERS = frozenset(IssueKind) - _QUESTIONS
_NOT_PROPOSALS = frozenset({IssueKind.COMPLAINT, IssueKind.DISCUSSION})
REASONS: dict[Result, dict[str, Reason]] = {
    Result.PARTLY: {
        "anggaran_terbatas": Reason(_l("Anggaran terbatas"), _OTHERS),
        "sebagian_kewenangan": Reason(_l("Sebagian bukan kewenangan pemerintah kota")),
        "kendala_teknis": Reason(_l("Kendala teknis di lapangan"), _OTHERS),
        "bertahap": Reason(_l("Dikerjakan bertahap")),
        "sebagian_dikecualikan": Reason(_l("Sebagian informasi dikecualikan"), _QUESTIONS),
    },
    Result.POSTPONED: {
        "menunggu_anggaran": Reason(_l("Menunggu anggaran berikutnya"), _OTHERS),
        "menunggu_pihak_lain": Reason(_l("Menunggu pihak atau pekerjaan lain")),
        "perlu_kajian": Reason(_l("Perlu kajian lebih dulu")),
        "prioritas_lain": Reason(_l("Ada yang lebih mendesak"), _OTHERS),
        "musim": Reason(_l("Tidak dapat dikerjakan pada musim ini"), _OTHERS),
    },
    # those for proposals stand in the list of `Step.REJECT` too, whose step gives the same one
    Result.REFUSED: {
        "bukan_kewenangan": Reason(_l("Bukan kewenangan pemerintah kota")),
        "bertentangan_aturan": Reason(_RULES, _OTHERS),
        "tidak_tersedia_anggaran": Reason(_MONEY, _OTHERS),
        "tidak_layak_teknis": Reason(_UNFIT, _OTHERS),
        "tidak_terbukti": Reason(_l("Tidak ditemukan di lapangan"), _NOT_PROPOSALS),
        "dikecualikan": Reason(_l("Informasi yang dikecualikan"), _QUESTIONS),
        "tidak_dikuasai": Reason(_l("Informasi tidak kami kuasai"), _QUESTIONS),
    },
}
CANCELLING: dict[str, str] = {
    "tidak_diperlukan": _l("Tidak diperlukan lagi"),
    "dikerjakan_pihak_lain": _l("Dikerjakan pihak lain"),
    "tidak_tersedia_anggaran": _MONEY,
    "tidak_layak_teknis": _UNFIT,
    "bertentangan_aturan": _RULES,
}

STANDINGS: dict[Standing, StateWords] = {
    Standing.RUNNING: StateWords(_l("Berjalan"), "go", "go"),
    Standing.DONE: StateWords(_l("Selesai"), "done", "check"),
    Standing.CANCELLED: StateWords(_l("Dibatalkan"), "no", "x"),
    Standing.POSTPONED: StateWords(_l("Ditunda"), "warn", "clock"),
    Standing.REFUSED: StateWords(_l("Tidak dapat dipenuhi"), "no", "x"),
    Standing.REPLACED: StateWords(_l("Digantikan jawaban baru"), "", "link"),
}
LATE = StateWords(_l("Terlambat"), "no", "clock")

NOTES: dict[NoteKind, str] = {
    NoteKind.PROGRESS: _l("Perkembangan"),
    NoteKind.DATE: _l("Tenggat diubah"),
    NoteKind.DONE: _l("Selesai dikerjakan"),
    NoteKind.CANCELLED: _l("Dibatalkan"),
    NoteKind.REPLACED: _l("Digantikan jawaban baru"),
}

VERDICTS: dict[Verdict, StateWords] = {
    Verdict.WAITING: StateWords(_l("Menunggu kata pelapor"), "info", "clock"),
    Verdict.CONFIRMED: StateWords(_l("Dikonfirmasi pelapor"), "done", "check"),
    Verdict.SILENT: StateWords(_l("Tidak ditanggapi pelapor"), "", "clock"),
    Verdict.CONTESTED: StateWords(_l("Disanggah pelapor"), "no", "x"),
    Verdict.WITHDRAWN: StateWords(_l("Dibuka kembali petugas"), "", "forum"),
}
RATINGS: dict[int, str] = {  # as the answers of the satisfaction survey: four, no middle
    4: _l("Sangat baik"),
    3: _l("Baik"),
    2: _l("Kurang baik"),
    1: _l("Tidak baik"),
}


def reasons_for(result: Result, kind: IssueKind) -> dict[str, str]:
    """The closed list from which an answer to this kind of issue takes its reason."""
    return {
        key: reason.label
        for key, reason in REASONS.get(result, {}).items()
        if not reason.kinds or kind in reason.kinds
    }


def reason_label(key: str | None) -> str:
    """The words of any reason that an answer or a cancelled promise gives; empty for none."""
    for reasons in REASONS.values():
        if key and key in reasons:
            return str(reasons[key].label)
    return str(CANCELLING.get(key or "", ""))


def thanks(verdict: Verdict) -> str:
    """What the reporter hears after having spoken."""
    if verdict is Verdict.CONFIRMED:
        return _("Terima kasih. Konfirmasi Anda tercatat.")
    return _("Terima kasih. Sanggahan Anda tercatat dan petugas kami beri tahu.")
