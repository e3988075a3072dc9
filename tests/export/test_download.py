"""Files for the browser: names, headers, refusals."""

from urllib.parse import unquote

import pytest

from forum.core.errors import NotFound
from forum.export import (
    DOCUMENT_FORMATS,
    TABLE_FORMATS,
    Column,
    Table,
    download,
    write_bytes,
)
from tests.export.samples import FLOOD

pytestmark = pytest.mark.pure

TABLE = Table("dukungan", [Column("Nilai", lambda row: row)], [1, 2])


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "csv", "json"])
def test_document_is_sent_as_a_private_file(extension):
    response = download(FLOOD, extension)

    assert response.status_code == 200
    assert response.content_length == len(response.get_data()) > 0
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="ringkasan-isu-1204.{extension}"; '
        f"filename*=UTF-8''ringkasan-isu-1204.{extension}"
    )


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_table_is_sent_in_its_own_kind(extension, kind):
    assert download(TABLE, extension).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("Banjir – G. Obos é", "Banjir-G.-Obos-e.csv", "Banjir-–-G.-Obos-é.csv"),
        ('a"; filename="evil.exe', "a-filename=-evil.exe.csv", "a-filename=-evil.exe.csv"),
        ("../../etc/passwd", "etc-passwd.csv", "etc-passwd.csv"),
        ("a\r\nSet-Cookie: x=1", "a-Set-Cookie-x=1.csv", "a-Set-Cookie-x=1.csv"),
        ("السلام", "berkas.csv", "السلام.csv"),
        ("", "berkas.csv", "berkas.csv"),
        ("x" * 300, f"{'x' * 100}.csv", f"{'x' * 100}.csv"),
    ],
)
def test_name_of_the_file_is_safe_and_readable(name, plain, full):
    header = download(Table(name, [], []), "csv").headers["Content-Disposition"]
    kind, first, second = header.split("; ")

    assert kind == "attachment"
    assert first == f'filename="{plain}"'
    assert unquote(second.removeprefix("filename*=UTF-8''")) == full
    assert header.isascii()


@pytest.mark.parametrize(
    ("thing", "extension"), [(TABLE, "pdf"), (TABLE, ""), (FLOOD, "exe"), (FLOOD, "PDF")]
)
def test_unknown_format_is_not_there(thing, extension):
    with pytest.raises(NotFound):
        download(thing, extension)
    with pytest.raises(NotFound):
        write_bytes(thing, extension)


def test_formats_are_found_by_their_extension():
    assert set(TABLE_FORMATS) == {"csv", "json", "xlsx"}
    assert set(DOCUMENT_FORMATS) == {"pdf", "docx", "xlsx", "csv", "json"}
    assert all(writer.extension == key for key, writer in DOCUMENT_FORMATS.items())


def test_rows_are_read_before_the_work_is_handed_away():
    read: list[int] = []
    rows = (read.append(number) or number for number in range(3))

    assert (
        write_bytes(Table("t", [Column("a", lambda row: row)], rows), "csv").count(b"\r\n") == 4
    )
    assert read == [0, 1, 2]
