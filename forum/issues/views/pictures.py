"""The picture that goes along when an issue is shared."""

from flask import Response

from forum.core.actor import VISITOR
from forum.core.errors import NotFound
from forum.export import card
from forum.issues import picture, queries
from forum.issues.views.blueprint import ID, bp
from forum.web import caching


@bp.get(f"/{ID}/gambar.png")
def card_picture(issue_id: int) -> Response:
    """Drawn once for each version of the issue; there is none of what not everyone may read."""
    issue = queries.issue_for(VISITOR, issue_id)
    if issue.thread.is_hidden:
        raise NotFound("picture")
    shown = picture.card_of(issue)
    key = ("issue picture", issue.id, issue.thread.version)
    return caching.picture_for_everyone(key, lambda: card.draw(shown))
