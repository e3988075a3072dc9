"""Where the content of files lies: so far a folder of the state, outside of what is served.

The rest of the folder asks `storage()` only, so that another place (FORUM_STORAGE_URL) is one
more class here.
"""

import os
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import current_app

FOLDER = "lampiran"
Known = Callable[[set[str]], set[str]]  # of these keys, those that a row speaks of
_NAME = re.compile(r"[0-9a-f]{32}(-[0-9]{1,4})?")


class Storage(Protocol):
    def put(self, name: str, content: bytes) -> None:
        """Keep this for good: it is on the disk when this returns."""

    def open(self, name: str) -> BinaryIO:
        """Raises FileNotFoundError where it is gone."""

    def remove(self, name: str) -> None:
        """Removing what is not there is harmless."""

    def remove_strays(self, known: Known, before: datetime) -> int:
        """Remove what was kept before this moment and is not known; how many went."""


class FolderStorage:
    """Files under `uploads/lampiran/<first two letters>/`, readable by the program alone."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{name}-{secrets.token_hex(4)}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, name: str) -> BinaryIO:
        return self._path(name).open("rb")

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def remove_strays(self, known: Known, before: datetime) -> int:
        gone = 0
        for folder in self.root.glob("*"):
            old = [p for p in folder.glob("*") if p.stat().st_mtime < before.timestamp()]
            kept = known({path.name[:32] for path in old}) if old else set()
            for path in old:
                if path.name[:32] not in kept:  # unfinished ones begin with a dot
                    path.unlink(missing_ok=True)
                    gone += 1
        return gone

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self.root / name[:2] / name


def storage() -> Storage:
    return FolderStorage(Path(current_app.config["VAR"]) / "uploads" / FOLDER)
