"""What several actions need."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.models import User
from forum.core.db import db
from forum.core.models import Base


def move_count(user_ids: list[int], by: int) -> None:
    """By the database, not from what we read: others count at the same time."""
    db.session.execute(
        sa.update(User)
        .where(User.id.in_(user_ids))
        .values(unread_count=User.unread_count + by)
        .execution_options(synchronize_session=False)
    )


def insert(table: type[Base]) -> Any:
    """An insert that can pass over what is there already, on either database."""
    dialect = db.session.get_bind().dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def changed(statement: Any) -> int:
    """Carry it out; how many rows it changed."""
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(getattr(result, "rowcount", 0))
