"""The base of every table and the column types they share."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from forum.core import clock


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime, on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        return value if value is None else value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _values(kind: type[Enum]) -> list[str]:
    """Store an enum by its value, so that the column reads like the page."""
    return [member.value for member in kind]


class Base(DeclarativeBase):
    # Given to the registry, not to the class: Flask-SQLAlchemy copies the class body.
    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            dict[str, Any]: sa.JSON(),
            list[int]: sa.JSON(),
            Enum: sa.Enum(Enum, native_enum=False, length=32, values_callable=_values),
        },
    )


IntPK = Annotated[int, mapped_column(primary_key=True)]
CreatedAt = Annotated[datetime, mapped_column(default=clock.now)]
Version = Annotated[int, mapped_column(default=1)]
