"""The slip that a person takes home."""

from urllib.parse import urlencode

import segno
from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.desk import actions, queries
from forum.desk.models import Entry
from forum.desk.views.blueprint import desk, hand_over, officer, page, pin_to_hand_over
from forum.issues.words import KINDS
from forum.verification import policy as verification
from forum.web.limits import WRITING, limiter


@desk.get("/entri/<int:entry_id>/slip")
def slip(entry_id: int) -> ResponseReturnValue:
    """As it is printed, on a sheet or on a roll. The PIN is on it for a few minutes."""
    actor = officer()
    entry = queries.entry_for(actor, entry_id)
    return page(
        "desk/slip.html",
        area=entry.area,
        entry=entry,
        issue=queries.issue_of(entry),
        pin=pin_to_hand_over(entry),
        short=_typed(url_for("tracks.track")),
        can_verify=verification.can_serve(actor),
        code=qr(address_of(entry)),
        kinds=KINDS,
    )


@desk.post("/entri/<int:entry_id>/pin")
@limiter.limit(WRITING)
def new_pin(entry_id: int) -> ResponseReturnValue:
    """For a slip that was lost: only after the officer has seen the person."""
    actor = officer()
    entry = queries.entry_for(actor, entry_id)
    if request.form.get("dilihat") != "y":
        flash(_("Periksa dulu orangnya, lalu beri tanda."), "warn")
        return redirect(url_for(".slip", entry_id=entry_id), 303)
    actions.issue_pin(actor, entry)
    hand_over(entry.id)
    flash(_("PIN baru sudah dibuat. PIN lama tidak berlaku lagi."), "ok")
    return redirect(url_for(".slip", entry_id=entry_id), 303)


def address_of(entry: Entry) -> str:
    """Where the slip's code leads: with the number, never with the PIN."""
    asked = urlencode({"nomor": entry.number})
    return f"{current_app.config['BASE_URL']}{url_for('tracks.track')}?{asked}"


def _typed(path: str) -> str:
    """An address as short as people type it."""
    return f"{current_app.config['BASE_URL']}{path}".split("://", 1)[-1]


def qr(text: str) -> Markup:
    """A QR code as a picture in the page itself, without styles of its own."""
    code = segno.make(text, error="m", micro=False)
    picture = code.svg_inline(
        border=2, svgclass="slip__code", lineclass=None, omitsize=True, title=_("Kode QR")
    )
    return Markup(picture)  # noqa: S704 - made here, of an address of ours
