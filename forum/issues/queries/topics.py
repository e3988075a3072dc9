"""Areas and topics, as forms and filters list them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.city.models import Area, AreaLevel
from forum.core.db import db
from forum.core.errors import NotFound
from forum.issues.models import (
    Category,
    Issue,
)


def areas() -> Sequence[Area]:
    """Kecamatan and kelurahan, as forms and filters list them."""
    statement = select(Area).where(Area.level != AreaLevel.CITY)
    return db.session.scalars(statement.order_by(Area.parent_name, Area.name)).all()


def village_by_id(area_id: int) -> Area | None:
    return db.session.scalar(
        select(Area).where(Area.id == area_id, Area.level == AreaLevel.VILLAGE)
    )


def categories() -> Sequence[Category]:
    """The topics to choose from, in the order the city gave them."""
    return [category for category in all_categories() if not category.is_retired]


def all_categories() -> Sequence[Category]:
    """Retired and merged ones too."""
    return db.session.scalars(select(Category).order_by(Category.position, Category.name)).all()


def issues_per_category() -> dict[int, int]:
    """How many issues each topic has, drafts included; topics without any are left out."""
    statement = select(Issue.category_id, func.count()).where(Issue.category_id.is_not(None))
    rows = db.session.execute(statement.group_by(Issue.category_id))
    return {category_id: count for category_id, count in rows if category_id is not None}


def category_named(name: str) -> Category | None:
    return db.session.scalar(select(Category).where(Category.name == name))


def category_by_id(category_id: int) -> Category | None:
    return db.session.get(Category, category_id)


def existing_category(category_id: int) -> Category:
    category = category_by_id(category_id)
    if category is None:
        raise NotFound("category")
    return category
