"""Keyset paging: the next page begins after the last row shown, however long the list."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import request, url_for

from forum.web.routing import LARGEST_ID

T = TypeVar("T")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and where the list goes on."""

    rows: Sequence[T]
    next_cursor: str | None = None
    is_first: bool = True

    @property
    def next_url(self) -> str | None:
        return _here(lanjut=self.next_cursor) if self.next_cursor else None

    @property
    def first_url(self) -> str | None:
        return None if self.is_first else _here(lanjut=None)


def cut(rows: Sequence[T], size: int, key: Any, *, is_first: bool) -> Page[T]:
    """A page from `size + 1` rows that were asked for; `key(row)` is where the next begins."""
    more = len(rows) > size
    shown = rows[:size]
    return Page(shown, encode(key(shown[-1])) if more else None, is_first)


def encode(key: Key) -> str:
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in key]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode(cursor: str | None, *kinds: type) -> Key | None:
    """The key in a cursor, or None for the first page; a spoilt cursor is the first page."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.urlsafe_b64decode(padded))
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _part(part: Any, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError("times are aware")
        return moment
    value = kind(part)
    if kind is int and abs(value) > LARGEST_ID:
        raise ValueError("no row has such a number")
    return value


def cursor() -> str | None:
    return request.args.get("lanjut")


def _here(**changes: str | None) -> str:
    values = {**(request.view_args or {}), **request.args.to_dict(), **changes}
    return url_for(request.endpoint or "", **values)
