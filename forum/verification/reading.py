"""The gate before public pages: it stands open unless the city asks for a level to read.

Always open are the pages by which one gets in, those that tell of rights and of help, and what
machines ask to know whether the program is well.
"""

from flask import Flask, request

from forum.city import settings
from forum.core.actor import Verification
from forum.verification import levels
from forum.web import current_actor

OPEN_BLUEPRINTS = ("accounts", "health", "pages", "privacy", "verification")
OPEN_ADDRESSES = (
    "/akun",
    "/bahasa",
    "/bantuan",
    "/daftar",
    "/keluar",
    "/ketentuan",
    "/kios",
    "/lacak",
    "/masuk",
    "/metrics",
    "/pemberitahuan",
    "/privasi",
    "/static",
    "/tata-krama",
)


def is_always_open(blueprint: str | None, path: str) -> bool:
    return blueprint in OPEN_BLUEPRINTS or any(
        path == address or path.startswith(f"{address}/") for address in OPEN_ADDRESSES
    )


def _let_in() -> None:
    if settings.level_for(levels.READ) is Verification.NONE:
        return
    if request.endpoint is None or is_always_open(request.blueprint, request.path):
        return
    levels.demand_reading(current_actor())


def init_app(app: Flask) -> None:
    app.before_request(_let_in)
