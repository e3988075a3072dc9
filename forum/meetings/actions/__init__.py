"""What can be done to a citizen forum, by a person or by the clock.

Rows are held in one order everywhere: the meeting, then an item, then its poll or a hand.
"""

from forum.meetings.actions.agenda import (
    add_item,
    edit_item,
    make_ready,
    move_item,
    remove_item,
)
from forum.meetings.actions.deciding import (
    attach_poll,
    close_item_poll,
    follow_poll,
    open_item_poll,
    publish_item_poll,
)
from forum.meetings.actions.planning import (
    Plan,
    draft_meeting,
    edit_meeting,
    schedule_meeting,
)
from forum.meetings.actions.refusals import (
    AnotherItemActive,
    ItemNotReady,
    NotClosing,
    NotComplete,
    NotInLine,
    NotLive,
    NotPlannable,
    NotScheduled,
    NotTheirTurn,
    QueueClosed,
    StillOpen,
)
from forum.meetings.actions.running import (
    activate_item,
    end_meeting,
    finish_item,
    finish_meeting,
    finish_those_that_ended,
    open_meeting,
)
from forum.meetings.actions.speaking import (
    call_speaker,
    finish_speaking,
    lower_hand,
    raise_hand,
    remove_hand,
    start_speaking,
)

__all__ = [
    "AnotherItemActive",
    "ItemNotReady",
    "NotClosing",
    "NotComplete",
    "NotInLine",
    "NotLive",
    "NotPlannable",
    "NotScheduled",
    "NotTheirTurn",
    "Plan",
    "QueueClosed",
    "StillOpen",
    "activate_item",
    "add_item",
    "attach_poll",
    "call_speaker",
    "close_item_poll",
    "draft_meeting",
    "edit_item",
    "edit_meeting",
    "end_meeting",
    "finish_item",
    "finish_meeting",
    "finish_speaking",
    "finish_those_that_ended",
    "follow_poll",
    "lower_hand",
    "make_ready",
    "move_item",
    "open_item_poll",
    "open_meeting",
    "publish_item_poll",
    "raise_hand",
    "remove_hand",
    "remove_item",
    "schedule_meeting",
    "start_speaking",
]
