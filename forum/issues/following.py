"""Issues, areas and topics as things that people follow, and what they hear of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum import notifications
from forum.city.models import Area
from forum.core.actor import Actor
from forum.core.db import db
from forum.core.events import subscribe
from forum.discussions.models import Thread
from forum.issues import queries
from forum.issues.events import IssueRaised, StepTaken
from forum.issues.history import BY_ANSWER
from forum.issues.models import Category, Issue, IssueKind, IssueState, IssueStep, Step
from forum.issues.slots import Slot, detail_action
from forum.issues.words import KINDS, STEPS
from forum.notifications.actions import begin
from forum.notifications.models import Matter, Reason
from forum.notifications.queries import level_of
from forum.notifications.words import LEVELS
from forum.web import language

Facts = Mapping[str, Any]
ELSEWHERE = (*BY_ANSWER, Step.FINISH)  # the answer, or what closes it, is told by its folder
OFFICE_ONLY = (Step.NOTE,)  # told to whoever raised it, no news for all who follow


@notifications.matter(Matter.CATEGORY)
def topics(_viewer: Actor, ids: Collection[int]) -> dict[int, notifications.Shown]:
    rows = db.session.scalars(select(Category).where(Category.id.in_(ids)))
    return {
        row.id: notifications.Shown(row.name_in(language()), f"/isu?topik={row.id}")
        for row in rows
    }


@detail_action
def follow_button(viewer: Actor, issue: Issue) -> Slot | None:
    """How closely one follows the issue; for visitors the way to sign in."""
    if issue.state is IssueState.DRAFT:
        return None
    return follow_slot(viewer, Matter.THREAD, issue.id, f"/isu/{issue.id}", levels=True)


def follow_slot(
    viewer: Actor, matter: Matter, ref_id: int, back: str, *, levels: bool = False, **words: str
) -> Slot:
    """The button to follow a thing, with its levels where there are any."""
    return (
        "notifications/_follow.html",
        {
            "actor": viewer,
            "what": notifications.key_of(matter, ref_id),
            "level": level_of(viewer, matter, ref_id) if viewer.signed_in else None,
            "levels": LEVELS if levels else None,
            "back": back,
            **words,
        },
    )


@subscribe(IssueRaised, within=True)
def follow_what_one_raises(event: IssueRaised) -> None:
    author = _author(event.issue_id)
    if author is not None:
        begin(author, event.issue_id, Reason.RAISED)


@subscribe(IssueRaised)
def tell_of_a_new_issue(event: IssueRaised) -> None:
    """Those who follow its kelurahan or kecamatan, its topic, or who raised it under their name."""
    issue = queries.issue_by_id(event.issue_id)
    if issue.is_secret or issue.state is IssueState.DRAFT:
        return
    targets = [(Matter.AREA, issue.area_id)]
    district = db.session.scalar(select(Area.parent_id).where(Area.id == issue.area_id))
    if district is not None:
        targets.append((Matter.AREA, district))
    if issue.category_id is not None:
        targets.append((Matter.CATEGORY, issue.category_id))
    if not queries.is_unnamed(issue.id):
        targets.append((Matter.PERSON, issue.thread.author_id))
    for matter, ref_id in targets:
        notifications.tell_followers(
            matter,
            ref_id,
            key=f"issue-raised:{issue.id}",
            kind="issue_raised",
            facts={"issue_id": issue.id},
            about=notifications.key_of(Matter.THREAD, issue.id),
        )


@subscribe(StepTaken)
def tell_those_who_follow(event: StepTaken) -> None:
    """Supporters and all others who follow hear of each step; of an answer, the answer tells."""
    step = Step(event.step)
    if step in ELSEWHERE or step in OFFICE_ONLY:
        return
    notifications.tell_followers(
        Matter.THREAD,
        event.issue_id,
        key=f"issue-step:{event.step_id}",
        kind="followed_step",
        facts={"issue_id": event.issue_id, "step_id": event.step_id},
        about=notifications.key_of(Matter.THREAD, event.issue_id),
    )


def who_raised(facts: Facts) -> list[int | None]:
    return [_author(facts["issue_id"])]


def who_acted(facts: Facts) -> list[int | None]:
    """Whoever took the step, and whoever raised the issue: they hear of it in other words."""
    actor = select(IssueStep.actor_id).where(IssueStep.id == facts["step_id"])
    return [_author(facts["issue_id"]), db.session.scalar(actor)]


@notifications.kind("issue_raised", besides=who_raised)
def raised_words(many: Sequence[Facts]) -> list[notifications.Text | None]:
    rows = db.session.execute(
        select(Issue.id, Issue.kind, Area.name)
        .join(Area, Area.id == Issue.area_id)
        .where(Issue.id.in_({facts["issue_id"] for facts in many}))
    )
    found = {row.id: _new_issue(row.kind, row.name) for row in rows}
    return [
        notifications.Text(found[facts["issue_id"]], f"/isu/{facts['issue_id']}")
        if facts["issue_id"] in found
        else None
        for facts in many
    ]


@notifications.kind("followed_step", besides=who_acted)
def step_words(many: Sequence[Facts]) -> list[notifications.Text | None]:
    steps = queries.steps_by_id(facts["step_id"] for facts in many)
    return [
        notifications.Text(
            _what(steps[facts["step_id"]]),
            f"/isu/{facts['issue_id']}#langkah-{facts['step_id']}",
        )
        if facts["step_id"] in steps
        else None
        for facts in many
    ]


def _what(step: IssueStep) -> str:
    done = str(STEPS[step.step].done)
    return f"{done}: {step.to_unit.short_name}" if step.to_unit is not None else f"{done}."


def _new_issue(kind: IssueKind, area: str) -> str:
    return _("%(kind)s baru di %(area)s.", kind=str(KINDS[kind].one), area=area)


def _author(issue_id: int) -> int | None:
    return db.session.scalar(select(Thread.author_id).where(Thread.id == issue_id))
