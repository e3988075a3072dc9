"""The small demo city: some seventy people, forty threads, three forums, eight polls."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.models import RoleGrant, User
from forum.accounts.passwords import hash_password
from forum.core import clock, markdown
from forum.core.actor import Role, Verification
from forum.core.db import db
from forum.decisions.models import OfficialAnswer
from forum.demo.content import Row, rows
from forum.demo.known import Known, first_line
from forum.demo.models import DemoRow
from forum.demo.polls import add_poll
from forum.demo.sessions import add_session
from forum.discussions.models import Post, Support, Thread
from forum.issues.models import Category, Issue, IssueKind, IssueState
from forum.moderation.models import Case, Flag
from forum.staff.models import Invitation

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


def fill_in() -> list[str]:
    """Make everything; returns what was made, in words."""
    known = Known()
    for row in rows("people"):
        _person(known, row)
    _hash_passwords()
    _invitation(known)
    for row in rows("issues"):
        _issue(known, row)
    for row in rows("polls"):
        add_poll(known, row, known.now)
    for row in rows("sessions"):
        add_session(known, row, known.now, first=True)
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
            add_poll(known, poll, known.now, tag=tag)
    return add_session(known, row, known.now, first=False, tag=tag).id


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
        agreed_at=since,
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


def _invitation(known: Known) -> None:
    """One that waits for an answer, so that the list of them is not empty."""
    admin = next(row["key"] for row in rows("people") if row["role"] == Role.ADMIN.value)
    db.session.add(
        Invitation(
            email="notulis.baru@contoh.id",
            role=Role.SCRIBE,
            reason="Menggantikan notulis yang pindah tugas.",
            invited_by_id=known.person(admin).id,
            created_at=known.now,
            sent_at=known.now,
            expires_at=known.now + timedelta(days=7),
        )
    )


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
    first_line(f"thread:{thread.id}", "IssueRaised", author.id, {"issue_id": issue.id}, raised)


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
