from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core.actor import VISITOR, Role, Verification
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, SignInFirst
from forum.verification import actions, codes, queries
from forum.verification.actions import CodeNotGood, OtherArea
from forum.verification.models import BatchCode, How
from tests.factories import AreaFactory
from tests.verification.factories import acting, codes_for, officer, resident, verified

CODE = Verification.CODE


@pytest.fixture
def here():
    return AreaFactory()


def redeem(person, code, **more):
    actions.redeem_code(acting(person), code=code, **more)
    return queries.person_for(officer().as_actor(), person.id)


def test_a_batch_keeps_hashes_alone(here):
    batch, printed = codes_for(here, count=5)

    stored = db.session.scalars(select(BatchCode).order_by(BatchCode.position)).all()
    assert [row.code_hash for row in stored] == [codes.hash_of(code) for code in printed]
    assert len(set(printed)) == 5
    assert (batch.rt, batch.rw, batch.count) == ("003", "007", 5)


def test_a_code_that_is_on_another_sheet_is_left_out(here, monkeypatch):
    taken = codes_for(here, count=1)[1][0]
    real = codes.printed_code
    monkeypatch.setattr(
        codes, "printed_code", lambda batch, place: taken if place == 0 else real(batch, place)
    )

    _batch, printed = codes_for(here, count=2)

    assert len(printed) == 2
    assert taken not in printed


def test_the_sheet_can_be_printed_again_without_what_is_used(here):
    batch, printed = codes_for(here)
    redeem(resident(here), printed[1])
    by = officer(here).as_actor()

    again = actions.note_printing(by, queries.batch_for(by, batch.id))

    assert again == [printed[0], printed[2]]


def test_a_code_verifies_for_a_year(here, clock):
    _batch, printed = codes_for(here)

    person = redeem(resident(here), printed[0])

    assert (person.verification, person.verified_at, person.area_id) == (
        CODE,
        clock.now,
        here.id,
    )
    assert timedelta(364) < person.verified_until - clock.now < timedelta(367)
    record = queries.records_of(person.id)[0]
    assert (record.level, record.how, record.area_id) == (CODE, How.CODE, here.id)
    assert record.officer_id is None


def test_ones_own_code_again_is_harmless_and_anothers_is_used(here):
    _batch, printed = codes_for(here)
    person = resident(here)
    redeem(person, printed[0])
    redeem(person, printed[0])

    with pytest.raises(CodeNotGood, match="sudah dipakai"):
        redeem(resident(here), printed[0])
    assert len(queries.records_of(person.id)) == 1


def test_a_voided_batch_is_worth_nothing_but_what_was_used_stays(here):
    batch, printed = codes_for(here)
    person = resident(here)
    redeem(person, printed[0])
    by = officer(here).as_actor()
    actions.void_codes(by, queries.batch_for(by, batch.id))
    actions.void_codes(by, queries.batch_for(by, batch.id))

    with pytest.raises(CodeNotGood, match="tidak berlaku"):
        redeem(resident(here), printed[1])
    with pytest.raises(CodeNotGood, match="dibatalkan"):
        actions.note_printing(by, queries.batch_for(by, batch.id))
    assert redeem(person, printed[0]).verification is CODE


def test_a_code_is_over_after_its_days(here, clock):
    _batch, printed = codes_for(here, days=7)
    clock.tick(7 * 24 * 3600)

    with pytest.raises(CodeNotGood, match="tidak berlaku"):
        redeem(resident(here), printed[0])


@pytest.mark.parametrize(
    ("code", "sentence"), [("7K2M", "8 huruf"), ("7K2M-9XQ4", "tidak dikenal")]
)
def test_a_code_of_nobodys(code, sentence):
    with pytest.raises((Invalid, CodeNotGood), match=sentence):
        redeem(resident(), code)


def test_a_code_of_another_kelurahan_offers_to_move_there(here):
    _batch, printed = codes_for(here)
    person = resident(AreaFactory())

    with pytest.raises(OtherArea, match=here.name) as refusal:
        redeem(person, printed[0])
    assert refusal.value.area.id == here.id
    with pytest.raises(OtherArea):
        redeem(person, printed[0], moves_to=here.id + 1)

    moved = redeem(person, printed[0], moves_to=here.id)
    assert (moved.area_id, moved.verification) == (here.id, CODE)


def test_whoever_has_no_kelurahan_yet_gets_that_of_the_code(here):
    _batch, printed = codes_for(here)
    person = resident()
    person.area_id = person.area = None
    db.session.flush()

    assert redeem(person, printed[0]).area_id == here.id


def test_a_higher_level_and_its_place_stay(here):
    _batch, printed = codes_for(here)
    person, elsewhere = resident(here), resident(AreaFactory())
    by = officer().as_actor()
    verified(person, by)
    verified(elsewhere, by, "6271013112999999")
    until = person.verified_until

    person = redeem(person, printed[0])

    assert (person.verification, person.verified_until) == (Verification.IDENTITY_CARD, until)
    with pytest.raises(CodeNotGood, match="diperiksa dengan KTP"):
        redeem(elsewhere, printed[1], moves_to=here.id)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"count": 0}, "antara 1"),
        ({"count": 501}, "antara 1"),
        ({"days": 6}, "7 sampai 180"),
        ({"rt": "0"}, "Nomor RT"),
        ({"rt": "12a"}, "Nomor RT"),
        ({"rw": "1000"}, "Nomor RT"),
    ],
)
def test_a_batch_that_makes_no_sense(here, given, sentence):
    with pytest.raises(Invalid, match=sentence):
        codes_for(here, **given)


def test_codes_are_for_the_officers_of_the_area(here):
    given = {"rt": "1", "rw": "1", "count": 1, "days": 30}
    for actor in (officer(AreaFactory()), resident(here), officer(here, Role.MODERATOR)):
        with pytest.raises(Forbidden, match="can_print_codes"):
            actions.make_codes(actor.as_actor(), here, **given)

    assert actions.make_codes(officer(here, Role.ADMIN).as_actor(), here, **given).id
    with pytest.raises(SignInFirst):
        actions.redeem_code(VISITOR, code="7K2M-9XQ4")
