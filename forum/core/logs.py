"""Logs without personal data.

An error's message often holds the value that made it: an address that a mail server refused, a
number that was there twice. So of errors only kinds and places are logged, not their messages;
and from all lines goes what looks like an address, a number of a phone or a card, a network
address, or the secret in a link.
"""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

Error = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

_SECRETS = (
    (re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+"), "[alamat]"),
    (re.compile(r"(?<![\w.])(?:\+?62|0)[\s-]?8(?:[\s.-]?\d){7,11}(?!\w)"), "[nomor]"),
    (re.compile(r"(?<!\w)\d(?:[\s.-]?\d){15}(?!\w)"), "[nomor]"),
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"), "[jaringan]"),
    (
        re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"),
        "[jaringan]",
    ),
    (re.compile(r"\?[^\s\"']+"), "?[isian]"),
    (re.compile(r"(?<=/)[\w.~-]*(?=[\w.~-]*\d)[\w.~-]{20,}"), "[rahasia]"),
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NONSENSE = re.compile(r"(Invalid request from [^:]*):.*")  # what follows is what was sent
_PLACE = re.compile(r'File "[^"]*", line \d+')


class Careful(logging.Formatter):
    """Formats a line without what names a person."""

    def formatException(self, ei: Error) -> str:  # noqa: N802 - the name is logging's
        """Where it happened and what kind of error it is; never what it says."""
        if ei[1] is None:
            return ""
        return "\n".join(_lines(ei[1]))

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what a careless formatter may have left there
        text = without_people(super().format(record))
        return text if record.name.startswith("forum.") else _of_others(text)


def without_people(text: str) -> str:
    """The text without addresses, numbers and secrets; places in the code stay readable."""
    return "\n".join(
        line if _PLACE.search(line) else _cleaned(line) for line in text.split("\n")
    )


def set_up() -> None:
    """Every handler that there is writes carefully; where there is none, one to stderr."""
    if not logging.root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setLevel(logging.WARNING)
        logging.root.addHandler(handler)
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    for logger in loggers:
        for handler in getattr(logger, "handlers", ()):
            _make_careful(handler)


def of_greenlet(_hub: object, context: object, *error: Any) -> None:
    """In place of gevent's own report, which prints whatever the error says."""
    kind, value, where = error
    logging.getLogger("gevent").error(
        "a greenlet failed: %s", type(context).__name__, exc_info=(kind, value, where)
    )


def _make_careful(handler: logging.Handler) -> None:
    given = handler.formatter
    if isinstance(given, Careful):
        return
    layout = getattr(given, "_fmt", None) or "%(asctime)s [%(levelname)s] %(name)s: %(message)s"
    handler.setFormatter(Careful(layout, getattr(given, "datefmt", None)))


def _of_others(text: str) -> str:
    """Libraries quote what they were sent; where in the code something happened stays."""
    return "\n".join(
        line if _PLACE.search(line) else _QUOTED.sub("[isian]", _NONSENSE.sub(r"\1", line))
        for line in text.split("\n")
    )


def _cleaned(line: str) -> str:
    for pattern, instead in _SECRETS:
        line = pattern.sub(instead, line)
    return line


def _lines(error: BaseException, seen: frozenset[int] = frozenset()) -> list[str]:
    lines = []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        lines += _lines(before, seen | {id(error)})
        lines.append("which led to")
    lines.append("Traceback (most recent call last):")
    for place in traceback.extract_tb(error.__traceback__):
        lines.append(f'  File "{place.filename}", line {place.lineno}, in {place.name}')
    kind = type(error)
    lines.append(f"{kind.__module__}.{kind.__qualname__}")
    return lines
