"""The pages that manage the city, under `/kelola`."""

from flask_babel import lazy_gettext as _l

from forum.city import policy, queries
from forum.city.views import areas, holidays, population, settings, units
from forum.city.views.blueprint import bp
from forum.core.actor import Actor
from forum.web import administration

__all__ = ["areas", "bp", "holidays", "population", "register_sections", "settings", "units"]


def register_sections() -> None:
    """Put the pages on the list under `/kelola`."""
    add = administration.section
    add(
        "libur",
        group="kota",
        title=_l("Hari libur"),
        endpoint="city_admin.holidays",
        rule=policy.can_manage_holidays,
        waiting=_years_to_enter,
    )
    add(
        "wilayah",
        group="kota",
        title=_l("Daftar wilayah"),
        endpoint="city_admin.areas",
        rule=policy.can_manage_areas,
    )
    add(
        "unit",
        group="kota",
        title=_l("Perangkat daerah"),
        endpoint="city_admin.units",
        rule=policy.can_edit_some_unit,
    )
    add(
        "penduduk",
        group="kota",
        title=_l("Penduduk"),
        endpoint="city_admin.population",
        rule=policy.can_note_some_population,
    )
    for key, group, title, endpoint in (
        ("tingkat", "aturan", _l("Tingkat verifikasi"), "levels"),
        ("janji", "aturan", _l("Janji waktu"), "promises"),
        ("pemilihan", "aturan", _l("Masa pemilihan"), "election"),
        ("retensi", "privasi", _l("Lama simpan"), "retention"),
        ("pengelola-data", "privasi", _l("Pengelola data"), "contacts"),
    ):
        add(
            key,
            group=group,
            title=title,
            endpoint=f"city_admin.{endpoint}",
            rule=policy.can_change_settings,
        )


def _years_to_enter(_actor: Actor) -> int:
    return int(queries.year_to_come_unknown() is not None)
