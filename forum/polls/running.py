"""The running tally of a poll that shows it: kept with every ballot, never counted anew.

One number an option: how often it was chosen, the sum of its marks, or how often it was ranked
first. What a vote costs does not grow with the votes that are in. At the close the full count is
made as for every poll; these numbers decide nothing.
"""

from collections.abc import Mapping

from sqlalchemy import update

from forum.core.db import db
from forum.polls import papers
from forum.polls.models import Disclosure, Option, Poll
from forum.polls.shapes import Paper, paper_of


def worth(poll: Poll, paper: str) -> Mapping[str, int]:
    """What a ballot adds to the running number of each option, by its id."""
    marks = papers.marks_in(poll, paper)
    kind = paper_of(poll.method)
    if kind in (Paper.CHOICE, Paper.APPROVAL, Paper.PROJECTS):
        return dict.fromkeys(marks.chosen - {""}, 1)
    if kind is Paper.RANK:
        return {one: 1 for one, place in marks.numbers.items() if place == "1"}
    return {one: int(mark) for one, mark in marks.numbers.items()}


def keep(poll: Poll, paper: str, before: str | None = None) -> None:
    """Note a ballot that was cast, perhaps in the place of one; the poll is held."""
    if poll.disclosure is not Disclosure.TALLY:
        return
    change = dict(worth(poll, paper))
    for one, number in worth(poll, before).items() if before is not None else ():
        change[one] = change.get(one, 0) - number
    for one, number in sorted(change.items()):
        if number:
            db.session.execute(
                update(Option)
                .where(Option.id == int(one), Option.poll_id == poll.id)
                .values(running=Option.running + number)
                .execution_options(synchronize_session=False)
            )
