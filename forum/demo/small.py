"""The small demo city: some seventy people, forty threads, three forums, eight polls."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from forum.accounts.models import RoleGrant, User
from forum.accounts.passwords import hash_password
from forum.city.models import Area, Unit
from forum.core import clock, markdown
from forum.core.actor import Role, Verification
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.demo.content import Row, rows
from forum.demo.models import DemoRow
from forum.discussions.models import Post, Support, Thread
from forum.issues.models import Category, Issue, IssueKind, IssueState
from forum.live.models import LiveEvent, Room
from forum.meetings.models import (
    AgendaItem,
    Assignment,
    ItemPoll,
    ItemState,
    Meeting,
    MeetingStaff,
    MeetingState,
    OutcomeKind,
    Promise,
    SpeakerEntry,
    SpeakerState,
)
from forum.moderation.models import Case, Flag
from forum.polls.actions import count_ballots
from forum.polls.models import Ballot, Option, Poll, PollState

PASSWORD = "Betang-2026!"  # noqa: S105 - published on purpose, see the demo's banner
GRACE = timedelta(days=400)  # everyone was verified long before any poll was opened
VOICES = {
    Role.OFFICIAL.value,
    Role.HEAD.value,
    Role.FACILITATOR.value,
    Role.MODERATOR.value,
    Role.COORDINATOR.value,
    Role.DESK.value,
}
SESSION_STATES = {
    "live": MeetingState.LIVE,
    "registration": MeetingState.SCHEDULED,
    "scheduled": MeetingState.SCHEDULED,
    "minutes_draft": MeetingState.MINUTES_DRAFT,
}
PROMISES = {
    "informasi": Promise.INFORM,
    "konsultasi": Promise.CONSULT,
    "pelibatan": Promise.INVOLVE,
    "kolaborasi": Promise.COLLABORATE,
    "pemberdayaan": Promise.EMPOWER,
}


class Known:
    """The rows made so far, by kind and key."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Any] = {}
        self.areas = {a.code: a for a in db.session.scalars(select(Area))}
        self.units = {u.code: u for u in db.session.scalars(select(Unit))}
        self.now = clock.now()

    def add(self, kind: str, key: str, row: Any) -> Any:
        db.session.add(row)
        db.session.flush()
        db.session.add(DemoRow(kind=kind, key=key, row_id=row.id))
        self.rows[kind, key] = row
        return row

    def person(self, key: str) -> User:
        person: User = self.rows["person", key]
        return person

    def unit_id(self, code: str | None) -> int | None:
        return self.units[code].id if code else None

    def unit_name(self, code: str | None) -> str | None:
        return self.units[code].short_name if code in self.units else code


def fill_in() -> list[str]:
    """Make everything; returns what was made, in words."""
    known = Known()
    for row in rows("people"):
        _person(known, row)
    _hash_passwords()
    for row in rows("issues"):
        _issue(known, row)
    for row in rows("polls"):
        _poll(known, row, known.now)
    for row in rows("sessions"):
        _session(known, row, known.now, first=True)
    db.session.flush()
    return [
        f"{len(rows('people'))} people",
        f"{len(rows('issues'))} threads",
        f"{len(rows('sessions'))} forums",
        f"{len(rows('polls'))} polls",
    ]


def begin_session_again() -> int:
    """The live forum once more, as new rows that begin now; returns its id."""
    known = Known()
    _recall(known)
    row = next(row for row in rows("sessions") if row["state"] == "live")
    tag = f"{known.now:%Y%m%d%H%M%S}"
    wanted = {key for item in row["items"] for key in item["polls"]}
    for poll in rows("polls"):
        if poll["key"] in wanted:
            _poll(known, poll, known.now, tag=tag)
    return _session(known, row, known.now, first=False, tag=tag).id


def _recall(known: Known) -> None:
    """Find people and issues that an earlier run made."""
    kinds: dict[str, type[Any]] = {"person": User, "issue": Issue}
    for kind, model in kinds.items():
        made = db.session.execute(
            select(DemoRow.key, model)
            .join(model, model.id == DemoRow.row_id)
            .where(DemoRow.kind == kind)
        )
        for key, row in made:
            known.rows[kind, key] = row


def _person(known: Known, row: Row) -> None:
    verified = Verification(row["verified"])
    can_sign_in = row["email"].endswith("@betang.example")
    since = known.now - GRACE
    user = User(
        email=row["email"],
        name=row["name"],
        public_name=row["public_name"],
        fs_uniquifier=hashlib.sha256(f"demo:{row['key']}".encode()).hexdigest(),
        active=True,
        confirmed_at=since,
        verification=verified,
        verified_at=since if verified is not Verification.NONE else None,
        area_id=known.areas[row["area"]].id if row["area"] else None,
        is_demo=True,
        created_at=since,
        password="!" if can_sign_in else None,
    )
    known.add("person", row["key"], user)
    role = Role(row["role"])
    if role is not Role.RESIDENT:
        scoped = role in (Role.OFFICIAL, Role.HEAD)
        unit_id = known.unit_id(row["unit"]) if scoped else None
        db.session.add(RoleGrant(user_id=user.id, role=role, unit_id=unit_id, created_at=since))


def _hash_passwords() -> None:
    """One hash serves all demo accounts: their password is public anyway."""
    hashed = hash_password(PASSWORD)
    for user in db.session.scalars(select(User).where(User.password == "!")):  # noqa: S105
        user.password = hashed


def _role_of(person_key: str) -> Row:
    return next(row for row in rows("people") if row["key"] == person_key)


def _voice(known: Known, person_key: str) -> dict[str, Any]:
    person = _role_of(person_key)
    if person["role"] not in VOICES:
        return {}
    official = person["role"] in (Role.OFFICIAL.value, Role.HEAD.value)
    return {
        "voice": person["role"],
        "unit_id": known.unit_id(person["unit"]) if official else None,
    }


def _issue(known: Known, row: Row) -> None:
    raised = known.now - timedelta(days=row["days_ago"])
    author = known.person(row["author"])
    supporters = [key for key in row["supports"] if key != row["author"]]
    thread = Thread(
        subject="issue",
        title=row["title"],
        author_id=author.id,
        created_at=raised,
        last_post_at=raised,
        support_count=len(supporters),
        reply_count=len(row["replies"]),
        is_closed=row["state"] == IssueState.CLOSED.value,
    )
    db.session.add(thread)
    db.session.flush()
    issue = Issue(
        id=thread.id,
        kind=IssueKind(row["kind"]),
        state=_issue_state(row),
        area_id=known.areas[row["area"]].id,
        category_id=_category(known, row["category"]),
        place=row["place"],
    )
    known.add("issue", row["key"], issue)
    opening = _post(known, thread, row, at=raised, is_opening=True)
    _support(known, opening, supporters, raised)
    posts: dict[str, Post] = {}
    for reply in sorted(row["replies"], key=lambda reply: reply["hours_after"]):
        at = min(raised + timedelta(hours=reply["hours_after"]), known.now)
        parent = posts.get(reply["parent"] or "")
        post = posts[reply["key"]] = _post(known, thread, reply, at=at, parent=parent)
        _support(known, post, [k for k in reply["supports"] if k != reply["author"]], at)
        thread.last_post_at = max(thread.last_post_at, at)
        _flags(known, post, reply.get("flags", []), at)
    if row["official_answer"]:
        _official_answer(known, issue, row["official_answer"], raised)
    _first_line(f"thread:{thread.id}", "IssueRaised", author.id, {"issue_id": issue.id}, raised)


def _issue_state(row: Row) -> IssueState:
    if row["kind"] == "usulan" and row["state"] == "diterima":
        return IssueState.ACCEPTED
    return IssueState(row["state"])


def _category(known: Known, name: str) -> int:
    found = known.rows.get(("category", name))
    if found is None:
        found = Category(name=name)
        db.session.add(found)
        db.session.flush()
        known.rows["category", name] = found
    return int(found.id)


def _post(
    known: Known,
    thread: Thread,
    row: Row,
    *,
    at: datetime,
    parent: Post | None = None,
    is_opening: bool = False,
) -> Post:
    post = Post(
        thread_id=thread.id,
        parent_id=parent.id if parent else None,
        is_opening=is_opening,
        author_id=known.person(row["author"]).id,
        source=row["text"],
        html=markdown.render(row["text"]),
        created_at=at,
        **_voice(known, row["author"]),
    )
    db.session.add(post)
    db.session.flush()
    post.root_id = parent.root_id if parent else post.id
    return post


def _support(known: Known, post: Post, supporters: list[str], at: datetime) -> None:
    people = [known.person(key).id for key in supporters]
    post.support_count = len(people)
    db.session.add_all(Support(post_id=post.id, user_id=id_, created_at=at) for id_ in people)


def _flags(known: Known, post: Post, flags: list[Row], at: datetime) -> None:
    if not flags:
        return
    opened = min(at + timedelta(hours=1), known.now)
    case = Case(
        subject_kind="post", subject_id=post.id, flag_count=len(flags), opened_at=opened
    )
    db.session.add(case)
    db.session.flush()
    for flag in flags:
        reporter_id = known.person(flag["reporter"]).id
        ground, note = flag["ground"], flag["note"]
        db.session.add(
            Flag(
                case_id=case.id,
                reporter_id=reporter_id,
                ground=ground,
                note=note,
                created_at=opened,
            )
        )


def _official_answer(known: Known, issue: Issue, row: Row, raised: datetime) -> None:
    at = min(raised + timedelta(hours=row["hours_after"]), known.now)
    answer = OfficialAnswer(
        issue_id=issue.id,
        unit_id=known.units[row["unit"]].id,
        author_id=known.person(row["author"]).id,
        source=row["text"],
        html=markdown.render(row["text"]),
        owner=known.unit_name(row["owner"]) or row["owner"],
        due_on=(known.now + timedelta(days=row["due_in_days"])).astimezone(clock.LOCAL).date(),
        created_at=at,
    )
    db.session.add(answer)


def _poll(known: Known, row: Row, now: datetime, *, tag: str = "") -> None:
    state = PollState(row["state"])
    opened = (
        None if row["opened_days_ago"] is None else now - timedelta(days=row["opened_days_ago"])
    )
    closes = (
        None if row["closes_in_days"] is None else now + timedelta(days=row["closes_in_days"])
    )
    closed = closes if state in (PollState.CLOSED, PollState.PUBLISHED) else None
    poll = Poll(
        question=row["question"],
        description=row["text"] or "",
        state=state,
        area_id=known.areas[row["area"]].id if row["area"] else None,
        unit_id=known.unit_id(row["organiser"]),
        author_id=known.person("fasilitator").id,
        opened_at=opened,
        closes_at=closes,
        closed_at=closed,
        published_at=closed + timedelta(minutes=2)
        if closed and state is PollState.PUBLISHED
        else None,
        entitled=_entitled() if opened else 0,
        created_at=opened or now,
    )
    poll.options = [
        Option(position=index, label=option["label"], hint=option["hint"] or "")
        for index, option in enumerate(row["options"])
    ]
    known.add("poll", row["key"] + tag, poll)
    known.rows["poll", row["key"]] = poll
    _ballots(known, poll, row)
    if state in (PollState.CLOSED, PollState.PUBLISHED):
        poll.result = count_ballots(poll)
    if state is not PollState.DRAFT:
        _first_line(f"poll:{poll.id}", "PollArmed", None, {"poll_id": poll.id}, poll.created_at)


def _entitled() -> int:
    statement = select(func.count()).select_from(User)
    return db.session.scalars(
        statement.where(User.verification == Verification.IDENTITY_CARD)
    ).one()


def _ballots(known: Known, poll: Poll, row: Row) -> None:
    """Which resident chose what follows from the poll's key: the same at every filling.

    The accounts that people try out (`warga…`) vote in nothing, so that they still can.
    """
    residents = [
        person["key"]
        for person in rows("people")
        if person["role"] == "resident"
        and person["verified"] == "ktp"
        and not person["email"].endswith("@betang.example")
        and row["area"] in (None, person["area"])
    ]
    order = sorted(
        residents, key=lambda key: hashlib.sha256(f"{row['key']}:{key}".encode()).hexdigest()
    )
    choices = [int(index) for index, count in row["votes"].items() for _vote in range(count)]
    if len(choices) > len(order):
        order += [f"warga{n}" if n > 1 else "warga" for n in range(2, 9)]
    start = poll.opened_at or known.now
    end = poll.closed_at or known.now
    voters = [known.person(key) for key in order[: len(choices)]]
    step = (end - start) / (len(choices) + 1)
    for number, (voter, choice) in enumerate(zip(voters, choices, strict=True), 1):
        ballot_id = hashlib.sha256(f"{poll.id}:{voter.id}".encode()).hexdigest()[:32]
        db.session.add(
            Ballot(
                poll_id=poll.id,
                voter_id=voter.id,
                ballot_id=ballot_id,
                choices=[poll.options[choice].id],
                number=number,
                cast_at=start + step * number,
            )
        )
    poll.ballot_count = len(choices)
    db.session.flush()


def _session(known: Known, row: Row, now: datetime, *, first: bool, tag: str = "") -> Meeting:
    starts = now + timedelta(hours=row["starts_in_hours"])
    state = SESSION_STATES[row["state"]]
    done = state is MeetingState.MINUTES_DRAFT
    meeting = Meeting(
        title=row["title"],
        summary=row["summary"],
        state=state,
        promise=PROMISES[row["iap2"]],
        starts_at=starts if done or state is MeetingState.LIVE else _evening(starts),
        planned_minutes=row["planned_minutes"],
        place=row["place"],
        unit_id=known.unit_id(row["unit"]),
        opened_at=starts if state is not MeetingState.SCHEDULED else None,
        ended_at=starts + timedelta(minutes=row["planned_minutes"]) if done else None,
        created_at=starts - timedelta(days=14),
    )
    known.add("session", row["key"] + tag, meeting)
    _staff(known, meeting, row)
    clock_at = starts
    for position, item in enumerate(row["items"]):
        clock_at = _item(known, meeting, item, position, clock_at, now)
    facts = {"meeting_id": meeting.id}
    author_id = known.person(row["facilitator"]).id
    _first_line(
        f"session:{meeting.id}", "MeetingScheduled", author_id, facts, meeting.created_at
    )
    _first_line(
        f"session:{meeting.id}:staff", "MeetingScheduled", author_id, facts, meeting.created_at
    )
    return meeting


def _evening(value: datetime) -> datetime:
    """Forums begin at 19.00 in the evening."""
    return value.astimezone(clock.LOCAL).replace(hour=19, minute=0, second=0, microsecond=0)


def _staff(known: Known, meeting: Meeting, row: Row) -> None:
    tasks = [(row["facilitator"], Assignment.LEAD), (row["scribe"], Assignment.SCRIBE)]
    tasks += [(key, Assignment.CO_LEAD) for key in row["co_facilitators"]]
    for key, assignment in tasks:
        user_id = known.person(key).id
        db.session.add(
            MeetingStaff(meeting_id=meeting.id, user_id=user_id, assignment=assignment)
        )


def _item(
    known: Known, meeting: Meeting, row: Row, position: int, begins: datetime, now: datetime
) -> datetime:
    """Make the item; returns when the next one begins."""
    state = ItemState(row["state"])
    ends = begins + timedelta(minutes=row["minutes"])
    outcome = row["outcome"] or {}
    due = outcome.get("due_in_days")
    issue = known.rows["issue", row["issue"]] if row["issue"] else None
    running = state in (ItemState.ACTIVE, ItemState.DECIDING)
    item = AgendaItem(
        meeting_id=meeting.id,
        position=position,
        title=row["title"],
        note=row["note"] or "",
        planned_minutes=row["minutes"],
        issue_id=issue.id if issue else None,
        state=state,
        active_since=min(begins, now) if running else None,
        active_seconds=row["minutes"] * 60 if state is ItemState.DONE else 0,
        outcome_kind=OutcomeKind(outcome["kind"]) if outcome else None,
        outcome_text=outcome.get("text"),
        outcome_owner=known.unit_name(outcome.get("owner")) if outcome else None,
        outcome_due=(ends + timedelta(days=due)).astimezone(clock.LOCAL).date()
        if due is not None
        else None,
        done_at=min(ends, now) if state is ItemState.DONE else None,
    )
    db.session.add(item)
    db.session.flush()
    for key in row["polls"]:
        db.session.add(ItemPoll(poll_id=known.rows["poll", key].id, item_id=item.id))
    for speaker in row["speakers"]:
        _speaker(known, meeting, item, speaker, now)
    db.session.flush()
    return ends


def _speaker(known: Known, meeting: Meeting, item: AgendaItem, row: Row, now: datetime) -> None:
    reference = meeting.ended_at or now
    raised = reference - timedelta(minutes=row["minutes_ago"])
    state = SpeakerState(row["state"])
    spoke = state in (SpeakerState.SPEAKING, SpeakerState.DONE)
    db.session.add(
        SpeakerEntry(
            item_id=item.id,
            person_id=known.person(row["person"]).id,
            state=state,
            raised_at=raised,
            started_at=raised if spoke else None,
            seconds=row["seconds"] if state is SpeakerState.DONE else None,
        )
    )


def _first_line(
    room: str, kind: str, actor_id: int | None, facts: dict[str, Any], at: datetime
) -> None:
    db.session.add(Room(name=room, seq=1, sent_seq=1))
    db.session.add(
        LiveEvent(room=room, seq=1, type=kind, actor_id=actor_id, facts=facts, version=1, at=at)
    )
