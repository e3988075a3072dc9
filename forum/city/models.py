"""Areas, units and holidays: the register that every other folder points to."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, IntPK


class AreaLevel(StrEnum):
    """Administrative levels of a city in Indonesia, from the whole to the part."""

    CITY = "kota"
    DISTRICT = "kecamatan"
    VILLAGE = "kelurahan"


class Area(Base):
    """A city, kecamatan or kelurahan, with its code in the national register of regions."""

    __tablename__ = "city_area"

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    level: Mapped[AreaLevel]
    name: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    parent_name: Mapped[str | None] = mapped_column(String(80))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    @property
    def label(self) -> str:
        """As residents say it: the kelurahan with its kecamatan."""
        return f"{self.name}, {self.parent_name}" if self.parent_name else self.name


class Unit(Base):
    """A unit of the city government (perangkat daerah)."""

    __tablename__ = "city_unit"

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))


class Holiday(Base):
    """A day on which offices are closed: a public holiday or joint leave."""

    __tablename__ = "city_holiday"

    id: Mapped[IntPK]
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))
