"""The board: a meeting as everyone in it sees it now - agenda, queue, polls - in five queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import User
from forum.core import clock
from forum.core.db import db
from forum.discussions.voices import badge
from forum.meetings import queries, standing
from forum.meetings.models import (
    AgendaItem,
    Assignment,
    ItemPoll,
    ItemState,
    Meeting,
    SpeakerEntry,
    SpeakerState,
)
from forum.polls.models import Poll, PollState
from forum.polls.outcome import Outcome, outcome_of

SHOWN = (*queries.IN_LINE, SpeakerState.DONE)
_NEARNESS = {SpeakerState.SPEAKING: 0, SpeakerState.CALLED: 1, SpeakerState.WAITING: 2}


@dataclass(frozen=True)
class Speaker:
    """A raised hand with the public name of its person."""

    entry: SpeakerEntry
    name: str
    role: str | None = None  # in which they raised it, where everyone is to know
    unit: str | None = None

    @property
    def badge(self) -> str | None:
        """The words beside the name; None for a resident."""
        return badge(self.role, self.unit)

    @property
    def label(self) -> str:
        """Name and role, for a line of text."""
        return f"{self.name} ({self.badge})" if self.badge else self.name

    @property
    def initials(self) -> str:
        words = self.name.replace(".", " ").split()
        return "".join(word[0] for word in words[:2]).upper()


@dataclass(frozen=True)
class ItemVote:
    """A poll and the item it belongs to."""

    poll: Poll
    item_id: int


@dataclass(frozen=True)
class Note:
    """Something that came out: the outcome of an item, or the result of a poll."""

    at: datetime | None
    item: AgendaItem | None = None
    poll: Poll | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Board:
    """Everything public about a meeting; texts and names as they are now."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    speakers: Sequence[Speaker]
    votes: Sequence[ItemVote]

    @property
    def current(self) -> AgendaItem | None:
        return next((item for item in self.items if item.state in queries.CURRENT), None)

    @property
    def following(self) -> AgendaItem | None:
        """What comes next on the agenda."""
        waiting = (ItemState.ACCEPTED, ItemState.READY)
        return next((item for item in self.items if item.state in waiting), None)

    @property
    def notes(self) -> list[Note]:
        """Outcomes and published results, the latest first."""
        done = [item for item in self.items if item.state is ItemState.DONE]
        notes = [Note(item.done_at, item=item) for item in done]
        for vote in self.published:
            poll = vote.poll
            notes.append(Note(poll.published_at, poll=poll, outcome=outcome_of(poll)))
        return sorted(notes, key=lambda note: note.at or clock.now(), reverse=True)

    @property
    def votes_by_urgency(self) -> list[ItemVote]:
        """What needs someone's hand first, then what can be opened, then what is settled."""
        return sorted(self.votes, key=lambda vote: (_urgency(vote.poll.state), vote.poll.id))

    def item(self, item_id: int) -> AgendaItem:
        return next(item for item in self.items if item.id == item_id)

    def number(self, item: AgendaItem) -> int:
        """Its place on the agenda, from one."""
        return [each.id for each in self.items].index(item.id) + 1

    def line(self, item: AgendaItem | None) -> list[Speaker]:
        """Who speaks at this item, who was called, who waits, each as they raised the hand."""
        speakers = self._at(item, *queries.IN_LINE)
        return sorted(speakers, key=lambda speaker: _NEARNESS[speaker.entry.state])

    def waiting(self, item: AgendaItem | None) -> list[Speaker]:
        return self._at(item, SpeakerState.WAITING)

    def speaking(self, item: AgendaItem | None) -> Speaker | None:
        return next(iter(self._at(item, SpeakerState.SPEAKING)), None)

    def heard(self, item: AgendaItem) -> list[Speaker]:
        return self._at(item, SpeakerState.DONE)

    def polls(self, item: AgendaItem | None) -> list[Poll]:
        if item is None:
            return []
        return [vote.poll for vote in self.votes if vote.item_id == item.id]

    @property
    def undecided(self) -> list[Poll]:
        """Polls that were opened and not yet published."""
        return [vote.poll for vote in self.votes if vote.poll.state in queries.UNDECIDED]

    @property
    def poll_at_hand(self) -> Poll | None:
        """What the room looks at: an undecided poll of the item, else its latest, else the last.

        Between two items the result that was published last stays in sight.
        """
        here = self.polls(self.current)
        undecided = [poll for poll in here if poll.state in queries.UNDECIDED]
        decided = [poll for poll in here if poll.state is PollState.PUBLISHED]
        if undecided or here:
            return (undecided or [*decided[-1:], *here])[0]
        return self.published[-1].poll if self.published and self.current is None else None

    @property
    def published(self) -> list[ItemVote]:
        """Polls with a public result, in the order of publication."""
        found = [vote for vote in self.votes if vote.poll.state is PollState.PUBLISHED]
        return sorted(found, key=lambda v: (v.poll.published_at or clock.now(), v.poll.id))

    def names(self, *assignments: Assignment) -> list[str]:
        rows = [row for row in self.meeting.staff if row.assignment in assignments]
        return [row.user.public_name for row in sorted(rows, key=lambda row: row.id)]

    def _at(self, item: AgendaItem | None, *states: SpeakerState) -> list[Speaker]:
        if item is None:
            return []
        return [
            speaker
            for speaker in self.speakers
            if speaker.entry.item_id == item.id and speaker.entry.state in states
        ]


def _urgency(state: PollState) -> int:
    if state in queries.UNDECIDED:
        return 0
    return 1 if state is PollState.ARMED else 2


def board_of(meeting_id: int) -> Board:
    """The board as it is now, whoever asks: for rooms. Its staff is not loaded."""
    statement = (
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(joinedload(Meeting.unit))
        .execution_options(populate_existing=True)
    )
    return read_board(db.session.scalars(statement).one())


def read_board(meeting: Meeting) -> Board:
    """The board of a meeting whose unit, and for its names also the staff, are loaded."""
    return Board(meeting, _items(meeting.id), _speakers(meeting.id), _votes(meeting.id))


def _items(meeting_id: int) -> Sequence[AgendaItem]:
    statement = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()


def _speakers(meeting_id: int) -> Sequence[Speaker]:
    statement = (
        select(SpeakerEntry, User.public_name, *standing.columns())
        .join(User, User.id == SpeakerEntry.person_id)
        .join(AgendaItem, AgendaItem.id == SpeakerEntry.item_id)
        .where(AgendaItem.meeting_id == meeting_id, SpeakerEntry.state.in_(SHOWN))
        .order_by(SpeakerEntry.raised_at, SpeakerEntry.id)
        .execution_options(populate_existing=True)
    )
    return [Speaker(*row) for row in db.session.execute(statement)]


def _votes(meeting_id: int) -> Sequence[ItemVote]:
    statement = (
        select(Poll, ItemPoll.item_id)
        .join(ItemPoll, ItemPoll.poll_id == Poll.id)
        .join(AgendaItem, AgendaItem.id == ItemPoll.item_id)
        .where(AgendaItem.meeting_id == meeting_id, Poll.state != PollState.DRAFT)
        .options(selectinload(Poll.options))
        .order_by(Poll.id)
        .execution_options(populate_existing=True)
    )
    return [ItemVote(poll, item_id) for poll, item_id in db.session.execute(statement)]
