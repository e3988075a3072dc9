from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import actions, queries, tokens
from forum.accounts.actions import LinkDead, NotConfirmed, WrongCredentials
from forum.accounts.models import User
from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.actor import SYSTEM, VISITOR, Role, Verification
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from tests.accounts.factories import PASSWORD, UserFactory
from tests.factories import AreaFactory, UnitFactory, menteng


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    """Actions speak the language of a request and hash with the settings of the application."""
    with app.test_request_context():
        yield


def register(**changes: Any) -> None:
    values: dict[str, Any] = {
        "name": "Rina Wati",
        "email": "Rina@Contoh.ID",
        "area_id": menteng().id,
        "password": PASSWORD,
        "language": "id",
    }
    actions.register(VISITOR, **values | changes)


def recorded(event: str) -> list[dict[str, Any]]:
    statement = select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id)
    return [entry.details for entry in db.session.scalars(statement)]


def test_registering_takes_a_person_in() -> None:
    register(name="  Rina   Wati ")
    user = queries.user_by_email("rina@contoh.id")
    assert user is not None
    assert (user.name, user.public_name) == ("Rina Wati", "Rina, Menteng")
    assert user.verification is Verification.NONE
    assert user.confirmed_at is None
    assert user.agreed_at is not None
    assert not user.is_demo
    assert recorded("ConfirmationRequested") == [{"actor_id": None, "user_id": user.id}]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sugiyanto", "Sugiyanto, Menteng"),
        ("H. Abdul Rahman, S.Sos.", "Abdul, Menteng"),
        ("Dr.", "Dr., Menteng"),
        ("A" * 60, "A" * 51 + ", Menteng"),
    ],
)
def test_the_first_public_name_is_how_one_is_called(name: str, shown: str) -> None:
    assert actions.default_public_name(name, menteng()) == shown


def test_a_known_address_changes_nothing_but_its_owner_hears_of_it() -> None:
    owner = UserFactory(email="rina@contoh.id", password=PASSWORD)
    before = (owner.name, owner.password, owner.fs_uniquifier)
    register(name="Orang Lain", password="di bawah pohon karet")
    db.session.refresh(owner)
    assert (owner.name, owner.password, owner.fs_uniquifier) == before
    assert recorded("KnownAddressUsed") == [{"actor_id": None, "user_id": owner.id}]
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_of_two_who_register_an_address_at_once_one_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = UserFactory(email="rina@contoh.id")
    really, answers = queries.user_by_contact, [None]
    monkeypatch.setattr(
        queries, "user_by_contact", lambda whose: answers.pop() if answers else really(whose)
    )
    register()
    assert recorded("KnownAddressUsed") == [{"actor_id": None, "user_id": owner.id}]
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "R"},
        {"name": "R" * 61},
        {"email": "bukan alamat"},
        {"email": "rina@contoh"},
        {"password": "pendek"},
        {"area_id": None},
        {"area_id": 999999},
    ],
)
def test_what_makes_no_sense_takes_nobody_in(changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        register(**changes)
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_who_is_signed_in_does_not_register() -> None:
    with pytest.raises(Forbidden):
        actions.register(
            UserFactory().as_actor(),
            name="Rina Wati",
            email="rina@contoh.id",
            area_id=menteng().id,
            password=PASSWORD,
            language="id",
        )


def test_confirming_works_once() -> None:
    user = UserFactory(unconfirmed=True)
    token = tokens.confirmation_token(user)
    assert actions.confirm(token).id == user.id
    assert user.confirmed_at is not None
    with pytest.raises(LinkDead):
        actions.confirm(token)


@pytest.mark.parametrize(("days", "valid"), [(2.9, True), (3.1, False)])
def test_a_confirmation_link_lives_three_days(days: float, valid: bool) -> None:
    token = tokens.confirmation_token(UserFactory(unconfirmed=True))
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        assert (tokens.user_to_confirm(token) is not None) is valid


def test_links_are_good_for_their_own_purpose_only() -> None:
    user = UserFactory(unconfirmed=True, password=PASSWORD)
    assert tokens.user_to_confirm(tokens.reset_token(user)) is None
    assert tokens.user_to_reset(tokens.confirmation_token(user)) is None
    for spoilt in ("", "x", "a.b.c", tokens.reset_token(user)[:-1]):
        assert tokens.user_to_reset(spoilt) is None


def test_signing_in() -> None:
    user = UserFactory(email="rina@contoh.id", password=PASSWORD)
    assert actions.sign_in(" Rina@Contoh.id ", PASSWORD, demo=False).id == user.id


@pytest.mark.parametrize(
    ("person", "typed"),
    [
        ({"password": PASSWORD}, PASSWORD.upper()),
        ({"password": None}, PASSWORD),
        ({"password": PASSWORD, "active": False}, PASSWORD),
        ({"password": PASSWORD, "is_demo": True}, PASSWORD),
        ({"password": PASSWORD, "unconfirmed": True}, "salah salah salah"),
        ({"password": PASSWORD, "email": "lain@contoh.id"}, PASSWORD),
    ],
)
def test_every_failure_reads_the_same(person: dict[str, Any], typed: str) -> None:
    UserFactory(**{"email": "rina@contoh.id"} | person)
    with pytest.raises(WrongCredentials, match="Alamat, nomor, atau kata sandi tidak cocok"):
        actions.sign_in("rina@contoh.id", typed, demo=False)


def test_invented_people_sign_in_only_in_the_demonstration() -> None:
    user = UserFactory(password=PASSWORD, is_demo=True)
    assert actions.sign_in(user.email, PASSWORD, demo=True).id == user.id


def test_who_did_not_confirm_hears_so_only_with_the_right_password() -> None:
    user = UserFactory(password=PASSWORD, unconfirmed=True)
    with pytest.raises(NotConfirmed):
        actions.sign_in(user.email, PASSWORD, demo=False)


def test_a_new_password_ends_every_session_and_the_link() -> None:
    user = UserFactory(password=PASSWORD, unconfirmed=True)
    token, other = tokens.reset_token(user), tokens.reset_token(user)
    key = user.fs_uniquifier
    actions.reset_password(token, "kata sandi yang baru", demo=False)
    assert user.fs_uniquifier != key
    assert queries.user_by_key(key) is None
    assert user.confirmed_at is not None  # the mail was read
    assert actions.sign_in(user.email, "kata sandi yang baru", demo=False).id == user.id
    for used in (token, other):
        with pytest.raises(LinkDead):
            actions.reset_password(used, "sekali lagi yang lain", demo=False)
    with pytest.raises(WrongCredentials):
        actions.sign_in(user.email, PASSWORD, demo=False)


@pytest.mark.parametrize(("minutes", "valid"), [(59, True), (61, False)])
def test_a_reset_link_lives_one_hour(minutes: int, valid: bool) -> None:
    token = tokens.reset_token(UserFactory(password=PASSWORD))
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        assert (tokens.user_to_reset(token) is not None) is valid


def test_a_weak_new_password_leaves_the_link_alive() -> None:
    user = UserFactory(password=PASSWORD)
    token = tokens.reset_token(user)
    with pytest.raises(Invalid):
        actions.reset_password(token, "palangkaraya", demo=False)
    assert tokens.user_to_reset(token) is not None


def test_requests_for_links_are_recorded_alike_whoever_is_meant() -> None:
    known = UserFactory(email="rina@contoh.id", password=PASSWORD)
    UserFactory(email="demo@contoh.id", is_demo=True)
    actions.request_password_reset("RINA@contoh.id", demo=False)
    actions.request_password_reset("tidak-ada@contoh.id", demo=False)
    actions.request_password_reset("demo@contoh.id", demo=False)
    actions.request_confirmation("rina@contoh.id")
    asked = [details["user_id"] for details in recorded("PasswordResetRequested")]
    assert asked == [known.id, 0, 0]
    assert [details["user_id"] for details in recorded("ConfirmationRequested")] == [0]


def test_only_the_owner_changes_the_public_name() -> None:
    user = UserFactory()
    owner = user.as_actor()
    actions.choose_public_name(owner, user, public_name=" Bu  Rina ")
    with pytest.raises(Forbidden):
        actions.choose_public_name(UserFactory().as_actor(), user, public_name="Orang lain")
    with pytest.raises(Invalid):
        actions.choose_public_name(owner, user, public_name="x")
    db.session.refresh(user)
    assert user.public_name == "Bu Rina"


def test_the_city_makes_an_official_of_a_unit() -> None:
    unit = UnitFactory(code="PUPR")
    made = actions.create_user(
        SYSTEM,
        email="pejabat@palangkaraya.go.id",
        name="Budi Santoso",
        role=Role.OFFICIAL,
        password=PASSWORD,
        unit_code="PUPR",
    )
    user = queries.user_by_email(made.email)
    assert user is not None
    assert user.confirmed_at is not None
    assert user.public_name == "Budi Santoso"
    assert not user.as_actor().has(Role.OFFICIAL, unit_id=unit.id), "without a second factor"
    user.second_factor_since = clock.now()
    assert user.as_actor().has(Role.OFFICIAL, unit_id=unit.id)
    assert not user.as_actor().has(Role.OFFICIAL)


def test_the_city_makes_a_resident_of_an_area() -> None:
    area = AreaFactory(code="62.71.01.1001", name="Pahandut")
    made = actions.create_user(
        SYSTEM,
        email="warga@contoh.id",
        name="Siti Aminah",
        role=Role.RESIDENT,
        password=PASSWORD,
        area_code=area.code,
    )
    assert (made.area_id, made.public_name) == (area.id, "Siti, Pahandut")


@pytest.mark.parametrize(
    "changes",
    [
        {"area_code": "99.99"},
        {"unit_code": "TIDAK-ADA"},
        {"email": "bukan alamat"},
        {"email": "ada@contoh.id"},
        {"password": "pendek"},
        {"role": Role.SYSTEM},
        {"role": Role.RESIDENT, "unit_code": "PUPR"},
    ],
)
def test_bad_input_makes_no_account(changes: dict[str, Any]) -> None:
    UserFactory(email="ada@contoh.id")
    UnitFactory(code="PUPR")
    values: dict[str, Any] = {
        "email": "baru@contoh.id",
        "name": "Orang Baru",
        "role": Role.MODERATOR,
        "password": PASSWORD,
    }
    with pytest.raises(Invalid):
        actions.create_user(SYSTEM, **values | changes)
    assert queries.user_by_email("baru@contoh.id") is None


def test_nobody_but_the_city_makes_accounts() -> None:
    with pytest.raises(Forbidden):
        actions.create_user(
            UserFactory(moderator=True).as_actor(),
            email="baru@contoh.id",
            name="Orang Baru",
            role=Role.ADMIN,
            password=PASSWORD,
        )
