"""Files that hold something about a person: copies of data, and mails kept on this machine."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from forum.privacy.naming import Names

FOLDER = "salinan-data"
OURS = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}\.eml")  # what the default channels write


def new_name() -> str:
    """A name that nobody guesses."""
    return f"{secrets.token_urlsafe(32)}.zip"


def path_of(name: str) -> Path:
    return _copies() / Path(name).name


@contextmanager
def keeping(name: str) -> Iterator[BinaryIO]:
    """Write a copy for the owner's eyes only; it has its name once it is whole."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as file:
        yield file
    unfinished.rename(path)


def remove(name: str | None) -> None:
    if name:
        path_of(name).unlink(missing_ok=True)


def remove_strays(known: set[str], before: datetime) -> int:
    """Copies that no row speaks of: a crash left them behind."""
    gone = 0
    for path in _copies().glob("*"):
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def remove_mails_naming(names: Names) -> int:
    """Mails on this machine to this person, or that name them."""
    if names.pattern is None:
        return 0
    gone = 0
    for path in _mails():
        if _names_them(path, names):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def remove_mails_before(before: datetime) -> int:
    """Mails that were written long ago; nothing that others put into the folder."""
    gone = 0
    for path in _mails():
        if OURS.fullmatch(path.name) and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _copies() -> Path:
    return Path(current_app.config["VAR"]) / "uploads" / FOLDER


def _mails() -> Iterator[Path]:
    folder = Path(current_app.config["VAR"]) / "mail"
    return (path for path in folder.glob("*") if path.is_file())


def _names_them(path: Path, names: Names) -> bool:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return False
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = [str(value) for value in message.values()]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            parts.append(str(part.get_content()))
    return names.stand_in("\n".join(parts)) or names.stand_in(raw.decode(errors="replace"))
