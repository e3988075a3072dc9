"""Kiosk mode: a device in the kelurahan that people use one after the other.

A signed cookie marks the device; it names the kelurahan and who set it up, nobody else. While
it is there, pages are kept nowhere, staff do not sign in, and whoever signs in is signed out
again by the page after two minutes, by the server after ten.
"""

from dataclasses import dataclass

from flask import current_app, g, has_request_context, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

COOKIE = "kios"
LASTS = 16 * 3600  # a day at the office; then the officer sets it up again
IDLE = 120  # seconds without a touch until the page signs the person out


@dataclass(frozen=True)
class Kiosk:
    """The device this request comes from."""

    area_id: int
    officer_id: int


def here() -> Kiosk | None:
    """None on every other device."""
    if not has_request_context():
        return None
    if "kiosk" not in g:
        g.kiosk = _read(request.cookies.get(COOKIE))
    found: Kiosk | None = g.kiosk
    return found


def mark(response: Response, kiosk: Kiosk) -> None:
    """From now on this device is a kiosk."""
    response.set_cookie(
        COOKIE,
        _signer().dumps([kiosk.area_id, kiosk.officer_id]),
        max_age=LASTS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def unmark(response: Response) -> None:
    response.delete_cookie(COOKIE)


def wipe(response: Response) -> None:
    """Nothing of this person stays on the device: no page, no draft, no choice of looks."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    for name in ("lang", "theme", "text"):
        response.delete_cookie(name)


def _read(cookie: str | None) -> Kiosk | None:
    if not cookie:
        return None
    try:
        area_id, officer_id = _signer().loads(cookie, max_age=LASTS)
    except (BadSignature, ValueError, TypeError):
        return None
    return Kiosk(int(area_id), int(officer_id))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kiosk device")
