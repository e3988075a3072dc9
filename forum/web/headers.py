"""Headers that keep a page safe. Ours alone: the usual extension is no longer cared for."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}


def policy_with(tile_url: str) -> str:
    """The policy; pictures may come from one more host where the city has chosen map tiles."""
    parts = urlsplit(tile_url)
    more = f" {parts.scheme}://{parts.netloc}" if tile_url else ""
    rules = POLICY | {"img-src": POLICY["img-src"] + more}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", current_app.extensions["content policy"])
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in headers and not request.path.startswith("/static/"):
        headers["Cache-Control"] = "private, no-cache"
    return response


def init_app(app: Flask) -> None:
    app.extensions["content policy"] = policy_with(app.config["TILE_URL"])
    app.after_request(_harden)
