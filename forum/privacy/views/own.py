"""My data: what is kept, a copy of it, requests about it, and leaving."""

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.security import leave
from forum.accounts.views.fresh import require_fresh
from forum.core.errors import NotFound, Refused
from forum.privacy import actions, files, queries
from forum.privacy.forms import EraseForm, RequestForm
from forum.privacy.models import CopyState, RequestKind
from forum.privacy.views.blueprint import bp, own_account
from forum.privacy.words import REQUESTS, STATES, TEXTS
from forum.web import current_actor
from forum.web.limits import WRITING, limiter


@bp.get("/akun/data")
def own() -> ResponseReturnValue:
    return _page(RequestForm(formdata=None))


@bp.post("/akun/data/salinan")
@limiter.limit(WRITING)
def ask_copy() -> ResponseReturnValue:
    own_account()
    require_fresh()
    try:
        actions.request_copy(current_actor())
    except Refused as error:
        if error.status == 403:
            raise
        flash(str(error), "error")
    else:
        flash(_("Salinan sedang disiapkan. Kami kabari begitu siap."), "ok")
    return redirect(url_for(".own"), 303)


@bp.get("/akun/data/salinan/<int:copy_id>")
def download_copy(copy_id: int) -> ResponseReturnValue:
    own_account()
    copy = queries.copy_for(current_actor(), copy_id)
    require_fresh()
    if copy.state is not CopyState.READY:
        raise NotFound("copy")
    path = files.path_of(actions.note_download(current_actor(), copy))
    response: Response = send_file(
        path, mimetype="application/zip", as_attachment=True, download_name="data-saya.zip"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/akun/data/permintaan")
@limiter.limit(WRITING)
def ask_request() -> ResponseReturnValue:
    own_account()
    form = RequestForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        actions.ask(
            current_actor(),
            RequestKind(form.kind.data),
            subject=form.subject.data,
            wrong=form.wrong.data,
            right=form.right.data or "",
        )
    except Refused as error:
        if error.status == 403:
            raise
        form.form_errors.append(str(error))
        return _page(form), 422
    flash(_("Permintaan Anda diterima. Jawabannya paling lambat 3 × 24 jam."), "ok")
    return redirect(url_for(".own"), 303)


@bp.get("/akun/hapus")
def leaving() -> ResponseReturnValue:
    own_account()
    require_fresh()
    return _leaving_page(EraseForm(formdata=None))


@bp.post("/akun/hapus")
@limiter.limit(WRITING)
def ask_erasure() -> ResponseReturnValue:
    own_account()
    require_fresh()
    form = EraseForm()
    if not form.validate_on_submit():
        return _leaving_page(form), 422
    if form.word.data.upper() != "HAPUS":
        form.word.errors = [_("Ketik kata HAPUS untuk memastikan.")]
        return _leaving_page(form), 422
    now = form.when.data == "kini"
    try:
        actions.request_erasure(
            current_actor(), takes_words=form.takes_words.data == "hapus", at_once=now
        )
    except Refused as error:
        if error.status == 403:
            raise
        form.form_errors.append(str(error))
        return _leaving_page(form), 422
    if now:
        leave()
        flash(_("Akun Anda sedang dihapus. Terima kasih sudah ikut bermusyawarah."), "ok")
        return redirect("/", 303)
    flash(
        _("Akun Anda dihapus tujuh hari lagi. Sampai saat itu Anda dapat membatalkannya."), "ok"
    )
    return redirect(url_for(".own"), 303)


@bp.post("/akun/hapus/batal")
@limiter.limit(WRITING)
def stay() -> ResponseReturnValue:
    user = own_account()
    request = queries.open_request(user.id, RequestKind.ERASURE)
    if request is None:
        raise NotFound("request")
    actions.cancel_erasure(current_actor(), request)
    flash(_("Penghapusan dibatalkan. Akun Anda tetap ada."), "ok")
    return redirect(url_for(".own"), 303)


def _page(form: RequestForm) -> str:
    user = own_account()
    return render_template(
        "privacy/own.html",
        user=user,
        form=form,
        copies=queries.copies_of(user.id),
        requests=queries.own_requests(user.id),
        consents=queries.consents_of(user.id),
        erasure=queries.open_request(user.id, RequestKind.ERASURE),
        words=REQUESTS,
        states=STATES,
        titles=TEXTS,
    )


def _leaving_page(form: EraseForm) -> str:
    user = own_account()
    return render_template(
        "privacy/leaving.html",
        form=form,
        erasure=queries.open_request(user.id, RequestKind.ERASURE),
        last_admin=queries.is_last_admin(user.id),
    )
