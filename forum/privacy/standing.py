"""Which versions are in force, and whose erasure is coming: asked at every page, so kept in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.city.memory import Remembered
from forum.core import clock
from forum.core.db import db
from forum.privacy.models import DataRequest, RequestKind, RequestState, StandingText, TextKind


@dataclass(frozen=True)
class Edition:
    """A published version of a text."""

    kind: TextKind
    version: int
    in_force_from: datetime
    is_correction: bool

    @property
    def is_in_force(self) -> bool:
        return self.in_force_from <= clock.now()


def _load_editions() -> tuple[Edition, ...]:
    rows = db.session.execute(
        select(
            StandingText.kind,
            StandingText.version,
            StandingText.in_force_from,
            StandingText.is_correction,
        )
        .where(StandingText.language == "id")
        .order_by(StandingText.kind, StandingText.version)
    )
    return tuple(Edition(*row) for row in rows)


def _load_leaving() -> Mapping[int, datetime]:
    statement = select(DataRequest.user_id, DataRequest.acts_at).where(
        DataRequest.kind == RequestKind.ERASURE,
        DataRequest.state == RequestState.OPEN,
        DataRequest.acts_at.is_not(None),
        DataRequest.user_id.is_not(None),
    )
    return {user_id: at for user_id, at in db.session.execute(statement) if user_id and at}


_editions: Remembered[tuple[Edition, ...]] = Remembered(_load_editions)
_leaving: Remembered[Mapping[int, datetime]] = Remembered(_load_leaving)


def editions(kind: TextKind) -> list[Edition]:
    """All published versions of this text, in order."""
    return [each for each in _editions.get() if each.kind is kind]


def in_force(kind: TextKind) -> Edition | None:
    """The newest version whose day has come; None before any was published."""
    return next((each for each in reversed(editions(kind)) if each.is_in_force), None)


def announced(kind: TextKind) -> Edition | None:
    """The version that will come into force."""
    return next((each for each in editions(kind) if not each.is_in_force), None)


def stamp() -> str:
    """Tells one state of all texts from another: what was told once need not be asked again."""
    return ",".join(
        f"{each.kind.value}:{each.version}:{int(each.is_in_force)}" for each in _editions.get()
    )


def leaves_at(user_id: int) -> datetime | None:
    """When this person's account will be erased, if that was asked for."""
    return _leaving.get().get(user_id)


def renew() -> None:
    """Something was published or asked for: look again."""
    _editions.renew()
    _leaving.renew()


def forget() -> None:
    """For tests: no text was ever published, and nobody leaves."""
    _editions.hold(())
    _leaving.hold({})
