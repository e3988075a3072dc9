"""Typing in for others: registering a person, their issue, their support."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import User
from forum.city.models import Area
from forum.core import commands
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound, Refused
from forum.desk import actions, numbers, queries
from forum.desk.actions import Made, SameName
from forum.desk.forms import EntryForm, PersonForm, SupportForm
from forum.desk.views.blueprint import desk, hand_over, officer, page, whole
from forum.discussions import actions as discussions
from forum.issues import queries as issues
from forum.issues.actions import Matter
from forum.issues.words import KINDS
from forum.web import command_id
from forum.web.limits import WRITING, limiter

NEXT = {"isu": "desk.new_entry", "dukungan": "desk.new_support"}


@desk.get("/warga/baru")
def new_person() -> ResponseReturnValue:
    form = PersonForm.ready(queries.areas_of(officer()))
    return _person_page(form), 200


@desk.post("/warga/baru")
@limiter.limit(WRITING)
def register_person() -> ResponseReturnValue:
    actor = officer()
    form = PersonForm.ready(queries.areas_of(actor))
    if not form.validate_on_submit():
        return _person_page(form), 422
    area = queries.area_for(actor, form.area_id.data)
    try:
        made = _once(
            actor,
            "desk.person",
            lambda: actions.register_person(
                actor,
                area,
                name=form.name.data,
                consent=form.given,
                phone=form.phone.data or None,
                rt=form.rt.data or None,
                rw=form.rw.data or None,
                is_new=bool(form.is_new.data),
            ),
        )
    except SameName as error:
        return _person_page(form, known=error.known), 409
    except Invalid as error:
        form.form_errors.append(str(error))
        return _person_page(form), 422
    flash(_("Orang ini sudah didaftarkan. Serahkan slipnya."), "ok")
    return _to_slip(made)


@desk.get("/entri/baru")
def new_entry() -> ResponseReturnValue:
    """Whom is it for? Then the form itself."""
    actor = officer()
    found = _person(actor)
    if found is None:
        return _choosing(actor, "isu")
    person, area = found
    return _entry_page(_entry_form(actor, area_id=area.id), person, area), 200


@desk.post("/entri/baru")
@limiter.limit(WRITING)
def enter_issue() -> ResponseReturnValue:
    actor = officer()
    person, area = queries.person_for(actor, whole(request.form.get("orang")))
    form = _entry_form(actor)
    if not form.validate_on_submit():
        return _entry_page(form, person, area), 422
    try:
        matter = form.matter
        matter = Matter(**{**vars(matter), "text": discussions.write(str(matter.text))})
        made = _once(
            actor,
            "desk.issue",
            lambda: actions.enter_issue(
                actor, person.id, matter, consent=form.given, guide=form.guide.data or ""
            ),
        )
    except Invalid as error:
        form.form_errors.append(str(error))
        return _entry_page(form, person, area), 422
    flash(_("Sudah terbit. Serahkan slipnya."), "ok")
    return _to_slip(made)


@desk.get("/dukungan/baru")
def new_support() -> ResponseReturnValue:
    actor = officer()
    found = _person(actor)
    if found is None:
        return _choosing(actor, "dukungan")
    person, area = found
    return _support_page(SupportForm(what=request.args.get("isu", "")), person, area), 200


@desk.post("/dukungan/baru")
@limiter.limit(WRITING)
def enter_support() -> ResponseReturnValue:
    actor = officer()
    person, area = queries.person_for(actor, whole(request.form.get("orang")))
    form = SupportForm()
    if not form.validate_on_submit() or form.post is None:
        return _support_page(form, person, area), 422
    try:
        post = queries.opening_or_post(actor, *form.post)
    except NotFound:
        form.what.errors = [_("Isu itu tidak ada.")]
        return _support_page(form, person, area), 422
    try:
        made = _once(
            actor,
            "desk.support",
            lambda: actions.enter_support(
                actor,
                person.id,
                post,
                consent=form.given,
                is_present=bool(form.present.data),
            ),
        )
    except Refused as error:
        if error.status not in (409, 422):
            raise
        form.form_errors.append(str(error))
        return _support_page(form, person, area), 422
    flash(_("Dukungan sudah dicatat. Serahkan slipnya."), "ok")
    return _to_slip(made)


def _once(actor: Actor, kind: str, make: Callable[[], Made]) -> int:
    """The number of the entry that was made, the same when the form comes again."""

    def work() -> dict[str, Any]:
        return {"entry_id": make().entry.id}

    entry_id: int = commands.once(actor, command_id(), kind, work)["entry_id"]
    return entry_id


def _to_slip(entry_id: int) -> ResponseReturnValue:
    hand_over(entry_id)
    return redirect(url_for("desk.slip", entry_id=entry_id), 303)


def _person(actor: Actor) -> tuple[User, Area] | None:
    """Named in the address by their id, or by the number of a slip."""
    number = request.args.get("nomor", "").strip()
    if number:
        named = numbers.entry_in(number)
        entry = queries.entry_numbered(*named) if named else None
        try:
            if entry is not None:
                return queries.person_for(actor, entry.person_id)
        except NotFound:
            pass
        flash(_("Nomor itu bukan milik orang yang dapat Anda layani di sini."), "warn")
        return None
    if "orang" in request.args:
        return queries.person_for(actor, whole(request.args["orang"]))
    return None


def _choosing(actor: Actor, what: str) -> ResponseReturnValue:
    return page(
        "desk/choose.html",
        what=what,
        target=NEXT[what],
        people=queries.recent_people(actor),
        typed=request.args.get("nomor", ""),
    )


def _entry_form(actor: Actor, **data: Any) -> EntryForm:
    return EntryForm.for_desk(actor, issues.areas(), issues.categories(), **data)


def _person_page(form: PersonForm, *, known: list[queries.Known] | None = None) -> str:
    return page("desk/person.html", form=form, known=known, cmd_id=request.form.get("cmd_id"))


def _entry_page(form: EntryForm, person: User, area: Area) -> str:
    return page(
        "desk/entry.html",
        area=area,
        form=form,
        person=person,
        hints={kind.value: words.hint for kind, words in KINDS.items()},
        cmd_id=request.form.get("cmd_id"),
    )


def _support_page(form: SupportForm, person: User, area: Area) -> str:
    return page(
        "desk/support.html",
        area=area,
        form=form,
        person=person,
        cmd_id=request.form.get("cmd_id"),
    )
