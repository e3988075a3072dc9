"""Before a poll is opened: putting it down, changing it, freezing its text."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm.attributes import set_committed_value

from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.polls import policy
from forum.polls.actions.steps import checked_minutes, expect, hold, move
from forum.polls.events import PollArmed, PollDrafted
from forum.polls.models import Option, Poll, PollState

SHORTEST_QUESTION = 10
LONGEST_QUESTION = 300


@atomic()
def draft_poll(
    actor: Actor,
    *,
    question: str,
    options: Sequence[str],
    hints: Sequence[str] = (),
    description: str = "",
    minutes: int | None = None,
    closes_at: datetime | None = None,
    area_id: int | None = None,
    unit_id: int | None = None,
    level: Verification = Verification.IDENTITY_CARD,
    is_binding: bool = False,
) -> Poll:
    """Put down a question. It closes `minutes` after its opening, or at `closes_at`, or by hand."""
    require(policy.can_draft, actor, area_id=area_id, unit_id=unit_id)
    assert actor.id is not None, "a person puts the question"
    poll = Poll(author_id=actor.id, area_id=area_id, unit_id=unit_id)
    _write(poll, question, description, minutes, closes_at)
    _ask_of_voters(poll, level, is_binding)
    poll.options = _options(options, hints)
    db.session.add(poll)
    db.session.flush()
    record(PollDrafted(poll_id=poll.id, actor_id=actor.id))
    return poll


@atomic()
def edit_poll(
    actor: Actor,
    poll: Poll,
    *,
    question: str,
    options: Sequence[str],
    hints: Sequence[str] = (),
    description: str = "",
    minutes: int | None = None,
    closes_at: datetime | None = None,
    level: Verification = Verification.IDENTITY_CARD,
    is_binding: bool = False,
    expected_version: int | None = None,
) -> None:
    """Change the words of a draft. Where and for whom it is stays as it was put down."""
    require(policy.can_manage, actor, poll)
    hold(poll, expected_version)
    expect(poll, PollState.DRAFT, _("Teks pemungutan ini sudah dikunci."))
    _write(poll, question, description, minutes, closes_at)
    _ask_of_voters(poll, level, is_binding)
    fresh = _options(options, hints)
    db.session.execute(delete(Option).where(Option.poll_id == poll.id))
    for option in fresh:
        option.poll_id = poll.id
    db.session.add_all(fresh)
    db.session.flush()
    set_committed_value(poll, "options", fresh)
    poll.version += 1


@atomic()
def arm_poll(actor: Actor, poll: Poll, *, expected_version: int | None = None) -> None:
    """Freeze the text: from now on everyone may read it, and it can be opened."""
    require(policy.can_manage, actor, poll)
    hold(poll, expected_version)
    expect(poll, PollState.DRAFT, _("Teks pemungutan ini sudah dikunci."))
    if len(poll.question) < SHORTEST_QUESTION:
        raise Invalid(_("Tulis pertanyaan dengan sedikitnya %(n)s huruf.", n=SHORTEST_QUESTION))
    labels = {option.label.casefold() for option in poll.options}
    if len(labels) < 2:
        raise Invalid(_("Tulis sedikitnya dua pilihan yang berbeda."))
    if len(labels) < len(poll.options):
        raise Invalid(_("Ada dua pilihan yang sama bunyinya. Ubah salah satunya."))
    if poll.closes_at is not None and poll.closes_at <= clock.now():
        raise Invalid(_("Waktu tutupnya sudah lewat. Pilih waktu yang akan datang."))
    move(actor, poll, PollState.ARMED, PollArmed)


def _write(
    poll: Poll,
    question: str,
    description: str,
    minutes: int | None,
    closes_at: datetime | None,
) -> None:
    poll.question = " ".join(question.split())
    if not poll.question:
        raise Invalid(_("Tulis pertanyaannya."))
    if len(poll.question) > LONGEST_QUESTION:
        raise Invalid(_("Pertanyaan paling panjang %(n)s huruf.", n=LONGEST_QUESTION))
    if minutes is not None and closes_at is not None:
        raise Invalid(_("Tentukan lamanya atau waktu tutupnya, jangan keduanya."))
    poll.description = description.strip()
    poll.minutes = None if minutes is None else checked_minutes(minutes)
    poll.closes_at = closes_at


def _ask_of_voters(poll: Poll, level: Verification, is_binding: bool) -> None:
    """Money and decisions are for those whose identity card was seen."""
    if level is Verification.NONE:
        raise Invalid(_("Pilih siapa yang boleh memilih."))
    if is_binding and level is not Verification.IDENTITY_CARD:
        raise Invalid(
            _("Pemungutan yang memutuskan uang atau keputusan memerlukan verifikasi KTP.")
        )
    poll.level, poll.is_binding = level, is_binding


def _options(labels: Sequence[str], hints: Sequence[str]) -> list[Option]:
    """The options with words in them, in their order."""
    padded = [*hints, *[""] * len(labels)]
    pairs = [
        (" ".join(label.split()), " ".join(hint.split()))
        for label, hint in zip(labels, padded, strict=False)
    ]
    if any(len(label) > 200 or len(hint) > 300 for label, hint in pairs):
        raise Invalid(_("Pilihan paling panjang 200 huruf, penjelasannya 300 huruf."))
    written = [(label, hint) for label, hint in pairs if label]
    return [
        Option(position=position, label=label, hint=hint)
        for position, (label, hint) in enumerate(written)
    ]
