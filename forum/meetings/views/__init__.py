"""The pages of citizen forums: for everyone, in the room, at the console, and for planning."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)

from forum.meetings.views import console, planning, public, room  # noqa: E402, F401
