"""Who hears of what."""

from email import message_from_bytes, policy

import pytest

from forum.core.actor import Role
from forum.core.outbox import deliver_due
from forum.verification import actions, queries, subscribers
from tests.factories import AreaFactory
from tests.verification.factories import (
    NIK,
    acting,
    codes_for,
    officer,
    resident,
    verified,
)


@pytest.fixture
def told(app):
    """`told(person)`: what they were sent; `told(None)` lets go of what was sent until now."""
    folder = app.config["VAR"] / "mail"
    before = set(folder.glob("*.eml"))

    def to(person):
        deliver_due()
        new = sorted(set(folder.glob("*.eml")) - before)
        if person is None:
            before.update(new)
            return []
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in new]
        return [mail.get_content() for mail in read if mail["To"] == person.email]

    return to


@pytest.fixture
def here():
    return AreaFactory()


@pytest.fixture
def by(here):
    return officer(here).as_actor()


def test_who_was_verified_at_the_desk_is_told(here, by, told):
    person = resident(here)
    verified(person, by)

    (mail,) = told(person)
    assert "Terverifikasi dengan KTP" in mail
    assert "/akun/verifikasi" in mail


def test_who_typed_a_code_saw_it_succeed(here, told):
    coder = resident(here)
    actions.redeem_code(acting(coder), code=codes_for(here)[1][0])

    assert told(coder) == []


@pytest.mark.parametrize("moved", [True, False])
def test_both_accounts_hear_of_the_decision(here, by, told, moved):
    holder, claimant = resident(here), resident(here)
    verified(holder, by)
    case_id = verified(claimant, by).case_id
    told(None)
    judge = officer(role=Role.ADMIN).as_actor()

    case = queries.case_for(judge, case_id)
    actions.decide_conflict(judge, case, move=moved, reason="Sudah diperiksa lurah.")

    to_claimant, to_holder = "".join(told(claimant)), "".join(told(holder))
    assert "Sudah diperiksa lurah." in to_claimant
    assert "Sudah diperiksa lurah." in to_holder
    assert ("dicabut" in to_holder) is moved
    assert ("kini terikat pada akun Anda" in to_claimant) is moved
    for mail in (to_claimant, to_holder):
        assert holder.public_name not in mail
        assert claimant.public_name not in mail


def test_people_hear_before_and_after_the_end(here, by, told, clock):
    person = resident(here)
    verified(person, by)
    until = person.verified_until
    told(None)
    clock.at(until)
    clock.tick(-29 * 24 * 3600)
    actions.remind_of_end()
    (mail,) = told(person)
    assert "berlaku sampai" in mail
    told(None)

    clock.at(until)
    actions.expire_due()
    (mail,) = told(person)
    assert "Masa verifikasi" in mail


def test_a_provider_tells_which_number_is_whose(here):
    person = resident(here)

    subscribers.hear_of_a_nik(person.id, NIK, "Nama Resmi")
    subscribers.hear_of_a_nik(0, NIK, "Tidak Ada")

    assert queries.claim_of(person.id) is not None
