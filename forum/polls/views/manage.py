"""What organisers do: putting a question down, opening, closing, publishing."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core import commands
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.polls import actions, panels, policy, queries
from forum.polls.forms import Choice, ExtensionForm, NewPollForm, OpeningForm, PollForm
from forum.polls.models import Poll
from forum.polls.outcome import outcome_of
from forum.polls.patterns import PATTERNS, Pattern
from forum.polls.views import bp
from forum.polls.words import SECRECY_HINTS
from forum.web import command_id, current_actor, is_fragment
from forum.web.limits import WRITING, limiter


@bp.get("/baru")
def new() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_draft_somewhere, actor)
    pattern = PATTERNS.get(request.args.get("contoh", ""))
    form = _new_form(actor, pattern)
    return _new_page(form, None)


@bp.post("/baru")
@limiter.limit(WRITING)
def draft() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_draft_somewhere, actor)
    form = _new_form(actor)
    cmd_id = command_id()
    if _wants_rows(form):
        return _new_page(form, cmd_id)

    def work() -> commands.Answer:
        where = {"area_id": form.area_id.data, "unit_id": form.unit_id.data}
        return {"poll_id": actions.draft_poll(actor, **form.words(), **where).id}

    try:
        if form.validate():
            answer = commands.once(actor, cmd_id, "poll.draft", work)
            return redirect(url_for(".manage", poll_id=answer["poll_id"]), 303)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _new_page(form, cmd_id), 422


@bp.get("/<int:poll_id>/kelola")
def manage(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    return _page(poll, PollForm.for_draft(poll))


@bp.post("/<int:poll_id>/kelola")
@limiter.limit(WRITING)
def edit(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    form = PollForm()
    if _wants_rows(form):
        return _page(poll, form)
    try:
        if form.validate():
            version = _expected_version()
            actions.edit_poll(current_actor(), poll, **form.words(), expected_version=version)
            return redirect(url_for(".manage", poll_id=poll_id), 303)
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
    return _page(queries.poll_for(current_actor(), poll_id), form), 422


@bp.post("/<int:poll_id>/siapkan")
def arm(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    try:
        actions.arm_poll(current_actor(), poll, expected_version=_expected_version())
    except Invalid as refusal:
        return _refused(poll_id, refusal)
    return _done(poll_id)


@bp.post("/<int:poll_id>/buka")
def open_(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    form = OpeningForm()
    try:
        if not form.validate():
            raise Invalid(next(iter(form.errors.values()))[0])
        actions.open_poll(
            current_actor(),
            poll,
            minutes=form.minutes.data,
            expected_version=_expected_version(),
        )
    except Invalid as refusal:
        return _refused(poll_id, refusal)
    return _done(poll_id)


@bp.post("/<int:poll_id>/tutup")
def close(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    actions.close_poll(current_actor(), poll, expected_version=_expected_version())
    return _done(poll_id)


@bp.post("/<int:poll_id>/perpanjang")
def extend(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    form = ExtensionForm()
    try:
        if not form.validate() or form.moment is None:
            raise Invalid(_("Tulis waktu tutup yang baru."))
        actions.extend_poll(
            current_actor(), poll, closes_at=form.moment, expected_version=_expected_version()
        )
    except Invalid as refusal:
        return _refused(poll_id, refusal)
    return _done(poll_id)


@bp.post("/<int:poll_id>/batalkan")
def annul(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    try:
        actions.annul_poll(
            current_actor(),
            poll,
            reason=request.form.get("alasan", ""),
            expected_version=_expected_version(),
        )
    except Invalid as refusal:
        return _refused(poll_id, refusal)
    return _done(poll_id)


@bp.post("/<int:poll_id>/ulangi")
@limiter.limit(WRITING)
def ask_again(poll_id: int) -> ResponseReturnValue:
    """A new round of an annulled poll, as a draft."""
    poll, actor = _to_manage(poll_id), current_actor()

    def work() -> commands.Answer:
        return {"poll_id": actions.draft_round(actor, poll).id}

    answer = commands.once(actor, command_id(), "poll.round", work)
    return redirect(url_for(".manage", poll_id=answer["poll_id"]), 303)


@bp.post("/<int:poll_id>/sesudahnya")
@limiter.limit(WRITING)
def state_outcome(poll_id: int) -> ResponseReturnValue:
    """What follows from the result, in words."""
    poll = _to_manage(poll_id)
    try:
        actions.state_outcome(
            current_actor(),
            poll,
            request.form.get("isi", ""),
            expected_version=_expected_version(),
        )
    except Invalid as refusal:
        return _refused(poll_id, refusal)
    return _done(poll_id)


@bp.post("/<int:poll_id>/terbitkan")
def publish(poll_id: int) -> ResponseReturnValue:
    poll = _to_manage(poll_id)
    actions.publish_poll(current_actor(), poll, expected_version=_expected_version())
    return _done(poll_id)


def _to_manage(poll_id: int) -> Poll:
    actor = current_actor()
    poll = queries.poll_for(actor, poll_id)
    require(policy.can_manage, actor, poll)
    return poll


def _expected_version() -> int | None:
    return request.args.get("v", type=int)


def _done(poll_id: int) -> ResponseReturnValue:
    if is_fragment():
        return "", 204
    return redirect(url_for(".manage", poll_id=poll_id), 303)


def _refused(poll_id: int, refusal: Invalid) -> ResponseReturnValue:
    """The page again with the sentence; a script gets the sentence alone."""
    if is_fragment():
        raise refusal
    poll = queries.poll_for(current_actor(), poll_id)
    return _page(poll, PollForm.for_draft(poll), refusal), refusal.status


def _page(poll: Poll, form: PollForm, refusal: Invalid | None = None) -> str:
    seq = panels.seq_before(poll)
    sees = policy.can_see_result(current_actor(), poll)
    known = {**panels.facts(poll), "outcome": outcome_of(poll) if sees else None}
    return render_template(
        "polls/manage.html",
        form=form,
        refusal=refusal,
        seq=seq,
        secrecy_hints=SECRECY_HINTS,
        extension=ExtensionForm(formdata=None),
        **known,
    )


def _new_page(form: NewPollForm, cmd_id: str | None) -> str:
    return render_template(
        "polls/new.html",
        form=form,
        cmd_id=cmd_id,
        patterns=PATTERNS,
        secrecy_hints=SECRECY_HINTS,
    )


def _new_form(actor: Actor, pattern: Pattern | None = None) -> NewPollForm:
    """Offers the places and units for which this person may ask."""
    grants = [grant for grant in actor.grants if grant.role in policy.ORGANISERS]
    areas = {area.id: area.label for area in (*city.districts(), *city.villages())}
    units = {unit.id: unit.name for unit in city.units()}
    return NewPollForm.offering(
        _offered(areas, {grant.area_id for grant in grants}, _("Seluruh kota")),
        _offered(units, {grant.unit_id for grant in grants}, _("Pemerintah Kota")),
        pattern,
    )


def _offered(names: dict[int, str], scopes: set[int | None], everything: str) -> Choice:
    if None in scopes:
        return [("", everything), *names.items()]
    return [(each, name) for each, name in names.items() if each in scopes]


def _wants_rows(form: PollForm) -> bool:
    """The button for more options was pressed, not the one that keeps the draft."""
    if "tambah" not in request.form:
        return False
    form.add_rows()
    return True
