"""A subject of the tests' own: talks in a parlour, one of them behind a closed door."""

from flask_babel import get_locale

from forum import discussions, live
from forum.discussions.models import Thread

SECRET = "Di balik pintu"


@discussions.subject("parlour")
class Parlour:
    """Who wrote a talk with the secret title is the only one to know of it."""

    def visible_to(self, viewer):
        return (Thread.title != SECRET) | (Thread.author_id == (viewer.id or 0))

    def url(self, thread_id):
        return f"/ruang/{thread_id}"

    def takes_arguments(self, thread_id):
        return True

    def state(self, thread_id):
        return live.View({"parlour": thread_id}, {"parlour": f"in {get_locale()}"})
