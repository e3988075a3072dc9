"""What the daily round removed."""

from flask.typing import ResponseReturnValue

from forum.city import settings
from forum.core.policy import require
from forum.privacy import policy, queries
from forum.privacy.views.blueprint import bp
from forum.web import administration, current_actor


@bp.get("/kelola/pembersihan")
def retention_runs() -> ResponseReturnValue:
    require(policy.can_see_retention, current_actor())
    return administration.page(
        "privacy/retention.html",
        runs=queries.last_runs(),
        kinds={one.kind: one for one in settings.retentions()},
        days=settings.days_kept,
    )
