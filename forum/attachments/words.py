"""What people read about files: why one was not taken, how large one is."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from forum.attachments.unfit import Reason, Unfit

MEGABYTE = 1024 * 1024


def sentence(error: Unfit) -> str:
    """What is the matter with the file, and how to put it right."""
    if error.reason is Reason.EMPTY:
        return _("Berkas ini kosong. Pilih berkas lain.")
    if error.reason is Reason.TOO_BIG:
        return _("Berkas ini lebih dari 5 MB. Perkecil dulu, atau kirim sebagian.")
    if error.reason is Reason.SVG:
        return _("Gambar SVG tidak diterima. Simpan sebagai PNG atau JPEG.")
    if error.reason is Reason.HEIC:
        return _(
            "Foto HEIC belum dapat dibaca. Di iPhone: Pengaturan, Kamera, Format, pilih "
            "“Paling Kompatibel”; atau kirim tangkapan layar fotonya."
        )
    if error.reason is Reason.GIF:
        return _("Gambar GIF tidak diterima. Simpan sebagai PNG atau JPEG.")
    if error.reason is Reason.OLD_OFFICE:
        return _(
            "Berkas Word atau Excel lama tidak diterima. Simpan sebagai DOCX, XLSX, atau PDF."
        )
    if error.reason is Reason.ENDING:
        return _(
            "Isi berkas tidak cocok dengan akhiran namanya (%(ending)s). Simpan ulang dengan "
            "jenis yang benar.",
            ending=error.told,
        )
    if error.reason is Reason.MIXED:
        return _("Berkas ini memuat isi jenis lain di dalamnya. Simpan ulang atau foto ulang.")
    if error.reason is Reason.BROKEN:
        return _("Berkas ini rusak atau terpotong. Coba kirim lagi atau pilih berkas lain.")
    if error.reason is Reason.TOO_MANY_PIXELS:
        return _("Gambar ini terlalu luas: paling banyak 50 megapiksel. Perkecil dulu.")
    if error.reason is Reason.MACROS:
        return _(
            "Dokumen ini memuat makro. Simpan sebagai dokumen biasa tanpa makro, atau PDF."
        )
    if error.reason is Reason.PACKED_TOO_TIGHT:
        return _("Isi dokumen ini terlalu besar setelah dibuka. Simpan sebagai PDF.")
    return _(
        "Jenis berkas ini tidak diterima. Pilih foto, PDF, DOCX, XLSX, ODT, CSV, atau TXT."
    )


def size(number: int) -> str:
    """`1,2 MB`, `340 KB`; never 0."""
    if number >= MEGABYTE:
        return f"{format_decimal(round(number / MEGABYTE, 1))} MB"
    return f"{format_decimal(max(1, round(number / 1024)))} KB"
