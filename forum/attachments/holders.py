"""What files can belong to: the folders above say so here, and are asked who may see them."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from forum.core.actor import Actor


class Holder(Protocol):
    """One kind of thing that has files."""

    def may_see(self, viewer: Actor, holder_id: int) -> bool:
        """Whether this viewer may see its files now; False also where there is no such thing."""

    def changed(self, holder_id: int) -> None:
        """Files of it went away: what is kept of its page is outdated. In the transaction."""


Made = TypeVar("Made", bound=type[Holder])
HOLDERS: dict[str, Holder] = {}


def holder(name: str) -> Callable[[Made], Made]:
    """Register the kind of thing named by `Attachment.holder`."""

    def register(kind: Made) -> Made:
        HOLDERS[name] = kind()
        return kind

    return register
