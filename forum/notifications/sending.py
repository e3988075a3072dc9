"""The worker's round: whose mail is due, and off it goes."""

import logging
import smtplib
import time
from collections.abc import Sequence

from forum.accounts.actions import note_refusal
from forum.core import clock
from forum.core.db import db
from forum.core.mail import Postman, Refused
from forum.core.worker import every
from forum.notifications import actions, letters, queries, schedule
from forum.notifications.actions.mailing import Claim

log = logging.getLogger(__name__)

AT_ONCE = 100  # mails made from one set of queries
ROUND = 10.0  # seconds: then others who wait for the worker have their turn


@every(20)
def send_due(budget: float = ROUND) -> int:
    """Send what is due for about so many seconds; how many mails went out."""
    sent, end = 0, time.monotonic() + budget
    with Postman() as postman:
        while claims := actions.claim(AT_ONCE):
            sent += _send(postman, claims)
            if time.monotonic() >= end:
                break
    return sent


def _send(postman: Postman, claims: Sequence[Claim]) -> int:
    people = {claim.user_id for claim in claims}
    readers = queries.readers(people)
    wishes, rows = queries.wishes_of(people), queries.waiting_rows(people)
    made = letters.compose(claims, readers, rows, wishes)
    addresses = {user.id: user.email for user in readers.values() if queries.takes_mail(user)}
    told = {
        claim: [row.id for row in rows.get((claim.user_id, claim.lane), ())] for claim in claims
    }
    db.session.rollback()  # what was read is in hand: no transaction stays open while we send
    sent = 0
    for claim in claims:
        address = addresses.get(claim.user_id)
        if address is None or claim.user_id not in wishes:
            actions.give_up(claim)
            continue
        now = clock.now()
        quiet_until = schedule.after_quiet_hours(now, wishes[claim.user_id])
        if quiet_until > now:
            actions.put_off(claim, quiet_until)
            continue
        letter = made.get(claim)
        if letter is not None and not _one(postman, claim, address, letter):
            continue
        sent += letter is not None
        actions.finish(claim, told[claim])
    return sent


def _one(postman: Postman, claim: Claim, address: str, letter: letters.Letter) -> bool:
    """False where it did not go out, and that is seen to."""
    try:
        postman.send(
            address,
            letter.subject,
            letter.text,
            html=letter.html,
            headers=letter.headers,
            number=claim.number,
        )
    except Refused:
        note_refusal(address)
        actions.give_up(claim)
        return False
    except (smtplib.SMTPException, OSError) as error:
        log.warning("mail %s not taken: %s", claim.number, type(error).__name__)
        actions.put_off(claim)
        return False
    return True
