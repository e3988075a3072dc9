"""Everything that can be done with the topics that residents choose from.

Topics are never deleted: one that is retired or merged stays with its old address.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from forum import search
from forum.city.actions import show_anew
from forum.city.actions.settings import check_reason
from forum.city.actions.uniqueness import unique
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.core.db import atomic, db, lock, require_version
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line
from forum.issues import policy, queries
from forum.issues.events import (
    CategoriesMerged,
    CategoryAdded,
    CategoryChanged,
    CategoryRestored,
    CategoryRetired,
)
from forum.issues.models import Category, Issue


@atomic()
def add(actor: Actor, *, name: str, name_en: str = "") -> Category:
    """A topic at the end of the list."""
    require(policy.can_manage_categories, actor)
    last = max((one.position for one in queries.all_categories()), default=0)
    category = Category(position=last + 1)
    _call(category, name, name_en)
    record(CategoryAdded(category_id=category.id, **_by(actor)))
    show_anew()
    return category


@atomic()
def rename(
    actor: Actor,
    category: Category,
    *,
    name: str,
    name_en: str = "",
    expected_version: int | None = None,
) -> None:
    require(policy.can_manage_categories, actor)
    lock(category)
    require_version(category, expected_version)
    _call(category, name, name_en)
    _changed(actor, category)


@atomic()
def move(actor: Actor, category: Category, *, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens."""
    require(policy.can_manage_categories, actor)
    rows = list(queries.categories())
    if category not in rows:
        return
    here = rows.index(category)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, one in enumerate(rows, 1):
        one.position = position
    _changed(actor, category)


@atomic()
def retire(actor: Actor, category: Category) -> None:
    """Offer it no longer; issues that have it keep it. Doing so twice is harmless."""
    require(policy.can_manage_categories, actor)
    lock(category)
    if category.is_retired:
        return
    category.retired_at = clock.now()
    category.version += 1
    record(CategoryRetired(category_id=category.id, **_by(actor)))
    show_anew()


@atomic()
def restore(actor: Actor, category: Category) -> None:
    """Offer it again; issues that went to another topic stay there."""
    require(policy.can_manage_categories, actor)
    lock(category)
    if not category.is_retired:
        return
    category.retired_at = category.merged_into_id = None
    category.version += 1
    record(CategoryRestored(category_id=category.id, **_by(actor)))
    show_anew()


@atomic()
def merge(actor: Actor, category: Category, into: Category, *, reason: str) -> int:
    """Move all its issues, drafts too, and retire it; returns how many moved."""
    require(policy.can_manage_categories, actor)
    for row in sorted((category, into), key=lambda row: row.id):
        lock(row)
    if category is into or into.is_retired:
        raise Invalid(_("Pilih topik lain yang masih ditawarkan."))
    reason = check_reason(reason)
    moved = db.session.scalars(
        update(Issue)
        .where(Issue.category_id == category.id)
        .values(category_id=into.id)
        .returning(Issue.id)
    ).all()
    search.changed(queries.SEARCHED, moved)
    db.session.execute(
        update(Category)
        .where(Category.merged_into_id == category.id)
        .values(merged_into_id=into.id)
    )
    category.retired_at = category.retired_at or clock.now()
    category.merged_into_id = into.id
    category.version += 1
    record(
        CategoriesMerged(
            category_id=category.id,
            into_id=into.id,
            issues=len(moved),
            reason=reason,
            **_by(actor),
        )
    )
    show_anew()
    return len(moved)


def _call(category: Category, name: str, name_en: str) -> None:
    name, name_en = one_line(name), one_line(name_en)
    if not 2 <= len(name) <= 60:
        raise Invalid(_("Nama topik 2 sampai 60 huruf."))
    if len(name_en) > 60:
        raise Invalid(_("Nama topik 2 sampai 60 huruf."))
    others = [one for one in queries.all_categories() if one is not category]
    if any(one.name.casefold() == name.casefold() for one in others):
        raise Invalid(_("Topik dengan nama itu sudah ada."))
    with unique(_("Topik dengan nama itu sudah ada.")):
        category.name, category.name_en = name, name_en or None
        db.session.add(category)


def _changed(actor: Actor, category: Category) -> None:
    category.version += 1
    record(CategoryChanged(category_id=category.id, **_by(actor)))
    show_anew()


def _by(actor: Actor) -> dict[str, Any]:
    return {"actor_id": actor.id, "role": actor.standing(Role.ADMIN, Role.SYSTEM)}
