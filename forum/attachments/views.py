"""Files from the outside, under `/berkas`."""

from flask import Blueprint, Flask, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments import actions, policy, queries, words
from forum.attachments.kinds import FORMS, LIMIT
from forum.attachments.models import Attachment
from forum.attachments.storage import storage
from forum.core.errors import Forbidden, Invalid, NotFound, SignInFirst
from forum.verification import levels
from forum.web import at_a_kiosk, current_actor
from forum.web.limits import limiter

bp = Blueprint("attachments", __name__, url_prefix="/berkas")
KEY = "<string(length=32):key>"
UPLOADING = "40/minute;300/hour"
FRESH = 3600  # seconds for which a browser need not ask again for what is public
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@bp.post("")
@limiter.limit(UPLOADING)
def upload() -> ResponseReturnValue:
    """Take one file ahead of its form; answers with its row in the form."""
    actor = current_actor()
    if not actor.signed_in:
        raise SignInFirst("can_upload")
    levels.demand(levels.POST, policy.can_upload, actor)
    if at_a_kiosk():
        raise Forbidden("on_kiosk")
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        raise Invalid(_("Pilih berkasnya dulu."))
    file = actions.upload(actor, sent.stream.read(LIMIT + 1), sent.filename)
    return render_template("attachments/_item.html", file=file, name="berkas", alt="")


@bp.post(f"/{KEY}/hapus")
def discard(key: str) -> ResponseReturnValue:
    """Throw away one's own file that belongs to nothing yet."""
    actor = current_actor()
    if not actor.signed_in:
        raise SignInFirst("can_take")
    actions.discard(actor, actions.existing(actor, key))
    return "", 204


@bp.get(f"/{KEY}")
def content(key: str) -> Response:
    """The photo, or the document as a download."""
    return _handed_out(queries.file_for(current_actor(), key))


@bp.get(f'/{KEY}/<any("320","800"):width>')
def small(key: str, width: str) -> Response:
    """A small picture of a photo, so many pixels wide."""
    file = queries.file_for(current_actor(), key)
    if not file.is_photo:
        raise NotFound("small picture")
    return _handed_out(file, f"-{width}")


def _handed_out(file: Attachment, part: str = "") -> Response:
    """Never run, sniffed, or kept by anyone in between. Whoever asks was let in before this."""
    form, public = FORMS[file.kind], policy.is_public(file)
    try:
        opened = storage().open(file.key + part)
    except FileNotFoundError:
        raise NotFound("content") from None
    response = send_file(
        opened,
        mimetype=form.mimetype,
        as_attachment=not file.is_photo,
        download_name=f"foto-{file.id}.{form.ending}" if file.is_photo else file.name,
        etag=f"{file.digest[:32]}{part}" if public else False,
        conditional=public,
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    kept = f"private, max-age={FRESH}" if public else "private, no-store"
    response.headers["Cache-Control"] = kept
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters["file_size"] = words.size
