"""What states and kinds are called on pages and in documents."""

from flask_babel import lazy_gettext as _l

from forum.meetings.models import ItemState, MeetingState, OutcomeKind, Promise

STATES = {  # the keys of the macro session_status
    MeetingState.DRAFT: "direncanakan",
    MeetingState.SCHEDULED: "diumumkan",
    MeetingState.LIVE: "berlangsung",
    MeetingState.CLOSING: "penyusunan_hasil",
    MeetingState.MINUTES_DRAFT: "penyusunan_hasil",
}

PROMISES = {
    Promise.INFORM: _l("Menginformasikan"),
    Promise.CONSULT: _l("Mengonsultasikan"),
    Promise.INVOLVE: _l("Melibatkan"),
    Promise.COLLABORATE: _l("Berkolaborasi"),
    Promise.EMPOWER: _l("Memberdayakan"),
}

PROMISE_MEANINGS = {
    Promise.INFORM: _l("Kami menjelaskan keadaan dan rencana dengan lengkap."),
    Promise.CONSULT: _l("Kami mendengar masukan Anda dan menyebut apa pengaruhnya."),
    Promise.INVOLVE: _l("Masukan Anda ikut membentuk pilihan yang disusun."),
    Promise.COLLABORATE: _l("Pilihan dan jalan keluarnya disusun bersama Anda."),
    Promise.EMPOWER: _l("Yang diputuskan warga di forum ini kami laksanakan."),
}

OUTCOMES = {
    OutcomeKind.DECIDED: _l("Keputusan"),
    OutcomeKind.ACTION: _l("Tindak lanjut"),
    OutcomeKind.NOTED: _l("Dicatat"),
    OutcomeKind.REFERRED: _l("Diteruskan"),
    OutcomeKind.NO_CONSENSUS: _l("Belum mufakat"),
}


def outcome_label(kind: OutcomeKind) -> str:
    """In the language in force."""
    return str(OUTCOMES[kind])


ITEM_STATES = {
    ItemState.ACCEPTED: _l("belum siap"),
    ItemState.READY: _l("siap"),
    ItemState.ACTIVE: _l("berlangsung"),
    ItemState.DECIDING: _l("pemungutan suara"),
    ItemState.DONE: _l("selesai"),
}

REMOVALS = {  # why a hand was taken off the line, by the button pressed
    "tidak-hadir": _l("Tidak hadir saat dipanggil"),
    "permintaan": _l("Atas permintaan yang bersangkutan"),
    "di-luar-acara": _l("Pertanyaannya di luar acara ini"),
    "tata-tertib": _l("Melanggar tata tertib"),
}
