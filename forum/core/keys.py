"""The keys that are made once and kept beside the database, never in it.

`var/nik_key` turns identity numbers into hashes, `var/sign_key` signs checkpoints. Both stand
apart from the secret key of sessions: that one may be changed, these must not be lost. A
backup holds them only when asked for.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app

from forum.config import WrongSetting, made_once

Settings = Flask | Mapping[str, Any] | None


def nik_key(settings: Settings = None) -> bytes:
    """The 32 bytes that hashes of identity numbers are keyed with; made at the first call."""
    path = _folder(settings) / "nik_key"
    try:
        key = bytes.fromhex(made_once(path, lambda: secrets.token_hex(32)))
    except ValueError as error:
        raise _unreadable(path) from error
    if len(key) != 32:
        raise _unreadable(path)
    return key


def sign_key(settings: Settings = None) -> Ed25519PrivateKey:
    """The key that signs what the forum publishes; made at the first call."""
    path = _folder(settings) / "sign_key"
    return _read(path, made_once(path, _new_sign_key))


def sign_key_if_made(settings: Settings = None) -> Ed25519PrivateKey | None:
    """The signing key, or None where none was made yet: for those who only look."""
    path = _folder(settings) / "sign_key"
    return _read(path, path.read_text()) if path.exists() else None


def host(settings: Settings = None) -> str:
    """The host under whose name the forum signs."""
    return urlsplit(_settings(settings)["BASE_URL"]).hostname or "betang"


def _folder(settings: Settings) -> Path:
    folder: Path = _settings(settings)["VAR"]
    return folder


def _settings(settings: Settings) -> Mapping[str, Any]:
    if settings is None:
        return current_app.config
    return settings.config if isinstance(settings, Flask) else settings


def _new_sign_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
        .strip()
    )


def _read(path: Path, text: str) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(text.encode(), password=None)
    except ValueError as error:
        raise _unreadable(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(path)
    return key


def _unreadable(path: Path) -> WrongSetting:
    return WrongSetting(f"{path} holds no key of its kind: bring it back from a backup")
