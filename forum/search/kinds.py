"""What can be found: the folders that own it say here how it is read, and by whom.

A kind lives above this folder and registers itself, as with `moderation.subject`. Whether
somebody may find a thing is asked of the thing itself, in the very statement that searches:
the index keeps no copy of a right, so it cannot be behind.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.actor import Actor
from forum.core.db import db
from forum.core.models import Base

RefId = ColumnElement[int] | InstrumentedAttribute[int]  # which thing, for a condition


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the index is to keep of one thing. No name: whose it is, is asked of the thing.

    `also` are words by which it is found, but which stand elsewhere on its page: its number,
    its place. `group_id` is the issue that it belongs to.
    """

    ref_id: int
    at: datetime
    title: str = ""
    text: str = ""
    also: str = ""
    group_id: int | None = None
    state: str | None = None
    area_id: int | None = None
    unit_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """A thing in a list of results, as the one who asked may see it.

    `text` is what the excerpt is cut from. `status` is a look, an icon and a word.
    """

    title: str
    text: str
    url: str
    at: datetime
    status: tuple[str, str, str] | None = None
    facts: Sequence[str] = ()
    within: str | None = None  # the title of what it stands in
    by: str | None = None


@dataclass(frozen=True)
class Watch:
    """Which things have to be written into the index anew when a row of a table changes.

    Only these columns matter; a new row and one that goes always do. `refs(row)` names the
    things, or is a statement that selects their ids.
    """

    table: type[Base]
    columns: tuple[str, ...]
    refs: Callable[[Any], Iterable[int | None] | Select[Any]]


class Kind(ABC):
    """One kind of thing that is found. `number` (1 to 15) is part of its rows' keys for good.

    `tables` are the one of the things themselves, then those that `indexed` and `shown_to` join.
    """

    number: int
    tables: tuple[Any, ...]
    watches: Sequence[Watch]

    label: Any  # what many of them are called, for a filter; lazily translated
    one: Any  # what one of them is called

    @abstractmethod
    def indexed(self) -> Select[Any]:
        """The ids of all that is in the index; drafts, for one, are not."""

    @abstractmethod
    def shown_to(self, viewer: Actor) -> Select[Any]:
        """The ids of those that this viewer may find."""

    @abstractmethod
    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        """Those of these things that are in the index."""

    @abstractmethod
    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        """For a page of results, in a fixed number of queries."""

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool] | None:
        """Which are the viewer's own; None where nobody's are."""
        return None

    def visible_to(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool]:
        """Whether this viewer may find the thing, as a condition of the statement that searches."""
        shown = self.shown_to(viewer).where(self.tables[0].id == ref_id)
        # The offset changes nothing but this: PostgreSQL would read everything that the viewer
        # may see into memory first, to look each of the few results up in that.
        return shown.correlate_except(*self.tables).offset(0).exists()

    def refs(self, after: int, limit: int) -> Sequence[int]:
        """Ids of what is there, in their order: to build the index anew."""
        own = self.tables[0].id
        statement = self.indexed().where(own > after).order_by(own).limit(limit)
        return db.session.scalars(statement).all()


@dataclass(frozen=True)
class State:
    """States that people look for together, across all kinds."""

    label: Callable[[], str]
    states: tuple[str, ...] = field(default=())


Made = TypeVar("Made", bound=type[Kind])
KINDS: dict[str, Kind] = {}
STATES: dict[str, State] = {}
_categories: list[Callable[[], Mapping[int, str]]] = []


def kind(name: str) -> Callable[[Made], Made]:
    """Register a kind under the name that its rows keep."""

    def register(made: Made) -> Made:
        one = made()
        taken = {each.number for each_name, each in KINDS.items() if each_name != name}
        assert 1 <= one.number <= 15, f"{name}: the number does not fit into a key"
        assert one.number not in taken, f"{name}: another kind has this number"
        KINDS[name] = one
        return made

    return register


def states(key: str, label: Callable[[], str], *which: str) -> None:
    """Let people filter by these states; a second call under a key adds to the first."""
    before = STATES.get(key)
    known = before.states if before else ()
    STATES[key] = State(
        before.label if before else label, tuple(dict.fromkeys([*known, *which]))
    )


def categories(function: Callable[[], Mapping[int, str]]) -> Callable[[], Mapping[int, str]]:
    """Register what categories are called, in the language in force: `() -> {id: name}`."""
    _categories.append(function)
    return function


def category_names() -> dict[int, str]:
    return {key: name for function in _categories for key, name in function().items()}
