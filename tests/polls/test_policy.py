import pytest
from sqlalchemy import select

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role, Verification
from forum.polls import policy
from forum.polls.models import Poll, PollState
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.polls.factories import PollFactory

HERE, THERE = 5, 6
AUTHOR = 77


def someone(*grants, verification=Verification.IDENTITY_CARD, person_id=1):
    return Actor(id=person_id, grants=frozenset(grants), verification=verification)


RESIDENT = someone(Grant(Role.RESIDENT))
CITY = someone(Grant(Role.FACILITATOR))
OF_UNIT = someone(Grant(Role.FACILITATOR, unit_id=HERE))
OF_AREA = someone(Grant(Role.FACILITATOR, area_id=HERE))


def poll(state=PollState.OPEN, area_id=None, unit_id=None):
    return Poll(
        state=state,
        level=Verification.IDENTITY_CARD,
        area_id=area_id,
        unit_id=unit_id,
        author_id=AUTHOR,
    )


@pytest.mark.pure
@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (VISITOR, False),
        (SYSTEM, False),
        (someone(verification=Verification.NONE), False),
        (someone(verification=Verification.CODE), False),
        (RESIDENT, True),
        (someone(Grant(Role.MODERATOR)), True),
        (CITY, True),
        (someone(Grant(Role.FACILITATOR), person_id=AUTHOR), False),
    ],
)
def test_who_may_vote(actor, may):
    assert policy.can_vote(actor, poll()) is may


@pytest.mark.pure
@pytest.mark.parametrize(
    ("actor", "whole_city", "unit_here", "area_here"),
    [
        (VISITOR, False, False, False),
        (RESIDENT, False, False, False),
        (someone(Grant(Role.MODERATOR)), False, False, False),
        (someone(Grant(Role.SCRIBE)), False, False, False),
        (someone(Grant(Role.OFFICIAL)), False, False, False),
        (CITY, True, True, True),
        (someone(Grant(Role.ADMIN)), True, True, True),
        (SYSTEM, True, True, True),
        (OF_UNIT, False, True, False),
        (OF_AREA, False, False, True),
        (someone(Grant(Role.ADMIN, unit_id=HERE)), False, True, False),
        (someone(Grant(Role.FACILITATOR, unit_id=THERE)), False, False, False),
    ],
)
def test_who_may_manage(actor, whole_city, unit_here, area_here):
    assert policy.can_manage(actor, poll()) is whole_city
    assert policy.can_manage(actor, poll(unit_id=HERE)) is unit_here
    assert policy.can_manage(actor, poll(area_id=HERE)) is area_here
    assert policy.can_draft(actor, unit_id=HERE) is unit_here


@pytest.mark.pure
@pytest.mark.parametrize("state", list(PollState))
def test_who_may_see_the_result(state):
    published, closed = state is PollState.PUBLISHED, state is PollState.CLOSED

    assert policy.can_see_result(VISITOR, poll(state)) is published
    assert policy.can_see_result(RESIDENT, poll(state)) is published
    assert policy.can_see_result(CITY, poll(state)) is (published or closed)
    assert policy.can_see_result(OF_UNIT, poll(state)) is published


@pytest.mark.pure
def test_only_the_worker_counts():
    assert policy.can_count(SYSTEM)
    assert not policy.can_count(someone(Grant(Role.ADMIN)))


@pytest.mark.pure
def test_who_may_draft_somewhere():
    assert policy.can_draft_somewhere(OF_AREA)
    assert policy.can_draft_somewhere(CITY)
    assert not policy.can_draft_somewhere(RESIDENT)


def test_drafts_are_for_those_who_manage_them(session):
    unit, area = UnitFactory(), AreaFactory()
    of_unit, of_area = PollFactory(draft=True, unit=unit), PollFactory(draft=True, area=area)
    of_city, public = PollFactory(draft=True), PollFactory(armed=True)

    def seen(actor):
        ids = set(session.scalars(select(Poll.id).where(policy.visible_to(actor))))
        return {name for name, row in names.items() if row.id in ids}

    names = {"unit": of_unit, "area": of_area, "city": of_city, "public": public}
    assert seen(VISITOR) == {"public"}
    assert seen(UserFactory(moderator=True).as_actor()) == {"public"}
    assert seen(UserFactory(facilitator=True).as_actor()) == set(names)
    assert seen(UserFactory(facilitator=True, unit=unit).as_actor()) == {"public", "unit"}
    local = UserFactory(roles=[Grant(Role.FACILITATOR, area_id=area.id)])
    assert seen(local.as_actor()) == {"public", "area"}
    assert seen(SYSTEM) == set(names)
