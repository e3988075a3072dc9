"""Rights over one's data: asking, answering, and the clock of 3 x 24 hours."""

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.privacy import policy, queries
from forum.privacy.events import DataRequestAnswered, DataRequestMade
from forum.privacy.models import CLOCK, DataRequest, RequestKind, RequestState

SUBJECT, TEXT, CONTACT = 120, 2000, 200
OPEN_AT_ONCE = 10
# Erasure and copies have pages of their own, which need nobody's decision.
ASKED_IN_WORDS = (
    RequestKind.CORRECTION,
    RequestKind.RESTRICTION,
    RequestKind.WITHDRAWAL,
    RequestKind.OBJECTION,
)


class AnsweredAlready(Refused):
    """Somebody else has answered it."""


@atomic()
def ask(
    actor: Actor, kind: RequestKind, *, subject: str, wrong: str, right: str = ""
) -> DataRequest:
    """Ask for something about one's own data that a person has to decide."""
    require(policy.can_have_data, actor)
    if kind not in ASKED_IN_WORDS:
        raise Invalid(_("Pilih apa yang Anda minta."))
    waiting = [
        each
        for each in queries.own_requests(actor.id or 0)
        if each.state is RequestState.OPEN and not each.is_automatic
    ]
    if len(waiting) >= OPEN_AT_ONCE:
        raise Refused(_("Beberapa permintaan Anda masih menunggu jawaban. Tunggu dulu."))
    request = _new(kind, subject, wrong, right)
    if kind is RequestKind.CORRECTION and not request.right:
        raise Invalid(_("Tulis bagaimana data yang benar."))
    request.user_id = actor.id
    return _add(actor, request)


@atomic()
def enter_on_paper(
    actor: Actor, kind: RequestKind, *, contact: str, subject: str, wrong: str, right: str = ""
) -> DataRequest:
    """Somebody without an account asked on paper; the clock runs from now."""
    require(policy.can_answer_requests, actor)
    contact = one_line(contact)
    if not 3 <= len(contact) <= CONTACT:
        raise Invalid(_("Tulis nama dan cara menghubungi pemohon, 3 sampai 200 huruf."))
    request = _new(kind, subject, wrong, right)
    request.contact, request.entered_by = contact, actor.id
    return _add(actor, request)


@atomic()
def answer_request(
    actor: Actor,
    request: DataRequest,
    *,
    granted: bool,
    answer: str,
    expected_version: int | None = None,
) -> None:
    """Say what was done, or why it cannot be; the person is told."""
    require(policy.can_answer_requests, actor)
    lock(request)
    if request.state is not RequestState.OPEN or request.is_automatic:
        raise AnsweredAlready(_("Permintaan ini sudah dijawab."))
    require_version(request, expected_version)
    answer = clean(answer)
    if not 3 <= len(answer) <= TEXT:
        raise Invalid(_("Tulis jawaban dan alasannya, 3 sampai 2.000 huruf."))
    request.state = RequestState.DONE if granted else RequestState.REFUSED
    request.answer, request.decided_by, request.done_at = answer, actor.id, clock.now()
    request.version += 1
    record(
        DataRequestAnswered(
            request_id=request.id,
            granted=granted,
            user_id=request.user_id,
            reason=answer,
            actor_id=actor.id,
            role=actor.standing(*policy.MANAGING),
        )
    )


@atomic()
def close_automatic(
    user_id: int, kind: RequestKind, *, subject: str | None = None
) -> DataRequest:
    """What the program did at once for the person themselves, for the list of times."""
    now = clock.now()
    request = DataRequest(
        kind=kind,
        user_id=user_id,
        subject=subject,
        is_automatic=True,
        state=RequestState.DONE,
        asked_at=now,
        due_at=now + CLOCK,
        done_at=now,
    )
    db.session.add(request)
    db.session.flush()
    return request


def open_automatic(user_id: int, kind: RequestKind) -> DataRequest:
    """Within the caller's transaction: the program will see to it; the clock runs."""
    now = clock.now()
    request = DataRequest(
        kind=kind, user_id=user_id, is_automatic=True, asked_at=now, due_at=now + CLOCK
    )
    db.session.add(request)
    db.session.flush()
    return request


def _new(kind: RequestKind, subject: str, wrong: str, right: str) -> DataRequest:
    subject, wrong, right = one_line(subject), clean(wrong), clean(right)
    if not 2 <= len(subject) <= SUBJECT:
        raise Invalid(_("Sebutkan data yang mana, 2 sampai 120 huruf."))
    if not 3 <= len(wrong) <= TEXT or len(right) > TEXT:
        raise Invalid(_("Jelaskan permintaan Anda, 3 sampai 2.000 huruf."))
    now = clock.now()
    return DataRequest(
        kind=kind,
        subject=subject,
        wrong=wrong,
        right=right or None,
        asked_at=now,
        due_at=now + CLOCK,
    )


def _add(actor: Actor, request: DataRequest) -> DataRequest:
    db.session.add(request)
    db.session.flush()
    record(
        DataRequestMade(
            request_id=request.id,
            kind=request.kind.value,
            user_id=request.user_id,
            actor_id=actor.id,
            role=actor.standing(*policy.MANAGING) or None,
        )
    )
    return request
