"""What the actions on roles and invitations share."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts import addresses, phones
from forum.accounts.models import RoleGrant, User
from forum.city import settings
from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import VISITOR, Actor, Role
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.text import clean
from forum.staff import nip as numbers
from forum.staff import policy, queries

REASON = (5, 500)
NAME = (2, 60)


def hold_roles(actor: Actor) -> Actor:
    """Wait for whoever else changes roles; then who this person is by now.

    The roles of a request were read before it waited: an administrator who was withdrawn
    meanwhile is none any more.
    """
    db.session.scalars(
        select(RoleGrant.id)
        .where(RoleGrant.role == Role.ADMIN, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
        .with_for_update()
    ).all()
    return as_of_now(actor)


def as_of_now(actor: Actor) -> Actor:
    if actor.id is None:
        return actor
    user = queries.user_now(actor.id)
    return user.as_actor() if user is not None and user.active else VISITOR


def is_someone(actor: Actor) -> bool:
    return actor.signed_in


def is_nobody(actor: Actor) -> bool:
    return not actor.signed_in


def is_oneself(actor: Actor, user_id: int) -> bool:
    return actor.id == user_id


def read_scope(
    role: Role, area_id: int | None, unit_id: int | None
) -> tuple[Area | None, Unit | None]:
    area, unit = queries.scope(area_id, unit_id)
    if policy.fits(role, area, unit):
        return area, unit
    if role in policy.NEEDS_A_UNIT:
        raise Invalid(_("Peran ini selalu untuk satu perangkat daerah."))
    raise Invalid(_("Peran ini tidak dapat diberikan untuk cakupan itu."))


def check_unit(unit: Unit | None) -> None:
    if unit is None:
        return
    db.session.refresh(unit)  # it may have been closed while this one waited in line
    if unit.is_closed:
        raise Invalid(_("Perangkat daerah ini sudah ditutup."))


def standing_of(actor: Actor, area: Area | None, unit: Unit | None) -> str:
    """In which role the actor gives or takes one."""
    for area_id in (area.id, area.parent_id) if area is not None else (None,):
        standing = actor.standing(
            Role.ADMIN, Role.SYSTEM, area_id=area_id, unit_id=unit.id if unit else None
        )
        if standing:
            return standing
    return ""


def read_address(actor: Actor, email: str | None, phone: str | None) -> dict[str, str | None]:
    """A mail address, or else a number; not one's own."""
    address = addresses.normalised(email) if email else None
    number = phones.normalised(phone) if phone and not email else None
    if email and address is None:
        raise Invalid(_("Tulis alamat email yang lengkap, misalnya rina@contoh.id."))
    if address is None and number is None:
        raise Invalid(_("Tulis alamat email atau nomor HP orang yang diundang."))
    user = queries.user_with_address(email=address, phone=number)
    if user is not None and user.id == actor.id:
        raise Invalid(_("Anda tidak dapat memberi peran kepada diri sendiri."))
    return {"email": address, "phone": number}


def read_last_day(until: date | None) -> date | None:
    if until is not None and until < clock.today():
        raise Invalid(_("Tanggal berakhir sudah lewat."))
    return until


def read_reason(text: str) -> str:
    reason = clean(text)
    if not REASON[0] <= len(reason) <= REASON[1]:
        raise Invalid(
            _("Tulis alasan, %(min)s sampai %(max)s huruf.", min=REASON[0], max=REASON[1])
        )
    return reason


def read_number(nip: str | None) -> str | None:
    if not nip or not nip.strip():
        return None
    number = numbers.normalised(nip, today=clock.today())
    if number is None:
        raise Invalid(_("NIP terdiri dari 18 angka. Periksa tanggal lahir dan pengangkatan."))
    return number


def end_of_validity() -> datetime:
    return clock.now() + timedelta(days=settings.invitation_days())


def add_user(user: User) -> None:
    """Put the row in; someone else may have taken the address a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise Invalid(
            _("Alamat ini sudah punya akun. Masuk dulu, lalu terima undangannya.")
        ) from None
