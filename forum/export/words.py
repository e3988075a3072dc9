"""The few words that the formats themselves put on paper, in the language of the document."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _


@dataclass(frozen=True)
class Words:
    """Looked up once, before the writing is handed to a thread that knows no request."""

    language: str
    page: str  # holds the places %(page)s and %(pages)s
    generated: str  # holds the places %(date)s and %(time)s
    reference: str
    nothing: str
    summary: str
    facts: str
    item: str
    content: str
    option: str
    count: str
    percent: str
    step: str
    state: str
    detail: str
    role: str
    name: str
    signatures: str
    section: str
    table: str
    row: str
    column: str
    value: str
    callouts: dict[str, str]
    states: dict[str, str]

    def page_of(self, page: object, pages: object) -> str:
        return self.page % {"page": page, "pages": pages}

    def generated_on(self, date: str, time: str) -> str:
        return self.generated % {"date": date, "time": time}


def words_in(language: str) -> Words:
    with force_locale(language):
        return Words(
            language=language,
            page=_("Halaman %(page)s dari %(pages)s"),
            generated=_("Dibuat %(date)s, pukul %(time)s"),
            reference=_("Nomor"),
            nothing=_("Tidak ada data."),
            summary=_("Ringkasan"),
            facts=_("Keterangan"),
            item=_("Butir"),
            content=_("Isi"),
            option=_("Pilihan"),
            count=_("Jumlah"),
            percent=_("Persen"),
            step=_("Langkah"),
            state=_("Keadaan"),
            detail=_("Rincian"),
            role=_("Peran"),
            name=_("Nama"),
            signatures=_("Tanda tangan"),
            section=_("Bagian"),
            table=_("Tabel"),
            row=_("Baris"),
            column=_("Kolom"),
            value=_("Nilai"),
            callouts={
                "answer": _("Jawaban resmi"),
                "decision": _("Perlu keputusan"),
                "note": _("Catatan"),
                "warning": _("Perhatian"),
            },
            states={
                "done": _("Selesai"),
                "current": _("Sedang berjalan"),
                "upcoming": _("Belum dimulai"),
                "late": _("Terlambat"),
                "stopped": _("Dihentikan"),
            },
        )
