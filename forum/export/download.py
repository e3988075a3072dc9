"""Files for the browser and for the shell; the one place here that knows of Flask."""

import re
import unicodedata
from contextvars import copy_context
from dataclasses import replace
from operator import itemgetter
from urllib.parse import quote

from flask import Response
from flask_babel import force_locale

from forum.core.errors import NotFound
from forum.core.offload import offload
from forum.export.document import Document
from forum.export.formats import DOCUMENT_FORMATS, TABLE_FORMATS
from forum.export.table import Table, Writer
from forum.export.text import one_line
from forum.export.words import words_in

_NO_NAME = "berkas"


def download(thing: Table | Document, extension: str) -> Response:
    """Send the thing as a file.

    It is written whole before anything is sent: a failure half-way is an error and not a file
    that looks complete, and a slow line holds no database connection.
    """
    content = write_bytes(thing, extension)
    formats = DOCUMENT_FORMATS if isinstance(thing, Document) else TABLE_FORMATS
    response = Response(content, content_type=formats[extension].mimetype)
    response.headers["Content-Disposition"] = _disposition(thing.name, extension)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def write_bytes(thing: Table | Document, extension: str) -> bytes:
    """The file as bytes. An unknown extension is refused as `NotFound`."""
    # The thread gets a copy of the context, so that a lazy translation still finds its language.
    if isinstance(thing, Document) and extension in DOCUMENT_FORMATS:
        write = DOCUMENT_FORMATS[extension].write
        with force_locale(thing.language):
            return offload(copy_context().run, write, thing, words_in(thing.language))
    if isinstance(thing, Table) and extension in TABLE_FORMATS:
        return offload(copy_context().run, _joined, TABLE_FORMATS[extension], _fetched(thing))
    raise NotFound("format")


def _fetched(table: Table) -> Table:
    """The same table with its values read: another thread must not touch the database."""
    columns = [
        replace(column, value=itemgetter(index)) for index, column in enumerate(table.columns)
    ]
    return Table(table.name, columns, list(table.lines()))


def _joined(writer: Writer, table: Table) -> bytes:
    return b"".join(writer.write(table))


def _disposition(name: str, extension: str) -> str:
    """The name twice, as RFC 6266 asks: plain for old browsers, in UTF-8 for the others."""
    stem = _safe(one_line(name)) or _NO_NAME
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = _safe(plain) or _NO_NAME
    full = quote(f"{stem}.{extension}", safe="")
    return f"attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{full}"


def _safe(name: str) -> str:
    return re.sub(r'[\s\\/:*?"\'<>|;%-]+', "-", name)[:100].strip(".-")
