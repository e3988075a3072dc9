from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts import traces
from forum.accounts.queries import entitled_count
from forum.audit.models import AuditEntry
from forum.core.actor import SYSTEM, Role, Verification
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, Invalid
from forum.polls import actions as polls
from forum.polls.models import PollState
from forum.verification import actions, nik, queries
from forum.verification.actions.ending import NothingToRevoke
from forum.verification.models import ConflictCase, NikClaim, VerificationRecord
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.polls.factories import BallotFactory, PollFactory, seal_and_count
from tests.verification.factories import (
    NIK,
    acting,
    codes_for,
    officer,
    resident,
    verified,
)

KTP, CODE, NONE = Verification.IDENTITY_CARD, Verification.CODE, Verification.NONE
REASON = "KTP ternyata bukan miliknya."


@pytest.fixture
def here():
    return AreaFactory()


@pytest.fixture
def by(here):
    return officer(here).as_actor()


@pytest.fixture
def person(here, by):
    """Verified by card, and before that by a code."""
    somebody = resident(here)
    _batch, printed = codes_for(here)
    actions.redeem_code(acting(somebody), code=printed[0])
    verified(somebody, by)
    return somebody


def revoke(actor, person, level=KTP, reason=REASON):
    loaded = queries.person_for(officer(role=Role.ADMIN).as_actor(), person.id)
    actions.revoke_verification(actor, loaded, level=level, reason=reason)


def claims():
    return db.session.scalars(select(NikClaim)).all()


def events(name):
    return db.session.scalars(select(AuditEntry).filter_by(event=name)).all()


# --- revoked


def test_a_lower_level_that_counts_stays(person, by, clock):
    revoke(by, person)

    assert (person.verification, person.verified_until) == (
        CODE,
        queries.records_of(person.id)[1].until,
    )
    assert claims() == []
    (entry,) = events("VerificationRevoked")
    assert (entry.details["user_id"], entry.details["level"]) == (person.id, "ktp")
    assert REASON not in str(entry.details)

    revoke(by, person, CODE)
    assert (person.verification, person.verified_at, person.verified_until) == (
        NONE,
        None,
        None,
    )


def test_revoking_the_lower_one_leaves_the_higher(person, by):
    revoke(by, person, CODE)

    assert person.verification is KTP
    assert len(claims()) == 1


def test_who_was_verified_before_there_were_records_can_be_revoked(by, here):
    somebody = UserFactory(area=here)

    revoke(by, somebody)

    assert somebody.verification is NONE


def test_what_is_not_there_cannot_be_revoked(person, by):
    revoke(by, person)

    with pytest.raises(NothingToRevoke):
        revoke(by, person)


def test_a_reason_is_wanted_and_the_right(person, by):
    with pytest.raises(Invalid):
        revoke(by, person, reason="  ")
    for other in (officer(AreaFactory()), UserFactory(moderator=True)):
        with pytest.raises(Forbidden, match="can_revoke"):
            revoke(other.as_actor(), person)
    assert person.verification is KTP


def test_ballots_cast_stay_and_count(person, by):
    poll = PollFactory()
    BallotFactory(poll=poll, voter=person, choice=1)

    revoke(by, person)

    polls.close_poll(SYSTEM, poll)
    seal_and_count(poll)
    assert (poll.state, poll.result["ballots"]) == (PollState.CLOSED, 1)


def test_the_number_stays_while_a_poll_is_open_and_stands_for_the_same_person(
    person, by, here, clock
):
    poll = PollFactory(closes_at=clock.now + timedelta(days=5))
    BallotFactory(poll=poll, voter=person)

    revoke(by, person)

    (claim,) = claims()
    assert claim.erase_after == poll.closes_at
    assert verified(resident(here), by).case_id is not None
    assert verified(person, by).case_id is None
    assert (claim.erase_after, person.verification) == (None, KTP)


# --- over


def test_what_is_over_falls_back_and_is_told(person, clock):
    clock.at(person.verified_until - timedelta(seconds=1))
    assert actions.expire_due() == 0
    clock.tick(1)
    assert person.level is NONE  # at once, before the daily work

    assert actions.expire_due() == 1

    assert (person.verification, person.verified_until) == (NONE, None)
    assert claims() == []
    (entry,) = events("VerificationExpired")
    assert entry.details["level"] == "ktp"
    assert actions.expire_due() == 0


def test_a_code_that_still_counts_takes_over(here, by, clock):
    somebody = resident(here)
    verified(somebody, by)
    clock.at(somebody.verified_until - timedelta(days=30))
    _batch, printed = codes_for(here)
    actions.redeem_code(acting(somebody), code=printed[0])
    assert somebody.verification is KTP

    clock.tick(30 * 24 * 3600)
    actions.expire_due()

    assert somebody.verification is CODE
    assert somebody.verified_until > clock.now


def test_people_are_reminded_once_a_month_before(person, clock):
    clock.at(person.verified_until - timedelta(days=30, seconds=1))
    assert actions.remind_of_end() == 0
    clock.tick(1)

    assert actions.remind_of_end() == 1
    assert actions.remind_of_end() == 0
    assert len(events("VerificationEnding")) == 1


def test_nobody_is_reminded_of_what_was_renewed_or_is_overtaken(person, by, clock):
    first_end = queries.records_of(person.id)[1].until  # of the code
    clock.at(first_end - timedelta(days=1))
    assert actions.remind_of_end() == 0

    clock.at(person.verified_until - timedelta(days=31))
    verified(person, by)
    clock.tick(2 * 24 * 3600)
    assert actions.remind_of_end() == 0


def test_whoever_is_over_is_not_counted_as_entitled(person, clock):
    before = entitled_count(KTP)
    clock.at(person.verified_until)

    assert entitled_count(KTP) == before - 1


# --- since when


def test_held_without_a_break(here, by, clock):
    somebody, begun = resident(here), clock.now
    _batch, printed = codes_for(here)
    assert queries.held_since(somebody.id, CODE) is None
    actions.redeem_code(acting(somebody), code=printed[0])
    clock.tick(3600)
    verified(somebody, by)

    assert queries.held_since(somebody.id, CODE) == begun
    assert queries.held_since(somebody.id, KTP) == clock.now

    clock.tick(3600)
    revoke(by, somebody)
    assert queries.held_since(somebody.id, KTP) is None
    assert queries.held_since(somebody.id, CODE) == begun


def test_a_break_begins_anew(here, by, clock):
    somebody = resident(here)
    verified(somebody, by)
    revoke(by, somebody)
    clock.tick(3600)
    verified(somebody, by)

    assert queries.held_since(somebody.id, KTP) == clock.now


def test_who_was_verified_before_there_were_records_still_is(clock):
    somebody = UserFactory(verified_at=clock.now - timedelta(days=9))

    assert queries.held_since(somebody.id, CODE) == somebody.verified_at
    assert queries.held_since(0, KTP) is None


# --- leaving


@atomic()
def erase(person):
    traces.erase(person.id)
    person.erased_at, person.active = person.verified_at, False


def test_an_account_that_leaves_takes_its_number_along(person, here, by):
    erase(person)

    assert claims() == []
    assert queries.records_of(person.id) == []
    assert verified(resident(here), by).case_id is None


def test_the_number_of_a_voter_stays_until_the_poll_is_closed(person, here, by, clock):
    poll = PollFactory(closes_at=clock.now + timedelta(days=3))
    BallotFactory(poll=poll, voter=person)
    erase(person)
    anew = resident(here)

    assert verified(anew, by).case_id is not None, "no second vote by signing up anew"
    clock.tick(3 * 24 * 3600)
    assert actions.erase_due_claims() == 1
    assert len(claims()) == 1, "its time is over, but nobody has closed the poll yet"
    polls.close_poll(SYSTEM, poll)
    clock.tick(24 * 3600)

    actions.erase_due_claims()

    assert claims() == []
    assert verified(anew, by).case_id is None


def test_a_number_whose_time_is_over_is_free_before_the_daily_work(person, here, by, clock):
    poll = PollFactory(closes_at=clock.now + timedelta(days=3))
    BallotFactory(poll=poll, voter=person)
    erase(person)
    polls.close_poll(SYSTEM, poll)
    clock.tick(3 * 24 * 3600)

    anew = resident(here)
    assert verified(anew, by).case_id is None
    assert [claim.user_id for claim in claims()] == [anew.id]


def test_free_texts_about_an_erased_person_go(person, here, by):
    claimant = resident(here)
    case_id = verified(claimant, by, name="Nama pada kartu").case_id
    judge = officer(here).as_actor()
    actions.decide_conflict(
        judge, queries.case_for(judge, case_id), move=False, reason="Budi meminjam kartu."
    )

    erase(claimant)

    case = db.session.scalars(select(ConflictCase)).one()
    assert (case.reason, case.card_name) == ("", "")


def test_what_the_person_gets_holds_no_hash(person):
    rows = traces.all_about(person.id)["verifikasi"]

    assert [row.get("tingkat") for row in rows] == [
        "Terverifikasi dengan KTP",
        "Terverifikasi dengan kode",
        None,
    ]
    assert rows[-1]["NIK"] == "••••••••••••9999"
    assert nik.read(NIK).hash not in str(rows)


def test_what_was_done_at_the_desk_passes_to_the_account(here, by):
    assisted, account = resident(here), resident(here)
    verified(assisted, by)

    with atomic():
        actions.hand_over(assisted.id, account.id)

    assert account.verification is KTP
    assert [claim.user_id for claim in claims()] == [account.id]
    owners = set(db.session.scalars(select(VerificationRecord.user_id)))
    assert owners == {account.id}


def test_an_account_with_a_number_of_its_own_keeps_it(here, by):
    assisted, account = resident(here), resident(here)
    verified(assisted, by)
    verified(account, by, "6271013112999999")

    with atomic():
        actions.hand_over(assisted.id, account.id)

    assert [claim.last4 for claim in claims()] == ["9999"]
    assert claims()[0].nik_hash == nik.read("6271013112999999").hash
    assert account.verification is KTP
