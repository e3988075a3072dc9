"""What can happen to the register of the city and to its settings.

`role` is the standing in which the actor did it. Who keeps open deadlines listens to
`HolidaysChanged`, of which the three others about holidays are kinds.
"""

from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class HolidaysChanged(Event):
    """The table of holidays is another than before."""

    role: str = ""


@dataclass(frozen=True, kw_only=True)
class HolidayNoted(HolidaysChanged):
    """A holiday was added or changed. Days are ISO dates; `before` is where it stood."""

    day: str
    before: str | None = None


@dataclass(frozen=True, kw_only=True)
class HolidayRemoved(HolidaysChanged):
    day: str


@dataclass(frozen=True, kw_only=True)
class HolidaysImported(HolidaysChanged):
    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class AreaAdded(Event):
    area_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Event):
    area_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class AreaRemoved(Event):
    code: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class PopulationNoted(Event):
    """The number of residents of an area in a year was written down, or corrected."""

    area_id: int
    year: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class PopulationRemoved(Event):
    area_id: int
    year: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    unit_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    unit_id: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitClosed(Event):
    """It takes no new staff and gives no new answers; what it did stays."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    unit_id: int
    role: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitReopened(Event):
    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    unit_id: int
    role: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """`value` is the new one as JSON; it may name a person, so it is kept as free text is."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason", "value"})
    key: str
    value: str
    role: str = ""
    reason: str = ""
