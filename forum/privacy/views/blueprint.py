"""The one blueprint of these pages."""

from flask import Blueprint

from forum.accounts import queries as accounts
from forum.accounts.models import User
from forum.core.errors import SignInFirst
from forum.web import current_actor

bp = Blueprint("privacy", __name__)


def own_account() -> User:
    actor = current_actor()
    if actor.id is None:
        raise SignInFirst("privacy")
    return accounts.own_account(actor.id)
