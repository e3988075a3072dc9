"""How often. Writing is counted per account; an address is shared by a whole hall."""

from flask import Flask, request
from flask_babel import gettext as _
from flask_limiter import Limiter
from limits import parse_many

from forum.core.errors import TooMany
from forum.web.identity import current_actor

WRITING = "20/minute;200/hour"  # posts, flags, questions of one account
COMMANDING = "120/minute"  # commands of one account through sockets
MESSAGES = "300/minute"  # messages of one socket, joins included
PER_ADDRESS = "1200/minute"  # 500 people in a hall behind one address, twice a minute


def account_key() -> str:
    actor = current_actor()
    return f"account:{actor.id}" if actor.id else f"address:{request.remote_addr}"


def address_key() -> str:
    return f"address:{request.remote_addr}"


limiter = Limiter(key_func=account_key, strategy="moving-window")


def count(limit: str, *key: str) -> None:
    """Count one more of this, outside of a request to an address of ours; TooMany when full."""
    if not limiter.enabled:
        return
    for item in parse_many(limit):
        if not limiter.limiter.hit(item, *key):
            raise TooMany(_("Terlalu sering dalam waktu singkat. Tunggu sebentar."))


def init_app(app: Flask) -> None:
    redis = app.config["REDIS_URL"]
    app.config.setdefault("RATELIMIT_STORAGE_URI", redis or "memory://")
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", bool(redis))
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)
