"""What waits for a person about issues: something to complete, or a list to work through."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum import notifications
from forum.core.actor import Actor
from forum.issues import policy, queries


@notifications.waits(20)
def to_complete(viewer: Actor) -> Sequence[notifications.Waiting]:
    """The person's own issues in which the office asked for something."""
    return [
        notifications.Waiting(
            title=title,
            url=url_for("issues.detail", issue_id=issue_id),
            label=_("Perlu kelengkapan dari Anda"),
            look=("warn", "warn"),
        )
        for issue_id, title in queries.waiting_for_author(viewer)
    ]


@notifications.waits(50)
def to_handle(viewer: Actor) -> Sequence[notifications.Waiting]:
    """Whoever handles issues is led to their lists."""
    if not policy.can_work(viewer):
        return []
    return [
        notifications.Waiting(
            title=_("Tugas penanganan isu"),
            url=url_for("issues.tasks"),
            label=_("Daftar tugas Anda"),
            look=("info", "gear"),
        )
    ]
