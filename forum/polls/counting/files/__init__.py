"""Reads ballots from files: see docs/file-formats.md."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from forum.polls.counting.files import blt, pabulib, preflib, tables
from forum.polls.counting.files.election import KINDS, PAPERS, Election, Reading, Wrong

__all__ = ["KINDS", "PAPERS", "READERS", "BadFile", "Election", "Reading", "read"]

# From the text of a file and how marks are to be read to the ballots; Wrong with the line.
Reader = Callable[[str, Reading], Election]

READERS: Mapping[str, Reader] = {
    ".soc": preflib.read_orders,
    ".soi": preflib.read_orders,
    ".toc": preflib.read_orders,
    ".toi": preflib.read_orders,
    ".cat": preflib.read_categories,
    ".blt": blt.read,
    ".pb": pabulib.read,
    ".csv": tables.read,
}


class BadFile(Exception):
    """A file cannot be read or makes no sense; the text is one line with file and line number."""


def read(path: Path, reading: Reading | None = None) -> Election:
    """The ballots of a file; its kind is told by how its name ends."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadFile(f"{path}: the name must end in {', '.join(READERS)}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else "cannot be read"
        raise BadFile(f"{path}: {why}") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: is not text in UTF-8") from error
    if not text.strip():
        raise BadFile(f"{path}: is empty")
    try:
        election = reader(text, reading or Reading())
    except Wrong as error:
        raise BadFile(f"{path}: {error}") from error
    if not sum(election.counts.values()):
        raise BadFile(f"{path}: holds no ballots")
    return election
