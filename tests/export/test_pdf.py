"""PDF: what a reader sees, copies and hears."""

import pytest

from forum.export import DataTable, Document, Heading, Paragraph, RichText, write_bytes
from tests.export.samples import FLOOD, everywhere, facts_about, fonts_of, metadata_of, text_of

pytestmark = pytest.mark.pure

CONFORMS = "<pdfuaid:part>1</pdfuaid:part>"


def _with(*blocks) -> Document:
    return Document(name="t", title="Judul", blocks=blocks)


@pytest.fixture(scope="module")
def flood() -> bytes:
    return write_bytes(FLOOD, "pdf")


def test_all_content_is_there_in_reading_order(flood, tmp_path):
    text = text_of(flood, tmp_path)
    expected = [
        FLOOD.title,
        "Dibuat 24 November 2026, pukul 19.00 WIB",
        "312 warga terverifikasi dari 9 kelurahan",
        "Air setinggi 40 sentimeter",
        "parit sisi timur tertimbun",
        "2. Gorong-gorong simpang",
        "September (https://betang.example/isu/1187)",
        "Buka dan perdalam parit",
        "722 (55,6%)",
        "PERLU KEPUTUSAN",
        "JAWABAN RESMI",
        "Parit dibuka sebelum 12 Desember 2026",
        "185.000.000",
        "Tidak ada data.",
        "Ditanggapi Terlambat",
        "Palangka Raya, 24 November 2026",
    ]
    places = [text.find(words) for words in expected]

    assert -1 not in places
    assert places == sorted(places)
    assert "NIP 19700101 199503 1 999" in text


def test_every_page_is_numbered_and_names_the_house(flood, tmp_path):
    pages = int(facts_about(flood, tmp_path)["Pages"])
    text = text_of(flood, tmp_path)

    assert pages > 1
    for page in range(1, pages + 1):
        assert f"Halaman {page} dari {pages}" in text
    assert text.count("Betang · Kota Palangka Raya") == pages


def test_it_is_tagged_titled_and_conforms_to_pdf_ua(flood, tmp_path):
    about = facts_about(flood, tmp_path)

    assert about["Tagged"] == "yes"
    assert about["Title"] == FLOOD.title
    assert about["Author"] == "Betang · Kota Palangka Raya"
    assert about["Page size"].endswith("(A4)")
    assert CONFORMS in metadata_of(flood, tmp_path)
    assert b"/Lang(id)" in flood


def test_only_the_shipped_faces_are_used(flood, tmp_path):
    families = {name.partition("-")[0] for name in fonts_of(flood, tmp_path)}

    assert families == {"Literata", "PlusJakartaSans"}


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1", "#panic()", '#read("/etc/passwd")', "*bold* _x_", "$ 1/0 $", "@ref <label>",
        "\\ \\u{41}", "[a](b) `c`", "= Judul", "// komentar", "/* buka", '"kutip', "<script>",
        "=1+1", "~ --- ...",
    ],
)  # fmt: skip
def test_markup_of_the_typesetter_is_only_text(text, tmp_path):
    blocks = [Heading(1, text), Paragraph(text), DataTable("", [text], [[text]])]
    pdf = write_bytes(_with(*blocks), "pdf")

    assert text_of(pdf, tmp_path).count(text) == 4
    assert CONFORMS in metadata_of(pdf, tmp_path)


@pytest.mark.parametrize(
    "text", ["Selesai 👍🏽 🇮🇩 ✅", "السلام عليكم", "שלום", "Ελλάδα", "Москва", "é ñ ệ Ł ₫ €"]
)
def test_these_scripts_and_signs_have_a_face(text, tmp_path):
    assert CONFORMS in metadata_of(write_bytes(everywhere(text), "pdf"), tmp_path)


@pytest.mark.parametrize("text", ["中文", "ไทย"])
def test_text_without_a_face_costs_the_conformity_and_not_the_document(text, tmp_path):
    pdf = write_bytes(_with(Paragraph(f"Kata {text} selesai")), "pdf")

    assert "selesai" in text_of(pdf, tmp_path)
    assert CONFORMS not in metadata_of(pdf, tmp_path)
    assert facts_about(pdf, tmp_path)["Tagged"] == "yes"


def test_marks_that_turn_text_around_are_taken_out(tmp_path):
    pdf = write_bytes(_with(Paragraph("Rp\u202e000.1\u202c")), "pdf")

    assert "Rp000.1" in text_of(pdf, tmp_path)


def test_long_paragraph_goes_on_over_the_pages(tmp_path):
    words = " ".join(f"kata{number}" for number in range(1500))
    pdf = write_bytes(_with(Paragraph(words), RichText(words)), "pdf")

    assert len(words) > 10_000
    assert text_of(pdf, tmp_path).count("kata1499") == 2


@pytest.mark.parametrize("size", [200, 5000])
def test_very_long_word_stays_on_the_paper(size, tmp_path):
    """Where it left the paper, its end would be missing from the page's own text."""
    word = "a" * size + "z"
    blocks = [Paragraph(word), RichText(word), DataTable("t", ["x", "y"], [[word, 1]])]
    text = text_of(write_bytes(_with(*blocks), "pdf"), tmp_path)

    joined = text.replace(" ", "")
    assert joined.count("az") == 3


def test_tall_row_and_tall_header_lose_nothing(tmp_path):
    words = " ".join(f"k{number}" for number in range(3000))
    table = DataTable("Tabel", ["Kepala " + words] * 4, [[words, "a", "b", "c"], ["akhir"]])
    text = text_of(write_bytes(_with(table), "pdf"), tmp_path)

    assert text.count("k2999") == 5
    assert "akhir" in text


def test_head_of_a_long_table_comes_again_on_every_page(tmp_path):
    table = DataTable("Daftar", ["Nomor urut", "Usulan"], [[n, "Parit"] for n in range(120)])
    pdf = write_bytes(_with(table), "pdf")

    pages = int(facts_about(pdf, tmp_path)["Pages"])
    assert pages > 2
    assert text_of(pdf, tmp_path).count("Nomor urut") == pages


def test_many_columns_fit(tmp_path):
    table = DataTable("", [f"K{n}" for n in range(30)], [list(range(30))])
    text = text_of(write_bytes(_with(table), "pdf"), tmp_path)

    assert "K29" in text


def test_same_document_gives_the_same_file():
    assert write_bytes(FLOOD, "pdf") == write_bytes(FLOOD, "pdf")
