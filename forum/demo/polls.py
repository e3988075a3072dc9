"""The demo's polls and who has voted in them."""

import hashlib
from datetime import datetime, timedelta

from forum.core.db import db
from forum.demo.content import Row, rows
from forum.demo.known import Known, first_line
from forum.polls import electorate, rules
from forum.polls.actions import count_ballots
from forum.polls.models import Ballot, Option, Poll, PollState


def add_poll(known: Known, row: Row, now: datetime, *, tag: str = "") -> None:
    state = PollState(row["state"])
    opened = (
        None if row["opened_days_ago"] is None else now - timedelta(days=row["opened_days_ago"])
    )
    closes = (
        None if row["closes_in_days"] is None else now + timedelta(days=row["closes_in_days"])
    )
    closed = closes if state in (PollState.CLOSED, PollState.PUBLISHED) else None
    poll = Poll(
        question=row["question"],
        description=row["text"] or "",
        state=state,
        area_id=known.areas[row["area"]].id if row["area"] else None,
        unit_id=known.unit_id(row["organiser"]),
        author_id=known.person("fasilitator").id,
        opened_at=opened,
        closes_at=closes,
        closed_at=closed,
        published_at=closed + timedelta(minutes=2)
        if closed and state is PollState.PUBLISHED
        else None,
        created_at=opened or now,
    )
    poll.options = [
        Option(position=index, label=option["label"], hint=option["hint"] or "")
        for index, option in enumerate(row["options"])
    ]
    known.add("poll", row["key"] + tag, poll)
    known.rows["poll", row["key"]] = poll
    if state is not PollState.DRAFT:
        poll.params = rules.checked_params(poll.method, {}, poll.options)
        poll.seed = hashlib.sha256(row["key"].encode()).hexdigest()
    if opened:
        electorate.freeze(poll)
    _ballots(known, poll, row)
    if state in (PollState.CLOSED, PollState.PUBLISHED):
        poll.result = count_ballots(poll)
    if state is not PollState.DRAFT:
        first_line(f"poll:{poll.id}", "PollArmed", None, {"poll_id": poll.id}, poll.created_at)


def _ballots(known: Known, poll: Poll, row: Row) -> None:
    """Which resident chose what follows from the poll's key: the same at every filling.

    The accounts that people try out (`warga…`) vote in nothing, so that they still can.
    """
    residents = [
        person["key"]
        for person in rows("people")
        if person["role"] == "resident"
        and person["verified"] == "ktp"
        and not person["email"].endswith("@betang.example")
        and row["area"] in (None, person["area"])
    ]
    order = sorted(
        residents, key=lambda key: hashlib.sha256(f"{row['key']}:{key}".encode()).hexdigest()
    )
    choices = [int(index) for index, count in row["votes"].items() for _vote in range(count)]
    if len(choices) > len(order):
        order += [f"warga{n}" if n > 1 else "warga" for n in range(2, 9)]
    start = poll.opened_at or known.now
    end = poll.closed_at or known.now
    voters = [known.person(key) for key in order[: len(choices)]]
    step = (end - start) / (len(choices) + 1)
    for number, (voter, choice) in enumerate(zip(voters, choices, strict=True), 1):
        ballot_id = hashlib.sha256(f"{poll.id}:{voter.id}".encode()).hexdigest()[:32]
        db.session.add(
            Ballot(
                poll_id=poll.id,
                voter_id=voter.id,
                ballot_id=ballot_id,
                paper=str(poll.options[choice].id),
                number=number,
                cast_at=start + step * number,
            )
        )
    poll.ballot_count = len(choices)
    db.session.flush()
