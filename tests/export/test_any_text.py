"""Whatever people write, every format takes it."""

import csv
import io
import json

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.export import Column, Table, write_bytes
from forum.export.text import clean, one_line
from tests.export.samples import everywhere
from tests.export.test_xlsx import Book

pytestmark = pytest.mark.pure

# Single characters of every kind, and the beginnings of everything that some format reads.
_BITS = [
    "=1+1", "#let x", "*bold*", "_", "$", "@", "<script>", "&amp;", "]]>", "\\", "`", "\n\n", "\n- ",
    "\n1. ", "\n> ", "[a](b)", "https://a.example/", "😀", "👨‍👩‍👧", "السلام", "\u202e", "\x00", "\x0b",
    "\ud800", "\ufffe", "\u200d", "e\u0301", "x" * 80, " ", "\t", ";", '"', "'", "{{", "%(page)s",
]  # fmt: skip
ANY_TEXT = st.lists(
    st.one_of(st.sampled_from(_BITS), st.characters(), st.text()), max_size=12
).map("".join)
quickly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(quickly, max_examples=60)
@given(ANY_TEXT)
def test_pdf(text):
    assert write_bytes(everywhere(text), "pdf").startswith(b"%PDF-")


@settings(quickly, max_examples=30)
@given(ANY_TEXT)
def test_docx(text):
    letter = docx.Document(io.BytesIO(write_bytes(everywhere(text), "docx")))

    assert letter.paragraphs[0].text == one_line(text)


@settings(quickly, max_examples=80)
@given(ANY_TEXT)
def test_xlsx(text):
    write_bytes(everywhere(text), "xlsx")
    cells = Book(write_bytes(Table(text, [Column("a", str)], [text]), "xlsx")).cells()

    assert cells.get("A2", "") == clean(text)


@settings(quickly, max_examples=150)
@given(ANY_TEXT)
def test_json(text):
    document = json.loads(write_bytes(everywhere(text), "json"))
    [row] = json.loads(write_bytes(Table(text, [Column("a", str)], [text]), "json"))

    assert document["title"] == row["a"] == clean(text)


@settings(quickly, max_examples=150)
@given(ANY_TEXT)
def test_csv(text):
    write_bytes(everywhere(text), "csv")
    content = write_bytes(
        Table(text, [Column("a", str), Column("b", lambda _: 1)], [text]), "csv"
    )
    [header, row] = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))

    assert header == ["a", "b"]
    assert row[1] == "1"
    assert row[0].lstrip()[:1] not in set("=+-@＝＋－＠") - {""}
    assert row[0].replace("'", "") == clean(text).replace("'", "")
