"""Indonesian first, English second: which language a page is in."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Flask, current_app, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, force_locale, get_locale, get_translations

from forum.core.errors import NotFound
from forum.web.requests import safe_next

LANGUAGES = ("id", "en")
COOKIE = "lang"

bp = Blueprint("languages", __name__)


def _choose() -> str:
    """The person's own choice; otherwise Indonesian, whatever the browser asks for."""
    if has_request_context():
        chosen = request.cookies.get(COOKIE)
        if chosen in LANGUAGES:
            return chosen
    return LANGUAGES[0]


def language() -> str:
    """The language in force here: of the page, or of `in_language`."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else "id"


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Render something in this language, whoever asks."""
    with force_locale(code):
        yield


def _text(message: str) -> str:
    """For templates. Messages are written in Indonesian, so there is nothing to look up."""
    return message if language() == LANGUAGES[0] else get_translations().ugettext(message)


def _texts(one: str, many: str, number: int) -> str:
    if language() == LANGUAGES[0]:
        return one if number == 1 else many
    return get_translations().ungettext(one, many, number)


@bp.get("/bahasa/<code>")
def switch(code: str) -> ResponseReturnValue:
    """Keep the choice for a year and go back to the page the person came from."""
    if code not in LANGUAGES:
        raise NotFound("language")
    response = redirect(safe_next() or "/", 303)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, code, max_age=31536000, secure=secure, samesite="Lax")
    return response


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "id")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Pontianak")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "../translations")
    Babel(app, locale_selector=_choose)
    app.jinja_env.install_gettext_callables(_text, _texts, newstyle=True)  # type: ignore[attr-defined]
    app.register_blueprint(bp)
