"""Looking for a person everywhere: in each column of each table, and in each byte of each file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, select

from forum.core.db import db


def in_the_database(needles: Iterable[str]) -> set[str]:
    """Where any of these stands: `table.column: needle`. Small and capital letters are one."""
    tables = MetaData()
    connection = db.session.connection()
    tables.reflect(bind=connection)
    found = set()
    for table in tables.sorted_tables:
        for row in connection.execute(select(table)).mappings():
            for column, value in row.items():
                text = _text(value)
                found |= {
                    f"{table.name}.{column}: {each}" for each in needles if each.lower() in text
                }
    return found


def in_files(folder: Path, needles: Iterable[str]) -> set[str]:
    """The same of every file under this folder, whatever is in it."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            found |= {
                f"{path.relative_to(folder)}: {each}"
                for each in needles
                if each.lower().encode() in content
            }
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").lower()
    return "" if value is None else str(value).lower()
