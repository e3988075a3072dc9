"""What needs which level of verification, and what somebody reads whose level is too low.

The city sets the levels. Policies of other folders ask `reaches`; whoever carries out such a
policy calls `demand` instead of `require`, so that the refusal says how to be verified.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.city import settings
from forum.core.actor import Actor, Role, Verification
from forum.core.errors import Refused, SignInFirst
from forum.core.policy import require

P = ParamSpec("P")
READ, POST, SUPPORT, VOTE, SPEAK = "read", "post", "support", "vote", "speak"

ACTIONS = {
    READ: _l("Membaca"),
    POST: _l("Menulis isu dan tanggapan"),
    SUPPORT: _l("Memberi dukungan"),
    VOTE: _l("Memilih dalam pemungutan suara"),
    SPEAK: _l("Berbicara dalam forum warga"),
}


class LevelNeeded(Refused):
    """The person's identity was not checked as far as this needs."""

    status = 403


def reaches(actor: Actor, action: str) -> bool:
    """Whether this person's verification is enough for it, as the city has set it."""
    return actor.is_system or actor.verification.reaches(settings.level_for(action))


def may_read(actor: Actor) -> bool:
    """Whether public pages are open to this person; those who serve here read in any case."""
    return reaches(actor, READ) or any(
        grant.role is not Role.RESIDENT for grant in actor.grants
    )


def why_not(actor: Actor, action: str) -> str | None:
    """The sentence that says which level is needed; None for those who have it."""
    if action == READ:
        return None if may_read(actor) else _sentence(action)
    return None if reaches(actor, action) else _sentence(action)


def demand(
    action: str,
    rule: Callable[Concatenate[Actor, P], bool],
    actor: Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """`require`, where the level may be what is missing: raises LevelNeeded then."""
    if not rule(actor, *args, **kwargs) and actor.signed_in:
        sentence = why_not(actor, action)
        if sentence is not None:
            raise LevelNeeded(sentence)
    require(rule, actor, *args, **kwargs)


def demand_reading(actor: Actor) -> None:
    """For what everyone may see, where the city has closed it to strangers."""
    if may_read(actor):
        return
    if not actor.signed_in:
        raise SignInFirst("may_read")
    raise LevelNeeded(_sentence(READ))


def by(level: Verification) -> str:
    """By what this level is reached: for sentences that end in it."""
    return _("KTP") if level is Verification.IDENTITY_CARD else _("kode RT/RW atau KTP")


def _sentence(action: str) -> str:
    level = by(settings.level_for(action))
    if action == POST:
        return _("Untuk menulis, akun Anda perlu diverifikasi dengan %(level)s.", level=level)
    if action == SUPPORT:
        return _("Untuk mendukung, akun Anda perlu diverifikasi dengan %(level)s.", level=level)
    if action == SPEAK:
        return _(
            "Untuk berbicara dalam forum, akun Anda perlu diverifikasi dengan %(level)s.",
            level=level,
        )
    if action == READ:
        return _("Untuk membaca, akun Anda perlu diverifikasi dengan %(level)s.", level=level)
    return _("Untuk memilih, akun Anda perlu diverifikasi dengan %(level)s.", level=level)
