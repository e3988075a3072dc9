"""The record for those who run and watch the city's forum; the signed states for everyone."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from forum.audit import exports, policy, queries, words
from forum.audit.queries import Filters
from forum.core import hashlog, keys
from forum.core.policy import require
from forum.export import download
from forum.web import administration, current_actor
from forum.web.paging import cursor
from forum.web.routing import LARGEST_ID

bp = Blueprint("audit", __name__)


def register() -> None:
    administration.section(
        "catatan",
        group="catatan",
        title=_l("Catatan kejadian"),
        endpoint="audit.index",
        rule=policy.can_read,
    )


@bp.get("/kelola/catatan")
def index() -> ResponseReturnValue:
    """Everything that happened, the newest first."""
    require(policy.can_read, current_actor())
    filters = _filters()
    return administration.page(
        "audit/index.html",
        page=queries.entries_page(filters, cursor()),
        standing=queries.standing(),
        filters=filters,
        kinds=_kinds(),
        csv_url=url_for(".table", **_arguments(filters)),
        most=queries.EXPORTED,
        words=words,
        actor_name=exports.actor_name,
    )


@bp.get("/kelola/catatan.csv")
def table() -> ResponseReturnValue:
    """What the filters show, as a file."""
    require(policy.can_read, current_actor())
    return download(exports.record(_filters()), "csv")


@bp.get("/catatan/titik-periksa")
def checkpoints() -> Response:
    """The latest signed states of the record and the key to them, for anyone to keep."""
    key = keys.sign_key().public_key()
    parts = [hashlog.public_key_text(key, queries.origin()) + "\n"]
    for one in queries.latest_checkpoints():
        parts.append(f"= {one.created_at.isoformat(timespec='seconds')}\n{one.text}")
    response = Response("\n".join(parts), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _filters() -> Filters:
    """What the address asks for; what makes no sense there is no filter."""
    event = request.args.get("kejadian", "")
    person = request.args.get("orang", type=int)
    return Filters(
        event=event if event in words.kinds() else None,
        actor_id=person if person is not None and 0 < person <= LARGEST_ID else None,
        since=_day("dari"),
        until=_day("sampai"),
    )


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def _arguments(filters: Filters) -> dict[str, Any]:
    named = {
        "kejadian": filters.event,
        "orang": filters.actor_id,
        "dari": filters.since,
        "sampai": filters.until,
    }
    return {name: str(value) for name, value in named.items() if value is not None}


def _kinds() -> list[tuple[str, str]]:
    """The kinds of events there can be, with their words, in the order of the words."""
    return sorted(
        ((kind, words.sentence(kind)) for kind in words.kinds()), key=lambda kind: kind[1]
    )
