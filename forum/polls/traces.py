"""What is kept of a person's part in polls: to give, and to erase.

Ballots stay under the number of the account: a count must not change afterwards.
"""

import re

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum.accounts import traces
from forum.core.db import db, lock
from forum.polls.models import Ballot, Poll
from forum.privacy.naming import names_of


@traces.exports("suara")
def export_ballots(user_id: int) -> traces.Rows:
    """With the choices: they are the person's own, whoever else may see them."""
    ballots = db.session.execute(
        select(Ballot, Poll)
        .join(Poll, Poll.id == Ballot.poll_id)
        .where(Ballot.voter_id == user_id)
        .options(selectinload(Poll.options))
        .order_by(Ballot.id)
    ).all()
    return [
        {
            "pemungutan": poll.question,
            "pilihan": _said(ballot, poll),
            "pada": ballot.cast_at.isoformat(timespec="seconds"),
            "tanda terima": ballot.number,
        }
        for ballot, poll in ballots
    ]


def _said(ballot: Ballot, poll: Poll) -> str:
    """The paper with the words of its options in the place of their ids."""
    labels = {str(option.id): option.label for option in poll.options}
    return re.sub(r"(?<![:\d])\d+", lambda found: labels.get(found[0], found[0]), ballot.paper)


@traces.erases
def take_the_name_out(user_id: int) -> None:
    """Polls they put up as staff stay; the name goes out of what they wrote there."""
    names = names_of(user_id)
    polls = db.session.scalars(
        select(Poll)
        .where(Poll.author_id == user_id)
        .options(selectinload(Poll.options))
        .order_by(Poll.id)
    ).all()
    for poll in polls:
        texts = [poll.question, poll.description]
        texts += [text for option in poll.options for text in (option.label, option.hint)]
        if not any(names.stand_in(text) for text in texts):
            continue
        options = list(poll.options)
        lock(poll)
        poll.question = names.mask(poll.question)[:300]
        poll.description = names.mask(poll.description)
        for option in options:
            option.label = names.mask(option.label)[:200]
            option.hint = names.mask(option.hint)[:300]
        poll.version += 1
