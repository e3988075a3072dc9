"""Is the program alive, and can it do its work?"""

import redis
from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from forum.core.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    return {"status": "ok"}, 200, {"Cache-Control": "no-store"}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers, and the queue where one is set; otherwise 503 with what does not."""
    checks = {"database": _database(), "queue": _queue()}
    failed = [name for name, ok in checks.items() if not ok]
    body = {"status": "unavailable" if failed else "ok", "checks": checks}
    return body, 503 if failed else 200, {"Cache-Control": "no-store"}


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception:
        current_app.logger.exception("readyz: the database does not answer")
        return False
    return True


def _queue() -> bool:
    url = current_app.config["REDIS_URL"]
    if not url:
        return True

    try:
        return bool(redis.Redis.from_url(url, socket_timeout=2).ping())
    except redis.RedisError:
        return False
