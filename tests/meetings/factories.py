"""Citizen forums for tests: `MeetingFactory()` is announced, with a lead and one item.

`MeetingFactory(live=True)` is running; `active=True` has its first item taken up as well.
Give `lead=`, `co_lead=`, `scribe=` as people, or `items=` as a number.
"""

from datetime import timedelta
from typing import Any

import factory

from forum.accounts.queries import user_by_id
from forum.core import clock
from forum.core.actor import SYSTEM, Actor
from forum.core.db import db
from forum.meetings import queries
from forum.meetings.models import (
    AgendaItem,
    Assignment,
    ItemPoll,
    ItemState,
    Meeting,
    MeetingStaff,
    MeetingState,
    SpeakerEntry,
    SpeakerState,
)
from forum.polls.models import Poll, PollState
from tests.accounts.factories import UserFactory
from tests.factories import Factory, UnitFactory
from tests.polls.factories import PollFactory


class ItemFactory(Factory):
    class Meta:
        model = AgendaItem

    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Acara percobaan {n}")
    state = ItemState.ACCEPTED
    planned_minutes = 15


class SpeakerFactory(Factory):
    """A raised hand; give `item`. Later ones are raised later."""

    class Meta:
        model = SpeakerEntry

    state = SpeakerState.WAITING
    item: Any = None
    person: Any = None

    @classmethod
    def _create(cls, model_class: type[SpeakerEntry], *args: Any, **kwargs: Any) -> Any:
        item, person = kwargs.pop("item"), kwargs.pop("person") or UserFactory()
        if kwargs["state"] in (SpeakerState.SPEAKING, SpeakerState.DONE):
            kwargs.setdefault("started_at", clock.now())
        return super()._create(
            model_class, *args, item_id=item.id, person_id=person.id, **kwargs
        )


class MeetingFactory(Factory):
    class Meta:
        model = Meeting

    class Params:
        draft = factory.Trait(state=MeetingState.DRAFT)
        live = factory.Trait(state=MeetingState.LIVE, opened_at=factory.LazyFunction(clock.now))
        closing = factory.Trait(
            state=MeetingState.CLOSING,
            opened_at=factory.LazyFunction(lambda: clock.now() - timedelta(hours=2)),
            ended_at=factory.LazyFunction(clock.now),
        )
        finished = factory.Trait(
            state=MeetingState.MINUTES_DRAFT,
            starts_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=1)),
            opened_at=factory.LazyFunction(lambda: clock.now() - timedelta(hours=24)),
            ended_at=factory.LazyFunction(lambda: clock.now() - timedelta(hours=22)),
            finished_at=factory.LazyFunction(lambda: clock.now() - timedelta(hours=22)),
        )

    title = factory.Sequence(lambda n: f"Forum warga percobaan {n}")
    state = MeetingState.SCHEDULED
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(hours=1))
    place = "Aula Kelurahan Menteng"
    items: Any = 1
    active: Any = False
    lead: Any = None
    co_lead: Any = None
    scribe: Any = None

    @classmethod
    def _create(cls, model_class: type[Meeting], *args: Any, **kwargs: Any) -> Meeting:
        people = {
            Assignment.LEAD: kwargs.pop("lead") or UserFactory(facilitator=True),
            Assignment.CO_LEAD: kwargs.pop("co_lead"),
            Assignment.SCRIBE: kwargs.pop("scribe"),
        }
        size, active = kwargs.pop("items"), kwargs.pop("active")
        if "unit_id" not in kwargs:
            kwargs["unit_id"] = UnitFactory().id
        if active:
            kwargs.update(state=MeetingState.LIVE, opened_at=clock.now())
        meeting = super()._create(model_class, *args, **kwargs)
        for assignment, person in people.items():
            if person is not None:
                row = MeetingStaff(
                    meeting_id=meeting.id, user_id=person.id, assignment=assignment
                )
                db.session.add(row)
        for number in range(1, size + 1):
            taken_up = bool(active) and number == 1
            ItemFactory(
                meeting_id=meeting.id,
                position=number,
                state=ItemState.ACTIVE if taken_up else ItemState.ACCEPTED,
                active_since=clock.now() if taken_up else None,
                started_at=clock.now() if taken_up else None,
            )
        db.session.flush()
        assert isinstance(meeting, Meeting)
        return meeting


def loaded(meeting: Meeting, viewer: Actor | None = None) -> Meeting:
    """As pages and sockets load it: with staff and unit, and as it is now."""
    return queries.meeting_for(viewer or SYSTEM, meeting.id)


def lead_of(meeting: Meeting) -> Actor:
    """The lead, ready to act."""
    staff = loaded(meeting).staff
    lead_id = next(row.user_id for row in staff if row.assignment is Assignment.LEAD)
    user = user_by_id(lead_id)
    assert user is not None
    return user.as_actor()


def item_of(meeting: Meeting, number: int = 1) -> AgendaItem:
    """Its item at this place of the agenda."""
    return queries.items_of(meeting.id)[number - 1]


def poll_at(item: AgendaItem, state: PollState = PollState.ARMED, **more: Any) -> Poll:
    """A poll that belongs to this item."""
    opened = {} if state is not PollState.ARMED else {"opened_at": None}
    poll = PollFactory(state=state, **opened, **more)
    db.session.add(ItemPoll(poll_id=poll.id, item_id=item.id))
    db.session.flush()
    return poll
