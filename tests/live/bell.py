"""A room of the tests' own: a bell in a tower that anyone may ring, and a tower for staff."""

from dataclasses import dataclass

from flask_babel import get_locale

from forum import live
from forum.core.actor import Role
from forum.core.db import atomic
from forum.core.errors import NotFound
from forum.core.events import Event
from forum.core.outbox import record

SECRET = "the text that must not be logged"
RINGS: dict[int, int] = {}


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    tower: int
    loud: int


@live.tells(BellRung)
def tell(event):
    RINGS[event.tower] = RINGS.get(event.tower, 0) + 1
    yield live.Line(f"bell:{event.tower}", {"loud": event.loud}, version=event.loud)
    yield live.Line(f"bell:{event.tower}:staff", {"loud": event.loud}, version=event.loud)


@live.room(
    "bell", snapshot=lambda tower: live.View({"rings": RINGS.get(tower, 0)}, {"b": "now"})
)
def may_listen(viewer, tower):
    if tower == 404:
        raise NotFound("tower")


@live.room("bell:staff", snapshot=lambda tower: live.View({"rings": RINGS.get(tower, 0)}))
def may_climb(viewer, tower):
    if not viewer.has(Role.FACILITATOR):
        raise NotFound("tower")


@live.shows("bell", "BellRung")
def show(line):
    data = {"loud": line.facts["loud"], "text": SECRET}
    return live.View(data, {"bell": f"{get_locale().language}: {line.facts['loud']}"})


@live.command("bell.ring", room="bell")
def on_ring(actor, tower, *, loud: int, expected_version: int | None = None):
    ring(tower, loud)
    return {"loud": loud}


@atomic()
def ring(tower, loud=1):
    record(BellRung(tower=tower, loud=loud))
