"""What the city decides about its forum without touching the program.

Each setting has its default here, or where a folder adds to a list (`retention`). `get` answers
from memory, so policies and pages may ask as often as they like.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.city import checks
from forum.city.memory import Remembered
from forum.city.models import Setting
from forum.core import clock
from forum.core.actor import Verification
from forum.core.db import db

EDITION = "edition"

Check = Callable[[Any], Any]


@dataclass(frozen=True)
class Definition:
    """A setting: its default, and what is made of a new value (Invalid for a wrong one).

    One that reaches into what people may do, or how long things are kept, wants a reason.
    """

    default: Callable[[], Any]
    check: Check
    wants_reason: bool = False


@dataclass(frozen=True)
class Retention:
    """How many days one kind of thing is kept; `title` says of which kind, for the page."""

    kind: str
    default: int
    title: Any  # a lazy string


_RETENTION: dict[str, Retention] = {}


def retention(kind: str, *, default: int, title: Any) -> None:
    """Name a kind of thing that is kept for so many days, to be changed by the city."""
    _RETENTION[kind] = Retention(kind, default, title)


def retentions() -> list[Retention]:
    return list(_RETENTION.values())


retention("accounts_unused", default=1095, title=_l("Akun yang tidak dipakai lagi"))
retention("notifications", default=365, title=_l("Pemberitahuan"))
retention("mail", default=30, title=_l("Salinan email di server (var/mail)"))
retention("commands", default=30, title=_l("Tanda terima perintah"))
retention("live_log", default=730, title=_l("Catatan siaran langsung"))
retention("devices", default=90, title=_l("Perangkat yang tidak dipakai lagi"))
retention("codes", default=1, title=_l("Kode sekali pakai"))
retention("data_copies", default=7, title=_l("Salinan data yang diminta warga"))
retention("kiosks", default=1, title=_l("Perangkat meja layanan"))

LEVELS: dict[str, str] = {
    "read": "none",
    "post": "none",
    "support": "none",
    "vote": "kode",
    "speak": "none",
}
ELECTION_TEXT = {
    "id": "Masa pemilihan sedang berlangsung. Jangan menulis kampanye untuk atau melawan calon "
    "dan partai. Isu kota tetap boleh dibahas.",
    "en": "An election is under way. Please do not campaign here for or against candidates or "
    "parties. The city's issues may still be discussed.",
}

# UU 27/2022 names an authority of its own; until there is one, the ministry takes its notices.
AUTHORITY = {
    "name": "Kementerian Komunikasi dan Digital",
    "address": "Jalan Medan Merdeka Barat 9, Jakarta Pusat 10110",
}

# How many working days the city promises, by what the step promises of SP4N-LAPOR! and
# UU 14/2008 are; `completion_wait` and `objection` are days of the calendar.
PROMISES: dict[str, int] = {
    "verification": 3,
    "first_answer": 5,
    "complaint": 14,
    "supervision": 60,
    "question": 5,
    "formal": 10,
    "formal_extension": 7,
    "reporter": 10,
    "escalation": 3,
    "completion_wait": 30,
    "objection": 7,
}

DEFINITIONS: dict[str, Definition] = {
    "promises": Definition(
        lambda: [{"since": "2000-01-01", **PROMISES}],
        checks.promises(PROMISES),
        wants_reason=True,
    ),
    "levels": Definition(lambda: dict(LEVELS), checks.levels(LEVELS), wants_reason=True),
    "election_mode": Definition(
        lambda: {"on": False, "from": None, "to": None, "text": dict(ELECTION_TEXT)},
        checks.election_mode,
        wants_reason=True,
    ),
    "verification_months": Definition(
        lambda: {"kode": 12, "ktp": 36}, checks.verification_months, wants_reason=True
    ),
    "invitation_days": Definition(lambda: 7, checks.invitation_days),
    "files_each": Definition(lambda: 6, checks.files_each),
    "retention": Definition(
        lambda: {one.kind: one.default for one in retentions()},
        checks.retention(_RETENTION),
        wants_reason=True,
    ),
    "dpo": Definition(lambda: {"name": "", "email": "", "phone": ""}, checks.dpo),
    "authority": Definition(lambda: dict(AUTHORITY), checks.authority),
    "operator": Definition(
        lambda: {"name": "Pemerintah Kota Palangka Raya", "address": ""}, checks.operator
    ),
}


def _load() -> dict[str, Any]:
    return dict(db.session.execute(select(Setting.key, Setting.value)).all())


_rows: Remembered[Mapping[str, Any]] = Remembered(_load, at_first={})


def get(key: str) -> Any:
    """The value in force; KeyError for a setting that nobody defined. Not to be changed."""
    return effective(key, _rows.get())


def effective(key: str, rows: Mapping[str, Any]) -> Any:
    """What holds, given these rows: parts that a row does not speak of have their default."""
    default = DEFINITIONS[key].default()
    if key not in rows:
        return default
    value = rows[key]
    if isinstance(default, dict):
        return default | {part: value[part] for part in default if part in value}
    return value


def renew() -> None:
    """Read the table again at the next look: after a change, or when it was replaced."""
    _rows.renew()


def forget() -> None:
    """For tests, where each begins with an empty table: the defaults of the code hold."""
    _rows.hold({})


def edition() -> int:
    """Counts the changes of names and settings that kept pages show."""
    return int(_rows.get().get(EDITION, 0))


def level_for(action: str) -> Verification:
    """How far a person's identity must have been checked to do this: a key of `LEVELS`."""
    return Verification(get("levels")[action])


def verification_months(level: Verification) -> int:
    """For how many months a verification of this level is good."""
    return int(get("verification_months")[level.value])


def invitation_days() -> int:
    return int(get("invitation_days"))


def files_each() -> int:
    """How many photos and documents one post may have."""
    return int(get("files_each"))


def days_kept(kind: str) -> int:
    """How many days this kind of thing is kept; KeyError for one that nobody named."""
    return int(get("retention")[kind])


def promises(received: date) -> dict[str, int]:
    """The days promised for what was received on this day: `PROMISES` names them.

    The table holds rows with the day since which each is in force, the latest last.
    """
    day, found = received.isoformat(), dict(PROMISES)
    for row in get("promises"):
        if row["since"] <= day:
            found |= {name: row[name] for name in PROMISES if name in row}
    return found


def dpo() -> dict[str, str]:
    """Whom to ask about personal data: name, email, phone; empty where none was named yet."""
    return dict(get("dpo"))


def authority() -> dict[str, str]:
    """Who is told of breaches of personal data: name and address."""
    return dict(get("authority"))


def operator() -> dict[str, str]:
    """Who runs the forum: name and address."""
    return dict(get("operator"))


def in_election(today: date | None = None) -> bool:
    """Election mode is switched on, and the day lies within its dates, where it has some."""
    mode, day = get("election_mode"), (today or clock.today()).isoformat()
    return (
        mode["on"]
        and (mode["from"] is None or mode["from"] <= day)
        and (mode["to"] is None or day <= mode["to"])
    )


def election_notice(language: str) -> str | None:
    """What stands where people write while election mode is in force; None at other times."""
    if not in_election():
        return None
    text = get("election_mode")["text"]
    return text.get(language) or text.get("id") or _("Masa pemilihan sedang berlangsung.")
