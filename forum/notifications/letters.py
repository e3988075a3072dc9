"""What a mail says: news by matter, what waits for the person first, in their own language.

Visibility is asked when the mail is made, not when the news came: what became secret, was
hidden or is for others by now is not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.accounts import sealing
from forum.accounts.contact import address_of
from forum.accounts.models import User
from forum.core.actor import VISITOR, Actor
from forum.notifications import matters, waiting
from forum.notifications.actions.mailing import Claim
from forum.notifications.kinds import Text, found
from forum.notifications.looks import LOOKS
from forum.notifications.matters import Shown
from forum.notifications.models import Frequency, Lane, Notification
from forum.notifications.schedule import Wishes
from forum.notifications.waiting import Waiting
from forum.web import in_language

STOP = "unsubscribe"
LINES = 3  # of one matter in one mail; the rest is counted
MATTERS = 15  # in one mail


@dataclass(frozen=True)
class Part:
    """The news about one thing; without a title, what concerns the person alone."""

    title: str | None
    url: str | None
    about: str | None
    lines: Sequence[Text]
    more: int


@dataclass(frozen=True)
class Letter:
    """A mail, ready to be sent."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


def compose(
    claims: Sequence[Claim],
    readers: Mapping[int, User],
    rows: Mapping[tuple[int, Lane], list[Notification]],
    wishes: Mapping[int, Wishes],
) -> dict[Claim, Letter]:
    """The mails of these claims; none for whom there is nothing that they may see.

    A fixed number of queries for all of them, and one for each of `waiting` and each person.
    """
    made: dict[Claim, Letter] = {}
    for language in sorted({user.language for user in readers.values()}):
        mine = [
            claim
            for claim in claims
            if claim.user_id in readers and readers[claim.user_id].language == language
        ]
        # Without a request words and templates have no language, and pages no addresses.
        with (
            current_app.test_request_context(base_url=current_app.config["BASE_URL"]),
            in_language(language),
        ):
            made |= _in_one_language(mine, readers, rows, wishes)
    return made


def _in_one_language(
    claims: Sequence[Claim],
    readers: Mapping[int, User],
    rows: Mapping[tuple[int, Lane], list[Notification]],
    wishes: Mapping[int, Wishes],
) -> dict[Claim, Letter]:
    all_rows = [row for one in claims for row in rows.get((one.user_id, one.lane), ())]
    words = dict(
        zip(
            (row.id for row in all_rows),
            found([(row.kind, row.facts) for row in all_rows]),
            strict=True,
        )
    )
    public = matters.names(VISITOR, {row.about for row in all_rows})
    made = {}
    for claim in claims:
        user = readers[claim.user_id]
        news = rows.get((claim.user_id, claim.lane), [])
        parts = _parts(user.as_actor(), news, words, public)
        if parts:
            made[claim] = _letter(user, claim, parts, wishes.get(user.id, Wishes()))
    return made


def _parts(
    actor: Actor,
    news: Sequence[Notification],
    words: Mapping[int, Text | None],
    public: Mapping[str, Shown],
) -> list[Part]:
    asked = {row.about for row in news if row.about is not None and row.about not in public}
    known = {**public, **(matters.names(actor, asked) if asked else {})}
    lines: dict[str | None, list[Text]] = {}
    for row in news:
        text = words[row.id]
        if text is not None and (row.about is None or row.about in known):
            lines.setdefault(row.about, []).append(text)
    order = sorted(lines, key=lambda about: about is not None)  # one's own first
    return [
        Part(
            known[about].title if about else None,
            _whole(known[about].url) if about else None,
            about,
            [Text(one.sentence, _whole(one.url)) for one in lines[about][:LINES]],
            max(0, len(lines[about]) - LINES),
        )
        for about in order
    ]


def _letter(user: User, claim: Claim, parts: list[Part], wishes: Wishes) -> Letter:
    is_summary = claim.lane is Lane.USUAL and wishes.frequency is not Frequency.EACH
    things = waiting.for_person(user.as_actor()) if is_summary else []
    stop = address_of("notifications.stop", token=sealing.seal(STOP, {"user": user.id}))
    only = parts[0] if len(parts) == 1 else None
    given = {
        "subject": _subject(parts, things, is_summary),
        "name": user.public_name,
        "parts": parts[:MATTERS],
        "others": sum(len(part.lines) + part.more for part in parts[MATTERS:]),
        "waiting": [_absolute(one) for one in things],
        "frequency": wishes.frequency.value if is_summary else "",
        "stop": stop,
        "stop_this": _stop_this(user, only) if only is not None else None,
        "all_news": address_of("notifications.index"),
        "settings": address_of("notifications.settings"),
        "language": user.language,
        "look": LOOKS,
    }
    return Letter(
        str(given["subject"]),
        render_template("notifications/mail/news.txt", **given),
        render_template("notifications/mail/news.html", **given),
        {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _subject(parts: list[Part], things: Sequence[Waiting], is_summary: bool) -> str:
    news = sum(len(part.lines) + part.more for part in parts)
    if news == 1:
        line = parts[0].lines[0].sentence
        return f"{parts[0].title}: {line}" if parts[0].title else line
    if things and is_summary:
        return _("%(news)s kabar baru, %(todo)s menunggu Anda", news=news, todo=len(things))
    return ngettext("%(num)s kabar baru", "%(num)s kabar baru", news)


def _stop_this(user: User, part: Part) -> str | None:
    if part.about is None:
        return None
    token = sealing.seal(STOP, {"user": user.id, "about": part.about})
    return address_of("notifications.stop", token=token)


def _absolute(one: Waiting) -> Waiting:
    return Waiting(one.title, _whole(one.url), one.label, one.look, one.detail)


def _whole(url: str) -> str:
    return f"{current_app.config['BASE_URL']}{url}" if url.startswith("/") else url
