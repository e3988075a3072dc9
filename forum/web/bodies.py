"""How much a request may bring, and what of it is kept.

A form with files may be far larger than any other: a telephone without scripts sends its photos
as they are. So that what was typed beside them comes through with a sentence on what is wrong,
such a form is read to its end, but of each file no more is kept than can be taken, and one byte.
"""

import tempfile
from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

FILE = 5 * 1024 * 1024  # bytes of one file (domain.md, section 10)
FILES = 8  # of one form, whose content is kept
FORM_WITH_FILES = 128 * 1024 * 1024  # ten photos as a good telephone takes them
IN_MEMORY = 512 * 1024  # larger files wait in a temporary one
HEAD = 1024 * 1024  # of a form that is too large: so far we look for what was typed


class BoundedFile(tempfile.SpooledTemporaryFile[bytes]):
    """Keeps the first bytes that are written to it, and takes the rest without keeping it."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=IN_MEMORY, mode="rb+")
        self._left = most

    def write(self, s: Any) -> int:
        kept = memoryview(s)[: self._left]
        self._left -= len(kept)
        if len(kept):
            super().write(kept)
        return len(s)


class LimitedRequest(Request):
    """A request whose files are cut at the limit, for the forms to refuse in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_files: list[BoundedFile] = []

    @property
    def max_content_length(self) -> int | None:
        if self.mimetype == "multipart/form-data":
            return FORM_WITH_FILES
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        file = BoundedFile(FILE + 1 if len(self.kept_files) < FILES else 0)
        self.kept_files.append(file)
        return file


def typed_before_files(sent: Request) -> dict[str, str]:
    """The fields of a form that was too large, as far as they came before its first file."""
    boundary = sent.mimetype_params.get("boundary", "").encode("ascii", "ignore")
    if sent.mimetype != "multipart/form-data" or not boundary:
        return {}
    decoder = MultipartDecoder(boundary, max_form_memory_size=None)
    typed: dict[str, str] = {}
    name, text = "", b""
    try:
        decoder.receive_data(sent.environ["wsgi.input"].read(HEAD))
        while not isinstance(part := decoder.next_event(), NeedData | Epilogue | File):
            if isinstance(part, Field):
                name, text = part.name, b""
            elif isinstance(part, Data):
                text += part.data
                if not part.more_data:
                    typed[name] = text.decode("utf-8", "replace")
    except (ValueError, OSError):
        return typed
    return typed


def _close_files(_error: BaseException | None) -> None:
    for file in getattr(request, "kept_files", ()):
        file.close()


def init_app(app: Flask) -> None:
    app.request_class = LimitedRequest
    app.teardown_request(_close_files)
