"""JSON for programs: a table as an array of objects, a document as one object."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from forum.export.cells import local, plain
from forum.export.document import Block, Document, outline
from forum.export.table import Table
from forum.export.words import Words


class JsonWriter:
    """One array, one object a line, named by the keys of the columns."""

    extension = "json"
    mimetype = "application/json"

    def write(self, table: Table) -> Iterator[bytes]:
        keys = table.keys()
        before = "[\n"
        for cells in table.lines():
            record = dict(zip(keys, map(_tree, cells), strict=True))
            yield f"{before}{json.dumps(record, ensure_ascii=False)}".encode()
            before = ",\n"
        yield b"[]\n" if before == "[\n" else b"\n]\n"


class JsonDocumentWriter:
    """Facts for programs under `data`; the content in reading order under `blocks`."""

    extension = "json"
    mimetype = "application/json"

    def write(self, document: Document, words: Words) -> bytes:
        facts = [
            {"label": plain(label), "value": plain(value)} for label, value in document.facts
        ]
        content = {
            "title": plain(document.title),
            "subtitle": plain(document.subtitle),
            "reference": plain(document.reference),
            "issuer": plain(document.issuer),
            "language": document.language,
            "generated_at": local(document.generated_at).isoformat(timespec="seconds"),
            "data": _tree(document.data),
            "facts": facts,
            "blocks": [_block(block) for block in outline(document.blocks)],
            "footer": plain(document.footer),
        }
        return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def _block(block: Block) -> dict[str, Any]:
    """The fields of the block after its type, which is the class: DataTable is data_table."""
    kind = re.sub(r"(?<=.)([A-Z])", r"_\1", type(block).__name__).lower()
    return {"type": kind, **_tree(block)}


def _tree(value: Any) -> Any:
    """Mappings, sequences and our own small classes as JSON has them, all else as a value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _tree(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): _tree(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return [_tree(item) for item in value]
    return plain(value)
