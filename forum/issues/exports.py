"""Issues as a table for other systems (SP4N-LAPOR!, SIPD): no name, no address, no words."""

from typing import Any

from flask_babel import gettext as _

from forum.core import clock
from forum.core.actor import Actor
from forum.export import Column, Table
from forum.issues import queries
from forum.issues.words import KINDS, STATES


def issues_table(viewer: Actor) -> Table:
    """The public issues with their standing, oldest first; secret ones leave the house by no list."""

    def column(title: str, key: str, value: Any) -> Column:
        return Column(title, value, key)

    return Table(
        name=f"isu-{clock.today():%Y%m%d}",
        columns=[
            column(_("Nomor"), "nomor", lambda row: row.number),
            column(_("Nomor LAPOR!"), "nomor_lapor", lambda row: row.lapor_number or ""),
            column(_("Jenis"), "jenis", lambda row: str(KINDS[row.kind].one)),
            column(_("Judul"), "judul", lambda row: row.title),
            column(_("Tahap"), "tahap", lambda row: str(STATES[row.state].label)),
            column(_("Digabung ke"), "digabung_ke", lambda row: row.head),
            column(_("Kode wilayah"), "kode_wilayah", lambda row: row.area_code),
            column(_("Kelurahan"), "kelurahan", lambda row: row.area),
            column(_("Kecamatan"), "kecamatan", lambda row: row.district or ""),
            column(_("Topik"), "topik", lambda row: row.category or ""),
            column(_("Perangkat daerah"), "perangkat_daerah", lambda row: row.unit or ""),
            column(_("Dukungan"), "dukungan", lambda row: row.support_count),
            column(_("Disampaikan"), "disampaikan", lambda row: _day(row.created_at)),
            column(_("Batas waktu"), "batas_waktu", lambda row: _iso(row.due_on)),
            column(_("Lewat batas"), "lewat_batas", lambda row: int(row.is_overdue)),
            column(_("Volume"), "volume", lambda row: row.volume),
            column(_("Satuan"), "satuan", lambda row: row.volume_unit or ""),
            column(_("Perkiraan biaya"), "perkiraan_biaya", lambda row: row.estimate),
            column(_("Bidang"), "bidang", lambda row: row.field.value if row.field else ""),
        ],
        rows=queries.rows_to_export(),
    )


def _day(at: Any) -> str:
    return str(at.astimezone(clock.LOCAL).date().isoformat())


def _iso(day: Any) -> str:
    return str(day.isoformat()) if day else ""
