"""Before a poll is opened: putting it down, changing it, freezing its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm.attributes import set_committed_value

from forum.audit.queries import latest_checkpoint
from forum.core import clock
from forum.core.actor import Actor, Role, Verification
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.polls import policy, rules
from forum.polls.actions.steps import checked_minutes, expect, hold, move
from forum.polls.events import PollArmed, PollDrafted
from forum.polls.models import Disclosure, Option, Poll, PollState, Secrecy
from forum.polls.shapes import SHAPES

SHORTEST_QUESTION = 10
LONGEST_QUESTION = 300
MOST_OPTIONS = 60


@dataclass(frozen=True)
class Terms:
    """How a poll decides and by which rules; frozen with its text.

    `params` are settings of the method (`counting.METHODS[method].check`); `quorum` is so many
    ballots, or with `quorum_is_share` so many percent of those entitled; `seed_words` were drawn
    in public for the lot, else its seed is computed.
    """

    method: str = "plurality"
    params: Mapping[str, Any] = field(default_factory=dict)
    secrecy: Secrecy = Secrecy.HIDDEN
    disclosure: Disclosure = Disclosure.NOTHING
    is_local: bool = False
    only_role: Role | None = None
    is_by_invitation: bool = False
    takes_latecomers: bool = False
    may_change: bool = False
    asks_reasons: bool = False
    shuffles: bool = False
    shows_other_methods: bool = False
    quorum: int | None = None
    quorum_is_share: bool = False
    seed_words: str = ""


USUAL = Terms()
ANSWERS = ("yes", "no", "abstain")  # of a yes-no poll, in the order of its options
KEPT = (  # by the next round
    "question",
    "description",
    "method",
    "params",
    "secrecy",
    "disclosure",
    "level",
    "is_local",
    "only_role",
    "takes_latecomers",
    "is_binding",
    "may_change",
    "asks_reasons",
    "shuffles",
    "shows_other_methods",
    "quorum",
    "quorum_is_share",
    "minutes",
)


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
    costs: Sequence[int | None] = (),
    terms: Terms = USUAL,
) -> Poll:
    """Put down a question. It closes `minutes` after its opening, or at `closes_at`, or by hand."""
    require(policy.can_draft, actor, area_id=area_id, unit_id=unit_id)
    assert actor.id is not None, "a person puts the question"
    poll = Poll(author_id=actor.id, area_id=area_id, unit_id=unit_id)
    _write(poll, question, description, minutes, closes_at)
    _ask_of_voters(poll, level, is_binding)
    _agree(poll, terms)
    poll.options = _options(options, hints, costs)
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
    costs: Sequence[int | None] = (),
    terms: Terms = USUAL,
    expected_version: int | None = None,
) -> None:
    """Change the words of a draft. Where and for whom it is stays as it was put down."""
    require(policy.can_manage, actor, poll)
    hold(poll, expected_version)
    expect(poll, PollState.DRAFT, _("Teks pemungutan ini sudah dikunci."))
    _write(poll, question, description, minutes, closes_at)
    _ask_of_voters(poll, level, is_binding)
    _agree(poll, terms)
    fresh = _options(options, hints, costs)
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
    poll.params = rules.checked_params(poll.method, _named(poll), poll.options)
    poll.seed = poll.seed_words or rules.computed_seed(poll, _checkpoint())
    move(actor, poll, PollState.ARMED, PollArmed)


@atomic()
def draft_round(actor: Actor, poll: Poll) -> Poll:
    """Ask an annulled poll again: a new draft with the same words and terms, linked to it."""
    require(policy.can_manage, actor, poll)
    expect(poll, PollState.ANNULLED, _("Hanya pemungutan yang dibatalkan dapat diulang."))
    assert actor.id is not None, "a person puts the question"
    again = Poll(author_id=actor.id, area_id=poll.area_id, unit_id=poll.unit_id)
    for name in KEPT:
        setattr(again, name, getattr(poll, name))
    again.round_of_id = poll.id
    again.options = [
        Option(position=one.position, label=one.label, hint=one.hint, cost=one.cost)
        for one in poll.options
    ]
    db.session.add(again)
    db.session.flush()
    record(PollDrafted(poll_id=again.id, actor_id=actor.id))
    return again


def _named(poll: Poll) -> dict[str, Any]:
    """The settings of the method; of a yes-no poll also which options say what."""
    params = {name: value for name, value in poll.params.items() if name not in ANSWERS}
    if poll.method == "yes-no":
        if not 2 <= len(poll.options) <= len(ANSWERS):
            raise Invalid(
                _("Pemungutan ya atau tidak punya pilihan ya, tidak, dan boleh abstain.")
            )
        answers = zip(ANSWERS, poll.options, strict=False)
        params |= {name: str(option.id) for name, option in answers}
    return params


def _checkpoint() -> str:
    """The root of the record's latest signed state: nobody can choose it."""
    latest = latest_checkpoint()
    return latest.root.hex() if latest is not None else ""


def _agree(poll: Poll, terms: Terms) -> None:
    """Take the terms over; what does not go together is refused with the reason."""
    if terms.method not in SHAPES:
        raise Invalid(_("Pilih cara memutuskan dari daftar."))
    is_secret = terms.secrecy is Secrecy.SECRET
    if is_secret and (terms.may_change or terms.asks_reasons):
        raise Invalid(_("Suara rahasia tidak dapat diganti dan tidak beralasan."))
    if terms.disclosure is Disclosure.TALLY and (is_secret or poll.is_binding):
        raise Invalid(
            _("Perolehan berjalan hanya untuk menjajaki suasana, bukan untuk keputusan.")
        )
    if terms.is_local and poll.area_id is None:
        raise Invalid(_("Pilih wilayahnya, bila hanya warganya yang boleh memilih."))
    if terms.quorum is not None and terms.quorum < 1:
        raise Invalid(_("Kuorum ditulis sebagai angka mulai dari 1."))
    if terms.quorum is not None and terms.quorum_is_share and terms.quorum > 100:
        raise Invalid(_("Kuorum dalam persen paling banyak 100."))
    if len(terms.seed_words) > 200:
        raise Invalid(_("Kata undian paling panjang 200 huruf."))
    poll.method, poll.params = terms.method, dict(terms.params)
    poll.secrecy, poll.disclosure = terms.secrecy, terms.disclosure
    poll.is_local, poll.is_by_invitation = terms.is_local, terms.is_by_invitation
    poll.only_role = terms.only_role.value if terms.only_role else None
    poll.takes_latecomers, poll.may_change = terms.takes_latecomers, terms.may_change
    poll.asks_reasons, poll.shuffles = terms.asks_reasons, terms.shuffles
    poll.shows_other_methods = terms.shows_other_methods
    poll.quorum, poll.quorum_is_share = terms.quorum, terms.quorum_is_share
    poll.seed_words = " ".join(terms.seed_words.split())


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


def _options(
    labels: Sequence[str], hints: Sequence[str], costs: Sequence[int | None]
) -> list[Option]:
    """The options with words in them, in their order."""
    rows = [
        (" ".join(label.split()), " ".join((hint or "").split()), cost)
        for label, hint, cost in zip_longest(labels, hints, costs)
        if label and label.strip()
    ]
    if any(len(label) > 200 or len(hint) > 300 for label, hint, _cost in rows):
        raise Invalid(_("Pilihan paling panjang 200 huruf, penjelasannya 300 huruf."))
    if len(rows) > MOST_OPTIONS:
        raise Invalid(_("Paling banyak %(n)s pilihan.", n=MOST_OPTIONS))
    if any(cost is not None and cost < 1 for _label, _hint, cost in rows):
        raise Invalid(_("Biaya ditulis dalam rupiah, mulai dari 1."))
    return [
        Option(position=position, label=label, hint=hint, cost=cost)
        for position, (label, hint, cost) in enumerate(rows)
    ]
