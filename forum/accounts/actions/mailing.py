"""Addresses that take no mails."""

from sqlalchemy import update

from forum.accounts import policy
from forum.accounts.events import MailRefused, MailTriedAgain
from forum.accounts.models import User
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.outbox import record
from forum.core.policy import require


@atomic()
def note_refusal(address: str) -> None:
    """The mail server of this address refused us for good: no more mails, and the person is told
    on the pages. Mails with codes that somebody asks for are still tried.
    """
    found = db.session.scalar(
        update(User)
        .where(User.email == address, User.mail_refused_at.is_(None))
        .values(mail_refused_at=clock.now())
        .returning(User.id)
        .execution_options(synchronize_session="fetch")
    )
    if found is not None:
        record(MailRefused(user_id=found))


@atomic()
def try_mail_again(actor: Actor, user: User) -> None:
    """The person says that their address works again."""
    require(policy.can_edit, actor, user)
    lock(user)
    if user.mail_refused_at is not None:
        user.mail_refused_at = None
        record(MailTriedAgain(user_id=user.id, actor_id=actor.id))
