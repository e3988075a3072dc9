"""The second factor: codes of an authenticator app, and recovery codes for the day it is lost.

Passkeys, the other second factor, have a module of their own and tell this one of each change.
Whoever adds a first factor is signed out everywhere else: a thief who is in already stays out.
"""

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, func, select

from forum.accounts import codes, devices, policy, sealing, traces
from forum.accounts.events import (
    CodeGeneratorAdded,
    CodeGeneratorRemoved,
    EnrolmentCodeRequested,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorReset,
)
from forum.accounts.models import (
    NEEDS_SECOND_FACTOR,
    CodeGenerator,
    CodePurpose,
    ExternalIdentity,
    Passkey,
    RecoveryCode,
    RoleGrant,
    User,
)
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require

ISSUER = "Betang"
DRIFT = 30  # seconds that a phone's clock may be off, either way
CODES = 10
FEW = 3  # recovery codes left: time for new ones
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else


class StillNeeded(Refused):
    """The last factor of someone whose role obliges them to have one."""


@dataclass(frozen=True)
class Factors:
    """All ways in of one person besides the password."""

    generator: CodeGenerator | None
    passkeys: Sequence[Passkey]
    identities: Sequence[ExternalIdentity]
    codes_left: int

    @property
    def any(self) -> bool:
        return self.generator is not None or bool(self.passkeys)


def factors_of(user_id: int) -> Factors:
    """What the pages show of a person's second factor, in four questions."""
    return Factors(
        generator=db.session.get(CodeGenerator, user_id),
        passkeys=db.session.scalars(
            select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
        ).all(),
        identities=db.session.scalars(
            select(ExternalIdentity)
            .where(ExternalIdentity.user_id == user_id)
            .order_by(ExternalIdentity.id)
        ).all(),
        codes_left=_codes_left(user_id),
    )


def is_obliged(user: User) -> bool:
    """Whether a role of theirs asks for a second factor. Needs `grants` to be loaded."""
    return not user.is_demo and _oblige(user.grants)


def _oblige(grants: Iterable[RoleGrant]) -> bool:
    return any(grant.role in NEEDS_SECOND_FACTOR and grant.in_force for grant in grants)


# --- the authenticator app


def new_secret() -> str:
    """160 bits, as RFC 4226 advises, in the letters that apps take."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_for_app(user: User, secret: str) -> str:
    """What the QR code says to an authenticator app."""
    label = (user.email or user.public_name).replace(":", " ")
    return str(TOTP(key=secret).to_uri(label=label, issuer=ISSUER))


@atomic()
def add_code_generator(actor: Actor, user: User, *, secret: str, code: str) -> list[str]:
    """Use this app from now on, once a first code shows that it works.

    Returns new recovery codes where the person had none.
    """
    require(policy.can_edit, actor, user)
    lock(user)
    counter = _counter_of(secret, code, None)
    if counter is None:
        raise Invalid(_("Kode tidak cocok. Periksa jam di HP Anda, lalu tulis kode yang baru."))
    generator = _generator(user.id) or CodeGenerator(user_id=user.id)
    generator.secret = _sealed(user.id, secret)
    generator.last_counter = counter
    generator.confirmed_at = clock.now()
    db.session.add(generator)
    record(CodeGeneratorAdded(user_id=user.id, actor_id=actor.id))
    return after_adding(user)


@atomic()
def remove_code_generator(actor: Actor, user: User) -> None:
    require(policy.can_edit, actor, user)
    lock(user)
    generator = _generator(user.id)
    if generator is None:
        return
    db.session.delete(generator)
    after_removing(user)
    record(CodeGeneratorRemoved(user_id=user.id, actor_id=actor.id))


@atomic()
def take_code(user: User, code: str) -> bool:
    """Whether this is a code of the person's app that was not used before. It is used now."""
    generator = _generator(user.id)
    if generator is None:
        return False
    kept = sealing.unseal(_PURPOSE, generator.secret)
    if kept is None or kept["user"] != user.id:
        return False
    counter = _counter_of(kept["secret"], code, generator.last_counter)
    if counter is None:
        return False
    generator.last_counter = counter
    return True


_PURPOSE = "code generator"


def _generator(user_id: int) -> CodeGenerator | None:
    """Held until the transaction ends: the same code twice at once is taken once."""
    return db.session.scalar(
        select(CodeGenerator)
        .where(CodeGenerator.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _sealed(user_id: int, secret: str) -> str:
    return sealing.seal(_PURPOSE, {"user": user_id, "secret": secret})


def _counter_of(secret: str, code: str, last_counter: int | None) -> int | None:
    """The half minute this code belongs to; None if it is wrong, too old, or was used."""
    digits = "".join(code.split()).replace("-", "")
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        match = TOTP(key=secret).match(
            digits, time=int(clock.now().timestamp()), window=DRIFT, last_counter=last_counter
        )
    except TokenError:
        return None
    return int(match.counter)


# --- recovery codes


@atomic()
def renew_recovery_codes(actor: Actor, user: User) -> list[str]:
    """Ten new codes, to be shown once; all from before are void."""
    require(policy.can_edit, actor, user)
    lock(user)
    if user.second_factor_since is None:
        raise Refused(_("Kode cadangan dibuat setelah langkah kedua terpasang."))
    return _make_codes(user, actor.id)


@atomic()
def take_recovery_code(user: User, code: str) -> bool:
    """Whether this is one of the person's recovery codes. It is used up now."""
    kept = db.session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash_of(user.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if kept is None:
        return False
    kept.used_at = clock.now()
    db.session.flush()
    left = _codes_left(user.id)
    record(RecoveryCodeUsed(user_id=user.id, actor_id=user.id, left=left))
    return True


def _make_codes(user: User, actor_id: int | None) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    made = ["".join(secrets.choice(LETTERS) for _turn in range(10)) for _each in range(CODES)]
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=_hash_of(user.id, code)) for code in made
    )
    record(RecoveryCodesRenewed(user_id=user.id, actor_id=actor_id))
    return [f"{code[:5]}-{code[5:]}" for code in made]


def _hash_of(user_id: int, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return sealing.keyed_hash("recovery code", f"{user_id}\n{plain}")


def _codes_left(user_id: int) -> int:
    statement = select(func.count()).select_from(RecoveryCode)
    return db.session.scalars(
        statement.where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    ).one()


# --- those whom a role obliges


@atomic()
def request_enrolment_code(actor: Actor, user: User) -> None:
    """Send a code to the person's own address, before they add a first factor."""
    require(policy.can_edit, actor, user)
    record(EnrolmentCodeRequested(user_id=user.id, actor_id=actor.id))


def take_enrolment_code(user: User, code: str) -> bool:
    """Whether this is the code that was sent. It is used up."""
    return codes.take(user.id, CodePurpose.PROVE, code) is not None


# --- the first and the last factor


def after_adding(user: User) -> list[str]:
    """Within the transaction that adds a factor: what follows if it is the first one."""
    if user.second_factor_since is not None:
        return []
    user.second_factor_since = clock.now()
    devices.sign_out_everywhere(user.id, but=user.device)
    return _make_codes(user, user.id)


def after_removing(user: User) -> None:
    """Within the transaction that removes a factor: what follows if it was the last one."""
    db.session.flush()
    left = db.session.scalar(
        select(
            select(CodeGenerator.user_id).where(CodeGenerator.user_id == user.id).exists()
            | select(Passkey.id).where(Passkey.user_id == user.id).exists()
        )
    )
    if left:
        return
    grants = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == user.id))
    if not user.is_demo and _oblige(grants):
        raise StillNeeded(
            _(
                "Peran Anda mewajibkan langkah kedua. Pasang yang baru dulu, lalu hapus yang ini."
            )
        )
    user.second_factor_since = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


@atomic()
def reset(actor: Actor, user: User, reason: str) -> None:
    """Take all factors away from someone who lost them and was seen in person.

    They sign in with the password alone then, on all devices anew, and are mailed about it.
    Needs `user.grants` to be loaded.
    """
    require(policy.can_reset_second_factor, actor, user)
    said = " ".join(reason.split())
    if not 5 <= len(said) <= 500:
        raise Invalid(_("Tulis alasannya, 5 sampai 500 karakter."))
    role = _standing(actor, user)  # a locked row has forgotten its grants
    lock(user)
    _erase(user.id)
    user.second_factor_since = None
    devices.sign_out_everywhere(user.id)
    record(SecondFactorReset(user_id=user.id, actor_id=actor.id, role=role, reason=said))


def _standing(actor: Actor, user: User) -> str:
    if actor.is_system:
        return str(Role.SYSTEM)
    held = next((grant for grant in user.grants if grant.in_force), None)
    if held is None:
        return actor.standing(Role.ADMIN)
    return actor.standing(Role.ADMIN, area_id=held.area_id, unit_id=held.unit_id)


def _erase(user_id: int) -> None:
    for table in (CodeGenerator, RecoveryCode, Passkey):
        db.session.execute(delete(table).where(table.user_id == user_id))


# --- what is kept of a person


@traces.exports("second_factor")
def _export(user_id: int) -> list[dict[str, Any]]:
    factors = factors_of(user_id)
    rows: list[dict[str, Any]] = []
    if factors.generator is not None:
        rows.append(
            {
                "jenis": "aplikasi pembuat kode",
                "dipasang": _iso(factors.generator.confirmed_at),
            }
        )
    rows += [
        {
            "jenis": "kunci sandi",
            "nama": passkey.name,
            "dipasang": _iso(passkey.created_at),
            "terakhir dipakai": _iso(passkey.last_used_at),
        }
        for passkey in factors.passkeys
    ]
    if factors.codes_left:
        rows.append({"jenis": "kode cadangan", "sisa": factors.codes_left})
    rows += [
        {
            "jenis": "akun penyedia lain",
            "penyedia": identity.issuer,
            "nomor di sana": identity.subject,
            "dihubungkan": _iso(identity.created_at),
        }
        for identity in factors.identities
    ]
    return rows


@traces.erases
def _leave(user_id: int) -> None:
    _erase(user_id)
    db.session.execute(delete(ExternalIdentity).where(ExternalIdentity.user_id == user_id))


def _iso(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
