"""What the questions of staff share."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from forum.accounts.models import RoleGrant
from forum.core import clock

PAGE = 30
SOON = timedelta(days=14)
LARGEST = 2**31 - 1  # of the ids there can be


def in_force(on: date | None = None) -> ColumnElement[bool]:
    day = on or clock.today()
    return and_(
        RoleGrant.ended_at.is_(None), or_(RoleGrant.until.is_(None), RoleGrant.until >= day)
    )


def same(column: Any, value: object) -> ColumnElement[bool]:
    where: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return where
