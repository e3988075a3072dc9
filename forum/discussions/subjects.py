"""What a discussion can be about: the folders above say so here, and discussions ask them.

A subject serves, below the address of its page, what people do with posts: `balas`,
`kiriman/<post>` (leads to the post), `kiriman/<post>/` with `dukung`, `lapor`, `setuju`,
`sunting`, `riwayat`, `hapus` and `sematkan`, and for the whole thread `pro-kontra` and `teks`.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement

from forum.core.actor import Actor
from forum.live import View


class Subject(Protocol):
    """One kind of matter that has discussions."""

    def visible_to(self, viewer: Actor) -> ColumnElement[bool]:
        """Which of its threads this viewer may know of: a condition on `Thread`."""

    def url(self, thread_id: int) -> str:
        """The page on which the thread is read."""

    def takes_arguments(self, thread_id: int) -> bool:
        """Whether people take sides in it: a proposal is argued about, a broken lamp is not."""

    def state(self, thread_id: int) -> View:
        """What its room is told of the matter itself, for a whole state."""


Made = TypeVar("Made", bound=type[Subject])
SUBJECTS: dict[str, Subject] = {}


def subject(name: str) -> Callable[[Made], Made]:
    """Register the kind of matter named by `Thread.subject`."""

    def register(kind: Made) -> Made:
        SUBJECTS[name] = kind()
        return kind

    return register
