"""Publishing standing texts: changes are announced before they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import after_commit, atomic, db
from forum.core.errors import Invalid, Refused, Stale
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean, one_line
from forum.privacy import policy, queries, standing, texts
from forum.privacy.events import TextPublished
from forum.privacy.models import StandingText, TextKind

AHEAD = timedelta(days=3)
ANNOUNCED_BEFORE = frozenset({TextKind.PRIVACY, TextKind.TERMS})
LONGEST, LONGEST_TITLE, LONGEST_NOTE = 40_000, 120, 600


class OneIsAnnounced(Refused):
    """Another version is published and not in force yet."""


@dataclass(frozen=True)
class Draft:
    """A version in one language: title, Markdown, and what is new in it."""

    title: str
    source: str
    change_note: str


@atomic()
def publish_text(
    actor: Actor,
    kind: TextKind,
    drafts: Mapping[str, Draft],
    *,
    in_force_on: date | None,
    correction: bool = False,
    reason: str = "",
    expected_version: int | None = None,
) -> int:
    """Publish the next version in all languages; returns its number.

    Privacy and terms are announced at least three days before; only a correction that changes
    nothing of the matter holds at once, and says why.
    """
    require(policy.can_publish_texts, actor)
    before = queries.newest(kind)
    if expected_version is not None and expected_version != before:
        raise Stale(
            _("Keadaan sudah berubah. Periksa yang terbaru, lalu ulangi bila masih perlu."),
            current={"version": before},
        )
    if queries.announced_text(kind) is not None:
        raise OneIsAnnounced(
            _("Versi %(n)s sudah diumumkan dan belum berlaku. Tunggu sampai berlaku.", n=before)
        )
    checked = {language: _checked(drafts.get(language)) for language in texts.LANGUAGES}
    reason = clean(reason)
    if correction and not 3 <= len(reason) <= 1000:
        raise Invalid(_("Tulis alasannya, 3 sampai 1.000 huruf."))
    moment = clock.now() if correction else _begins(kind, in_force_on)
    _add(kind, before + 1, checked, moment, correction, actor.id)
    record(
        TextPublished(
            kind=kind.value,
            version=before + 1,
            correction=correction,
            reason=reason,
            actor_id=actor.id,
            role=actor.standing(*policy.MANAGING),
        )
    )
    return before + 1


@atomic()
def seed_texts() -> int:
    """Publish what the program is shipped with, where there is nothing yet."""
    seeded = 0
    for kind in TextKind:
        if queries.has_texts(kind):
            continue
        drafts = {}
        for language in texts.LANGUAGES:
            plain = texts.shipped(kind, language)
            drafts[language] = Draft(plain.title, plain.source, "")
        _add(kind, 1, drafts, clock.now(), False, None)
        record(TextPublished(kind=kind.value, version=1))
        seeded += 1
    return seeded


def _add(
    kind: TextKind,
    version: int,
    drafts: Mapping[str, Draft],
    moment: datetime,
    correction: bool,
    by: int | None,
) -> None:
    try:
        with db.session.begin_nested():
            for language, draft in drafts.items():
                db.session.add(
                    StandingText(
                        kind=kind,
                        version=version,
                        language=language,
                        title=draft.title,
                        source=draft.source,
                        html=texts.render(draft.source),
                        in_force_from=moment,
                        published_by=by,
                        change_note=draft.change_note,
                        is_correction=correction,
                    )
                )
    except IntegrityError:  # someone else published at this moment
        raise Stale(
            _("Keadaan sudah berubah. Periksa yang terbaru, lalu ulangi bila masih perlu.")
        ) from None
    after_commit(standing.renew)


def _checked(draft: Draft | None) -> Draft:
    """Both languages are needed: nobody agrees to what they cannot read."""
    if draft is None:
        raise Invalid(_("Isi kedua bahasa."))
    made = Draft(one_line(draft.title), clean(draft.source), one_line(draft.change_note))
    if not made.title or not made.source or not made.change_note:
        raise Invalid(_("Isi judul, isi, dan ringkasan perubahan dalam kedua bahasa."))
    if (
        len(made.title) > LONGEST_TITLE
        or len(made.source) > LONGEST
        or len(made.change_note) > LONGEST_NOTE
    ):
        raise Invalid(_("Teks terlalu panjang."))
    return made


def _begins(kind: TextKind, day: date | None) -> datetime:
    earliest = clock.today()
    if kind in ANNOUNCED_BEFORE:
        earliest += AHEAD
    if day is None or day < earliest:
        raise Invalid(
            _("Pilih tanggal berlaku paling cepat %(day)s.", day=earliest.isoformat())
        )
    if day == clock.today():
        return clock.now()
    return datetime.combine(day, time(), tzinfo=clock.LOCAL)
