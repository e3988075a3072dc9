"""The record as a table: who did what, and when; without what people wrote."""

import json

from flask_babel import gettext as _

from forum.audit import queries, words
from forum.audit.queries import Entry, Filters
from forum.core import clock
from forum.export import Column, Table


def record(filters: Filters) -> Table:
    """The newest entries that match the filters."""
    return Table(
        name=f"catatan-{clock.today().isoformat()}",
        columns=[
            Column(_("Entri"), lambda entry: entry.id, "id"),
            Column(_("Waktu"), lambda entry: entry.at, "at"),
            Column(_("Kejadian"), lambda entry: words.sentence(entry.event), "sentence"),
            Column(_("Nama kejadian"), lambda entry: entry.event, "event"),
            Column(_("Nomor akun"), lambda entry: entry.actor_id, "actor_id"),
            Column(_("Pelaku"), actor_name, "actor"),
            Column(_("Peran"), lambda entry: words.role(entry.role), "role"),
            Column(_("Rincian"), _details, "details"),
        ],
        rows=queries.entries(filters),
    )


def actor_name(entry: Entry) -> str:
    if entry.actor_id is None:
        return _("Sistem")
    return entry.actor_name or _("Akun dihapus")


def _details(entry: Entry) -> str:
    return json.dumps(entry.details, ensure_ascii=False, sort_keys=True)
