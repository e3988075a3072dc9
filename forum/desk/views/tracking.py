"""Tracking with number and PIN, without an account."""

import time

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core import commands
from forum.core.actor import Actor
from forum.core.errors import Invalid, Refused
from forum.decisions import actions as decisions
from forum.decisions import queries as promises
from forum.decisions.forms import ConfirmForm
from forum.decisions.models import Verdict
from forum.decisions.words import thanks
from forum.desk import kiosk, numbers, pins, policy, queries
from forum.desk.forms import SlipForm
from forum.desk.models import Entry
from forum.desk.views.blueprint import tracks
from forum.issues import fragments
from forum.web import command_id, current_actor
from forum.web.limits import WRITING, account_key, address_key, limiter

TRIES_PER_NUMBER = (
    "10/hour;40/day"  # wrong ones; at the desk's own kiosk they are counted apart
)
TRIES_PER_ADDRESS = "60/hour"
OPEN_FOR = 900  # seconds
_KEY = "slip"


def typed_number() -> str:
    """The number that is meant, however it is written, whether or not there is one.

    Of what is no number each address has its own count: one mistyping must not stop another.
    """
    named = numbers.entry_in(request.form.get("number", ""))
    place = "kiosk" if kiosk.here() is not None else "slip"
    return f"{place}:{named or account_key()}"


def was_wrong(response: Response) -> bool:
    """Counts only tries that failed: a hall may track behind one address."""
    return response.status_code == 422


def at_the_kiosk() -> bool:
    """Where people queue, the address is everybody's; the number alone is counted there."""
    return kiosk.here() is not None


def opened() -> Entry | None:
    """The entry whose PIN was shown in this browser a while ago, if that PIN is still the one."""
    entry_id, year, pin_set_at, since = session.get(_KEY) or (0, 0, "", 0)
    if not entry_id or time.time() - since > OPEN_FOR:
        close_slip()
        return None
    entry = queries.entry_numbered(year, entry_id)
    if (
        entry is None
        or entry.claimed_at is not None
        or not _is_real_here(entry)
        or pins.mark(entry) != pin_set_at
    ):
        close_slip()
        return None
    return entry


def is_open() -> bool:
    """Whether this browser holds an opened slip."""
    return _KEY in session


def close_slip() -> None:
    session.pop(_KEY, None)


def open_slip(form: SlipForm) -> Entry | None:
    """The entry, if number and PIN belong together; the same silence for either mistake."""
    named = numbers.entry_in(form.number.data or "")
    entry = queries.entry_numbered(*named) if named else None
    if not pins.opens(entry, form.pin.data or "") or entry is None:
        return None
    return entry if _is_real_here(entry) else None


def _is_real_here(entry: Entry) -> bool:
    """An invented person's slip opens only in a demonstration: its PIN is no secret."""
    return bool(current_app.config["DEMO"]) or not entry.person.is_demo


@tracks.get("")
def track() -> ResponseReturnValue:
    form = SlipForm(formdata=None, number=request.args.get("nomor", ""))
    return render_template("desk/track.html", form=form)


@tracks.post("")
@limiter.limit(
    TRIES_PER_ADDRESS, key_func=address_key, deduct_when=was_wrong, exempt_when=at_the_kiosk
)
@limiter.limit(TRIES_PER_NUMBER, key_func=typed_number, deduct_when=was_wrong)
def show() -> ResponseReturnValue:
    form = SlipForm()
    entry = open_slip(form) if form.validate_on_submit() else None
    if entry is None or entry.claimed_at is not None:
        if entry is not None:
            form.form_errors.append(
                _(
                    "Nomor ini sudah dipindahkan ke akun orangnya. "
                    "Masuk ke akun itu untuk melihatnya."
                )
            )
        elif not form.errors:
            form.form_errors.append(
                _("Nomor atau PIN tidak cocok. Periksa slipnya, atau tanyakan di kelurahan.")
            )
        return render_template("desk/track.html", form=form), 422
    session[_KEY] = [entry.id, entry.year, pins.mark(entry), int(time.time())]
    return redirect(url_for(".mine"), 303)


@tracks.get("/hasil")
def mine() -> ResponseReturnValue:
    """How the matter stands, with what was answered: as everyone may see it."""
    entry = opened()
    if entry is None:
        return redirect(url_for(".track"), 303)
    return _show(entry, ConfirmForm(formdata=None), 200)


@tracks.post("/hasil")
@limiter.limit(WRITING)
def say() -> ResponseReturnValue:
    """The word of a reporter who has no account, once: whether what was done is done.

    The slip and its PIN are their proof; that they spoke by it is shown beside their word.
    """
    entry = opened()
    if entry is None:
        flash(_("Halaman ini sudah ditutup. Ketik nomor dan PIN sekali lagi."), "warn")
        return redirect(url_for(".track"), 303)
    issue = queries.issue_of(entry)
    if issue is None or not policy.can_speak_by_slip(current_actor(), entry):
        raise Refused(_("Isu ini tidak menunggu kata Anda."))
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _show(entry, form, 422)
    reporter = Actor(id=entry.person_id)

    def work() -> dict[str, str]:
        said = decisions.say(reporter, issue, by_slip=True, **form.said)
        return {"verdict": said.verdict.value}

    try:
        done = commands.once(reporter, command_id(), "desk.confirm", work)
    except Invalid as error:
        again = opened()
        assert again is not None  # a moment ago it was
        form.words.errors = [*form.words.errors, str(error)]
        return _show(again, form, 422)
    flash(thanks(Verdict(done["verdict"])), "ok")
    return redirect(url_for(".mine"), 303)


def _show(entry: Entry, form: ConfirmForm, status: int) -> ResponseReturnValue:
    issue = queries.issue_of(entry)
    closing = None
    if issue is not None and policy.can_speak_by_slip(current_actor(), entry):
        closing = promises.asked_of(entry.person_id, issue)
    page = render_template(
        "desk/tracked.html",
        entry=entry,
        issue=issue,
        head=fragments.head(issue) if issue else None,
        chain=fragments.chain_of(issue) if issue else None,
        sections=fragments.sections(issue) if issue else None,
        supported=queries.supported_at_desk(entry.person_id),
        closing=closing,
        form=form,
        cmd_id=request.form.get("cmd_id"),
    )
    return page, status


@tracks.post("/tutup")
def close() -> ResponseReturnValue:
    close_slip()
    return redirect(url_for(".track"), 303)
