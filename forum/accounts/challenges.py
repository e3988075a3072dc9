"""Random values that are answered once: of passkeys, and of signing in by a provider.

A browser keeps its session itself, in a cookie, and could send an old one again. So what was
answered is noted here until it would have expired anyway.
"""

import hashlib
import time
from datetime import timedelta
from typing import Any

from flask import session
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import SpentChallenge
from forum.core import clock
from forum.core.db import atomic, db

LASTS = 300  # seconds


def remember(kind: str, challenge: str, **more: Any) -> None:
    """Keep the challenge of this kind in the session; a newer one takes its place."""
    session[f"challenge {kind}"] = {"value": challenge, "at": int(time.time()), **more}


def take(kind: str, *, lasts: int = LASTS) -> dict[str, Any] | None:
    """What was remembered, once and in time; else None."""
    kept = session.pop(f"challenge {kind}", None)
    if kept is None or not 0 <= time.time() - kept["at"] < lasts:
        return None
    return kept if _spend(kept["value"], lasts) else None


@atomic()
def _spend(challenge: str, lasts: int) -> bool:
    """True for one caller only, however often and wherever it is sent."""
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < clock.now()))
    spent = SpentChallenge(
        challenge_hash=hashlib.sha256(challenge.encode()).hexdigest(),
        expires_at=clock.now() + timedelta(seconds=lasts),
    )
    try:
        with db.session.begin_nested():
            db.session.add(spent)
    except IntegrityError:
        return False
    return True
