from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.actor import SYSTEM, Role, Verification
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound
from forum.verification import actions, codes, nik, queries
from forum.verification.actions import OtherNik
from forum.verification.models import ConflictCase, DeskCode, How, NikClaim
from tests.factories import AreaFactory
from tests.verification.factories import (
    NIK,
    OTHER_NIK,
    acting,
    codes_for,
    officer,
    resident,
    verified,
)

KTP = Verification.IDENTITY_CARD


@pytest.fixture
def here():
    return AreaFactory()


@pytest.fixture
def by(here):
    return officer(here).as_actor()


def claims():
    return db.session.scalars(select(NikClaim)).all()


def test_a_card_that_was_seen_verifies_for_three_years(here, by, clock):
    person = resident(here)

    outcome = verified(person, by, name="Siti  Aminah")

    assert outcome.case_id is None
    assert (person.verification, person.verified_at, person.name) == (
        KTP,
        clock.now,
        "Siti Aminah",
    )
    assert timedelta(3 * 365 - 1) < person.verified_until - clock.now < timedelta(3 * 366)
    record = queries.records_of(person.id)[0]
    assert (record.how, record.officer_id, record.area_id) == (How.OFFICER, by.id, here.id)
    (claim,) = claims()
    assert (claim.user_id, claim.nik_hash, claim.last4) == (
        person.id,
        nik.read(NIK).hash,
        "9999",
    )


def test_the_record_names_officer_and_role_but_neither_number_nor_name(here, by):
    verified(resident(here, name="Budi Santoso"), by)

    entry = db.session.scalars(select(AuditEntry).filter_by(event="PersonVerified")).one()
    assert (entry.actor_id, entry.details["role"]) == (by.id, f"desk area:{here.id}")
    assert not {"9999", "Budi"} & set(str(entry.details).split("'"))


def test_the_same_person_again_renews_and_was_verified_all_along(here, by, clock):
    person = resident(here)
    verified(person, by)
    first = clock.now
    clock.tick(400 * 24 * 3600)

    assert verified(person, by).case_id is None

    assert len(claims()) == 1
    assert len(queries.records_of(person.id)) == 2
    assert person.verified_at == first
    assert person.verified_until - clock.now > timedelta(3 * 365 - 1)


def test_a_number_of_another_account_opens_one_case_and_changes_nothing(here, by):
    holder, claimant = resident(here, name="Pertama"), resident(here, name="Kedua")
    verified(holder, by)

    case_id = verified(claimant, by, name="Nama pada kartu").case_id

    assert verified(claimant, by).case_id == case_id
    case = db.session.scalars(select(ConflictCase)).one()
    assert (case.claimant_id, case.holder_id, case.opened_by_id) == (
        claimant.id,
        holder.id,
        by.id,
    )
    assert (case.card_name, case.area_id) == ("Nama pada kartu", here.id)
    assert (claimant.verification, claimant.name) == (Verification.NONE, "Kedua")
    assert (holder.verification, holder.name) == (KTP, "Pertama")
    opened = db.session.scalars(select(AuditEntry).filter_by(event="ConflictOpened")).one()
    assert set(opened.details) == {"case_id", "actor_id", "role"}


def test_another_number_for_a_verified_account_is_refused_until_the_first_is_revoked(here, by):
    person = resident(here)
    verified(person, by)

    with pytest.raises(OtherNik, match="••••••••••••9999"):
        verified(person, by, OTHER_NIK)

    actions.revoke_verification(by, _loaded(person), level=KTP, reason="NIK salah ketik.")
    assert verified(person, by, OTHER_NIK).case_id is None
    assert [claim.nik_hash for claim in claims()] == [nik.read(OTHER_NIK).hash]


def _loaded(person):
    return queries.person_for(officer().as_actor(), person.id)


@pytest.mark.parametrize("missing", ["seen", "lives_here"])
def test_card_and_address_must_have_been_seen(here, by, missing):
    person = resident(here)

    with pytest.raises(Invalid, match="KTP aslinya"):
        verified(person, by, **{missing: False})

    assert person.verification is Verification.NONE
    assert claims() == []


@pytest.mark.parametrize("name", ["A", " ", "a" * 61])
def test_a_name_that_no_card_has(here, by, name):
    with pytest.raises(Invalid, match="2 sampai 60"):
        verified(resident(here), by, name=name)


def test_only_the_desk_of_the_area_and_never_oneself(here, by):
    person, given = resident(here), {"name": "Siti", "nik": nik.read(NIK)}
    given |= {"seen": True, "lives_here": True, "area": here}
    for other in (officer(AreaFactory()), officer(here, Role.ADMIN), resident(here)):
        with pytest.raises(Forbidden, match="can_verify"):
            actions.verify_by_card(other.as_actor(), person, **given)

    oneself = queries.person_at_desk(by, by.id)
    with pytest.raises(Forbidden, match="can_verify"):
        actions.verify_by_card(by, oneself, **given)


# --- finding the person


def test_the_code_of_ones_own_page_names_one_once_and_for_a_quarter_of_an_hour(here, by, clock):
    person = resident(AreaFactory())  # their account is from elsewhere
    with pytest.raises(NotFound):
        queries.person_at_desk(by, person.id)

    made = actions.ask_desk_code(acting(person))
    code = codes.desk_code(person.id, made.nonce)

    assert actions.take_desk_code(by, code=code) == person.id
    assert queries.person_at_desk(by, person.id).id == person.id
    assert queries.desk_code_of(person.id) is None
    with pytest.raises(NotFound):
        actions.take_desk_code(officer(here).as_actor(), code=code)
    with pytest.raises(NotFound):
        queries.person_at_desk(officer(here).as_actor(), person.id)
    clock.tick(31 * 60)
    with pytest.raises(NotFound):
        queries.person_at_desk(by, person.id)


def test_a_desk_code_is_over_after_a_quarter_of_an_hour_and_when_a_new_one_is_asked(by, clock):
    person = resident()
    first = actions.ask_desk_code(acting(person))
    first_code = codes.desk_code(person.id, first.nonce)
    second = actions.ask_desk_code(acting(person))

    with pytest.raises(NotFound):
        actions.take_desk_code(by, code=first_code)
    clock.tick(15 * 60)
    with pytest.raises(NotFound):
        actions.take_desk_code(by, code=codes.desk_code(person.id, second.nonce))
    assert len(db.session.scalars(select(DeskCode)).all()) == 1


def test_a_card_moves_the_account_to_the_officers_kelurahan(here, by):
    person = resident(AreaFactory())
    made = actions.ask_desk_code(acting(person))
    actions.take_desk_code(by, code=codes.desk_code(person.id, made.nonce))

    verified(person, by, area=here)

    assert person.area_id == here.id


@pytest.mark.parametrize(
    "typed", ["{id}", "Ani@Contoh.id", "ani@contoh.id ", "0812 3456-7890", "+6281234567890"]
)
def test_people_of_the_area_are_found_by_number_and_exact_address(here, by, typed):
    person = resident(here, email="ani@contoh.id", phone="+6281234567890")
    resident(AreaFactory(), email="ani2@contoh.id", phone="+6281234567891")

    found = queries.person_named(by, typed.format(id=person.id).strip())

    assert found is not None
    assert found.id == person.id


@pytest.mark.parametrize(
    "typed", ["ani", "contoh.id", "081234567891", "999999999999999", "%", "0"]
)
def test_nobody_is_found_by_a_piece_or_elsewhere(here, by, typed):
    resident(here, email="ani@contoh.id", phone="+6281234567890")
    resident(AreaFactory(), phone="+6281234567891")

    assert queries.person_named(by, typed) is None


def test_accounts_that_were_erased_or_closed_are_not_found(here, by, clock):
    closed, erased = resident(here, active=False), resident(here, erased_at=clock.now)

    for person in (closed, erased):
        assert queries.person_named(by, str(person.id)) is None
        with pytest.raises(NotFound):
            queries.person_at_desk(by, person.id)


# --- another provider vouches


def vouch(person, number=NIK, name="Nama Resmi"):
    return actions.vouch_for(SYSTEM, person, nik=nik.read(number), name=name)


def test_a_provider_that_knows_the_nik_verifies(here):
    person = resident(here)

    assert vouch(person) == actions.Outcome()

    assert (person.verification, person.name, person.area_id) == (KTP, "Nama Resmi", here.id)
    assert queries.records_of(person.id)[0].how is How.OIDC


def test_signing_in_again_changes_nothing_until_the_end_is_near(here, clock):
    person = resident(here)
    vouch(person)

    assert vouch(person) is None
    clock.at(person.verified_until - timedelta(days=59))
    assert vouch(person) == actions.Outcome()
    assert len(queries.records_of(person.id)) == 2


def test_a_provider_meets_the_same_conflict_and_the_decision_stands(here, by):
    holder, claimant = resident(here), resident(here)
    verified(holder, by)

    case_id = vouch(claimant).case_id
    admin = officer(role=Role.ADMIN).as_actor()
    case = queries.case_for(admin, case_id)
    assert case.opened_by_id is None
    actions.decide_conflict(admin, case, move=False, reason="Bukan orangnya.")

    assert vouch(claimant) is None
    assert claimant.verification is Verification.NONE


def test_what_an_officer_took_back_is_not_undone_by_signing_in(here, by):
    person = resident(here)
    vouch(person)
    actions.revoke_verification(by, _loaded(person), level=KTP, reason="Kartu palsu.")

    assert vouch(person) is None
    assert person.verification is Verification.NONE


def test_no_person_vouches(here):
    with pytest.raises(Forbidden):
        actions.vouch_for(
            officer(role=Role.ADMIN).as_actor(), resident(here), nik=nik.read(NIK), name="X Y"
        )


def test_a_code_first_and_a_card_later(here, by, clock):
    _batch, printed = codes_for(here)
    person = resident(here)
    actions.redeem_code(acting(person), code=printed[0])
    clock.tick(60)

    verified(person, by)

    assert (person.verification, person.verified_at) == (KTP, clock.now)
