"""The demo city's content as it lies in `data/demo`: read, never changed."""

import json
from functools import cache
from typing import Any

from forum.config import ROOT

Row = dict[str, Any]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """`people`, `issues`, `sessions` or `polls`; their shapes are told in the folder's README."""
    path = ROOT / "data" / "demo" / f"{name}.json"
    return tuple(json.loads(path.read_text(encoding="utf-8")))
