"""The standing texts, as everyone reads them and as administrators publish them."""

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import Invalid, NotFound, Refused
from forum.core.policy import require
from forum.privacy import actions, policy, queries, standing, texts
from forum.privacy.actions import Draft
from forum.privacy.forms import TextForm
from forum.privacy.models import TextKind
from forum.privacy.views.blueprint import bp, own_account
from forum.privacy.words import TEXTS
from forum.web import administration, current_actor, language
from forum.web.limits import WRITING, limiter


@bp.get("/tata-krama", defaults={"kind": "tata-krama"})
@bp.get("/privasi", defaults={"kind": "privasi"})
@bp.get("/ketentuan", defaults={"kind": "ketentuan"})
def show(kind: str) -> ResponseReturnValue:
    return _show(TextKind(kind), None)


@bp.get("/tata-krama/versi/<int:version>", defaults={"kind": "tata-krama"})
@bp.get("/privasi/versi/<int:version>", defaults={"kind": "privasi"})
@bp.get("/ketentuan/versi/<int:version>", defaults={"kind": "ketentuan"})
def show_version(kind: str, version: int) -> ResponseReturnValue:
    return _show(TextKind(kind), version)


def _show(kind: TextKind, version: int | None) -> ResponseReturnValue:
    text = (
        queries.text_in_force(kind, language())
        if version is None
        else queries.text_of(kind, version, language())
    )
    return render_template(
        "privacy/text.html",
        text=text,
        kind=kind,
        versions=list(reversed(standing.editions(kind))),
        announced=standing.announced(kind),
        incidents=queries.public_incidents() if kind is TextKind.PRIVACY else (),
        is_old=version is not None,
    )


@bp.get("/privasi/kegiatan-pemrosesan")
def processing() -> ResponseReturnValue:
    """The record of processing (UU 27/2022, article 31), for everyone to read."""
    file = texts.SHIPPED / "pemrosesan.json"
    rows = [row[language()] for row in json.loads(file.read_text(encoding="utf-8"))]
    return render_template("privacy/processing.html", rows=rows)


@bp.get("/akun/persetujuan")
def consent() -> ResponseReturnValue:
    """What changed since this person last agreed."""
    user = own_account()
    due = queries.due_for(user)
    return render_template(
        "privacy/consent.html",
        due=[(one, queries.text_of(one.kind, one.version, language())) for one in due],
        titles=TEXTS,
    )


@bp.post("/akun/persetujuan")
@limiter.limit(WRITING)
def agree() -> ResponseReturnValue:
    user = own_account()
    actions.agree(current_actor(), [(one.kind, one.version) for one in queries.due_for(user)])
    flash(_("Persetujuan Anda sudah dicatat."), "ok")
    return redirect(url_for(".own"), 303)


# --- publishing


@bp.get("/kelola/teks")
def text_list() -> ResponseReturnValue:
    require(policy.can_publish_texts, current_actor())
    return administration.page(
        "privacy/texts.html",
        kinds=[
            (kind, TEXTS[kind], list(reversed(standing.editions(kind)))) for kind in TextKind
        ],
    )


@bp.get("/kelola/teks/<kind>")
def edit_text(kind: str) -> ResponseReturnValue:
    require(policy.can_publish_texts, current_actor())
    which = _kind(kind)
    present = {one: queries.text_in_force(which, one) for one in texts.LANGUAGES}
    form = TextForm(
        formdata=None,
        title_id=present["id"].title,
        source_id=present["id"].source,
        title_en=present["en"].title,
        source_en=present["en"].source,
    )
    return _form_page(which, form)


@bp.post("/kelola/teks/<kind>")
@limiter.limit(WRITING)
def publish(kind: str) -> ResponseReturnValue:
    """First a look at what changes; then, with the button there, it is published."""
    actor = current_actor()
    require(policy.can_publish_texts, actor)
    which = _kind(kind)
    form = TextForm()
    if not form.validate_on_submit():
        return _form_page(which, form), 422
    if request.form.get("aksi") != "terbitkan":
        present = {one: queries.text_in_force(which, one) for one in texts.LANGUAGES}
        return _form_page(
            which,
            form,
            changes={
                "id": texts.changed_words(present["id"].source, form.source_id.data),
                "en": texts.changed_words(present["en"].source, form.source_en.data),
            },
            preview=texts.render(form.source_id.data),
        )
    drafts = {
        "id": Draft(form.title_id.data, form.source_id.data, form.note_id.data),
        "en": Draft(form.title_en.data, form.source_en.data, form.note_en.data),
    }
    try:
        actions.publish_text(
            actor,
            which,
            drafts,
            in_force_on=form.in_force_on.data,
            correction=form.correction.data,
            reason=form.reason.data or "",
            expected_version=request.args.get("v", type=int),
        )
    except (Invalid, Refused) as error:
        if error.status == 403:
            raise
        form.form_errors.append(str(error))
        return _form_page(which, form), 422
    flash(_("Versi baru sudah diterbitkan."), "ok")
    return redirect(url_for(".text_list"), 303)


def _kind(kind: str) -> TextKind:
    try:
        return TextKind(kind)
    except ValueError as error:
        raise NotFound("text") from error


def _form_page(kind: TextKind, form: TextForm, **more: Any) -> str:
    return administration.page(
        "privacy/edit_text.html",
        kind=kind,
        title=TEXTS[kind],
        form=form,
        version=queries.newest(kind),
        **more,
    )
