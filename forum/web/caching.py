"""Rendered HTML, kept in memory under keys that say what it was made of.

A key names the thing, its version and everything else that shapes the page, so nothing is
ever thrown out for being old: what changed has another key. Of the same key comes the weak
ETag, which answers a reader who has the page already before anything is rendered.

Only pages without anything personal may be kept: see `is_nobody`.
"""

import gzip
import hashlib
import json
import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import brotli
from flask import Flask, Response, current_app, render_template, request, session
from markupsafe import Markup

from forum.core import clock
from forum.core.offload import offload
from forum.web.identity import current_actor
from forum.web.languages import language

Key = tuple[object, ...]
Made = TypeVar("Made", str, bytes)
LIMIT = 48 * 1024 * 1024  # bytes
PICTURE_FRESH = 600  # seconds for which anybody may keep the picture of a shared page
PACKERS: dict[str, Callable[[bytes], bytes]] = {  # in the order in which we prefer them
    "br": lambda body: brotli.compress(body, brotli.MODE_TEXT, 7),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
_TIME = re.compile(r' data-now="[^"]*"')  # a kept page cannot tell the time


class Store:
    """Made things up to a number of bytes; what was not asked for the longest goes first."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.size = 0
        self._rows: OrderedDict[Key, str | bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> str | bytes | None:
        with self._lock:
            made = self._rows.get(key)
            if made is not None:
                self._rows.move_to_end(key)
            return made

    def put(self, key: Key, made: str | bytes) -> None:
        with self._lock:
            before = self._rows.pop(key, None)
            if before is not None:
                self.size -= sys.getsizeof(before)
            self._rows[key] = made
            self.size += sys.getsizeof(made)
            while self.size > self.limit and self._rows:
                _key, oldest = self._rows.popitem(last=False)
                self.size -= sys.getsizeof(oldest)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._rows)


_store = Store()


def clear() -> None:
    """Forget everything: for tests, and after the database was replaced."""
    _store.clear()


def kept(key: Key, make: Callable[[], str]) -> Markup:
    """The fragment under this key, made if it is not there. The same for everyone who asks."""
    key = (*_beyond(), *key)
    made = _store.get(key)
    if made is None:
        made = str(make())
        _store.put(key, made)
    assert isinstance(made, str)
    return Markup(made)  # noqa: S704 - it came out of a template


def same_for_all(template: str, **given: Hashable) -> Markup:
    """A template that asks for nothing but the language and what it is given: made once of each."""
    key = ("template", template, language(), *given.items())
    return kept(key, lambda: render_template(template, **given))


def figures(key: Key, count: Callable[[], Any], *, if_large: Callable[[Any], bool]) -> Any:
    """Numbers of much, at most a minute old; those of little are counted each time.

    What was counted must be plain, as JSON keeps it; the key holds all that it depends on.
    """
    minute = int(clock.now().timestamp() // 60)
    whole = ("figures", minute, *key)
    known = _store.get(whole)
    if known is not None:
        return json.loads(known)
    counted = count()
    if if_large(counted):
        _store.put(whole, json.dumps(counted))
    return counted


def depends_on(app: Flask, fact: Callable[[], Hashable]) -> None:
    """Everything kept depends on this fact too: when it changes, all is made anew.

    For what shows on pages of every folder and changes seldom. It is asked for each fragment,
    so the answer must be in memory.
    """
    app.extensions.setdefault("pages depend on", []).append(fact)


def _beyond() -> Key:
    facts = current_app.extensions.get("pages depend on", ())
    return tuple(fact() for fact in facts)


def is_nobody() -> bool:
    """Nobody is signed in, and the session holds nothing that a page could show."""
    return not session and not current_actor().signed_in


def look() -> Key:
    """How this visitor wants pages: language, colours, size of letters."""
    cookies = request.cookies
    theme, size = cookies.get("theme"), cookies.get("text")
    return (
        language(),
        theme if theme in ("light", "dark") else "auto",
        "besar" if size == "besar" else "biasa",
    )


def page_for_everyone(key: Key, render: Callable[[], str]) -> Response:
    """A whole page as every visitor with the same look gets it; 304 for who has it already.

    Ask `is_nobody` first. The key holds all that the page depends on besides the look.
    """
    whole = ("page", key, look(), *_beyond())
    tag = _tag(whole)
    if request.if_none_match.contains_weak(tag):
        return _headed(Response(status=304), tag)
    body = _bytes(whole, lambda: _TIME.sub("", render(), count=1).encode())
    for encoding, pack in PACKERS.items():
        if request.accept_encodings.quality(encoding) > 0:
            packed = _bytes((encoding, *whole), partial(pack, body))
            response = _headed(Response(packed, mimetype="text/html"), tag)
            response.content_encoding = encoding
            return response
    return _headed(Response(body, mimetype="text/html"), tag)


def picture_for_everyone(key: Key, draw: Callable[[], bytes]) -> Response:
    """A PNG that shows nothing personal, drawn in a thread of its own and kept; 304 as above."""
    whole = ("picture", key, *_beyond())
    tag = _tag(whole)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(_bytes(whole, lambda: offload(draw)), mimetype="image/png")
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = f"public, max-age={PICTURE_FRESH}"
    return response


def _bytes(key: Key, make: Callable[[], bytes]) -> bytes:
    made = _store.get(key)
    if made is None:
        made = make()
        _store.put(key, made)
    assert isinstance(made, bytes)
    return made


def _headed(response: Response, tag: str) -> Response:
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    return response


def _tag(key: Key) -> str:
    return hashlib.blake2b(f"{_made_with()}{key!r}".encode(), digest_size=12).hexdigest()


def _made_with() -> str:
    """What shapes all pages of this process: templates, translations, styles, the banner.

    Readers keep an ETag beyond a restart, so it must change with these.
    """
    known: str | None = current_app.extensions.get("pages made with")
    if known is None:
        root = Path(current_app.root_path).parent
        changed = max(
            path.stat().st_mtime_ns
            for folder, kind in (
                ("templates", "*.html"),
                ("translations", "*.mo"),
                ("forum", "*.py"),
            )
            for path in (root / folder).rglob(kind)
        )
        manifest = root / "static" / "dist" / "manifest.json"
        names = manifest.read_text(encoding="utf-8") if manifest.is_file() else ""
        known = f"{changed} {current_app.config.get('DEMO')} {names}"
        known = hashlib.blake2b(known.encode(), digest_size=8).hexdigest()
        current_app.extensions["pages made with"] = known
    return known


def init_app(app: Flask) -> None:
    app.jinja_env.globals["same_for_all"] = same_for_all
