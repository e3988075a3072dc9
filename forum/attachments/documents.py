"""Documents: what they are by their content. They are kept as they came and only ever downloaded."""

import io
import re
import zipfile

from forum.attachments.kinds import FileKind
from forum.attachments.unfit import BROKEN_ARCHIVE, Reason, Unfit

MOST_UNPACKED = 60 * 1024 * 1024  # bytes of all parts of an office document together
MOST_PARTS = 2_000
STEP = 256 * 1024

_OPEN_XML = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_ODT = b"application/vnd.oasis.opendocument.text"
_MACROS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|Basic/|Scripts/|activeX/)|\.(exe|dll|js|vbs|bat|scr)$",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    rb"<script|<!doctype|<html[\s>]|<svg[\s>]|<\?xml|<\?php|<iframe", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_pdf(content: bytes) -> None:
    """It begins and ends as a PDF does, and is not an archive or a page as well."""
    if b"%%EOF" not in content[-2048:]:
        raise Unfit(Reason.BROKEN)
    head = content[:1024].lower()
    if b"<script" in head or b"<html" in head or zipfile.is_zipfile(io.BytesIO(content)):
        raise Unfit(Reason.MIXED)


def read_archive(content: bytes) -> FileKind:
    """DOCX, XLSX or ODT without macros; every part is unpacked once, to see how large it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if not parts or min(part.header_offset for part in parts) != 0:
                raise Unfit(Reason.MIXED)  # something stands before the archive
            _refuse_bombs(archive, parts)
            return _kind_of(archive, [part.filename for part in parts])
    except BROKEN_ARCHIVE as error:
        raise Unfit(Reason.BROKEN) from error


def read_text(content: bytes, *, as_table: bool) -> tuple[FileKind, bytes]:
    """Text of people, in UTF-8 from now on: no control letters, no markup.

    What is no UTF-8 is read as Windows-1252, in which Excel saves CSV here.
    """
    if _MARKUP.search(content[:65536]) or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise Unfit(Reason.SVG if b"<svg" in content[:65536].lower() else Reason.UNKNOWN)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise Unfit(Reason.UNKNOWN) from None
    if _CONTROL.search(text):
        raise Unfit(Reason.UNKNOWN)
    return (FileKind.CSV if as_table else FileKind.TXT), text.encode()


def _refuse_bombs(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """First by what the archive says of itself, then by what really comes out of it."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit(Reason.PACKED_TOO_TIGHT)
    left = MOST_UNPACKED
    for part in parts:
        with archive.open(part) as file:
            while piece := file.read(STEP):
                left -= len(piece)
                if left < 0:
                    raise Unfit(Reason.PACKED_TOO_TIGHT)


def _kind_of(archive: zipfile.ZipFile, names: list[str]) -> FileKind:
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
        raise Unfit(Reason.MIXED)
    if any(_MACROS.search(name) for name in names):
        raise Unfit(Reason.MACROS)
    if names[0] == "mimetype":
        if archive.read("mimetype").strip() == _ODT:
            return FileKind.ODT
        raise Unfit(Reason.UNKNOWN)
    if "[Content_Types].xml" not in names:
        raise Unfit(Reason.UNKNOWN)
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise Unfit(Reason.MACROS)
    for mark, kind in _OPEN_XML.items():
        if mark in types:
            return kind
    raise Unfit(Reason.UNKNOWN)
