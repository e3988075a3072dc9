"""What can be decided."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswerPublished(Event):
    issue_id: int
    answer_id: int
