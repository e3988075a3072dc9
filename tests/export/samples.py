"""A summary for a decision as the city would sign it; people, figures and dates are made up."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from forum.export import (
    Bar,
    Bars,
    Bullets,
    Callout,
    DataTable,
    Document,
    Heading,
    Numbered,
    PageBreak,
    Paragraph,
    Quote,
    RichText,
    Signatures,
    Step,
    Timeline,
)

PROBLEM = """\
Sejak pelebaran jalan pada bulan Agustus, **parit sisi timur tertimbun** tanah galian. Warga
mencatat tujuh kali genangan, *tiga di antaranya* lebih dari satu malam.

1. Parit sepanjang 220 meter tertutup.
2. Gorong-gorong simpang hanya 60 sentimeter.
   - Perencanaan tahun 2014 menghitung 120 sentimeter.
3. Rumah pompa tidak berjalan sejak [September](https://betang.example/isu/1187).

> Anak-anak menyeberang air untuk ke sekolah.
"""

ANSWER = """\
Kami **mengakui** tanah galian belum diangkat. Dua hal kami janjikan:

- parit sisi timur dibuka kembali;
- gorong-gorong diusulkan dalam APBD 2027.
"""

FLOOD = Document(
    name="ringkasan-isu-1204",
    title="Banjir di Jalan G. Obos ujung: parit tertimbun proyek jalan",
    subtitle="Ringkasan untuk keputusan, Kecamatan Jekan Raya",
    reference="31/FW/XI/2026",
    generated_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
    footer="Nama warga tidak ikut dalam berkas.",
    facts=[
        ("Isu", "Nomor 1204, aduan, disampaikan 3 November 2026"),
        ("Wilayah", "Kelurahan Menteng, Kecamatan Jekan Raya"),
        ("Dukungan", "312 warga terverifikasi dari 9 kelurahan"),
        ("Penanggung jawab", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ],
    blocks=[
        Heading(1, "Pokok masalah"),
        Paragraph("Air setinggi 40 sentimeter memutus jalan ke dua sekolah.", "lead"),
        RichText(PROBLEM),
        Quote("Buka kembali parit itu sebelum puncak hujan.", "Warga RT 003/RW 007"),
        Heading(1, "Dibahas di forum warga"),
        Paragraph("Acara ke-2 forum warga nomor 12, Kamis, 19 November 2026."),
        Bullets(["Hadir 142 warga, 39 di ruangan.", "Dua warga keberatan penutupan jalur."]),
        Numbered(["Parit didahulukan.", "Pekerjaan malam hari."]),
        Heading(2, "Pilihan warga"),
        Bars(
            "Apa yang didahulukan?",
            [
                Bar("Buka dan perdalam parit", 722, "55,6%", 0.556),
                Bar("Ganti gorong-gorong", 540, "41,6%", 0.416),
                Bar("Tidak satu pun", 36, "2,8%", 0.028),
            ],
        ),
        Paragraph("Peserta bukan sampel acak.", "small"),
        Callout("decision", "APBD Perubahan 2026 atau APBD 2027?", "Batas: 5 Desember 2026."),
        Heading(1, "Jawaban resmi"),
        Callout(
            "answer",
            "Parit dibuka sebelum 12 Desember 2026",
            RichText(ANSWER),
            "Ir. Yansen Dalie, 24 November 2026",
        ),
        DataTable(
            "Komitmen dan tenggat",
            ["No.", "Komitmen", "Penanggung jawab", "Anggaran (Rp)", "Tenggat"],
            [
                [1, "Perdalam parit sisi timur", "Dinas PUPR", 185_000_000, date(2026, 12, 12)],
                [2, "Jaga rumah pompa 24 jam", "Dinas PUPR", Decimal("42500000.5"), None],
            ],
        ),
        DataTable("Keberatan yang belum dijawab", ["Keberatan", "Tanggal"], []),
        PageBreak(),
        Heading(3, "Perjalanan isu"),
        Timeline(
            [
                Step("done", "Disampaikan", "3 November 2026, 18.12 WIB"),
                Step("late", "Ditanggapi", "Satu hari kerja lewat batas"),
                Step("upcoming", "Dikonfirmasi warga"),
            ]
        ),
        Signatures(
            [
                ("Kepala Dinas PUPR", "Ir. Yansen Dalie, M.T.\nNIP 19700101 199503 1 999"),
                ("Pimpinan forum", "Maria Lestari, S.Sos."),
                ("Notulis", "Agus Triyono"),
            ],
            "Palangka Raya, 24 November 2026",
        ),
    ],
    data={"issue": 1204, "supports": 312, "poll": {"id": 7, "ballots": 1298}},
)


def everywhere(text: str) -> Document:
    """A document that says the same thing in every place a text can stand."""
    return Document(
        name=text,
        title=text,
        subtitle=text,
        reference=text,
        footer=text,
        generated_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
        facts=[(text, text)],
        blocks=[
            Heading(2, text),
            Paragraph(text, "body"),
            Paragraph(text, "lead"),
            Paragraph(text, "small"),
            RichText(text),
            Bullets([text]),
            Numbered([text, text], start=3),
            DataTable(text, [text, text], [[text, 1], [text]]),
            DataTable(text, [], []),
            Bars(text, [Bar(text, 3, text, 0.5), Bar(text, 0, "", float("nan"))]),
            Bars(text, []),
            Timeline([Step("current", text, text), Step("stopped", text)]),
            Quote(text, text),
            Callout("note", text, text, text),
            Callout("warning", text, RichText(text)),
            Signatures([(text, text)], text),
        ],
        data={text: text},
    )


def text_of(pdf: bytes, path: Path) -> str:
    """What a reader of the PDF can select and copy, its spaces and line ends made even."""
    return " ".join(_poppler("pdftotext", pdf, path, "-").replace("\u200b", "").split())


def facts_about(pdf: bytes, path: Path) -> dict[str, str]:
    lines = _poppler("pdfinfo", pdf, path).splitlines()
    pairs = (line.partition(":") for line in lines)
    return {key.strip(): value.strip() for key, _, value in pairs}


def metadata_of(pdf: bytes, path: Path) -> str:
    return _poppler("pdfinfo", pdf, path, before=["-meta"])


def fonts_of(pdf: bytes, path: Path) -> set[str]:
    """The faces inside the PDF, each cut to what is used (ABCDEF+Name)."""
    lines = _poppler("pdffonts", pdf, path).splitlines()[2:]
    return {line.split()[0].partition("+")[2] for line in lines}


def _poppler(
    tool: str, pdf: bytes, path: Path, *after: str, before: list[str] | None = None
) -> str:
    assert shutil.which(tool), "these tests need poppler-utils"
    file = path / "document.pdf"
    file.write_bytes(pdf)
    command = [tool, *(before or []), str(file), *after]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
