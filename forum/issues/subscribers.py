"""What follows from what happens to an issue: who is told, what the clock does."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from forum import notifications
from forum.city.events import HolidaysChanged
from forum.core.actor import Role
from forum.core.events import subscribe
from forum.core.worker import every
from forum.discussions.events import AuthorRenamed, PostEdited, PostHidden, PostRestored
from forum.issues import actions, queries
from forum.issues.events import (
    ClockEscalated,
    ClockOverdue,
    ClockReminded,
    StepTaken,
)
from forum.issues.history import BY_ANSWER
from forum.issues.models import ClockKind, Issue, IssueKind, Step
from forum.issues.words import CLOCKS, STEPS
from forum.web.filters import short_day

AboutWords = PostHidden | PostRestored | PostEdited | AuthorRenamed
TEN_MINUTES, HOUR = 600, 3600
SETDA = "setda"

every(TEN_MINUTES)(actions.look)
every(HOUR)(actions.withdraw_incomplete)


@subscribe(HolidaysChanged)
def recount_open_clocks(_event: HolidaysChanged) -> None:
    """Open promises follow the table of holidays; ended ones keep what applied then."""
    after = 0
    while found := queries.issues_with_open_clocks(after, 200):
        for issue_id in found:
            actions.recount(issue_id)
        after = found[-1]


@subscribe(StepTaken)
def tell_of_steps(event: StepTaken) -> None:
    """The reporter hears of every step of others; the new owner that it is theirs.

    Of a step that comes with an answer, the answer itself tells; of the last one, the question
    whether it is done indeed.
    """
    issue = queries.issue_by_id(event.issue_id)
    author = issue.thread.author_id
    facts = {"issue_id": issue.id, "step_id": event.step_id}
    if event.role and event.step not in (*BY_ANSWER, Step.FINISH):
        notifications.notify(
            author,
            key=f"issue-step:{event.step_id}",
            kind="issue_merged" if event.step == Step.MERGE else "issue_step",
            facts=facts,
            about=_about(issue.id),
        )
    if event.role:
        others = [person for person in queries.authors_of_members(issue.id) if person != author]
        notifications.notify_all(
            others, key=f"issue-step:{event.step_id}", kind="merged_issue_step", facts=facts
        )
    if event.step == Step.OBJECT:
        deciding = {
            *queries.people_serving(Role.COORDINATOR),
            *queries.people_serving(Role.MODERATOR),
        }
        notifications.notify_all(
            deciding - {author},
            key=f"merge-objection:{event.step_id}",
            kind="merge_objection",
            facts=facts,
        )
    if event.step in (Step.ASSIGN, Step.FORWARD, Step.REOPEN, Step.COMPLETE):
        told = [person for person in _responsible(issue) if person != event.actor_id]
        notifications.notify_all(
            told,
            key=f"issue-for-unit:{event.step_id}",
            kind="issue_for_unit",
            facts=facts,
            about=_about(issue.id),
        )


@subscribe(PostHidden, PostRestored, PostEdited, AuthorRenamed)
def show_members_as_they_are(event: AboutWords) -> None:
    """Who is handled with another stands on that page too, with the first words and a name."""
    actions.members_changed(event.thread_id)


@subscribe(ClockReminded)
def remind(event: ClockReminded) -> None:
    issue, kind = _told_of(event.issue_id, event.clock_id)
    if kind is None:
        return
    people = _in_charge(issue, kind)
    which = "last" if event.is_last else "half"
    _tell(people, "clock_reminder", f"clock-{which}:{event.clock_id}", event)


@subscribe(ClockOverdue)
def tell_the_head(event: ClockOverdue) -> None:
    issue, kind = _told_of(event.issue_id, event.clock_id)
    if kind is None:
        return
    people = set(_in_charge(issue, kind))
    if issue.owner_unit_id is not None:
        people |= set(queries.people_serving(Role.HEAD, unit_id=issue.owner_unit_id))
    _tell(people, "clock_overdue", f"clock-over:{event.clock_id}", event)


@subscribe(ClockEscalated)
def tell_the_secretariat(event: ClockEscalated) -> None:
    """Sekretariat Daerah, and the coordinators: never those whom the complaint is about."""
    issue, kind = _told_of(event.issue_id, event.clock_id)
    if kind is None:
        return
    people = set(queries.people_serving(Role.COORDINATOR))
    if not issue.is_secret:
        people |= set(queries.people_serving(Role.OFFICIAL, Role.HEAD, unit_code=SETDA))
    _tell(people, "clock_escalated", f"clock-escalated:{event.clock_id}", event)


def _tell(people: Any, kind: str, key: str, event: Any) -> None:
    facts = {"issue_id": event.issue_id, "clock_id": event.clock_id}
    about = _about(event.issue_id)
    notifications.notify_all(people, key=key, kind=kind, facts=facts, about=about)


def _about(issue_id: int) -> str:
    return notifications.key_of(notifications.Matter.THREAD, issue_id)


def _told_of(issue_id: int, clock_id: int) -> tuple[Issue, ClockKind | None]:
    """The issue, and which promise; None where it was kept meanwhile."""
    clock = queries.clock_by_id(clock_id)
    running = clock is not None and clock.ended_on is None
    return queries.issue_by_id(issue_id), clock.kind if clock and running else None


def _in_charge(issue: Issue, kind: ClockKind) -> Sequence[int]:
    if kind is not ClockKind.VERIFICATION:
        return _responsible(issue)
    if issue.kind is IssueKind.PROPOSAL:
        return queries.people_serving(Role.DESK, area_id=issue.area_id)
    return queries.people_serving(Role.COORDINATOR)


def _responsible(issue: Issue) -> Sequence[int]:
    """The officials of the unit that has it; the coordinators as long as none has."""
    if issue.owner_unit_id is None:
        return queries.people_serving(Role.COORDINATOR)
    return queries.people_serving(Role.OFFICIAL, unit_id=issue.owner_unit_id)


# --- how it reads


@notifications.kind("issue_step")
def issue_step(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    steps = queries.steps_by_id(facts["step_id"] for facts in many)
    return [
        notifications.Text(
            _("Isu Anda: %(what)s.", what=_what(steps[facts["step_id"]])),
            _address(facts["issue_id"], f"langkah-{facts['step_id']}"),
        )
        if facts["step_id"] in steps
        else None
        for facts in many
    ]


@notifications.kind("merged_issue_step")
def merged_issue_step(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    """A step about the issue that one's own is handled with."""
    steps = queries.steps_by_id(facts["step_id"] for facts in many)
    numbers = queries.numbers_of(facts["issue_id"] for facts in many)
    return [
        notifications.Text(
            _(
                "Isu %(number)s, yang menangani isu Anda juga: %(what)s.",
                number=numbers[facts["issue_id"]],
                what=_what(steps[facts["step_id"]]),
            ),
            _address(facts["issue_id"], f"langkah-{facts['step_id']}"),
        )
        if facts["step_id"] in steps and facts["issue_id"] in numbers
        else None
        for facts in many
    ]


@notifications.kind("issue_merged")
def issue_merged(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    """With which one, and until when its reporter may object."""
    steps = queries.steps_by_id(facts["step_id"] for facts in many)
    numbers = queries.numbers_of(
        step.other_id for step in steps.values() if step.other_id is not None
    )
    texts: list[notifications.Text | None] = []
    for facts in many:
        step = steps.get(facts["step_id"])
        if step is None or step.other_id not in numbers:
            texts.append(None)
            continue
        sentence = _(
            "Isu Anda digabung ke isu %(number)s. Bila tidak setuju, sampaikan keberatan sampai %(day)s.",
            number=numbers[step.other_id],
            day=short_day(actions.objecting_ends(step)),
        )
        texts.append(notifications.Text(sentence, _address(facts["issue_id"], "digabung")))
    return texts


@notifications.kind("merge_objection")
def merge_objection(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    numbers = queries.numbers_of(facts["issue_id"] for facts in many)
    return [
        notifications.Text(
            _(
                "Pelapor isu %(number)s berkeberatan atas penggabungan.",
                number=numbers[facts["issue_id"]],
            ),
            _address(facts["issue_id"], f"langkah-{facts['step_id']}"),
        )
        if facts["issue_id"] in numbers
        else None
        for facts in many
    ]


@notifications.kind("issue_for_unit")
def issue_for_unit(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    numbers = queries.numbers_of(facts["issue_id"] for facts in many)
    return [
        notifications.Text(
            _("Isu %(number)s menunggu unit Anda.", number=numbers[facts["issue_id"]]),
            _address(facts["issue_id"], f"langkah-{facts['step_id']}"),
        )
        if facts["issue_id"] in numbers
        else None
        for facts in many
    ]


@notifications.kind("clock_reminder")
def clock_reminder(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    return _of_clocks(
        many,
        lambda what, number, due: _(
            "%(what)s isu %(number)s jatuh tempo %(due)s.", what=what, number=number, due=due
        ),
    )


@notifications.kind("clock_overdue")
def clock_overdue(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    return _of_clocks(
        many,
        lambda what, number, due: _(
            "%(what)s isu %(number)s lewat batas waktu (%(due)s).",
            what=what,
            number=number,
            due=due,
        ),
    )


@notifications.kind("clock_escalated")
def clock_escalated(many: Sequence[dict[str, int]]) -> list[notifications.Text | None]:
    return _of_clocks(
        many,
        lambda what, number, due: _(
            "%(what)s isu %(number)s masih belum dilakukan sejak %(due)s. Mohon perhatian Anda.",
            what=what,
            number=number,
            due=due,
        ),
    )


def _of_clocks(many: Sequence[dict[str, int]], say: Any) -> list[notifications.Text | None]:
    numbers = queries.numbers_of(facts["issue_id"] for facts in many)
    clocks = queries.clocks_by_id(facts["clock_id"] for facts in many)
    texts: list[notifications.Text | None] = []
    for facts in many:
        clock, number = clocks.get(facts["clock_id"]), numbers.get(facts["issue_id"])
        if clock is None or number is None:
            texts.append(None)
            continue
        due = short_day(clock.due_on) if clock.due_on else _("yang dijanjikan")
        sentence = say(str(CLOCKS[clock.kind]), number, due)
        texts.append(notifications.Text(sentence, _address(facts["issue_id"], "kemajuan")))
    return texts


def _what(step: Any) -> str:
    done = str(STEPS[step.step].done)
    return f"{done}: {step.to_unit.short_name}" if step.to_unit is not None else done


def _address(issue_id: int, anchor: str) -> str:
    return url_for("issues.detail", issue_id=issue_id, _anchor=anchor)
