"""What the record holds of a person: to give to them, and to take away when they leave."""

from typing import Any

from flask_babel import gettext as _

from forum.accounts import traces
from forum.audit import actions, queries, words

GIVEN = 10_000  # entries, the newest


@traces.exports("audit")
def what_they_did(user_id: int) -> list[dict[str, Any]]:
    filters = queries.Filters(actor_id=user_id)
    return [
        {
            _("Waktu"): entry.at.isoformat(timespec="seconds"),
            _("Kejadian"): words.sentence(entry.event),
        }
        for entry in queries.entries(filters, GIVEN)
    ]


@traces.erases
def what_was_written(user_id: int) -> None:
    actions.erase_texts_of(user_id)
