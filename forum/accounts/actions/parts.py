"""What the actions on accounts share: reading what was typed, keys, and held rows."""

import secrets

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.accounts import (
    addresses,
    names,
    queries,
)
from forum.accounts.actions.refusals import LinkDead
from forum.accounts.addresses import Contact
from forum.accounts.models import (
    User,
)
from forum.city.models import Area
from forum.core.db import db, lock
from forum.core.errors import Invalid

LONGEST_NAME = 60


def default_public_name(name: str, area: Area) -> str:
    """`Rina, Menteng`: neighbours know each other, a search engine does not."""
    place = f", {area.name}"
    return called(name)[: LONGEST_NAME - len(place)] + place


def called(name: str) -> str:
    """What a person is called by: no title, and no word that would make an office of it."""
    words = name.split()
    persons = [word for word in words if not word.endswith(".")] or words
    found = next((word for word in persons if not names.is_official(word)), persons[0])
    return found.rstrip(",")


def way_of(typed: str) -> str:
    """By which way the answer goes: the one that was typed."""
    contact = addresses.read(typed)
    return contact.kind if contact is not None else addresses.MAIL


def read_contact(typed: str) -> Contact:
    contact = addresses.read(typed)
    if contact is None:
        raise Invalid(
            _(
                "Tulis alamat email yang lengkap, misalnya rina@contoh.id, "
                "atau nomor HP, misalnya 0812 3456 7890."
            )
        )
    return contact


def read_address(email: str) -> str:
    address = addresses.normalised(email)
    if address is None:
        raise Invalid(_("Tulis alamat email yang lengkap, misalnya rina@contoh.id."))
    return address


def read_name(name: str) -> str:
    """In one form, of Latin letters: as identity cards have it, too."""
    line = read_line(name)
    names.require_latin(line)
    return line


def read_line(name: str) -> str:
    """In one form, not too long, whatever its letters."""
    line = names.one_form(name)
    if not 2 <= len(line) <= LONGEST_NAME:
        raise names.BadName(_("Nama terdiri dari 2 sampai %(n)s karakter.", n=LONGEST_NAME))
    return line


def require_own_name(public_name: str) -> None:
    """A new account must not begin with a name that reads like an office."""
    if queries.is_reserved_name(public_name):
        raise names.BadName(
            _("Nama ini dapat dikira nama petugas atau dinas. Tulis nama Anda sendiri.")
        )


def new_key() -> str:
    """A session key; whoever holds a cookie with an older one is signed out."""
    return secrets.token_urlsafe(32)


def added(user: User) -> bool:
    """Put the row in; False where someone else took the address a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        return False
    return True


def hold_named(user: User | None) -> User:
    """Hold the account a link named, unless the link was used meanwhile."""
    if user is None:
        raise LinkDead
    key = user.fs_uniquifier
    lock(user)
    if user.fs_uniquifier != key:
        raise LinkDead
    return user
