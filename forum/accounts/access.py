"""Access tokens: a program acts for a person, within some scopes, until a day.

Only a hash is kept; the token is shown once. Rights are asked anew at every use, so that a
revoked token, an ended role or a closed account counts at once.
"""

import secrets
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from forum.accounts import policy
from forum.accounts.events import TokenMade, TokenRevoked
from forum.accounts.models import AccessToken, User
from forum.accounts.queries import hash_of
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid, NotFound
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line

PREFIX = "btg_"
MOST = 20
LIFETIMES = (30, 90, 365)  # days
LIVE = "live"
SCOPES: dict[str, Any] = {LIVE: _l("Ruang langsung: mengikuti dan memberi perintah")}


@atomic()
def make_token(
    actor: Actor, user: User, *, name: str, scopes: list[str], days: int
) -> tuple[AccessToken, str]:
    """A new token with these scopes: its row, and the token itself, which nothing keeps."""
    require(policy.can_edit, actor, user)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid(_("Pilih paling sedikit satu izin."))
    if days not in LIFETIMES:
        raise Invalid(_("Pilih masa berlaku."))
    held = db.session.scalars(
        select(func.count()).select_from(AccessToken).where(AccessToken.user_id == user.id)
    ).one()
    if held >= MOST:
        raise Invalid(_("Paling banyak %(n)s token. Cabut dulu yang tidak dipakai.", n=MOST))
    token = PREFIX + secrets.token_urlsafe(32)
    row = AccessToken(
        user_id=user.id,
        name=one_line(name),
        scopes=" ".join(sorted(scopes)),
        token_hash=hash_of(token),
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(row)
    db.session.flush()
    record(TokenMade(user_id=user.id, token_id=row.id, actor_id=actor.id))
    return row, token


@atomic()
def revoke_token(actor: Actor, user: User, token_id: int) -> None:
    """Worth nothing from this moment on, also in sockets that are open."""
    require(policy.can_edit, actor, user)
    gone = db.session.scalars(
        delete(AccessToken)
        .where(AccessToken.id == token_id, AccessToken.user_id == user.id)
        .returning(AccessToken.id)
    ).one_or_none()
    if gone is None:
        raise NotFound("token")
    record(TokenRevoked(user_id=user.id, token_id=token_id, actor_id=actor.id))


def revoke_all(user: User) -> None:
    """Within the caller's transaction: no program acts for this person any more."""
    gone = db.session.scalars(
        delete(AccessToken).where(AccessToken.user_id == user.id).returning(AccessToken.id)
    ).all()
    for token_id in gone:
        record(TokenRevoked(user_id=user.id, token_id=token_id, actor_id=user.id))


@atomic()
def note_use(token: str) -> None:
    """On which day it was last used."""
    db.session.execute(
        update(AccessToken)
        .where(AccessToken.token_hash == hash_of(token))
        .values(last_used_on=clock.today())
        .execution_options(synchronize_session=False)
    )
