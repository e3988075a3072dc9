"""Tracking with number and PIN, without an account."""

import time

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.desk import numbers, pins, queries
from forum.desk.forms import SlipForm
from forum.desk.models import Entry
from forum.desk.views.blueprint import tracks
from forum.issues.words import KINDS, STATES
from forum.web.limits import address_key, limiter

TRIES_PER_NUMBER = "10/hour"
TRIES_PER_ADDRESS = "60/hour"
OPEN_FOR = 900  # seconds
_KEY = "slip"


def typed_number() -> str:
    named = numbers.entry_in(request.form.get("number", ""))
    return f"slip:{named}" if named else f"no slip:{address_key()}"


def opened() -> Entry | None:
    """The entry whose PIN was shown in this browser a while ago."""
    entry_id, year, since = session.get(_KEY) or (0, 0, 0)
    if not entry_id or time.time() - since > OPEN_FOR:
        session.pop(_KEY, None)
        return None
    entry = queries.entry_numbered(year, entry_id)
    return entry if entry is not None and entry.claimed_at is None else None


def open_slip(form: SlipForm) -> Entry | None:
    """The entry, if number and PIN belong together; the same silence for either mistake."""
    named = numbers.entry_in(form.number.data or "")
    entry = queries.entry_numbered(*named) if named else None
    return entry if pins.opens(entry, form.pin.data or "") else None


def is_claimed(form: SlipForm) -> bool:
    named = numbers.entry_in(form.number.data or "")
    entry = queries.entry_numbered(*named) if named else None
    return entry is not None and entry.claimed_at is not None


@tracks.get("")
def track() -> ResponseReturnValue:
    form = SlipForm(formdata=None, number=request.args.get("nomor", ""))
    return render_template("desk/track.html", form=form)


@tracks.post("")
@limiter.limit(TRIES_PER_ADDRESS, key_func=address_key)
@limiter.limit(TRIES_PER_NUMBER, key_func=typed_number)
def show() -> ResponseReturnValue:
    form = SlipForm()
    if not form.validate_on_submit():
        return render_template("desk/track.html", form=form), 422
    entry = open_slip(form)
    if entry is None:
        form.form_errors.append(
            _(
                "Nomor ini sudah dipindahkan ke akun orangnya. Masuk ke akun itu untuk melihatnya."
            )
            if is_claimed(form)
            else _("Nomor atau PIN tidak cocok. Periksa slipnya, atau tanyakan di kelurahan.")
        )
        return render_template("desk/track.html", form=form), 422
    session[_KEY] = [entry.id, entry.created_at.year, int(time.time())]
    session[_KEY][1] = numbers.entry_in(entry.number)[0]  # type: ignore[index]
    return redirect(url_for(".mine"), 303)


@tracks.get("/hasil")
def mine() -> ResponseReturnValue:
    entry = opened()
    if entry is None:
        return redirect(url_for(".track"), 303)
    issue = queries.issue_of(entry)
    return render_template(
        "desk/tracked.html",
        entry=entry,
        issue=issue,
        supported=queries.supported_at_desk(entry.person_id),
        kinds=KINDS,
        states=STATES,
    )


@tracks.post("/tutup")
def close() -> ResponseReturnValue:
    session.pop(_KEY, None)
    return redirect(url_for(".track"), 303)
