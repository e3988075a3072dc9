"""What can happen to a citizen forum."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(Event):
    """Everything that happens to a citizen forum."""

    meeting_id: int


@dataclass(frozen=True, kw_only=True)
class MeetingDrafted(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(MeetingEvent):
    """Title, time, place or agenda was edited before the session."""


@dataclass(frozen=True, kw_only=True)
class MeetingScheduled(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MeetingEnded(MeetingEvent):
    """The last words are said; closing begins."""


@dataclass(frozen=True, kw_only=True)
class MinutesDrafted(MeetingEvent):
    """The session is finished; its draft minutes are there."""


@dataclass(frozen=True, kw_only=True)
class ItemEvent(MeetingEvent):
    """Everything that happens to an agenda item."""

    item_id: int


@dataclass(frozen=True, kw_only=True)
class ItemReady(ItemEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ItemActivated(ItemEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ItemDeciding(ItemEvent):
    """Its poll was opened."""


@dataclass(frozen=True, kw_only=True)
class ItemResumed(ItemEvent):
    """Its poll was published; the item is active again."""


@dataclass(frozen=True, kw_only=True)
class ItemDone(ItemEvent):
    """Finished with an outcome."""


@dataclass(frozen=True, kw_only=True)
class PollAttached(ItemEvent):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class SpeakerEvent(ItemEvent):
    """Everything that happens to a raised hand."""

    entry_id: int


@dataclass(frozen=True, kw_only=True)
class HandRaised(SpeakerEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class HandLowered(SpeakerEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SpeakerCalled(SpeakerEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SpeakerStarted(SpeakerEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SpeakerFinished(SpeakerEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class SpeakerRemoved(SpeakerEvent):
    pass
