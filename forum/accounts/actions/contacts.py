"""The mail address and the number under which an account is reached."""

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.accounts import (
    addresses,
    codes,
    policy,
    queries,
)
from forum.accounts.actions.parts import new_key, read_contact
from forum.accounts.actions.refusals import WrongCode
from forum.accounts.addresses import Contact
from forum.accounts.events import (
    ContactChanged,
    ContactChangeRequested,
    ContactRemoved,
)
from forum.accounts.models import (
    CodePurpose,
    FormerContact,
    User,
)
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require


@atomic()
def request_contact_change(actor: Actor, user: User, *, typed: str) -> Contact:
    """Send a code to a new address or number, and word of it to the present ones.

    Whether it belongs to another account is not told; the code then never comes.
    """
    require(policy.can_edit, actor, user)
    contact = read_contact(typed)
    if contact.value in (user.email, user.phone):
        raise Invalid(_("Ini alamat atau nomor Anda yang sekarang."))
    if user.must_add_second_factor:  # else a stolen password could have its code sent elsewhere
        raise Invalid(
            _("Peran Anda menunggu langkah kedua. Pasang itu dulu, lalu ganti kontak.")
        )
    codes.aim(user, CodePurpose.CHANGE, contact.value)
    record(ContactChangeRequested(user_id=user.id, actor_id=actor.id))
    return contact


def change_contact(actor: Actor, user: User, *, code: str) -> None:
    """The code came back: the new address or number is theirs, and takes the old one's place."""
    require(policy.can_edit, actor, user)
    if not _change_contact(actor, user, code):
        raise WrongCode


@atomic()
def _change_contact(actor: Actor, user: User, code: str) -> bool:
    """False where the code is wrong: a refusal would undo that it was counted as a try."""
    taken = codes.take(user.id, CodePurpose.CHANGE, code)
    contact = addresses.read(taken.target or "") if taken is not None else None
    if contact is None:
        return False
    lock(user)
    former = user.email if contact.email else user.phone
    _yield_to_proof(contact)
    try:
        with db.session.begin_nested():
            if contact.email:
                user.email, user.mail_refused_at = contact.email, None
            else:
                user.phone = contact.phone
            db.session.flush()
    except IntegrityError:  # somebody else proved it a moment ago
        db.session.refresh(user)
        return False
    user.fs_uniquifier = new_key()  # links in older mails are void
    record(
        ContactChanged(user_id=user.id, former_id=_keep_former(user, former), actor_id=actor.id)
    )
    return True


def _yield_to_proof(contact: Contact) -> None:
    """An account that only claimed this contact, and never confirmed it, loses it."""
    claimed = queries.user_by_contact(contact)
    if claimed is not None and claimed.confirmed_at is None:
        lock(claimed)
        claimed.email = claimed.phone = None
        claimed.fs_uniquifier = new_key()
        db.session.flush()


@atomic()
def remove_contact(actor: Actor, user: User, *, kind: str) -> None:
    """Take an address or number away; one must be left."""
    require(policy.can_edit, actor, user)
    lock(user)
    if user.email is None or user.phone is None:
        raise Refused(_("Satu alamat atau nomor harus tetap ada."))
    former = user.email if kind == addresses.MAIL else user.phone
    if kind == addresses.MAIL:
        user.email = user.mail_refused_at = None
    else:
        user.phone = None
    record(
        ContactRemoved(user_id=user.id, former_id=_keep_former(user, former), actor_id=actor.id)
    )


def _keep_former(user: User, former: str | None) -> int | None:
    """For the one mail that tells the former address; gone once it was sent."""
    if former is None:
        return None
    kept = FormerContact(user_id=user.id, value=former)
    db.session.add(kept)
    db.session.flush()
    return kept.id
