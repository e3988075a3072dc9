"""Who may do what with a citizen forum: one table for each rule."""

import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.core.db import db
from forum.meetings import policy, queries
from forum.meetings.models import (
    Assignment,
    Meeting,
    MeetingStaff,
    MeetingState,
)
from tests.accounts.factories import UserFactory
from tests.meetings.factories import MeetingFactory

PEOPLE = {
    "visitor": VISITOR,
    "resident": Actor(id=1, grants=frozenset({Grant(Role.RESIDENT)})),
    "lead": Actor(id=2, grants=frozenset({Grant(Role.FACILITATOR)})),
    "co_lead": Actor(id=3, grants=frozenset({Grant(Role.FACILITATOR, area_id=7)})),
    "former": Actor(id=4),  # a co-lead who is no facilitator any more
    "facilitator": Actor(id=5, grants=frozenset({Grant(Role.FACILITATOR)})),
    "scribe": Actor(id=6),
    "observer": Actor(id=7, grants=frozenset({Grant(Role.OBSERVER)})),
    "moderator": Actor(id=8, grants=frozenset({Grant(Role.MODERATOR)})),
    "admin": Actor(id=9, grants=frozenset({Grant(Role.ADMIN)})),
    "system": SYSTEM,
}
TASKS = {
    2: Assignment.LEAD,
    3: Assignment.CO_LEAD,
    4: Assignment.CO_LEAD,
    6: Assignment.SCRIBE,
}


def meeting(state=MeetingState.LIVE):
    staff = [MeetingStaff(user_id=key, assignment=task) for key, task in TASKS.items()]
    return Meeting(state=state, staff=staff)


def allowed(rule, *things):
    return {name for name, actor in PEOPLE.items() if rule(actor, *things)}


@pytest.mark.pure
def test_who_may_schedule():
    assert allowed(policy.can_schedule) == {
        "lead", "co_lead", "facilitator", "admin", "system",
    }  # fmt: skip


@pytest.mark.pure
def test_who_may_run_it():
    assert allowed(policy.can_run, meeting()) == {"lead", "co_lead", "admin", "system"}


@pytest.mark.pure
def test_who_may_follow_behind_the_scenes():
    assert allowed(policy.can_follow_staff, meeting()) == {
        "lead", "co_lead", "admin", "system", "scribe", "observer",
    }  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize("state", MeetingState)
def test_who_may_raise_the_hand(state):
    everyone_else = {"resident", "facilitator", "scribe", "observer", "moderator", "admin"}
    expected = everyone_else if state is MeetingState.LIVE else set()
    assert allowed(policy.can_raise_hand, meeting(state)) == expected


@pytest.mark.pure
def test_nobody_brings_items_in_step_by_hand():
    assert allowed(policy.can_keep_in_step) == {"system"}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize(
    ("who", "sees_drafts"),
    [
        ("visitor", False),
        ("resident", False),
        ("observer", False),
        ("facilitator", True),
        ("admin", True),
    ],
)
def test_who_sees_what(state, who, sees_drafts):
    row = MeetingFactory(state=state)

    statement = db.select(Meeting.id).where(policy.visible_to(PEOPLE[who]))
    seen = row.id in db.session.scalars(statement).all()

    assert seen is (sees_drafts or state is not MeetingState.DRAFT)


def test_the_lists_leave_drafts_to_their_lead():
    mine = UserFactory(facilitator=True)
    drafts = [MeetingFactory(draft=True, lead=mine), MeetingFactory(draft=True)]

    assert [row.meeting.id for row in queries.own_drafts(mine.as_actor())] == [drafts[0].id]
    assert queries.coming(mine.as_actor()) == []
