"""What can be attached, and how each kind is kept and handed out."""

from dataclasses import dataclass
from enum import StrEnum

from forum.web import bodies


class FileKind(StrEnum):
    PHOTO = "photo"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    CSV = "csv"
    TXT = "txt"


@dataclass(frozen=True)
class Form:
    """How files of this kind go by: their ending, their type, what people call them."""

    ending: str
    mimetype: str
    label: str  # the same in both languages


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMS: dict[FileKind, Form] = {
    FileKind.PHOTO: Form("webp", "image/webp", "WebP"),
    FileKind.PDF: Form("pdf", "application/pdf", "PDF"),
    FileKind.DOCX: Form("docx", f"{_OFFICE}.wordprocessingml.document", "Word"),
    FileKind.XLSX: Form("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
    FileKind.ODT: Form("odt", "application/vnd.oasis.opendocument.text", "OpenDocument"),
    FileKind.CSV: Form("csv", "text/csv; charset=utf-8", "CSV"),
    FileKind.TXT: Form("txt", "text/plain; charset=utf-8", "TXT"),
}
PHOTO_ENDINGS = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp"})
DOCUMENT_ENDINGS = {FORMS[kind].ending: kind for kind in FileKind if kind is not FileKind.PHOTO}
# What a file chooser offers. No HEIC: telephones then hand over a JPEG by themselves.
ACCEPT = ",".join(
    ["image/jpeg", "image/png", "image/webp", *(f".{each}" for each in DOCUMENT_ENDINGS)]
)

LIMIT = bodies.FILE  # bytes of one file
WIDTHS = (320, 800)  # of the small pictures, in pixels
