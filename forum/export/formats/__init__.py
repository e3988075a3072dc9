"""The formats on offer. To add one: write its file beside these and name it here."""

from forum.export.document import DocumentWriter
from forum.export.formats.csv import CsvDocumentWriter, CsvWriter
from forum.export.formats.docx import DocxWriter
from forum.export.formats.json import JsonDocumentWriter, JsonWriter
from forum.export.formats.pdf import PdfWriter
from forum.export.formats.xlsx import XlsxDocumentWriter, XlsxWriter
from forum.export.table import Writer

TABLE_FORMATS: dict[str, Writer] = {
    writer.extension: writer for writer in (CsvWriter(), JsonWriter(), XlsxWriter())
}

DOCUMENT_FORMATS: dict[str, DocumentWriter] = {
    writer.extension: writer
    for writer in (
        PdfWriter(),
        DocxWriter(),
        XlsxDocumentWriter(),
        CsvDocumentWriter(),
        JsonDocumentWriter(),
    )
}
