"""Things that the rules are asked about, for the table of permissions: no database needed.

`SAMPLES` goes by the kind of thing, `VALUES` by the name of a parameter that is a plain value.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from forum.accounts.models import Device, RoleGrant, User
from forum.attachments.models import Attachment
from forum.city.models import Area, Unit
from forum.core.actor import Role, Verification
from forum.decisions.models import Commitment
from forum.desk.models import Entry
from forum.discussions.models import Post, Thread
from forum.discussions.voices import Voice
from forum.issues.models import Issue, IssueKind, IssueState, Step
from forum.meetings.models import Assignment, Meeting, MeetingStaff, MeetingState
from forum.moderation.models import Case, Flag
from forum.moderation.subjects import Content
from forum.polls.models import Poll, PollState
from forum.privacy.models import DataCopy, DataRequest
from forum.staff.models import Invitation
from forum.verification.models import ConflictCase

ME, SOMEONE = 1, 2
AREA, OTHER_AREA = 3, 4
UNIT, OTHER_UNIT = 5, 6
AT = datetime(2026, 11, 24, tzinfo=UTC)

Sample = dict[str, Callable[[], Any]]


def issue(state: IssueState, author: int) -> Issue:
    thread = Thread(id=7, author_id=author, is_closed=False)
    return Issue(
        id=7,
        kind=IssueKind.COMPLAINT,
        state=state,
        area_id=AREA,
        thread=thread,
        is_secret=False,
        owner_unit_id=None if state is IssueState.RECEIVED else UNIT,
    )


def meeting(state: MeetingState, *, leads: bool) -> Meeting:
    staff = [MeetingStaff(user_id=ME if leads else SOMEONE, assignment=Assignment.LEAD)]
    return Meeting(id=8, state=state, unit_id=UNIT, staff=staff)


def poll(state: PollState, author: int) -> Poll:
    return Poll(
        id=9,
        state=state,
        level=Verification.IDENTITY_CARD,
        area_id=None,
        unit_id=UNIT,
        author_id=author,
    )


def content(author: int) -> Content:
    return Content(1, author, "", "", "", "", AT, is_hidden=False)


def person(number: int, **more: Any) -> User:
    given = {"active": True, "area_id": AREA, "area": area(), "grants": [], **more}
    return User(id=number, **given)


def area() -> Area:
    return Area(id=AREA)


SAMPLES: dict[Any, Sample] = {
    DataCopy: {
        "one's own": lambda: DataCopy(user_id=ME),
        "someone else's": lambda: DataCopy(user_id=SOMEONE),
    },
    DataRequest: {
        "one's own": lambda: DataRequest(user_id=ME),
        "someone else's": lambda: DataRequest(user_id=SOMEONE),
    },
    RoleGrant: {
        "desk of the area": lambda: RoleGrant(role=Role.DESK, area=area(), unit=None),
        "official of the unit": lambda: RoleGrant(
            role=Role.OFFICIAL, area=None, unit=Unit(id=UNIT)
        ),
        "admin of the city": lambda: RoleGrant(role=Role.ADMIN, area=None, unit=None),
    },
    Invitation: {
        "desk of the area": lambda: Invitation(role=Role.DESK, area=area(), unit=None),
        "official of the unit": lambda: Invitation(
            role=Role.OFFICIAL, area=None, unit=Unit(id=UNIT)
        ),
    },
    ConflictCase: {
        "that others opened": lambda: ConflictCase(
            area=area(), opened_by_id=SOMEONE, claimant_id=SOMEONE, holder_id=SOMEONE
        ),
        "that they opened": lambda: ConflictCase(
            area=area(), opened_by_id=ME, claimant_id=SOMEONE, holder_id=SOMEONE
        ),
    },
    Entry: {"of the area": lambda: Entry(area=area())},
    Area | None: {"the area": area, "no area": lambda: None},
    Unit | None: {"no unit": lambda: None, "the unit": lambda: Unit(id=UNIT)},
    Area: {"the area": area},
    Unit: {"the unit": lambda: Unit(id=UNIT)},
    User: {
        "oneself": lambda: person(ME),
        "a resident of the area": lambda: person(SOMEONE, second_factor_since=AT),
        "whom the desk registered": lambda: person(SOMEONE, is_assisted=True),
    },
    Attachment: {
        "one's own that waits": lambda: Attachment(uploader_id=ME),
        "someone else's": lambda: Attachment(uploader_id=SOMEONE),
    },
    Device: {
        "one's own": lambda: Device(user_id=ME),
        "someone else's": lambda: Device(user_id=SOMEONE),
    },
    Thread: {
        "open": lambda: Thread(author_id=SOMEONE, is_closed=False),
        "closed": lambda: Thread(author_id=SOMEONE, is_closed=True),
    },
    Post: {
        "one's own": lambda: Post(author_id=ME),
        "someone else's": lambda: Post(author_id=SOMEONE),
    },
    Issue: {
        "one's own draft": lambda: issue(IssueState.DRAFT, ME),
        "received": lambda: issue(IssueState.RECEIVED, SOMEONE),
        "with the unit": lambda: issue(IssueState.IN_PROGRESS, SOMEONE),
        "one's own, done": lambda: issue(IssueState.DONE, ME),
    },
    Commitment: {
        "that the unit gave": lambda: Commitment(unit_id=UNIT),
        "that another unit gave": lambda: Commitment(unit_id=OTHER_UNIT),
    },
    Meeting: {
        "one that they lead, live": lambda: meeting(MeetingState.LIVE, leads=True),
        "another one, live": lambda: meeting(MeetingState.LIVE, leads=False),
    },
    Poll: {
        "an open one": lambda: poll(PollState.OPEN, SOMEONE),
        "one's own, open": lambda: poll(PollState.OPEN, ME),
        "published": lambda: poll(PollState.PUBLISHED, SOMEONE),
    },
    Case: {"that others flagged": lambda: Case(flags=[Flag(reporter_id=SOMEONE)])},
    Content: {
        "one's own words": lambda: content(ME),
        "someone else's words": lambda: content(SOMEONE),
    },
    Voice | None: {
        "as a resident": lambda: None,
        "as moderator": lambda: Voice(Role.MODERATOR),
        "as official of the unit": lambda: Voice(Role.OFFICIAL, UNIT),
    },
}
VALUES: dict[str, Sample] = {
    "unit_id": {"for the unit": lambda: UNIT},
    "person_id": {"for someone else": lambda: SOMEONE},
    "step": {
        "verify": lambda: Step.VERIFY,
        "assign": lambda: Step.ASSIGN,
        "forward": lambda: Step.FORWARD,
        "ask for what is missing": lambda: Step.ASK,
        "reject": lambda: Step.REJECT,
        "reopen": lambda: Step.REOPEN,
    },
    "role": {
        "desk": lambda: Role.DESK,
        "official": lambda: Role.OFFICIAL,
        "admin": lambda: Role.ADMIN,
    },
}
