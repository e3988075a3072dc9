"""The names of what can be followed and belongs to the floors below: people and areas."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from forum.accounts.models import User
from forum.city.models import Area
from forum.core.actor import Actor
from forum.core.db import db
from forum.notifications.matters import Shown, matter
from forum.notifications.models import Matter


@matter(Matter.PERSON)
def people(_viewer: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
    """Everyone who has a page of their own."""
    rows = db.session.execute(
        select(User.id, User.public_name).where(
            User.id.in_(ids), User.active, User.erased_at.is_(None)
        )
    )
    return {row.id: Shown(row.public_name, f"/warga/{row.id}") for row in rows}


@matter(Matter.AREA)
def areas(_viewer: Actor, ids: Collection[int]) -> Mapping[int, Shown]:
    rows = db.session.execute(
        select(Area.id, Area.name, Area.code, Area.level).where(Area.id.in_(ids))
    )
    return {row.id: Shown(row.name, f"/isu?wilayah={row.code}") for row in rows}
