"""DOCX, opened again as an office would."""

import io
import zipfile

import docx
import pytest
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Cm

from forum.export import (
    DataTable,
    Document,
    Numbered,
    RichText,
    write_bytes,
)
from tests.export.samples import FLOOD

pytestmark = pytest.mark.pure


def _open(document: Document) -> Docx:
    return docx.Document(io.BytesIO(write_bytes(document, "docx")))


def _with(*blocks) -> Document:
    return Document(name="t", title="Judul", blocks=blocks)


def _lines(letter: Docx, style: str) -> list[str]:
    return [line.text for line in letter.paragraphs if line.style.name == style]


@pytest.fixture(scope="module")
def letter() -> Docx:
    return _open(FLOOD)


def test_headings_and_lists_are_real_styles(letter):
    assert _lines(letter, "Title") == [FLOOD.title]
    assert _lines(letter, "Heading 1") == [
        "Pokok masalah",
        "Dibahas di forum warga",
        "Jawaban resmi",
    ]
    # the last heading asks for level 3 below level 1: a level is never skipped
    assert _lines(letter, "Heading 2") == ["Pilihan warga", "Perjalanan isu"]
    assert _lines(letter, "List Bullet")[0] == "Hadir 142 warga, 39 di ruangan."
    assert _lines(letter, "List Bullet 2") == [
        "Perencanaan tahun 2014 menghitung 120 sentimeter."
    ]
    assert _lines(letter, "List Number")[-1] == "Pekerjaan malam hari."
    assert _lines(letter, "Quote")[0] == "Anak-anak menyeberang air untuk ke sekolah."


def test_emphasis_and_links_survive(letter):
    line = next(line for line in letter.paragraphs if line.text.startswith("Sejak pelebaran"))
    assert [run.text for run in line.runs if run.bold] == ["parit sisi timur tertimbun"]
    assert [run.text for run in line.runs if run.italic] == ["tiga di antaranya"]

    link = next(line for line in letter.paragraphs if line.hyperlinks)
    assert link.hyperlinks[0].address == "https://betang.example/isu/1187"
    assert (
        link.text
        == "Rumah pompa tidak berjalan sejak September (https://betang.example/isu/1187)."
    )


def test_table_repeats_its_head_and_keeps_its_rows_whole(letter):
    table = next(table for table in letter.tables if table.cell(0, 0).text == "No.")

    assert [cell.text for cell in table.rows[1].cells] == [
        "1",
        "Perdalam parit sisi timur",
        "Dinas PUPR",
        "185.000.000",
        "12 Desember 2026",
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_bars_show_label_count_and_a_length(letter):
    table = next(table for table in letter.tables if "parit" in table.cell(0, 0).text)
    label, strip = table.cell(0, 0).paragraphs

    assert label.text == "Buka dan perdalam parit"
    assert table.cell(0, 1).text == "722 (55,6%)"
    half, less = (
        table.cell(row, 0).paragraphs[1].paragraph_format.right_indent for row in (0, 1)
    )
    assert 0 < half < less
    assert strip._p.pPr.find(qn("w:shd")) is not None


def test_empty_table_is_a_sentence(letter):
    texts = [line.text for line in letter.paragraphs]

    assert texts[texts.index("Keberatan yang belum dijawab") + 1] == "Tidak ada data."


def test_language_properties_and_paper(letter):
    about = letter.core_properties
    section = letter.sections[0]
    language = letter.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")

    assert (about.title, about.author, about.subject, about.language) == (
        FLOOD.title,
        "Betang · Kota Palangka Raya",
        FLOOD.subtitle,
        "id-ID",
    )
    assert language.get(qn("w:val")) == "id-ID"
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert section.left_margin > Cm(2)


def test_pages_are_numbered_by_fields(letter):
    footer = letter.sections[0].footer

    fields = [item.text.strip() for item in footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert footer.paragraphs[0].text == FLOOD.footer
    assert (
        footer.paragraphs[1].text
        == "Dibuat 24 November 2026, pukul 19.00 WIB\tHalaman 1 dari 1"
    )


def test_each_numbered_list_begins_where_it_says():
    letter = _open(_with(Numbered(["a", "b"]), Numbered(["c"]), RichText("5. d")))
    numbering = letter.part.numbering_part.element
    starts = {
        num.numId: num.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for num in numbering.num_lst
        if num.find(f".//{qn('w:startOverride')}") is not None
    }
    lines = [line for line in letter.paragraphs if line.style.name == "List Number"]
    used = [line._p.pPr.numPr.numId.val for line in lines]

    assert len(set(used)) == 3
    assert used[0] == used[1]
    assert [starts[number] for number in used] == ["1", "1", "1", "5"]


def test_what_xml_forbids_is_left_out():
    letter = _open(_with(DataTable("t", ["a\x00"], [["b\x01c\ud800"]]), RichText("d\x0be")))

    assert letter.tables[0].cell(0, 0).text == "a"
    assert letter.tables[0].cell(1, 0).text == "bc"
    assert letter.paragraphs[-1].text == "de"


def test_right_to_left_text_runs_right_to_left():
    letter = _open(_with(RichText("السلام عليكم"), RichText("Salam, السلام")))
    arabic, mixed = letter.paragraphs[-2:]

    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert mixed._p.pPr is None or mixed._p.pPr.find(qn("w:bidi")) is None


def test_long_texts_of_the_properties_are_cut():
    letter = _open(Document(name="t", title="x" * 400))

    assert letter.core_properties.title == "x" * 255


def test_file_is_a_sound_archive():
    archive = zipfile.ZipFile(io.BytesIO(write_bytes(FLOOD, "docx")))

    assert archive.testzip() is None
