"""The demo's threads: what was raised, said, supported, flagged and answered."""

from datetime import datetime, timedelta
from typing import Any

from forum.core import clock, markdown
from forum.core.actor import Role
from forum.core.db import db
from forum.decisions.models import OfficialAnswer, Result
from forum.demo import talk
from forum.demo.content import Row, rows
from forum.demo.handling import handle
from forum.demo.known import Known, first_line
from forum.demo.photos import add_photos
from forum.demo.points import point_in
from forum.demo.promises import close, promise
from forum.discussions.models import EnteredBy, Post, Support, Thread
from forum.issues.models import Category, Issue, IssueKind, IssuePoint, IssueState
from forum.moderation.models import Case, Flag

VOICES = {
    Role.OFFICIAL.value,
    Role.HEAD.value,
    Role.FACILITATOR.value,
    Role.MODERATOR.value,
    Role.COORDINATOR.value,
    Role.DESK.value,
}


def _voice(known: Known, person_key: str) -> dict[str, Any]:
    person = next((row for row in rows("people") if row["key"] == person_key), None)
    if person is None or person["role"] not in VOICES:
        return {}  # whom the desk registered is in no list of accounts
    official = person["role"] in (Role.OFFICIAL.value, Role.HEAD.value)
    return {
        "voice": person["role"],
        "unit_id": known.unit_id(person["unit"]) if official else None,
    }


def add_issue(known: Known, row: Row) -> Issue:
    """One thread with all that was said in it."""
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
    point = point_in(row["area"], row["key"])
    if point is not None:
        db.session.add(IssuePoint(issue_id=issue.id, **point))
    opening = _post(known, thread, row, at=raised, is_opening=True)
    add_photos(known, opening, row.get("photos", []))
    _support(known, opening, supporters, raised)
    talk.follow(thread, author.id, [known.person(key).id for key in supporters])
    posts: dict[str, Post] = {}
    for reply in sorted(row["replies"], key=lambda reply: reply["hours_after"]):
        at = min(raised + timedelta(hours=reply["hours_after"]), known.now)
        parent = posts.get(reply["parent"] or "")
        post = posts[reply["key"]] = _post(known, thread, reply, at=at, parent=parent)
        _support(known, post, [k for k in reply["supports"] if k != reply["author"]], at)
        thread.last_post_at = max(thread.last_post_at, at)
        _flags(known, post, reply.get("flags", []), at)
        talk.take_sides(known, post, reply)
        talk.was_changed(post, reply)
        talk.pin(post, reply)
    handle(known, issue, row, raised)
    if row["official_answer"]:
        answer = _official_answer(known, issue, row["official_answer"], raised)
        promise(known, answer, row["official_answer"]["promises"])
        if "closing" in row:
            close(known, issue, answer, row["closing"])
    first_line(f"thread:{thread.id}", "IssueRaised", author.id, {"issue_id": issue.id}, raised)
    talk.merge(known, issue, row)
    return issue


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
        is_anonymous=row.get("anonymous", False),
        entered_by=EnteredBy(row["entered_by"]) if row.get("entered_by") else None,
        **_voice(known, row["author"]),
    )
    db.session.add(post)
    db.session.flush()
    post.root_id = parent.root_id if parent else post.id
    if parent:
        post.branch_id = parent.branch_id or post.id
    return post


def _support(known: Known, post: Post, supporters: list[str], at: datetime) -> None:
    people = [known.person(key).id for key in supporters]
    post.support_count = post.backing = len(people)
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


def _official_answer(known: Known, issue: Issue, row: Row, raised: datetime) -> OfficialAnswer:
    at = min(raised + timedelta(hours=row["hours_after"]), known.now)
    result = Result(row["result"])
    due_on = (known.now + timedelta(days=row["due_in_days"])).astimezone(clock.LOCAL).date()
    answer = OfficialAnswer(
        issue_id=issue.id,
        unit_id=known.units[row["unit"]].id,
        author_id=known.person(row["author"]).id,
        source=row["text"],
        html=markdown.render(row["text"]),
        owner=known.unit_name(row["owner"]) or row["owner"],
        result=result,
        reason=row["reason"],
        due_on=None if result is Result.REFUSED else due_on,
        created_at=at,
    )
    db.session.add(answer)
    db.session.flush()
    return answer
