"""Answers, promises and the reporter's word as links of an issue's chain."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum import polls
from forum.core import clock
from forum.core.actor import Actor
from forum.decisions import queries
from forum.decisions.models import Closing, Commitment, OfficialAnswer, Standing, Verdict
from forum.decisions.words import LATE, RESULTS, STANDINGS, VERDICTS, reason_label
from forum.issues.chain import Link, finds_links
from forum.meetings.queries import origin_of_poll
from forum.web.filters import short_day


@finds_links
def answers(_viewer: Actor, issue_id: int) -> Sequence[Link]:
    """Whoever sees the issue sees its answers."""
    return [_answer(answer) for answer in queries.answers_to(issue_id)]


@finds_links
def promises(_viewer: Actor, issue_id: int) -> Sequence[Link]:
    """What was promised; an answer "not now" or "no" is its own link already."""
    shut = (Standing.POSTPONED, Standing.REFUSED)
    found = queries.commitments_of(issue_id)
    return [_promise(one) for one in found if one.standing not in shut]


@finds_links
def words_of_the_reporter(_viewer: Actor, issue_id: int) -> Sequence[Link]:
    return [_word(closing) for closing in queries.closings_of(issue_id)]


@polls.finds_places
def promised_after(viewer: Actor, poll_id: int) -> Sequence[polls.Place]:
    """What was promised about the issue that the forum of a poll took up."""
    found = origin_of_poll(viewer, poll_id)
    if found is None or found[1] is None:
        return []
    return [
        polls.Place(
            _("Tindak lanjut"), one.what, url_for("promises.detail", commitment_id=one.id)
        )
        for one in queries.commitments_of(found[1].id)
        if one.standing is not Standing.REPLACED
    ]


def _answer(answer: OfficialAnswer) -> Link:
    said = [str(RESULTS[answer.result].label)] if answer.result else []
    if answer.reason:
        said.append(reason_label(answer.reason))
    said.append(answer.owner)
    if answer.due_on:
        said.append(_("tenggat %(due)s", due=short_day(answer.due_on)))
    open_still = (
        answer.result is None and answer.due_on is not None and answer.due_on >= clock.today()
    )
    return Link(
        kind="answer",
        id=answer.id,
        at=answer.created_at,
        label=_("Jawaban resmi"),
        title=answer.unit.short_name,
        url=url_for("issues.detail", issue_id=answer.issue_id, _anchor=f"jawaban-{answer.id}"),
        detail=", ".join(said),
        state="now" if open_still else "done",
        facts={
            "unit": answer.unit.code,
            "result": answer.result and answer.result.value,
            "reason": answer.reason,
            "owner": answer.owner,
            "due_on": answer.due_on and answer.due_on.isoformat(),
        },
    )


def _promise(one: Commitment) -> Link:
    is_late = one.is_late(clock.today())
    words = LATE if is_late else STANDINGS[one.standing]
    said = [str(words.label), one.owner]
    if one.standing is Standing.RUNNING and one.due_on:
        said.append(_("tenggat %(due)s", due=short_day(one.due_on)))
    return Link(
        kind="commitment",
        id=one.id,
        at=one.created_at,
        label=_("Tindak lanjut"),
        title=one.what,
        url=url_for("promises.detail", commitment_id=one.id),
        detail=", ".join(said),
        state="now" if one.standing is Standing.RUNNING else "done",
        facts={
            "unit": one.unit.code,
            "standing": one.standing.value,
            "owner": one.owner,
            "due_on": one.due_on and one.due_on.isoformat(),
            "estimate": one.estimate,
        },
    )


def _word(closing: Closing) -> Link:
    waiting = closing.verdict is Verdict.WAITING
    return Link(
        kind="closing",
        id=closing.id,
        at=closing.verdict_at or closing.created_at,
        label=str(VERDICTS[closing.verdict].label),
        title="",
        url="",
        detail=_("sampai %(day)s", day=short_day(closing.ends_on)) if waiting else "",
        state="now" if waiting else "done",
        facts={
            "verdict": closing.verdict.value,
            "rating": closing.rating,
            "ends_on": closing.ends_on.isoformat(),
        },
    )
