"""What can be flagged: the folders that own content say here how it is found and hidden."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from forum.core.actor import Actor
from forum.core.errors import NotFound


@dataclass(frozen=True)
class Content:
    """A piece of content as a moderator sees it."""

    id: int
    author_id: int
    author: str
    html: str  # the whole of it, clean
    title: str  # of what it stands in
    url: str  # where it stands
    created_at: datetime
    is_hidden: bool
    role: str | None = None  # in words, where it was not written as a resident


class Subject(Protocol):
    """One kind of content."""

    def find(self, viewer: Actor, content_id: int) -> Content:
        """What this viewer may see and so may flag; NotFound otherwise."""

    def load(self, ids: Iterable[int]) -> Mapping[int, Content]:
        """For moderators: all of these, in a fixed number of queries."""

    def written_by(self, user_id: int) -> Iterable[int]:
        """The ids of what this person wrote."""

    def hide(self, actor: Actor, content_id: int, *, ground: str) -> None:
        """Inside the transaction of the decision."""

    def restore(self, actor: Actor, content_id: int) -> None:
        """Inside the transaction of the decision."""


Made = TypeVar("Made", bound=type[Subject])
SUBJECTS: dict[str, Subject] = {}


def subject(kind: str) -> Callable[[Made], Made]:
    """Register a kind of content under the name that cases keep."""

    def register(made: Made) -> Made:
        SUBJECTS[kind] = made()
        return made

    return register


def subject_of(kind: str) -> Subject:
    if kind not in SUBJECTS:
        raise NotFound("subject")
    return SUBJECTS[kind]
