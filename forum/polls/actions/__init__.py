"""What can be done to a poll, by a person or by the clock."""

from forum.polls.actions.drafting import Terms, arm_poll, draft_poll, draft_round, edit_poll
from forum.polls.actions.running import (
    GRACE,
    CountsDiffer,
    annul_poll,
    close_overdue_polls,
    close_poll,
    count_ballots,
    count_poll,
    count_sealed_polls,
    end_graces,
    extend_poll,
    open_poll,
    publish_poll,
    seal_poll,
    state_outcome,
)
from forum.polls.actions.steps import WrongMoment
from forum.polls.actions.voting import (
    AlreadyRecorded,
    NotEntitled,
    PollNotOpen,
    Receipt,
    cast_ballot,
)

__all__ = [
    "GRACE",
    "AlreadyRecorded",
    "CountsDiffer",
    "NotEntitled",
    "PollNotOpen",
    "Receipt",
    "Terms",
    "WrongMoment",
    "annul_poll",
    "arm_poll",
    "cast_ballot",
    "close_overdue_polls",
    "close_poll",
    "count_ballots",
    "count_poll",
    "count_sealed_polls",
    "draft_poll",
    "draft_round",
    "edit_poll",
    "end_graces",
    "extend_poll",
    "open_poll",
    "publish_poll",
    "seal_poll",
    "state_outcome",
]
