"""What waits for a reporter: to say whether what was declared done is done indeed."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum import notifications
from forum.core.actor import Actor
from forum.decisions import queries
from forum.web.filters import short_day


@notifications.waits(30)
def to_confirm(viewer: Actor) -> Sequence[notifications.Waiting]:
    return [
        notifications.Waiting(
            title=title,
            url=url_for("decisions.confirm_form", issue_id=issue_id),
            label=_("Periksa hasilnya"),
            look=("go", "check"),
            detail=_("sampai %(day)s", day=short_day(ends_on)),
        )
        for issue_id, title, ends_on in queries.waiting_for_word_of(viewer)
    ]
