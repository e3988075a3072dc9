"""Ids in addresses: a number too large for any row is an address that does not exist."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:…>` in our addresses."""

    def __init__(self, map: Any, *, max: int = LARGEST_ID, **limits: Any) -> None:  # noqa: A002
        super().__init__(map, max=max, **limits)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
