"""Two officers, two people, one number, one code: real transactions at the same moment."""

import pytest
from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.core.actor import SYSTEM, Verification
from forum.core.db import db
from forum.verification import actions, nik, queries
from forum.verification.models import BatchCode, ConflictCase, NikClaim, VerificationRecord
from tests.factories import AreaFactory
from tests.verification.factories import NIK, codes_for, officer, resident, verified

pytestmark = pytest.mark.commits


def committed(*rows):
    db.session.commit()
    return [row.id for row in rows]


def verifying(officer_id, person_id):
    def work():
        by = accounts.user_by_id(officer_id).as_actor()
        return verified(queries.person_at_desk(by, person_id), by)

    return work


def levels(*person_ids):
    db.session.expire_all()
    return sorted(accounts.user_by_id(each).verification.value for each in person_ids)


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_two_officers_with_the_same_number_for_two_accounts(at_once):
    here = AreaFactory()
    one, two, first, second = committed(
        officer(here), officer(here), resident(here), resident(here)
    )

    answers = at_once(verifying(one, first), verifying(two, second))

    assert sorted(answer.case_id is None for answer in answers) == [False, True]
    assert levels(first, second) == ["ktp", "none"]
    case = db.session.scalars(select(ConflictCase)).one()
    claim = db.session.scalars(select(NikClaim)).one()
    assert claim.user_id == case.holder_id != case.claimant_id
    assert accounts.user_by_id(claim.user_id).verification is Verification.IDENTITY_CARD


def test_two_officers_with_the_same_person(at_once):
    here = AreaFactory()
    one, two, person = committed(officer(here), officer(here), resident(here))

    answers = at_once(verifying(one, person), verifying(two, person))

    assert [answer.case_id for answer in answers] == [None, None]
    assert (number_of(NikClaim), number_of(ConflictCase)) == (1, 0)
    assert levels(person) == ["ktp"]


def test_an_officer_and_a_provider_with_the_same_number(at_once):
    here = AreaFactory()
    by, first, second = committed(officer(here), resident(here), resident(here))

    def vouching():
        return actions.vouch_for(
            SYSTEM, accounts.user_by_id(second), nik=nik.read(NIK), name="Nama Resmi"
        )

    answers = at_once(verifying(by, first), vouching)

    assert sorted(answer.case_id is None for answer in answers) == [False, True]
    assert levels(first, second) == ["ktp", "none"]


def test_two_people_with_one_code(at_once):
    here = AreaFactory()
    _batch, printed = codes_for(here)
    people = committed(resident(here), resident(here))

    def redeeming(person_id):
        def work():
            actions.redeem_code(accounts.user_by_id(person_id).as_actor(), code=printed[0])
            return "verified"

        return work

    answers = at_once(*map(redeeming, people))

    assert sorted(str(getattr(answer, "status", answer)) for answer in answers) == [
        "409",
        "verified",
    ]
    assert levels(*people) == ["kode", "none"]
    used = db.session.scalars(select(BatchCode).where(BatchCode.used_at.is_not(None))).one()
    assert accounts.user_by_id(used.used_by_id).verification is Verification.CODE


def test_a_code_is_redeemed_while_its_batch_is_voided(at_once):
    here = AreaFactory()
    batch, printed = codes_for(here)
    batch_id, by, person = committed(batch, officer(here), resident(here))

    def redeeming():
        actions.redeem_code(accounts.user_by_id(person).as_actor(), code=printed[0])
        return True

    def voiding():
        actor = accounts.user_by_id(by).as_actor()
        actions.void_codes(actor, queries.batch_for(actor, batch_id))

    redeemed, _voided = at_once(redeeming, voiding)

    assert levels(person) == ["kode" if redeemed is True else "none"]
    assert number_of(VerificationRecord) == (1 if redeemed is True else 0)


def test_two_judges_decide_once(at_once):
    here = AreaFactory()
    by = officer(here)
    holder, claimant = resident(here), resident(here)
    verified(holder, by.as_actor())
    case_id = verified(claimant, by.as_actor()).case_id
    one, two = committed(officer(here), officer(here))

    def deciding(judge_id, move):
        def work():
            judge = accounts.user_by_id(judge_id).as_actor()
            case = queries.case_for(judge, case_id)
            actions.decide_conflict(judge, case, move=move, reason="Sudah diperiksa.")
            return move

        return work

    answers = at_once(deciding(one, True), deciding(two, False))

    (decided,) = [answer for answer in answers if isinstance(answer, bool)]
    db.session.expire_all()
    moved = db.session.get(ConflictCase, case_id).state.value == "moved"
    assert moved is decided
    assert levels(holder.id, claimant.id) == ["ktp", "none"]
