"""The poll pages: for everyone, and for those who organise."""

from flask import Blueprint

bp = Blueprint("polls", __name__, url_prefix="/suara")

from forum.polls.views import manage, public  # noqa: E402, F401
