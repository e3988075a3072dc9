"""A document is in one language, from the first line to the number of the page."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel, lazy_gettext

from forum.export import (
    Bars,
    Callout,
    DataTable,
    Document,
    Signatures,
    Step,
    Timeline,
    write_bytes,
)
from forum.export.words import words_in
from tests.export.samples import FLOOD, text_of

pytestmark = pytest.mark.pure

ENGLISH = {
    "Halaman %(page)s dari %(pages)s": "Page %(page)s of %(pages)s",
    "Dibuat %(date)s, pukul %(time)s": "Made on %(date)s at %(time)s",
    "Nomor": "Number",
    "Tidak ada data.": "No data.",
    "Jawaban resmi": "Official answer",
    "Terlambat": "Late",
    "Bagian": "Section",
    "Kolom": "Column",
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application whose page is Indonesian and which also knows English."""
    catalogue = Catalog(locale="en")
    for indonesian, english in ENGLISH.items():
        catalogue.add(indonesian, english)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    app = Flask("test")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    Babel(app, default_locale="id")
    with app.app_context():
        yield app


SMALL = Document(
    name="t",
    title="Flood",
    language="en",
    reference="31/2026",
    generated_at=FLOOD.generated_at,
    blocks=[
        Callout("answer", "Yes", "We will."),
        DataTable("Costs", ["Item", "Cost"], [["Ditch", 1234567]]),
        DataTable("Objections", ["Item"], []),
        Timeline([Step("late", "Answered")]),
        Bars("Votes", []),
        Signatures([("Head", "A")]),
    ],
)


def test_english_document_is_english_throughout(app, tmp_path):
    text = text_of(write_bytes(SMALL, "pdf"), tmp_path)

    for words in (
        "Page 1 of 1",
        "Made on 24 November 2026 at 19:00 WIB",
        "Number 31/2026",
        "OFFICIAL ANSWER",
        "No data.",
        "Answered Late",
        "1,234,567",
    ):
        assert words in text
    for words in ("Halaman", "Dibuat", "Nomor", "Jawaban", "Tidak ada data", "Terlambat"):
        assert words.lower() not in text.lower()


def test_indonesian_document_is_indonesian_throughout(app, tmp_path):
    text = text_of(write_bytes(replace(SMALL, language="id"), "pdf"), tmp_path)

    for words in (
        "Halaman 1 dari 1",
        "Dibuat 24 November 2026, pukul 19.00 WIB",
        "Nomor 31/2026",
        "JAWABAN RESMI",
        "Tidak ada data.",
        "1.234.567",
    ):
        assert words in text


def test_language_of_the_page_does_not_reach_the_document(app):
    with app.test_request_context():
        english = write_bytes(SMALL, "csv").decode("utf-8-sig")
        indonesian = write_bytes(replace(SMALL, language="id"), "csv").decode("utf-8-sig")

    assert english.startswith("Section,Tabel,Baris,Column")
    assert indonesian.startswith("Bagian,Tabel,Baris,Kolom,Nilai")


def test_lazy_text_still_finds_its_language(app):
    document = Document(name="t", title=lazy_gettext("Terlambat"), language="en")
    columns = write_bytes(document, "json").decode()

    assert '"title": "Late"' in columns


def test_no_word_is_empty():
    words = asdict(words_in("id"))
    callouts, states = words.pop("callouts"), words.pop("states")

    assert all([*words.values(), *callouts.values(), *states.values()])
