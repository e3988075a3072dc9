"""How a refusal looks: a page, a fragment, or problem JSON (RFC 9457) for programs."""

import logging
import secrets
from urllib.parse import quote, urlsplit

from flask import Flask, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forum.core.errors import Forbidden, NotFound, Refused, SignInFirst, TooMany
from forum.web.bodies import typed_before_files
from forum.web.requests import is_fragment

WORTH = 20  # letters from which on a field is shown again
log = logging.getLogger(__name__)


def title_of(error: Refused) -> str:
    if isinstance(error, NotFound):
        return _("Halaman ini tidak ada")
    if isinstance(error, Forbidden):
        return _("Halaman ini bukan untuk peran Anda")
    if isinstance(error, TooMany):
        return _("Terlalu sering")
    return _("Belum dapat dilakukan")


def sentence_of(error: Refused) -> str:
    """What the person reads. Rules and things are named in code, never on the page."""
    if isinstance(error, NotFound):
        return _("Alamatnya mungkin salah ketik, atau isinya sudah dipindahkan.")
    if isinstance(error, SignInFirst):
        return _("Masuk dulu untuk melakukan ini.")
    if isinstance(error, Forbidden):
        return _("Anda tidak berhak melakukan ini dengan akun yang dipakai sekarang.")
    return str(error)


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" or request.path.endswith("/state")


def show_refusal(error: Refused) -> ResponseReturnValue:
    status, title, sentence = error.status, title_of(error), sentence_of(error)
    if wants_json():
        problem = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": sentence,
            "code": type(error).__name__,
            "current": error.current,
        }
        return problem, status, {"Content-Type": "application/problem+json"}
    if isinstance(error, SignInFirst) and not is_fragment():
        here = request.full_path.rstrip("?") if request.method == "GET" else request.referrer
        return redirect(f"/masuk?next={_local(here)}", 303)
    template = "web/_refused.html" if is_fragment() else "web/refused.html"
    return render_template(template, error=error, title=title, sentence=sentence), status


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response(request.environ)
    refused: Refused = NotFound() if status == 404 else Refused(_sentence_for(error))
    refused.status = status
    if status == 413:
        g.typed = _typed()
    return show_refusal(refused)


def show_breakdown(error: Exception) -> ResponseReturnValue:
    """An error of ours: log it under a code that the person can quote."""
    code = f"BTG-{secrets.token_hex(2).upper()}"
    log.error("request failed, code %s", code, exc_info=error)
    if wants_json():
        problem = {
            "type": "about:blank",
            "title": "Internal error",
            "status": 500,
            "code": code,
        }
        return problem, 500, {"Content-Type": "application/problem+json"}
    return render_template("web/error.html", code=code), 500


def _sentence_for(error: HTTPException) -> str:
    if isinstance(error, CSRFError):
        return _("Halaman terlalu lama terbuka. Muat ulang, lalu kirim lagi.")
    if error.code == 413:
        return _(
            "Kiriman terlalu besar: satu berkas paling besar 5 MB. Kembali, kurangi atau perkecil "
            "berkasnya, lalu kirim lagi."
        )
    if error.code == 429:
        return _("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.")
    if error.code == 405:
        return _("Alamat ini tidak dapat dipakai dengan cara itu.")
    return _("Permintaan ini tidak dapat dipahami.")


def _typed() -> list[str]:
    """What somebody wrote into a form that was too large to be read: not to be lost."""
    fields = typed_before_files(request)
    return [text for name, text in fields.items() if len(text) > WORTH and name != "csrf_token"]


def _local(address: str | None) -> str:
    if not address:
        return "/"
    parts = urlsplit(address)
    return quote(parts.path + (f"?{parts.query}" if parts.query else ""))


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(HTTPException, show_http_error)
    if not app.testing:
        app.register_error_handler(Exception, show_breakdown)
