"""Agreeing to the texts, with proof of when and how."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.privacy import policy, standing
from forum.privacy.events import ConsentGiven
from forum.privacy.models import Consent, TextKind

WAYS = ("form", "paper", "spoken", "oidc")


@atomic()
def record_consent(user_id: int, *, how: str) -> None:
    """This person agreed to all texts in force, in this way, as part of the caller's change."""
    if how not in WAYS:
        raise ValueError(f"nobody agrees by {how}")
    for kind in TextKind:
        edition = standing.in_force(kind)
        if edition is not None:
            _note(user_id, kind, edition.version, how)


@atomic()
def agree(actor: Actor, versions: Iterable[tuple[TextKind, int]]) -> None:
    """Agree to, or take note of, these very versions; the page shows which."""
    require(policy.can_have_data, actor)
    assert actor.id is not None
    for kind, version in versions:
        if version not in {each.version for each in standing.editions(kind)}:
            raise Invalid(_("Versi ini tidak ada. Muat ulang halaman, lalu coba lagi."))
        _note(actor.id, kind, version, "form")


def _note(user_id: int, kind: TextKind, version: int, how: str) -> None:
    known = db.session.scalar(
        select(Consent).filter_by(user_id=user_id, kind=kind, version=version)
    )
    if known is not None and known.withdrawn_at is None:
        return
    if known is not None:
        db.session.delete(known)
        db.session.flush()
    db.session.add(Consent(user_id=user_id, kind=kind, version=version, how=how))
    record(
        ConsentGiven(
            user_id=user_id, kind=kind.value, version=version, how=how, actor_id=user_id
        )
    )
