"""What people set about themselves, and what is left when they are gone."""

from flask_babel import gettext as _
from sqlalchemy import delete, update

from forum.accounts import (
    devices,
    names,
    policy,
    queries,
)
from forum.accounts.actions.parts import default_public_name, new_key, read_line
from forum.accounts.events import (
    AccountErased,
    HomeChanged,
    OtherDevicesSignedOut,
    PublicNameChanged,
)
from forum.accounts.models import (
    AccessToken,
    Device,
    FormerContact,
    OneTimeCode,
    RoleGrant,
    User,
)
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require

GONE = "Akun dihapus"  # what stands where the name of an erased account stood


@atomic()
def choose_public_name(actor: Actor, user: User, *, public_name: str) -> None:
    """The name that others see; what was written before shows the new one, too."""
    require(policy.can_edit, actor, user)
    name = read_line(public_name)
    if name != user.public_name:  # what somebody is called already, they stay
        names.require_plain(name)
        if queries.is_reserved_name(name):
            raise names.BadName(
                _("Nama ini dapat dikira nama petugas atau dinas. Pilih nama lain.")
            )
    lock(user)
    user.public_name = name
    record(PublicNameChanged(user_id=user.id, actor_id=actor.id))


@atomic()
def choose_area(actor: Actor, user: User, *, area_id: int) -> None:
    """Where one lives, by one's own word: only while nobody has checked it."""
    require(policy.can_edit, actor, user)
    lock(user)
    area = queries.village(area_id)
    if area is None:
        raise Invalid(_("Pilih kelurahan tempat Anda tinggal."))
    if user.level is not Verification.NONE:
        raise Refused(_("Kelurahan Anda sudah diperiksa. Untuk pindah, datang ke kelurahan."))
    before = db.session.get(Area, user.area_id) if user.area_id else None
    if before is not None and user.public_name == default_public_name(user.name, before):
        user.public_name = default_public_name(user.name, area)
    user.area_id = area.id
    record(HomeChanged(user_id=user.id, area_id=area.id, actor_id=actor.id))


@atomic()
def choose_language(actor: Actor, user: User, *, language: str) -> None:
    """The language of mails to this person."""
    require(policy.can_edit, actor, user)
    user.language = language


@atomic()
def sign_out_others(actor: Actor, user: User, here: Device | None) -> None:
    require(policy.can_edit, actor, user)
    devices.sign_out_everywhere(user.id, but=here)
    record(OtherDevicesSignedOut(user_id=user.id, actor_id=actor.id))


@atomic()
def forget_person(user_id: int) -> None:
    """Leave nothing in the account that names the person; its number stays."""
    user = db.session.get(User, user_id)
    if user is None:
        return
    lock(user)
    for model in (OneTimeCode, Device, AccessToken, FormerContact):
        db.session.execute(delete(model).where(model.user_id == user_id))
    db.session.execute(
        update(RoleGrant)
        .where(RoleGrant.user_id == user_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
    user.email = user.phone = user.password = user.area_id = None
    user.name, user.public_name, user.language = "", GONE, "id"
    user.fs_uniquifier, user.active = new_key(), False
    user.erased_at = clock.now()
    record(AccountErased(user_id=user_id))
