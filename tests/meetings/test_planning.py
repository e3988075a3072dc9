"""Drafting, changing and announcing a session, and the agenda before it."""

from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.actor import VISITOR
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, SignInFirst, Stale
from forum.discussions.models import Thread
from forum.issues import actions as issues
from forum.issues.actions import Matter
from forum.issues.models import IssueKind
from forum.meetings import actions, queries
from forum.meetings.models import Assignment, ItemState, MeetingState, Promise
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory, menteng
from tests.issues.factories import IssueFactory
from tests.meetings.factories import MeetingFactory, item_of, lead_of, loaded, poll_at


def plan(**more):
    facts = {
        "title": "Penanganan banjir G. Obos",
        "starts_at": clock.now() + timedelta(days=3),
        "place": "Aula Kelurahan Menteng",
        **more,
    }
    return actions.Plan(**facts)


def facilitator():
    return UserFactory(facilitator=True)


def version(issue):
    return db.session.scalar(db.select(Thread.version).where(Thread.id == issue.id))


def test_whoever_drafts_it_leads_it():
    person, helper = facilitator(), facilitator()

    meeting = actions.draft_meeting(person.as_actor(), plan(), co_lead_ids=[helper.id])

    tasks = {(row.assignment, row.user_id) for row in loaded(meeting).staff}
    assert meeting.state is MeetingState.DRAFT
    assert tasks == {(Assignment.LEAD, person.id), (Assignment.CO_LEAD, helper.id)}


def test_a_resident_cannot_draft():
    with pytest.raises(Forbidden, match="can_schedule"):
        actions.draft_meeting(UserFactory().as_actor(), plan())


def test_a_co_lead_must_be_a_facilitator():
    with pytest.raises(Invalid, match="peran fasilitator"):
        actions.draft_meeting(facilitator().as_actor(), plan(), co_lead_ids=[UserFactory().id])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": "Hai"}, "Tulis judul"),
        ({"title": "x" * 201}, "Tulis judul"),
        ({"planned_minutes": 5}, "15 sampai 600"),
        ({"planned_minutes": 601}, "15 sampai 600"),
        ({"place": "x" * 201}, "Tempat"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"link": "https://"}, "https://"),
        ({"unit_id": 987654}, "tidak ada"),
        ({"summary": "x" * 5001}, "Ringkasan"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong, words):
    with pytest.raises(Invalid, match=words):
        actions.draft_meeting(facilitator().as_actor(), plan(**wrong))


def test_the_plan_changes_and_with_it_the_version():
    meeting = MeetingFactory(draft=True)
    unit = UnitFactory()
    new = plan(title="Judul yang baru", unit_id=unit.id, promise=Promise.INVOLVE)

    actions.edit_meeting(lead_of(meeting), loaded(meeting), new, expected_version=1)

    assert (meeting.title, meeting.unit_id, meeting.promise, meeting.version) == (
        "Judul yang baru",
        unit.id,
        Promise.INVOLVE,
        2,
    )


def test_a_plan_decided_on_an_older_state_is_refused():
    meeting = MeetingFactory(draft=True, version=4)

    with pytest.raises(Stale) as caught:
        actions.edit_meeting(lead_of(meeting), loaded(meeting), plan(), expected_version=3)

    assert caught.value.current["version"] == 4


def test_another_facilitator_cannot_change_it():
    meeting = MeetingFactory(draft=True)

    with pytest.raises(Forbidden, match="can_run"):
        actions.edit_meeting(facilitator().as_actor(), loaded(meeting), plan())


def test_co_leads_are_replaced_and_the_lead_stays():
    before, after = facilitator(), facilitator()
    meeting = MeetingFactory(draft=True, co_lead=before)
    lead = lead_of(meeting)

    actions.edit_meeting(lead, loaded(meeting), plan(), co_lead_ids=[after.id, lead.id])

    tasks = {(row.assignment, row.user_id) for row in loaded(meeting).staff}
    assert tasks == {(Assignment.LEAD, lead.id), (Assignment.CO_LEAD, after.id)}


def test_what_was_announced_keeps_place_and_unit():
    meeting = MeetingFactory()

    with pytest.raises(actions.NotComplete, match="tempat atau tautan"):
        actions.edit_meeting(lead_of(meeting), loaded(meeting), plan(place=""))
    with pytest.raises(actions.NotComplete, match="perangkat daerah"):
        actions.edit_meeting(lead_of(meeting), loaded(meeting), plan(unit_id=None))


def test_a_running_session_keeps_its_plan():
    meeting = MeetingFactory(live=True)

    with pytest.raises(actions.NotPlannable):
        actions.edit_meeting(lead_of(meeting), loaded(meeting), plan())


def test_announcing_makes_it_public():
    meeting = MeetingFactory(draft=True)

    actions.schedule_meeting(lead_of(meeting), loaded(meeting), expected_version=1)

    assert (meeting.state, meeting.version) == (MeetingState.SCHEDULED, 2)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"place": ""}, "tempat atau tautan"),
        ({"unit_id": None}, "perangkat daerah"),
        ({"items": 0}, "satu acara"),
        ({"starts_at": clock.now() - timedelta(days=1, minutes=1)}, "sudah lewat"),
    ],
)
def test_what_is_not_complete_is_not_announced(missing, words):
    meeting = MeetingFactory(draft=True, **missing)

    with pytest.raises(actions.NotComplete, match=words):
        actions.schedule_meeting(lead_of(meeting), loaded(meeting))

    assert meeting.state is MeetingState.DRAFT


@pytest.mark.parametrize(
    "enough",
    [
        {"place": "", "link": "https://rapat.example/forum"},
        {"starts_at": clock.now() - timedelta(hours=23)},
    ],
)
def test_a_link_is_a_place_and_a_late_entry_is_taken(enough):
    meeting = MeetingFactory(draft=True, **enough)

    actions.schedule_meeting(lead_of(meeting), loaded(meeting))

    assert meeting.state is MeetingState.SCHEDULED


def test_announcing_twice_is_refused():
    meeting = MeetingFactory()

    with pytest.raises(actions.NotPlannable, match="sudah diumumkan"):
        actions.schedule_meeting(lead_of(meeting), loaded(meeting))


def test_an_item_goes_to_the_end_of_the_agenda():
    meeting = MeetingFactory(draft=True, items=2)

    item = actions.add_item(
        lead_of(meeting), loaded(meeting), title="  Tanya   jawab ", planned_minutes=40
    )

    assert [each.id for each in queries.items_of(meeting.id)][-1] == item.id
    assert (item.title, item.state, meeting.version) == (
        "Tanya jawab",
        ItemState.ACCEPTED,
        2,
    )


def test_an_item_may_take_up_an_issue():
    meeting, matter = MeetingFactory(draft=True), IssueFactory()

    item = actions.add_item(
        lead_of(meeting), loaded(meeting), title="Parit SDN 5", issue_id=matter.id
    )

    assert item.issue_id == matter.id


def test_a_draft_issue_or_none_at_all_cannot_be_taken_up():
    meeting = MeetingFactory(draft=True)
    lead = lead_of(meeting)
    matter = Matter(IssueKind.COMPLAINT, "Belum terbit", "Isi.", menteng().id)
    own = issues.save_draft(lead, matter)

    for issue_id in (own.id, 424242):
        with pytest.raises(Invalid, match="Tidak ada isu"):
            actions.add_item(lead, loaded(meeting), title="Acara", issue_id=issue_id)


@pytest.mark.parametrize(
    "wrong", [{"title": "x"}, {"planned_minutes": 0}, {"note": "x" * 2001}]
)
def test_an_item_that_makes_no_sense_is_refused(wrong):
    meeting = MeetingFactory(draft=True)

    with pytest.raises(Invalid):
        actions.add_item(lead_of(meeting), loaded(meeting), **{"title": "Acara", **wrong})


def test_an_item_is_changed_against_its_own_version():
    meeting = MeetingFactory(draft=True)
    item, lead = item_of(meeting), lead_of(meeting)

    actions.edit_item(lead, loaded(meeting), item, title="Yang baru", expected_version=1)
    with pytest.raises(Stale):
        actions.edit_item(lead, loaded(meeting), item, title="Terlambat", expected_version=1)

    assert (item.title, item.version) == ("Yang baru", 2)


@pytest.mark.parametrize(
    ("number", "by", "order"),
    [(1, 1, [2, 1, 3]), (3, -1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3])],
)
def test_items_move_up_and_down(number, by, order):
    meeting = MeetingFactory(draft=True, items=3)
    ids = [item.id for item in queries.items_of(meeting.id)]

    actions.move_item(lead_of(meeting), loaded(meeting), item_of(meeting, number), by=by)

    after = [item.id for item in queries.items_of(meeting.id)]
    assert after == [ids[place - 1] for place in order]


def test_an_item_is_removed_and_the_rest_is_numbered_anew():
    meeting = MeetingFactory(draft=True, items=3)

    actions.remove_item(lead_of(meeting), loaded(meeting), item_of(meeting, 2))

    assert [item.position for item in queries.items_of(meeting.id)] == [1, 2]


def test_what_was_announced_keeps_one_item():
    meeting = MeetingFactory()

    with pytest.raises(actions.NotComplete, match="satu acara"):
        actions.remove_item(lead_of(meeting), loaded(meeting), item_of(meeting))


def test_an_item_with_a_poll_stays():
    meeting = MeetingFactory(draft=True)
    poll_at(item_of(meeting))

    with pytest.raises(actions.ItemNotReady, match="pemungutan"):
        actions.remove_item(lead_of(meeting), loaded(meeting), item_of(meeting))


def test_issues_hear_of_what_is_announced_and_not_of_drafts():
    meeting, matter = MeetingFactory(draft=True), IssueFactory()
    lead = lead_of(meeting)
    before = version(matter)

    item = actions.add_item(lead, loaded(meeting), title="Parit", issue_id=matter.id)
    assert version(matter) == before

    actions.schedule_meeting(lead, loaded(meeting))
    announced = version(matter)
    assert announced > before

    actions.remove_item(lead, loaded(meeting), item)
    assert version(matter) > announced


def test_a_visitor_is_asked_to_sign_in():
    with pytest.raises(SignInFirst):
        actions.draft_meeting(VISITOR, plan())
