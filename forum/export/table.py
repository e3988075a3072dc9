"""What is exported (a Table) kept apart from how it is written (a Writer)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from forum.export.text import one_line


@dataclass(frozen=True)
class Column:
    """The title is for people, the key for machines (without one, the title serves both)."""

    title: str
    value: Callable[[Any], Any]
    key: str = ""


@dataclass(frozen=True)
class Table:
    """Named columns over any stream of rows."""

    name: str
    columns: list[Column]
    rows: Iterable[Any]

    def titles(self) -> list[str]:
        return [one_line(column.title) for column in self.columns]

    def keys(self) -> list[str]:
        """One key a column, also where two columns are called the same."""
        seen: dict[str, int] = {}
        keys = []
        for column in self.columns:
            key = one_line(column.key or column.title)
            seen[key] = seen.get(key, 0) + 1
            keys.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
        return keys

    def lines(self) -> Iterator[list[Any]]:
        for row in self.rows:
            yield [column.value(row) for column in self.columns]


class Writer(Protocol):
    extension: str
    mimetype: str

    def write(self, table: Table) -> Iterator[bytes]: ...
