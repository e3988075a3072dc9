"""Everything that can be done in moderation."""

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum import notifications
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Forbidden, Invalid, Refused, Stale
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean
from forum.moderation import policy, queries
from forum.moderation.events import CaseDecided, CaseReversed, ContentFlagged
from forum.moderation.grounds import GROUNDS
from forum.moderation.models import Case, CaseState, Flag
from forum.moderation.subjects import Content, subject_of

HIDE, KEEP = "hide", "keep"
NOTE = 500
MESSAGE = (10, 1000)


class AlreadyHidden(Refused):
    """There is nothing left to flag."""


class OwnMatter(Forbidden):
    """One's own words, or one's own flag: for another moderator to decide."""


@atomic()
def flag(actor: Actor, kind: str, content_id: int, *, ground: str, note: str = "") -> Flag:
    """Ask the moderators to look at something. Once per person and case; again is harmless."""
    content = subject_of(kind).find(actor, content_id)
    require(policy.can_flag, actor, content)
    _check_ground(ground)
    note = clean(note)
    if len(note) > NOTE:
        raise Invalid(_("Keterangan paling banyak 500 huruf."))
    if content.is_hidden:
        raise AlreadyHidden(_("Tulisan ini sudah disembunyikan moderator."))
    case = _open_case(kind, content_id)
    before = queries.flag_of(actor, case.id)
    if before is not None:
        return before
    made = Flag(case_id=case.id, reporter_id=actor.id, ground=ground, note=note)
    case.flag_count += 1
    case.version += 1
    db.session.add(made)
    db.session.flush()
    record(ContentFlagged(case_id=case.id, flag_id=made.id, actor_id=actor.id))
    return made


@atomic()
def decide(
    actor: Actor,
    case: Case,
    *,
    decision: str,
    ground: str | None = None,
    message: str = "",
    expected_version: int | None = None,
) -> None:
    """Hide the content on a ground, with a message to its author, or let it stand."""
    content = _impartial(actor, case)
    lock(case)
    if case.state is not CaseState.OPEN:
        raise Stale(_already_decided(case), current=_present(case))
    require_version(case, expected_version)
    message = clean(message)
    if decision == HIDE:
        _check_ground(ground)
        if not MESSAGE[0] <= len(message) <= MESSAGE[1]:
            raise Invalid(_("Tulis pesan untuk penulis, 10 sampai 1.000 huruf."))
        case.state, case.ground, case.message = CaseState.HIDDEN, ground, message
    elif decision == KEEP:
        case.state = CaseState.KEPT
    else:
        raise Invalid(_("Pilih keputusan: biarkan atau sembunyikan."))
    case.decided_at, case.decided_by_id = clock.now(), actor.id
    case.version += 1
    if ground is not None and decision == HIDE:
        subject_of(case.subject_kind).hide(actor, case.subject_id, ground=ground)
        _tell_author(content, case, "post_hidden")
    record(CaseDecided(case_id=case.id, decision=decision, actor_id=actor.id))


@atomic()
def reverse(actor: Actor, case: Case, *, expected_version: int | None = None) -> None:
    """Show again what was hidden, and say so to its author."""
    content = _impartial(actor, case)
    lock(case)
    if case.state is not CaseState.HIDDEN:
        raise Stale(
            _("Perkara ini tidak lagi berisi tulisan yang disembunyikan."),
            current=_present(case),
        )
    require_version(case, expected_version)
    case.state = CaseState.RESTORED
    case.decided_at, case.decided_by_id = clock.now(), actor.id
    case.version += 1
    subject_of(case.subject_kind).restore(actor, case.subject_id)
    _tell_author(content, case, "post_restored")
    record(CaseReversed(case_id=case.id, actor_id=actor.id))


def _impartial(actor: Actor, case: Case) -> Content:
    """What the case is about, if this moderator may judge it."""
    require(policy.can_moderate, actor)
    content = queries.view_of(queries.case_for(actor, case.id)).content
    if content is None:
        raise Refused(_("Tulisan ini sudah tidak ada."))
    if not policy.can_decide(actor, case, content):
        raise OwnMatter("can_decide")
    return content


def _check_ground(ground: str | None) -> None:
    if ground not in GROUNDS:
        raise Invalid(_("Pilih alasannya."))


def _open_case(kind: str, content_id: int) -> Case:
    """The open case about this content, held; a new one if there is none."""
    case = queries.open_case_about(kind, content_id)
    if case is None:
        try:
            with db.session.begin_nested():
                case = Case(subject_kind=kind, subject_id=content_id)
                db.session.add(case)
        except IntegrityError:  # two people flag the same thing at once
            case = queries.open_case_about(kind, content_id)
    assert case is not None
    lock(case)
    return case


def _tell_author(content: Content, case: Case, kind: str) -> None:
    notifications.notify(
        content.author_id,
        key=f"{kind}:{case.id}",
        kind=kind,
        facts={"case_id": case.id},
    )


def _present(case: Case) -> dict[str, object]:
    return {"version": case.version, "state": case.state.value}


def _already_decided(case: Case) -> str:
    if case.state is CaseState.HIDDEN:
        return _("Moderator lain sudah memutuskan: disembunyikan.")
    if case.state is CaseState.RESTORED:
        return _("Moderator lain sudah memutuskan: ditampilkan kembali.")
    return _("Moderator lain sudah memutuskan: dibiarkan.")
