"""Small questions about the request at hand."""

from urllib.parse import urlsplit

from flask import request


def is_fragment() -> bool:
    """A script of ours asks for a piece of the page, not for the whole of it."""
    return "X-Fragment" in request.headers


def command_id() -> str | None:
    """The id that the form carries, so that sending it twice does the thing once."""
    return request.form.get("cmd_id") or None


def safe_next() -> str | None:
    """Where to go on, if it is a page of this site."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    ok = target.startswith("/") and not target.startswith(("//", "/\\"))
    return (
        target if ok and not parts.scheme and not parts.netloc and "\\" not in target else None
    )
