"""The slip that a person takes home."""

from urllib.parse import urlencode

import segno
from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.desk import actions, queries
from forum.desk.models import Entry
from forum.desk.views.blueprint import desk, hand_pin, officer, page, take_pin
from forum.issues.words import KINDS, STATES
from forum.web.limits import WRITING, limiter

PAPERS = ("a6", "80mm", "a4")


@desk.get("/entri/<int:entry_id>/slip")
def slip(entry_id: int) -> ResponseReturnValue:
    """As it is printed: for a sheet of A6 or A4, or a roll of 80 mm. The PIN is on it once."""
    entry = queries.entry_for(officer(), entry_id)
    paper = request.args.get("kertas", PAPERS[0])
    return page(
        "desk/slip.html",
        area=entry.area,
        entry=entry,
        issue=queries.issue_of(entry),
        pin=take_pin(entry.id),
        paper=paper if paper in PAPERS else PAPERS[0],
        papers=PAPERS,
        address=address_of(entry),
        site=current_app.config["BASE_URL"],
        code=qr(address_of(entry)),
        kinds=KINDS,
        states=STATES,
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
    hand_pin(entry.id, actions.issue_pin(actor, entry))
    flash(_("PIN baru sudah dibuat. PIN lama tidak berlaku lagi."), "ok")
    return redirect(url_for(".slip", entry_id=entry_id, kertas=request.form.get("kertas")), 303)


def address_of(entry: Entry) -> str:
    """Where the slip's code leads: with the number, never with the PIN."""
    asked = urlencode({"nomor": entry.number})
    return f"{current_app.config['BASE_URL']}{url_for('tracks.track')}?{asked}"


def qr(text: str) -> Markup:
    """A QR code as a picture in the page itself, without styles of its own."""
    code = segno.make(text, error="m", micro=False)
    picture = code.svg_inline(
        border=2, svgclass="slip__code", lineclass=None, omitsize=True, title=_("Kode QR")
    )
    return Markup(picture)  # noqa: S704 - made here, of an address of ours
