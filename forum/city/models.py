"""Areas with their residents, units, holidays, and settings: what every other folder points to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core import clock
from forum.core.models import Base, IntPK

# Columns that came to tables with rows in them say what those rows hold.
FIRST_VERSION: dict[str, Any] = {"default": 1, "server_default": "1"}


class AreaLevel(StrEnum):
    """Administrative levels of a city in Indonesia, from the whole to the part."""

    CITY = "kota"
    DISTRICT = "kecamatan"
    VILLAGE = "kelurahan"


class HolidayKind(StrEnum):
    """Offices are closed on both; the second is decided anew each year."""

    PUBLIC = "libur_nasional"
    JOINT_LEAVE = "cuti_bersama"


class Area(Base):
    """A city, kecamatan or kelurahan, with its code in the national register of regions."""

    __tablename__ = "city_area"

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    level: Mapped[AreaLevel]
    name: Mapped[str] = mapped_column(String(80))
    variants: Mapped[str | None] = mapped_column(String(200))  # other spellings, by comma
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    parent_name: Mapped[str | None] = mapped_column(String(80))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    version: Mapped[int] = mapped_column(**FIRST_VERSION)

    @property
    def label(self) -> str:
        """As residents say it: the kelurahan with its kecamatan."""
        return f"{self.name}, {self.parent_name}" if self.parent_name else self.name

    @property
    def names(self) -> list[str]:
        """The name, then its other spellings."""
        others = (self.variants or "").split(",")
        return [self.name, *(stripped for other in others if (stripped := other.strip()))]


class Population(Base):
    """How many people lived in an area in a year, and who says so."""

    __tablename__ = "city_population"
    __table_args__ = (UniqueConstraint("area_id", "year"),)

    id: Mapped[IntPK]
    area_id: Mapped[int] = mapped_column(ForeignKey("city_area.id"), index=True)
    year: Mapped[int]
    male: Mapped[int | None]
    female: Mapped[int | None]
    total: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    noted_by: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id", ondelete="SET NULL"), index=True
    )

    area: Mapped[Area] = relationship(lazy="raise")


class Unit(Base):
    """A unit of the city government (perangkat daerah)."""

    __tablename__ = "city_unit"

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(**FIRST_VERSION)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Holiday(Base):
    """A day on which offices are closed: a public holiday or joint leave."""

    __tablename__ = "city_holiday"

    id: Mapped[IntPK]
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))  # a HolidayKind


class Setting(Base):
    """What the city decided about one thing; without a row the default of the code holds."""

    __tablename__ = "city_setting"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_by: Mapped[int | None] = mapped_column(
        ForeignKey("account_user.id", ondelete="SET NULL"), index=True
    )
