"""Official answers as links of an issue's chain."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.decisions import queries
from forum.issues.chain import Link, finds_links
from forum.web.filters import short_day


@finds_links
def answers(_viewer: Actor, issue_id: int) -> Sequence[Link]:
    """Whoever sees the issue sees its answers."""
    return [
        Link(
            kind="answer",
            id=answer.id,
            at=answer.created_at,
            label=_("Jawaban resmi"),
            title=answer.unit.short_name,
            url=url_for("issues.detail", issue_id=issue_id, _anchor=f"jawaban-{answer.id}"),
            detail=_(
                "%(owner)s, tenggat %(due)s", owner=answer.owner, due=short_day(answer.due_on)
            ),
            state="now" if answer.due_on >= clock.today() else "done",
            facts={
                "unit": answer.unit.code,
                "owner": answer.owner,
                "due_on": answer.due_on.isoformat(),
            },
        )
        for answer in queries.answers_to(issue_id)
    ]
