"""Everything that is done at the desk. What concerns polls is not among it."""

import secrets
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import update

from forum.accounts import phones, traces
from forum.accounts import queries as accounts
from forum.accounts.actions import default_public_name
from forum.accounts.addresses import Contact
from forum.accounts.events import (
    NOBODY,
    AddressConfirmed,
    ConfirmationRequested,
    KnownAddressUsed,
)
from forum.accounts.models import User
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.events import subscribe
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line
from forum.desk import pins, policy, queries
from forum.desk.events import (
    EntryMade,
    KioskEnded,
    KioskStarted,
    PersonClaimed,
    PinIssued,
)
from forum.desk.models import ConsentKind, Entry, EntryKind, Person
from forum.desk.queries import Known
from forum.discussions import actions as discussions
from forum.discussions.actions import Entered
from forum.discussions.models import EnteredBy, Post
from forum.issues import actions as issues
from forum.issues.actions import Matter
from forum.issues.models import IssueKind
from forum.privacy import actions as privacy

LONGEST_NAME = 60
KINDS = (IssueKind.COMPLAINT, IssueKind.PROPOSAL, IssueKind.QUESTION)


class SameName(Refused):
    """There are people of this name in the kelurahan: is it one of them?"""

    def __init__(self, known: list[Known]) -> None:
        super().__init__(_("Di kelurahan ini sudah ada orang dengan nama yang sama."))
        self.known = known


@dataclass(frozen=True)
class Consent:
    """How somebody agreed to what is entered for them."""

    kind: ConsentKind
    form_number: str = ""
    form_date: date | None = None
    witness: str = ""


@dataclass(frozen=True)
class Made:
    """An entry and the PIN of its slip, which is nowhere else."""

    entry: Entry
    pin: str


@atomic()
def register_person(
    officer: Actor,
    area: Area,
    *,
    name: str,
    consent: Consent,
    phone: str | None = None,
    rt: str | None = None,
    rw: str | None = None,
    is_new: bool = False,
) -> Made:
    """Take in somebody without mail, whom the officer has seen.

    `is_new`: the officer has looked at those of the same name; without it they are told first.
    """
    require(policy.can_serve_in, officer, area)
    name = _name(name)
    known = [] if is_new else queries.same_name(name, area.id)
    if known:
        raise SameName(known)
    checked = _checked(officer, consent, name)
    number = phones.normalised(phone) if phone else None
    if phone and number is None:
        raise Invalid(_("Tulis nomor ponsel Indonesia, misalnya 0812 3456 7890."))
    at = clock.now()
    person = User(
        name=name,
        public_name=default_public_name(name, area),
        fs_uniquifier=secrets.token_urlsafe(32),
        area_id=area.id,
        confirmed_at=at,
        agreed_at=at,
        is_assisted=True,
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(Person(user_id=person.id, phone=number, rt=rt, rw=rw))
    privacy.record_consent(person.id, how=consent.kind.value)
    return _entry(officer, area, EntryKind.REGISTRATION, person, checked)


@atomic()
def enter_issue(
    officer: Actor, person_id: int, matter: Matter, *, consent: Consent, guide: str = ""
) -> Made:
    """Make public what somebody says at the desk, in their words and under their name.

    `guide` is the adult who speaks for children; the name stays with the entry.
    """
    person, area = queries.person_for(officer, person_id)
    if matter.kind not in KINDS:
        raise Invalid(_("Pilih jenis isu."))
    checked = _checked(officer, consent, person.name)
    guide = one_line(guide)
    if len(guide) > LONGEST_NAME:
        raise Invalid(_("Nama pendamping paling banyak 60 karakter."))
    by = EnteredBy.GUIDE if guide else EnteredBy.DESK
    issue = issues.enter_issue(officer, matter, Entered(person.id, by))
    return _entry(
        officer,
        area,
        EntryKind.ISSUE,
        person,
        checked,
        thread_id=issue.id,
        guide=guide or None,
    )


@atomic()
def enter_support(
    officer: Actor, person_id: int, post: Post, *, consent: Consent, is_present: bool
) -> Made:
    """Note the support of somebody who stands there, once for each post, as for everybody."""
    person, area = queries.person_for(officer, person_id)
    if not is_present:
        raise Invalid(_("Dukungan hanya dicatat untuk orang yang hadir."))
    checked = _checked(officer, consent, person.name)
    discussions.enter_support(officer, post, person_id=person.id)
    return _entry(
        officer,
        area,
        EntryKind.SUPPORT,
        person,
        checked,
        thread_id=post.thread_id,
        post_id=post.id,
    )


@atomic()
def issue_pin(officer: Actor, entry: Entry) -> str:
    """Another PIN for a slip, after the person was seen; the old one no longer works."""
    require(policy.can_see_entry, officer, entry)
    area = entry.area
    lock(entry)
    if entry.claimed_at is not None:
        raise Refused(_("Nomor ini sudah dipindahkan ke akun orangnya."))
    pin = pins.give(entry)
    record(
        PinIssued(entry_id=entry.id, actor_id=officer.id, role=policy.standing(officer, area))
    )
    return pin


@atomic()
def start_kiosk(officer: Actor, area: Area) -> None:
    """Say that a device stands in this kelurahan for everybody to use."""
    require(policy.can_serve_in, officer, area)
    role = policy.standing(officer, area)
    record(KioskStarted(area_id=area.id, actor_id=officer.id, role=role))


@atomic()
def end_kiosk(officer: Actor, area: Area) -> None:
    require(policy.can_end_kiosk, officer, area)
    role = policy.standing(officer, area)
    record(KioskEnded(area_id=area.id, actor_id=officer.id, role=role))


class AlreadyClaimed(Refused):
    """What the slip stands for belongs to an account by now."""

    def __init__(self) -> None:
        super().__init__(_("Nomor ini sudah dipindahkan ke akun orangnya."))


@atomic()
def claim_into(actor: Actor, entry: Entry) -> None:
    """Everything entered for this person passes to the account of whoever holds the slip.

    But not to the officer's who entered it, and has seen the PIN.
    """
    require(policy.can_claim, actor, entry)
    assert actor.id is not None
    person = _held_person(entry)
    if person.id == actor.id:
        raise AlreadyClaimed
    traces.hand_over(person.id, actor.id)
    _close_claim(person.id, actor.id)
    person.active = False
    person.is_assisted = False
    record(PersonClaimed(user_id=actor.id, into_own=False, actor_id=actor.id))


@atomic()
def begin_own_account(entry: Entry, *, contact: Contact, hashed: str, language: str) -> None:
    """The account becomes the person's own, once they have shown that the address is theirs."""
    person = _held_person(entry)
    if accounts.user_by_contact(contact) is not None:
        record(KnownAddressUsed(user_id=NOBODY))  # nothing is told, and nothing changes
        return
    person.email, person.phone = contact.email, contact.phone
    person.password, person.confirmed_at, person.language = hashed, None, language
    person.fs_uniquifier = secrets.token_urlsafe(32)
    record(ConfirmationRequested(user_id=person.id))


@subscribe(AddressConfirmed, within=True)
def finish_own_account(event: AddressConfirmed) -> None:
    """From the confirmation on the desk enters nothing more for them."""
    person = db.session.get(User, event.user_id)
    if person is None or not person.is_assisted:
        return
    person.is_assisted = False
    _close_claim(person.id, person.id)
    record(PersonClaimed(user_id=person.id, into_own=True, actor_id=person.id))


def _held_person(entry: Entry) -> User:
    lock(entry)
    person = db.session.get(User, entry.person_id)
    if person is None or entry.claimed_at is not None:
        raise AlreadyClaimed
    lock(person)
    if not person.is_assisted or not person.active:
        raise AlreadyClaimed
    return person


def _close_claim(from_id: int, to_id: int) -> None:
    """These slips only say from now on that they belong to an account."""
    db.session.flush()
    db.session.execute(
        update(Entry)
        .where(Entry.person_id.in_((from_id, to_id)), Entry.claimed_at.is_(None))
        .values(claimed_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def _entry(
    officer: Actor,
    area: Area,
    kind: EntryKind,
    person: User,
    consent: Consent,
    **about: int | str | None,
) -> Made:
    assert officer.id is not None
    entry = Entry(
        kind=kind,
        person_id=person.id,
        officer_id=officer.id,
        area_id=area.id,
        consent=consent.kind,
        form_number=consent.form_number or None,
        form_date=consent.form_date,
        witness=consent.witness or None,
        pin_set_at=clock.now(),
        **about,
    )
    db.session.add(entry)
    db.session.flush()
    pin = pins.give(entry)
    record(
        EntryMade(
            entry_id=entry.id,
            kind=kind.value,
            consent=consent.kind.value,
            actor_id=officer.id,
            role=policy.standing(officer, area),
        )
    )
    return Made(entry, pin)


def _checked(officer: Actor, consent: Consent, person_name: str) -> Consent:
    """What proves the consent, and nothing beside it."""
    if consent.kind is ConsentKind.PAPER:
        number = one_line(consent.form_number)
        if not 1 <= len(number) <= 40 or consent.form_date is None:
            raise Invalid(_("Tulis nomor dan tanggal formulir persetujuan yang disimpan."))
        if consent.form_date > clock.today():
            raise Invalid(_("Tanggal formulir belum tiba."))
        return Consent(consent.kind, number, consent.form_date)
    witness = _name(consent.witness, _("Tulis nama saksi, 2 sampai 60 karakter."))
    row = db.session.get(User, officer.id)
    if row is None:
        raise NotFound("officer")
    if _plain(witness) in (_plain(row.name), _plain(row.public_name)):
        raise Invalid(_("Saksi tidak boleh petugas yang mencatat."))
    if _plain(witness) == _plain(person_name):
        raise Invalid(_("Saksi harus orang lain."))
    return Consent(consent.kind, witness=witness)


def _name(text: str, message: str | None = None) -> str:
    name = one_line(text)
    if not 2 <= len(name) <= LONGEST_NAME:
        raise Invalid(
            message or _("Nama terdiri dari 2 sampai %(n)s karakter.", n=LONGEST_NAME)
        )
    return name


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").split())
