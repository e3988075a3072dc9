"""Whose name stands under a post: the one place that decides it.

Pages, lists, feeds, exports, rooms and moderators all ask here. Of an anonymous post neither
name nor id leaves the database, and the kelurahan only where enough people live: the only
account of a village would be known by it.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Label, case, null, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.city.models import Area
from forum.discussions.models import Post

FEWEST = 5  # active people in a kelurahan, from which on it may stand beside "Warga"


@dataclass(frozen=True)
class Author:
    """An author as everyone may know them. Without a name: someone who writes unnamed."""

    id: int | None
    name: str | None
    area: str | None = None  # only of the unnamed

    @property
    def label(self) -> str:
        """In the language in force."""
        if self.name is not None:
            return self.name
        return _("Warga, %(area)s", area=self.area) if self.area else _("Warga")

    @property
    def initials(self) -> str:
        words = (self.name or _("Warga")).replace(".", " ").split()
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def url(self) -> str | None:
        """Where everyone reads what they wrote; nowhere for the unnamed and those who left."""
        return f"/warga/{self.id}" if self.id is not None else None

    @property
    def data(self) -> dict[str, Any]:
        """For programs, free of the language of pages."""
        return {
            "author": self.name,
            "anonymous": self.name is None,
            "author_area": self.area,
        }


def columns(post: Any, person: Any, name: str = "author") -> tuple[Label[Any], ...]:
    """What a statement must ask for `author_in(row, name)`. `person` is joined by author_id."""
    known = person.erased_at.is_(None) & post.is_anonymous.is_(False)
    return (
        case((known, person.id), else_=null()).label(f"{name}_id"),
        case((post.is_anonymous, null()), else_=person.public_name).label(f"{name}_name"),
        case((post.is_anonymous, _area(person)), else_=null()).label(f"{name}_area"),
    )


def author_in(row: Any, name: str = "author") -> Author:
    return Author(
        getattr(row, f"{name}_id"), getattr(row, f"{name}_name"), getattr(row, f"{name}_area")
    )


def for_moderators(post: Post) -> str:
    """Moderators judge words, not people: of an anonymous post they see no name either."""
    return _("Warga (anonim)") if post.is_anonymous else post.author.public_name


def shown_name(post: Post) -> str:
    """For a sentence about a post whose author is loaded."""
    return _("Warga") if post.is_anonymous else post.author.public_name


def _area(person: Any) -> ColumnElement[str]:
    neighbour, home = aliased(User), aliased(Area)
    fifth = (
        select(neighbour.id)
        .where(neighbour.area_id == home.id, neighbour.active, neighbour.erased_at.is_(None))
        .offset(FEWEST - 1)
        .limit(1)
        .correlate(home)
        .scalar_subquery()
    )
    found = select(home.name).where(home.id == person.area_id, fifth.is_not(None))
    return found.correlate(person).scalar_subquery()
