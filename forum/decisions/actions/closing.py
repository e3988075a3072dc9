"""Declaring an issue done, and the reporter's word on it within its term."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from forum.attachments import actions as attaching
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean
from forum.decisions import policy, queries
from forum.decisions.actions.keeping import reason_without_evidence
from forum.decisions.events import ConfirmationAsked, ConfirmationGiven
from forum.decisions.models import Closing, Standing, Verdict
from forum.issues import actions as issues
from forum.issues import queries as issue_queries
from forum.issues.actions import NOTE, Choice, TooLate
from forum.issues.models import Issue, IssueState, Step

AT_ONCE = 100
RATINGS = range(1, 5)


@atomic()
def finish(
    actor: Actor,
    issue: Issue,
    *,
    done: str,
    intangible: str = "",
    files: Sequence[int] = (),
    alts: Mapping[int, str] | None = None,
    before: IssueState | None = None,
) -> Closing:
    """Declare an issue done, with what was done and the evidence; the reporter is asked next.

    All its promises are done or cancelled by then. Evidence that came with a kept promise
    counts. Raises Refused while a promise runs, Invalid for what lacks something.
    """
    require(policy.can_finish, actor, issue)
    issues.hold(issue)
    running = [
        one.what for one in queries.commitments_of(issue.id) if one.standing is Standing.RUNNING
    ]
    if running:
        raise Refused(
            _(
                "Masih ada janji yang berjalan: %(what)s. Nyatakan selesai atau batalkan dulu.",
                what="; ".join(running),
            )
        )
    done = clean(done)
    if not NOTE[0] <= len(done) <= NOTE[1]:
        raise Invalid(_("Tulis apa yang sudah dilakukan, 3 sampai 2.000 huruf."))
    has_files = bool(files) or (not intangible.strip() and queries.has_evidence(issue.id))
    reason = reason_without_evidence(intangible, has_files=has_files)
    unit_id = issue.owner_unit_id
    assert unit_id is not None  # who may finish serves it
    issues.take_step(actor, issue, Step.FINISH, Choice(note=done), before=before)
    today = clock.today()
    closing = Closing(
        issue_id=issue.id,
        unit_id=unit_id,
        author_id=actor.id,
        done=done,
        intangible=reason,
        finished_on=today,
        ends_on=issues.reopening_ends(today),
        verdict=Verdict.WAITING,
    )
    db.session.add(closing)
    db.session.flush()
    attaching.attach(
        actor, files, holder=queries.CLOSING_FILES, holder_id=closing.id, alts=alts
    )
    record(ConfirmationAsked(issue_id=issue.id, closing_id=closing.id, actor_id=actor.id))
    issues.chain_changed(issue.id)
    return closing


def say(
    actor: Actor,
    issue: Issue,
    *,
    is_done: bool,
    words: str,
    rating: int | None = None,
    by_slip: bool = False,
) -> Closing:
    """The reporter's word, as a form asks for it: `confirm` or `contest`."""
    speak = confirm if is_done else contest
    return speak(actor, issue, rating=rating, words=words, by_slip=by_slip)


@atomic()
def confirm(
    actor: Actor,
    issue: Issue,
    *,
    rating: int | None = None,
    words: str = "",
    by_slip: bool = False,
) -> Closing:
    """The reporter says that it is done indeed; `rating` 1 (bad) to 4 (very good)."""
    closing = _asked(actor, issue)
    _settle(actor, closing, Verdict.CONFIRMED, rating, _words(words), by_slip=by_slip)
    return closing


@atomic()
def contest(
    actor: Actor,
    issue: Issue,
    *,
    words: str,
    rating: int | None = None,
    by_slip: bool = False,
) -> Closing:
    """The reporter says that it is not: the issue is opened again, the first time.

    Later ones are noted and told to the coordinators, who may open it at any time.
    """
    closing = _asked(actor, issue)
    said = _words(words)
    if len(said) < NOTE[0]:
        raise Invalid(_("Tulis apa yang belum beres, paling sedikit 3 huruf."))
    _settle(actor, closing, Verdict.CONTESTED, rating, said, by_slip=by_slip)
    if issue.reopened_at is None:
        issues.take_step(actor, issue, Step.REOPEN, Choice(note=said))
    return closing


@atomic()
def reopened(issue_id: int, *, by_reporter: bool) -> None:
    """It was opened again by another door: who was asked has answered by that, or need not.

    A reporter may also think otherwise after having confirmed it.
    """
    closing = queries.last_closing(issue_id)
    changeable = (Verdict.WAITING, Verdict.CONFIRMED) if by_reporter else (Verdict.WAITING,)
    if closing is None or closing.verdict not in changeable:
        return
    closing.verdict = Verdict.CONTESTED if by_reporter else Verdict.WITHDRAWN
    closing.verdict_at = clock.now()
    record(
        ConfirmationGiven(
            issue_id=issue_id, closing_id=closing.id, verdict=closing.verdict.value
        )
    )


def close_windows() -> int:
    """Note silence as silence, for each term that is over; each in its own transaction."""
    return sum(_close(found) for found in queries.windows_over(clock.today(), AT_ONCE))


@atomic()
def _close(closing_id: int) -> int:
    closing = queries.closing_by_id(closing_id)
    if closing is None:
        return 0
    issues.hold(issue_queries.issue_by_id(closing.issue_id))
    db.session.refresh(closing)
    if closing.verdict is not Verdict.WAITING or closing.ends_on >= clock.today():
        return 0  # somebody spoke meanwhile, or the table of holidays changed
    _settle(None, closing, Verdict.SILENT, None, "", by_slip=False)
    return 1


@atomic()
def recount_windows() -> None:
    """The table of holidays changed: terms that still run end on another day."""
    for closing in queries.open_closings():
        ends_on = issues.reopening_ends(closing.finished_on)
        if ends_on != closing.ends_on:
            closing.ends_on = ends_on
            issues.chain_changed(closing.issue_id)


def _asked(actor: Actor, issue: Issue) -> Closing:
    """The question that waits for this reporter; TooLate after its term."""
    issues.hold(issue)
    require(policy.can_confirm, actor, issue)
    closing = queries.last_closing(issue.id)
    if closing is None:
        raise Refused(_("Isu ini tidak menunggu kata Anda."))
    db.session.refresh(closing)
    if closing.verdict is not Verdict.WAITING:
        raise Refused(_("Kata Anda tentang hasil ini sudah tercatat."))
    if closing.ends_on < clock.today():
        raise TooLate(_("Batas waktu menanggapi sudah lewat. Sampaikan isu baru bila perlu."))
    return closing


def _settle(
    actor: Actor | None,
    closing: Closing,
    verdict: Verdict,
    rating: int | None,
    words: str,
    *,
    by_slip: bool,
) -> None:
    if rating is not None and rating not in RATINGS:
        raise Invalid(_("Pilih nilai dari daftar."))
    closing.verdict, closing.verdict_at = verdict, clock.now()
    closing.rating, closing.words, closing.by_slip = rating, words or None, by_slip
    record(
        ConfirmationGiven(
            issue_id=closing.issue_id,
            closing_id=closing.id,
            verdict=verdict.value,
            actor_id=actor.id if actor is not None else None,
        )
    )
    issues.chain_changed(closing.issue_id)


def _words(text: str) -> str:
    said = clean(text)
    if len(said) > NOTE[1]:
        raise Invalid(_("Keterangan paling panjang 2.000 huruf."))
    return said
