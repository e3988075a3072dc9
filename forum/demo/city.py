"""The large demo city for benches: the generated residents, threads and posts, in bulk."""

import hashlib
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from forum.accounts.models import User
from forum.city.models import Area, Unit
from forum.core import clock, markdown
from forum.core.actor import Verification
from forum.core.db import db
from forum.decisions.models import Commitment, OfficialAnswer, Result, Standing
from forum.demo import generate
from forum.demo.models import DemoRow
from forum.demo.points import point_in
from forum.discussions.models import Post, Support, Thread
from forum.issues.models import Category, Issue, IssueKind, IssuePoint, IssueState
from forum.live.models import LiveEvent, Room

Row = dict[str, Any]
BATCH = 5_000
# What an answer came to, how its entry in the ledger stands, and why, by the state of the issue.
OPEN = (Standing.RUNNING, Standing.POSTPONED)
GOES_ON = (Result.ACCEPTED, Standing.RUNNING, None)
CAME_TO = {
    "selesai": (Result.ACCEPTED, Standing.DONE, None),
    "ditunda": (Result.POSTPONED, Standing.POSTPONED, "menunggu_pihak_lain"),
    "ditolak": (Result.REFUSED, Standing.REFUSED, "bukan_kewenangan"),
}


def fill_in() -> list[str]:
    """Add the generated city to the small one; returns what was made, in words."""
    made = generate.city()
    writer = _Writer()
    writer.residents(made.residents)
    replies: defaultdict[str, list[generate.Reply]] = defaultdict(list)
    for reply in made.replies:
        replies[reply["thread"]].append(reply)
    for thread in made.threads:
        writer.thread(thread, replies[thread["key"]])
    writer.finish()
    posts = len(made.threads) + len(made.replies)
    return [
        f"and a generated city of {len(made.residents)} people",
        f"{len(made.threads)} threads",
        f"{posts} posts",
    ]


class _Writer:
    """Gives out ids itself, so that rows of many tables can be written in bulk."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.waiting: defaultdict[Any, list[Row]] = defaultdict(list)
        self.areas = dict(db.session.execute(select(Area.code, Area.id)).all())
        self.units = dict(db.session.execute(select(Unit.code, Unit.id)).all())
        self.names = dict(db.session.execute(select(Unit.code, Unit.short_name)).all())
        self.categories = dict(db.session.execute(select(Category.name, Category.id)).all())
        people = select(DemoRow.key, DemoRow.row_id).where(DemoRow.kind == "person")
        self.people = dict(db.session.execute(people).all())
        self.next_user = self._after(User.id)
        self.next_thread = self._after(Thread.id)
        self.next_post = self._after(Post.id)
        self.next_answer = self._after(OfficialAnswer.id)

    def _after(self, column: Any) -> int:
        return (db.session.scalar(select(func.max(column))) or 0) + 1

    def residents(self, rows: list[generate.Resident]) -> None:
        since = self.now - timedelta(days=800)
        for row in rows:
            verification = Verification(row["verified"])
            self.people[row["key"]] = self.next_user
            self._add(
                User,
                id=self.next_user,
                email=row["email"],
                name=row["name"],
                public_name=row["public_name"],
                password=None,
                active=True,
                fs_uniquifier=hashlib.sha256(f"city:{row['key']}".encode()).hexdigest(),
                confirmed_at=since,
                agreed_at=since,
                verification=verification,
                verified_at=since if verification is not Verification.NONE else None,
                area_id=self.areas[row["area"]],
                is_demo=True,
                created_at=since,
            )
            self.next_user += 1
        self._flush(User)

    def thread(self, row: generate.Thread, replies: list[generate.Reply]) -> None:
        raised = self.now - timedelta(days=row["days_ago"])
        times = [min(raised + timedelta(hours=r["hours_after"]), self.now) for r in replies]
        thread_id, self.next_thread = self.next_thread, self.next_thread + 1
        supporters = self._supporters(row["supports"], row["author"])
        self._add(
            Thread,
            id=thread_id,
            subject="issue",
            title=row["title"],
            author_id=self.people[row["author"]],
            reply_count=len(replies),
            support_count=len(supporters),
            is_closed=row["state"] == IssueState.CLOSED.value,
            last_post_at=max([raised, *times]),
            created_at=raised,
        )
        self._issue(thread_id, row)
        self._post(thread_id, row["author"], row["text"], supporters, raised, opening=True)
        posts: dict[str, tuple[int, int]] = {}
        for reply, at in zip(replies, times, strict=True):
            people = self._supporters(reply["supports"], reply["author"])
            parent = posts.get(reply["parent"] or "")
            posts[reply["key"]] = self._post(
                thread_id, reply["author"], reply["text"], people, at, parent=parent
            )
        if row["official_answer"]:
            self._answer(thread_id, row["official_answer"], raised, row["state"])
        self._room(thread_id, row["author"], raised)
        if len(self.waiting[Post]) > BATCH:
            self._flush_threads()

    def finish(self) -> None:
        self._flush_threads()
        if db.engine.name == "postgresql":
            for table in (
                User,
                Thread,
                Post,
                OfficialAnswer,
            ):  # we gave out ids that PostgreSQL did not count
                name = table.__tablename__
                sequence = func.pg_get_serial_sequence(name, "id")
                db.session.execute(
                    select(func.setval(sequence, select(func.max(table.id)).scalar_subquery()))
                )

    def _supporters(self, keys: list[str], author: str) -> list[int]:
        return sorted({self.people[key] for key in keys if key != author})

    def _issue(self, thread_id: int, row: generate.Thread) -> None:
        state = IssueState(row["state"])
        if row["kind"] == "usulan" and state is IssueState.RECEIVED:
            state = IssueState.ACCEPTED
        self._add(
            Issue,
            id=thread_id,
            kind=IssueKind(row["kind"]),
            state=state,
            area_id=self.areas[row["area"]],
            category_id=self._category(row["category"]),
            place=row["place"],
        )
        point = point_in(row["area"], row["key"])
        if point is not None:
            self._add(IssuePoint, issue_id=thread_id, **point)

    def _category(self, name: str) -> int:
        if name not in self.categories:
            category = Category(name=name)
            db.session.add(category)
            db.session.flush()
            self.categories[name] = category.id
        return self.categories[name]

    def _post(
        self,
        thread_id: int,
        author: str,
        text: str,
        supporters: list[int],
        at: datetime,
        *,
        parent: tuple[int, int] | None = None,
        opening: bool = False,
    ) -> tuple[int, int]:
        post_id, self.next_post = self.next_post, self.next_post + 1
        root_id = parent[1] if parent else post_id
        self._add(
            Post,
            id=post_id,
            thread_id=thread_id,
            parent_id=parent[0] if parent else None,
            root_id=root_id,
            branch_id=post_id if parent else 0,  # answers are given to posts at the top
            is_opening=opening,
            author_id=self.people[author],
            source=text,
            html=markdown.render(text),
            support_count=len(supporters),
            backing=len(supporters),
            created_at=at,
        )
        for user_id in supporters:
            self._add(Support, post_id=post_id, user_id=user_id, created_at=at)
        return post_id, root_id

    def _answer(
        self, thread_id: int, row: generate.Answer, raised: datetime, state: str
    ) -> None:
        """The answer, and the one entry of the ledger that it makes."""
        at = min(raised + timedelta(hours=row["hours_after"]), self.now)
        answer_id, self.next_answer = self.next_answer, self.next_answer + 1
        result, standing, reason = CAME_TO.get(state, GOES_ON)
        refused = result is Result.REFUSED
        due_on = (at + timedelta(days=row["due_in_days"])).astimezone(clock.LOCAL).date()
        shared = {
            "issue_id": thread_id,
            "unit_id": self.units[row["unit"]],
            "owner": self.names.get(row["owner"], row["owner"]),
            "due_on": None if refused else due_on,
            "reason": reason,
            "created_at": at,
        }
        self._add(
            OfficialAnswer,
            id=answer_id,
            result=result,
            author_id=self.people[row["author"]],
            source=row["text"],
            html=markdown.render(row["text"]),
            **shared,
        )
        self._add(
            Commitment,
            answer_id=answer_id,
            what=markdown.excerpt(row["text"], 200),
            estimate=None,
            standing=standing,
            moves=0,
            told_late=True,
            closed_on=None if standing in OPEN else at.astimezone(clock.LOCAL).date(),
            **shared,
        )

    def _room(self, thread_id: int, author: str, at: datetime) -> None:
        name = f"thread:{thread_id}"
        self._add(Room, name=name, seq=1, sent_seq=1)
        self._add(
            LiveEvent,
            room=name,
            seq=1,
            type="IssueRaised",
            actor_id=self.people[author],
            facts={"issue_id": thread_id},
            version=1,
            at=at,
        )

    def _add(self, table: Any, **values: Any) -> None:
        self.waiting[table].append(values)

    def _flush_threads(self) -> None:
        for table in (
            Thread,
            Issue,
            IssuePoint,
            Post,
            Support,
            OfficialAnswer,
            Commitment,
            Room,
            LiveEvent,
        ):
            self._flush(table)

    def _flush(self, table: Any) -> None:
        rows = self.waiting.pop(table, [])
        for start in range(0, len(rows), BATCH):
            db.session.execute(insert(table), rows[start : start + BATCH])
