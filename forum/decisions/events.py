"""What can be decided, promised and confirmed."""

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswerPublished(Event):
    issue_id: int
    answer_id: int


@dataclass(frozen=True, kw_only=True)
class CommitmentNoted(Event):
    """Something was told about a promise. `kind` is a `models.NoteKind`."""

    issue_id: int
    commitment_id: int
    note_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class CommitmentLate(Event):
    """The promised day is over, and it is not done."""

    issue_id: int
    commitment_id: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    """An issue was declared done; its reporter is asked whether it is."""

    issue_id: int
    closing_id: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationGiven(Event):
    """The reporter spoke, or the time to speak is over. `verdict` is a `models.Verdict`."""

    issue_id: int
    closing_id: int
    verdict: str
