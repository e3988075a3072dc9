"""What the demo does."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DemoFilled(Event):
    size: str


@dataclass(frozen=True, kw_only=True)
class DemoSessionBegun(Event):
    meeting_id: int
