"""Export: a table of anything, or a document for a decision, written in any format."""

from forum.export.document import (
    Bar,
    Bars,
    Block,
    Bullets,
    Callout,
    DataTable,
    Document,
    DocumentWriter,
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
from forum.export.download import download, write_bytes
from forum.export.formats import DOCUMENT_FORMATS, TABLE_FORMATS
from forum.export.table import Column, Table, Writer

__all__ = [
    "DOCUMENT_FORMATS",
    "TABLE_FORMATS",
    "Bar",
    "Bars",
    "Block",
    "Bullets",
    "Callout",
    "Column",
    "DataTable",
    "Document",
    "DocumentWriter",
    "Heading",
    "Numbered",
    "PageBreak",
    "Paragraph",
    "Quote",
    "RichText",
    "Signatures",
    "Step",
    "Table",
    "Timeline",
    "Writer",
    "download",
    "write_bytes",
]
