"""Identity cards: seen at the desk, or vouched for by another provider. One NIK, one account."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import User
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line
from forum.verification import codes, policy, queries
from forum.verification import nik as niks
from forum.verification.actions.standing import (
    hold_people,
    raise_level,
    role_for,
    take_claim,
)
from forum.verification.events import ConflictOpened
from forum.verification.models import (
    CaseState,
    ConflictCase,
    DeskCode,
    How,
    VerificationRecord,
)
from forum.verification.nik import Nik

DESK_CODE_LASTS = timedelta(minutes=15)
RENEWED_WITHIN = timedelta(days=60)  # of the end: another provider vouches at every sign-in
NAME = (2, 60)
KTP = Verification.IDENTITY_CARD


class OtherNik(Refused):
    """The account stands for another number already."""


@dataclass(frozen=True)
class Outcome:
    """The person is verified, or a case was opened that somebody else decides."""

    case_id: int | None = None


@atomic()
def ask_desk_code(actor: Actor) -> DeskCode:
    """Make the digits that this person shows at the desk; earlier ones are void."""
    require(policy.can_redeem, actor)
    assert actor.id is not None
    hold_people(actor.id)
    now = clock.now()
    db.session.execute(
        delete(DeskCode).where((DeskCode.user_id == actor.id) | (DeskCode.expires_at <= now))
    )
    while True:
        nonce = secrets.token_hex(16)
        made = DeskCode(
            user_id=actor.id,
            nonce=nonce,
            code_hash=codes.hash_of(codes.desk_code(actor.id, nonce)),
            expires_at=now + DESK_CODE_LASTS,
        )
        try:
            with db.session.begin_nested():
                db.session.add(made)
            return made
        except IntegrityError:  # somebody else has just these digits
            continue


@atomic()
def take_desk_code(actor: Actor, *, code: str) -> int:
    """Whom these digits name. They work once, and open the person to this officer for a while."""
    require(policy.can_serve, actor)
    shown = queries.desk_code_named(code)
    if shown is None:
        raise NotFound("code")
    lock(shown)
    if shown.taken_at is not None:
        raise NotFound("code")
    shown.taken_by_id, shown.taken_at = actor.id, clock.now()
    return shown.user_id


@atomic()
def verify_by_card(
    actor: Actor, user: User, *, area: Area, name: str, nik: Nik, seen: bool, lives_here: bool
) -> Outcome:
    """The officer saw card and face. A NIK that stands for another account opens a case."""
    require(policy.can_verify, actor, user, area)
    if not (seen and lives_here):
        raise Invalid(_("Lihat KTP aslinya dan pastikan alamatnya di wilayah ini."))
    name = _name(name)
    (held,) = hold_people(user.id)
    if not held.active or held.erased_at is not None:
        raise NotFound("person")
    role = role_for(actor, area.id, area.parent_id)
    return _verify(actor, held, nik, how=How.OFFICER, area_id=area.id, name=name, role=role)


@atomic()
def vouch_for(actor: Actor, user: User, *, nik: Nik, name: str) -> Outcome | None:
    """Another provider, which checked the person, gave their NIK; None where nothing changed.

    What an officer took back or decided is not undone by signing in once more.
    """
    require(policy.can_vouch, actor)
    (held,) = hold_people(user.id)
    records = [each for each in queries.records_of(held.id) if each.level is KTP]
    if _is_settled(held, records) or _was_refused(held.id, nik):
        return None
    known = len(one_line(name)) in range(NAME[0], NAME[1] + 1)
    return _verify(
        actor,
        held,
        nik,
        how=How.OIDC,
        area_id=held.area_id,
        name=one_line(name) if known else held.name,
    )


def _verify(
    actor: Actor,
    user: User,
    nik: Nik,
    *,
    how: How,
    area_id: int | None,
    name: str,
    role: str | None = None,
) -> Outcome:
    own = queries.claim_of(user.id)
    if own is not None and own.nik_hash != nik.hash:
        raise OtherNik(
            _(
                "Akun ini sudah diverifikasi dengan NIK lain, %(nik)s. "
                "Bila NIK itu salah, cabut dulu verifikasinya.",
                nik=niks.masked(own.last4),
            )
        )
    claim = take_claim(user, nik)
    if claim.user_id == user.id:
        user.name = name
        raise_level(actor, user, level=KTP, how=how, area_id=area_id, role=role)
        return Outcome()
    case = queries.open_case_of(user.id, nik.hash)
    if case is None:
        case = ConflictCase(
            nik_hash=nik.hash,
            last4=nik.last4,
            claimant_id=user.id,
            holder_id=claim.user_id,
            area_id=area_id,
            card_name=name,
            how=how,
            opened_by_id=actor.id,
        )
        db.session.add(case)
        db.session.flush()
        record(ConflictOpened(case_id=case.id, actor_id=actor.id, role=role))
    return Outcome(case.id)


def _is_settled(user: User, records: list[VerificationRecord]) -> bool:
    """Verified for long yet, or an officer took the last verification back."""
    if user.level is KTP and (
        user.verified_until is None or user.verified_until > clock.now() + RENEWED_WITHIN
    ):
        return True
    return bool(records) and records[0].revoked_at is not None


def _was_refused(user_id: int, nik: Nik) -> bool:
    case = queries.latest_case_of(user_id, nik.hash)
    return case is not None and case.state is CaseState.KEPT


def _name(text: str) -> str:
    name = one_line(text)
    if not NAME[0] <= len(name) <= NAME[1]:
        raise Invalid(_("Nama terdiri dari 2 sampai 60 karakter."))
    return name
