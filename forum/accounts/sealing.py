"""Small secrets that have to lie somewhere: encrypted or hashed under keys of the server's own.

Every purpose has a key of its own, derived from the one secret of the settings, so that what
was sealed for one thing is of no use for another.
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(purpose: str, data: dict[str, Any]) -> str:
    """Text that nobody can read or change outside this server."""
    return _box(purpose).encrypt(json.dumps(data).encode()).decode()


def unseal(
    purpose: str, text: str | None, *, lasts: int | None = None
) -> dict[str, Any] | None:
    """What was sealed for this purpose, at most so many seconds ago; None for anything else."""
    try:
        opened = json.loads(_box(purpose).decrypt((text or "").encode(), ttl=lasts))
    except (InvalidToken, ValueError):
        return None
    return opened if isinstance(opened, dict) else None


def keyed_hash(purpose: str, text: str) -> str:
    """For what is short enough to be guessed: useless to whoever has only the database."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"betang {purpose}".encode())
    return derived.derive(str(current_app.config["SECRET_KEY"]).encode())
