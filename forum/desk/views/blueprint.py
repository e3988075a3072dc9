"""What the pages of the desk share: blueprints, in which role one acts, the PIN on its way."""

from typing import Any

from flask import Blueprint, render_template, session
from flask_babel import gettext as _

from forum.city.models import Area
from forum.core.actor import Actor, Role
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.desk import pins, policy, queries
from forum.desk.models import Entry
from forum.web import current_actor

desk = Blueprint("desk", __name__, url_prefix="/meja")
tracks = Blueprint("tracks", __name__, url_prefix="/lacak")

_HANDING = "desk_slips"
_AT_ONCE = 5  # slips in the hands of one officer


def officer() -> Actor:
    """Whoever sits at the desk; others are refused."""
    actor = current_actor()
    require(policy.can_serve, actor)
    return actor


def standing(actor: Actor, area: Area | None = None) -> str:
    """`Petugas Kelurahan Menteng`: the words at the top of each page of the desk."""
    if area is not None:
        return _("Petugas Kelurahan %(area)s", area=area.name)
    scopes = {grant.area_id for grant in actor.grants if grant.role in policy.SERVING}
    if len(scopes) == 1 and (only := next(iter(scopes))) is not None:
        found = queries.area_by_id(only)
        if found is not None:
            return _(
                "Petugas %(level)s %(area)s", level=found.level.capitalize(), area=found.name
            )
    if actor.serves_as(Role.DESK):
        return _("Petugas Kelurahan, seluruh kota")
    return _("Pengelola, di meja layanan")


def page(template: str, *, area: Area | None = None, **values: Any) -> str:
    """Render a page that extends `desk/page.html`."""
    return render_template(template, acting_as=standing(current_actor(), area), **values)


def hand_over(entry_id: int) -> None:
    """From now on this device shows the entry's PIN, until its time to be handed over has passed."""
    others = [each for each in session.get(_HANDING, []) if each != entry_id]
    session[_HANDING] = [*others, entry_id][-_AT_ONCE:]


def pin_to_hand_over(entry: Entry) -> str | None:
    """For the officer who has just made the entry or a new PIN for it, and nobody beside."""
    return pins.just_made(entry) if entry.id in session.get(_HANDING, []) else None


def whole(text: str | None) -> int:
    """An id from the address; NotFound for what is none."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 10:
        raise NotFound("id")
    return int(text)


@desk.after_request
@tracks.after_request
def keep_out_of_caches(response: Any) -> Any:
    """These pages carry names and PINs."""
    response.headers["Cache-Control"] = "no-store"
    return response
