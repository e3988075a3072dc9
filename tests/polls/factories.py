"""Polls for tests: `PollFactory()` is open, with two options and no end."""

from typing import Any

import factory

from forum.core import clock
from forum.core.db import atomic, db, lock
from forum.polls import electorate
from forum.polls.actions import count_ballots, count_sealed_polls, end_graces
from forum.polls.models import Ballot, Option, Poll, PollState
from forum.polls.rules import checked_params
from tests.accounts.factories import UserFactory
from tests.factories import Factory


class OptionFactory(Factory):
    class Meta:
        model = Option

    position = factory.Sequence(int)
    label = factory.Sequence(lambda n: f"Pilihan {n}")
    hint = ""


class PollFactory(Factory):
    """Ask for `state=`, `size=` (number of options) or `labels=` to differ.

    It takes latecomers: people made later in the test may vote, too. See `frozen`.
    """

    class Meta:
        model = Poll

    class Params:
        draft = factory.Trait(state=PollState.DRAFT, opened_at=None)
        armed = factory.Trait(state=PollState.ARMED, opened_at=None)
        counting = factory.Trait(
            state=PollState.COUNTING, closed_at=factory.LazyFunction(clock.now)
        )

    question = "Jam berapa layanan KTP-el sebaiknya dibuka?"
    method = "plurality"
    takes_latecomers = True
    state = PollState.OPEN
    opened_at = factory.LazyFunction(clock.now)
    entitled = 10
    size = 2
    labels: Any = ()

    @classmethod
    def _create(cls, model_class: type[Poll], *args: Any, **kwargs: Any) -> Poll:
        size, labels = kwargs.pop("size"), kwargs.pop("labels")
        if "author" in kwargs:
            kwargs["author_id"] = kwargs.pop("author").id
        elif "author_id" not in kwargs:
            kwargs["author_id"] = UserFactory(facilitator=True).id
        words = labels or [f"Pilihan {n}" for n in range(1, size + 1)]
        options = [Option(position=n, label=label, hint="") for n, label in enumerate(words)]
        kwargs.setdefault("params", {})
        kwargs.setdefault("seed", "undian")
        poll = super()._create(model_class, *args, options=options, **kwargs)
        if poll.state is not PollState.DRAFT:
            poll.params = checked_params(poll.method, poll.params, poll.options)
            db.session.flush()
        assert isinstance(poll, Poll)
        return poll


class BallotFactory(Factory):
    """A ballot in the box; give `poll` and, by its place on the paper, the `choice`."""

    class Meta:
        model = Ballot

    ballot_id = factory.Sequence(lambda n: f"ballot-{n}")
    cast_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model_class: type[Ballot], *args: Any, **kwargs: Any) -> Ballot:
        poll, choice = kwargs.pop("poll"), kwargs.pop("choice", 0)
        voter = kwargs.pop("voter", None) or UserFactory()
        poll.ballot_count += 1
        ballot = super()._create(
            model_class,
            *args,
            poll_id=poll.id,
            voter_id=voter.id,
            paper=str(poll.options[choice].id),
            number=poll.ballot_count,
            **kwargs,
        )
        assert isinstance(ballot, Ballot)
        return ballot


def frozen(poll: Poll) -> Poll:
    """Its list is made of who fits now; nobody enters it later."""
    poll.takes_latecomers = False
    electorate.freeze(poll)
    db.session.flush()
    return poll


def sealed(poll: Poll) -> Poll:
    """It was closed, and its grace is over: it is being counted."""
    with atomic():
        lock(poll)
        poll.grace_until = clock.now()
    end_graces()
    return poll


def seal_and_count(poll: Poll) -> Poll:
    """It was closed, and a while has passed: the worker has counted it."""
    sealed(poll)
    count_sealed_polls()
    return poll


def with_ballots(poll: Poll, *votes: int) -> Poll:
    """Put so many ballots for each option of the paper into the box."""
    for choice, times in enumerate(votes):
        for _vote in range(times):
            BallotFactory(poll=poll, choice=choice)
    return poll


def counted(*votes: int, state: PollState = PollState.PUBLISHED, **more: Any) -> Poll:
    """A poll with so many ballots for each option, and their result."""
    size = {} if "labels" in more or "size" in more else {"size": max(2, len(votes))}
    poll = with_ballots(PollFactory(state=state, **size, **more), *votes)
    poll.params = checked_params(poll.method, poll.params, poll.options)
    db.session.flush()
    poll.result = count_ballots(poll)
    db.session.flush()
    return poll
