"""What the author of hidden words is told."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from forum import notifications
from forum.moderation import queries
from forum.moderation.grounds import because
from forum.moderation.models import Case
from forum.moderation.subjects import Content

Facts = Sequence[Mapping[str, Any]]
Texts = list[notifications.Text | None]


@notifications.kind("post_hidden")
def post_hidden(many: Facts) -> Texts:
    """Names the ground and the moderator's message; leads to the words, greyed out."""
    return [
        notifications.Text(
            _(
                "Tulisan Anda di “%(title)s” disembunyikan moderator karena %(because)s. "
                "Pesan moderator: %(message)s",
                title=content.title,
                because=because(case.ground),
                message=case.message or "",
            ),
            content.url,
        )
        if content
        else None
        for case, content in _found(many)
    ]


@notifications.kind("post_restored")
def post_restored(many: Facts) -> Texts:
    return [
        notifications.Text(
            _("Tulisan Anda di “%(title)s” ditampilkan kembali.", title=content.title),
            content.url,
        )
        if content
        else None
        for _case, content in _found(many)
    ]


def _found(many: Facts) -> list[tuple[Case, Content | None]]:
    views = queries.cases_by_id(facts["case_id"] for facts in many)
    return [(views[facts["case_id"]].case, views[facts["case_id"]].content) for facts in many]
