"""Settings: each read from FORUM_* in the environment or `.env`, checked before the start."""

import contextlib
import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent


class WrongSetting(Exception):
    """A setting that cannot be used; one line names the variable and what it takes."""


def read(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The application's configuration from the environment; raises WrongSetting."""
    if environ is None:
        environ = {**_from_file(ROOT / ".env"), **os.environ}
    get = environ.get
    host = get("FORUM_HOST") or "127.0.0.1"
    port = _number(environ, "FORUM_PORT", 8000, 1, 65535)
    base_url = (get("FORUM_BASE_URL") or f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise WrongSetting("FORUM_BASE_URL takes an address such as https://betang.go.id")
    var = Path(get("FORUM_VAR") or ROOT / "var").absolute()
    redis_url = get("FORUM_REDIS_URL") or ""
    if redis_url and urlsplit(redis_url).scheme not in ("redis", "rediss", "unix"):
        raise WrongSetting("FORUM_REDIS_URL takes an address such as redis://127.0.0.1:6379/0")
    workers = _number(environ, "FORUM_WORKERS", 1, 1, 64)
    if workers > 1 and not redis_url:
        raise WrongSetting("FORUM_WORKERS above 1 needs FORUM_REDIS_URL: a queue between them")
    proxies = _number(environ, "FORUM_TRUSTED_PROXIES", 0, 0, 9)
    mail_url = get("FORUM_MAIL_URL") or ""
    if mail_url and urlsplit(mail_url).scheme not in ("smtp", "smtps"):
        raise WrongSetting("FORUM_MAIL_URL takes smtp://user:pass@host:port or smtps://…")
    text_url = get("FORUM_TEXT_URL") or ""
    if text_url and not _is_gateway(text_url):
        raise WrongSetting(
            "FORUM_TEXT_URL takes https://host/path of a gateway for text messages"
        )
    tiles = get("FORUM_TILE_URL") or ""
    if tiles and not _is_tile_server(tiles):
        raise WrongSetting(
            "FORUM_TILE_URL takes the address of map tiles with {z}, {x} and {y} in it, such as "
            "https://tile.example.go.id/{z}/{x}/{y}.png"
        )
    loopback = _is_loopback(host) and _is_loopback(parts.hostname)
    https = parts.scheme == "https"
    return {
        "HOST": host,
        "PORT": port,
        "BASE_URL": base_url,
        "TRUSTED_PROXIES": proxies,
        "WORKERS": workers,
        "VAR": var,
        "REDIS_URL": redis_url,
        "MAIL_URL": mail_url,
        "TEXT_URL": text_url,
        "TILE_URL": tiles,
        "TILE_CREDIT": get("FORUM_TILE_CREDIT") or "© OpenStreetMap",
        **_provider(environ),
        "MAIL_FROM": get("FORUM_MAIL_FROM") or f"Betang <tidak-dibalas@{parts.hostname}>",
        "DEMO": _yes_or_no(environ, "FORUM_DEMO", loopback),
        "CITY": _city(get("FORUM_CITY")),
        "SQLALCHEMY_DATABASE_URI": _database(get("FORUM_DATABASE_URL"), var),
        "SECRET_KEY": get("FORUM_SECRET_KEY") or None,
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "SOCKET_ORIGINS": _origins(base_url, host, port),
        "SOCKETIO_ASYNC_MODE": "gevent",
        "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a phone may keep a page open all day
    }


def ensure_secret_key(config: dict[str, Any]) -> None:
    """Use the given key, else the one kept in `var/secret_key`, made once with mode 600."""
    if config.get("SECRET_KEY"):
        return
    config["SECRET_KEY"] = made_once(
        config["VAR"] / "secret_key", lambda: secrets.token_urlsafe(48)
    )


def made_once(path: Path, make: Callable[[], str]) -> str:
    """The secret kept in this file, made if there is none yet, for the owner's eyes only.

    It gets its name once it is whole, so that of several processes that start at once one
    makes it and nobody reads a half-written one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w") as file:  # mkstemp makes it with mode 600
                file.write(make() + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):  # another one was quicker: theirs counts
                os.link(unfinished, path)
        finally:
            os.unlink(unfinished)
    secret = path.read_text().strip()
    if not secret:
        raise WrongSetting(f"{path} is empty: bring it back from a backup, or remove it")
    return secret


def _from_file(path: Path) -> dict[str, str]:
    return {key: value for key, value in dotenv_values(path).items() if value is not None}


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdecimal() or not low <= int(text) <= high:
        raise WrongSetting(f"{name} takes a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _yes_or_no(environ: Mapping[str, str], name: str, default: bool) -> bool:
    text = environ.get(name) or ("1" if default else "0")
    if text not in ("0", "1"):
        raise WrongSetting(f"{name} takes 0 or 1, not {text!r}")
    return text == "1"


def _database(url: str | None, var: Path) -> str:
    if not url:
        return f"sqlite:///{var / 'betang.db'}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting(
            "FORUM_DATABASE_URL takes postgresql+psycopg://user:pass@host/name or sqlite:///file"
        )
    return url


def _city(folder: str | None) -> Path:
    path = Path(folder).absolute() if folder else ROOT / "data" / "palangkaraya"
    if not (path / "wilayah.csv").is_file():
        raise WrongSetting(f"FORUM_CITY takes a folder that holds wilayah.csv, not {path}")
    return path


def _provider(environ: Mapping[str, str]) -> dict[str, str]:
    """Signing in by a provider (OpenID Connect): wholly set, or not at all."""
    names = ("FORUM_OIDC_ISSUER", "FORUM_OIDC_CLIENT_ID", "FORUM_OIDC_CLIENT_SECRET")
    issuer, client_id, secret = (environ.get(name) or "" for name in names)
    if any((issuer, client_id, secret)) and not all((issuer, client_id, secret)):
        missing = next(name for name in names if not environ.get(name))
        raise WrongSetting(f"{missing} is missing: set all of {', '.join(names)}, or none")
    parts = urlsplit(issuer)
    safe = parts.scheme == "https" or (
        parts.scheme == "http" and _is_loopback(parts.hostname or "")
    )
    if issuer and (not safe or not parts.hostname or parts.query or parts.fragment):
        raise WrongSetting(
            "FORUM_OIDC_ISSUER takes an address such as https://sso.example.go.id"
        )
    return {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": client_id,
        "OIDC_CLIENT_SECRET": secret,
        "OIDC_NAME": environ.get("FORUM_OIDC_NAME") or parts.hostname or "",
        "OIDC_NIK_CLAIM": environ.get("FORUM_OIDC_NIK_CLAIM") or "",
    }


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_gateway(url: str) -> bool:
    """Codes travel enciphered, save to a program on this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https"
        or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
    )


def _is_tile_server(url: str) -> bool:
    """Of the common kind; the host may not depend on the tile, for pages name it beforehand."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and _is_loopback(parts.hostname or "")
    return (
        (parts.scheme == "https" or local)
        and bool(re.fullmatch(r"[A-Za-z0-9.-]+(:\d+)?", parts.netloc))
        and all(url.count(part) == 1 for part in ("{z}", "{x}", "{y}"))
        and not re.search(r"[\s;,'\"<>]", url)
    )


def _origins(base_url: str, host: str, port: int) -> list[str]:
    """Pages of this site, by the address in the settings and, at home, by its other names."""
    origins = {base_url}
    if _is_loopback(host):
        origins |= {f"http://{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")}
    return sorted(origins)
