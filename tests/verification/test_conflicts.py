import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.actor import Role, Verification
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound, Refused
from forum.verification import actions, queries
from forum.verification.actions import CaseDecided
from forum.verification.models import CaseState, NikClaim
from tests.factories import AreaFactory
from tests.polls.factories import BallotFactory, PollFactory
from tests.verification.factories import (
    NIK,
    OTHER_NIK,
    officer,
    resident,
    verified,
)

KTP, NONE = Verification.IDENTITY_CARD, Verification.NONE
REASON = "KTP diperiksa lagi oleh lurah."


@pytest.fixture
def here():
    return AreaFactory()


@pytest.fixture
def by(here):
    return officer(here).as_actor()


@pytest.fixture
def judge(here):
    return officer(here).as_actor()


@pytest.fixture
def two(here, by):
    """Whoever holds the number, and whoever brought it."""
    holder, claimant = resident(here), resident(here, name="Lama")
    verified(holder, by)
    case_id = verified(claimant, by, name="Baru").case_id
    return holder, claimant, case_id


def decide(judge, case_id, *, move, reason=REASON):
    actions.decide_conflict(judge, queries.case_for(judge, case_id), move=move, reason=reason)


def test_the_number_stays(two, judge, clock):
    holder, claimant, case_id = two

    decide(judge, case_id, move=False)

    case = queries.case_for(judge, case_id)
    assert (case.state, case.decided_by_id, case.decided_at) == (
        CaseState.KEPT,
        judge.id,
        clock.now,
    )
    assert (case.reason, case.card_name) == (REASON, "")
    assert (holder.verification, claimant.verification) == (KTP, NONE)
    assert claimant.name == "Lama"


def test_the_number_moves_and_so_does_the_verification(two, judge, clock):
    holder, claimant, case_id = two

    decide(judge, case_id, move=True)

    assert (holder.verification, holder.verified_at, holder.verified_until) == (
        NONE,
        None,
        None,
    )
    assert (claimant.verification, claimant.verified_at, claimant.name) == (
        KTP,
        clock.now,
        "Baru",
    )
    assert db.session.scalars(select(NikClaim)).one().user_id == claimant.id
    revoked = queries.records_of(holder.id)[0]
    assert (revoked.revoked_by_id, revoked.revoke_reason) == (judge.id, REASON)
    assert queries.case_for(judge, case_id).state is CaseState.MOVED


def test_ballots_of_the_former_holder_stay_and_the_other_is_too_late(two, judge, clock):
    holder, claimant, case_id = two
    poll = PollFactory(opened_at=clock.now)
    BallotFactory(poll=poll, voter=holder)
    clock.tick(60)

    decide(judge, case_id, move=True)

    assert poll.ballot_count == 1
    assert queries.held_since(claimant.id, KTP) > poll.opened_at


def test_the_record_keeps_the_reason_apart(two, judge):
    decide(judge, two[2], move=True)

    entry = db.session.scalars(select(AuditEntry).filter_by(event="ConflictDecided")).one()
    assert REASON not in str(entry.details)
    assert entry.details["role"].startswith("desk area:")


def test_who_opened_it_does_not_decide_and_is_not_told_who(two, by):
    with pytest.raises(Forbidden, match="can_decide"):
        decide(by, two[2], move=True)

    assert queries.cases_waiting(by) == 0


def test_it_waits_for_the_others_of_the_area(two, judge, here):
    assert queries.cases_waiting(judge) == 1
    assert queries.cases_waiting(officer(role=Role.ADMIN).as_actor()) == 1
    elsewhere = officer(AreaFactory()).as_actor()
    assert queries.cases_waiting(elsewhere) == 0
    with pytest.raises(NotFound):
        queries.case_for(elsewhere, two[2])

    decide(judge, two[2], move=False)
    assert queries.cases_waiting(judge) == 0


def test_a_case_is_decided_once(two, judge):
    case = queries.case_for(judge, two[2])
    decide(judge, two[2], move=False)

    with pytest.raises(CaseDecided):
        actions.decide_conflict(judge, case, move=True, reason=REASON)

    assert two[0].verification is KTP


def test_a_decision_has_a_reason(two, judge):
    with pytest.raises(Invalid, match="alasannya"):
        decide(judge, two[2], move=True, reason="  ya ")


def test_a_decision_that_comes_after_another_number_is_refused(two, judge, by):
    _holder, claimant, case_id = two
    verified(claimant, by, OTHER_NIK)

    with pytest.raises(Refused, match="NIK lain"):
        decide(judge, case_id, move=True)


def test_the_number_moves_also_when_its_holder_is_not_verified_any_more(two, judge):
    holder, claimant, case_id = two
    actions.revoke_verification(
        judge, queries.person_for(judge, holder.id), level=KTP, reason=REASON
    )
    assert db.session.scalars(select(NikClaim)).all() == []

    decide(judge, case_id, move=True)

    assert claimant.verification is KTP
    assert db.session.scalars(select(NikClaim)).one().user_id == claimant.id


def test_with_the_number_moved_a_third_account_meets_the_new_holder(two, judge, by, here):
    _holder, claimant, case_id = two
    decide(judge, case_id, move=True)

    third = verified(resident(here), by, NIK).case_id

    assert queries.case_for(judge, third).holder_id == claimant.id
