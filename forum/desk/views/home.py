"""The desk itself: what can be done, what was entered today, what waits."""

from flask import request
from flask.typing import ResponseReturnValue

from forum.desk import queries
from forum.desk.views.blueprint import desk, officer, page
from forum.web.paging import cursor


@desk.get("")
def home() -> ResponseReturnValue:
    actor = officer()
    return page(
        "desk/home.html",
        today=queries.entries_page(actor, today=True).rows,
        unanswered=queries.unanswered(actor),
    )


@desk.get("/entri")
def entries() -> ResponseReturnValue:
    """Everything entered here, the latest first."""
    actor = officer()
    return page(
        "desk/entries.html",
        page=queries.entries_page(actor, cursor()),
        request=request,
    )
