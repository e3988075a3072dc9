"""What can happen to files. Who uploaded one is not said: its holder may be anonymous."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class FilesAttached(Event):
    holder: str
    holder_id: int
    attachment_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FilesRemoved(Event):
    """They had been attached, and are gone for good."""

    holder: str
    holder_id: int
    attachment_ids: tuple[int, ...]
