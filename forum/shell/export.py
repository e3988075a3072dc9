"""`forum export`: the same documents as on the page, written to a file."""

from pathlib import Path

from forum.core.actor import SYSTEM
from forum.core.errors import Invalid
from forum.decisions import exports
from forum.export import DOCUMENT_FORMATS, write_bytes


def write_export(what: str, number: int, extension: str, out: Path) -> None:
    """Write what the shell asked for; Invalid for a format that is not on offer."""
    if extension not in DOCUMENT_FORMATS:
        raise Invalid(f"--format takes {', '.join(DOCUMENT_FORMATS)}, not {extension!r}")
    document = EXPORTS[what](number)
    out.write_bytes(write_bytes(document, extension))


EXPORTS = {"thread": lambda number: exports.summary_for(SYSTEM, number)}
