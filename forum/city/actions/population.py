"""Noting how many people live where. Each figure says whose it is."""

from typing import Any

from flask_babel import gettext as _

from forum.city import policy, queries
from forum.city.actions.uniqueness import unique
from forum.city.events import PopulationNoted, PopulationRemoved
from forum.city.models import Area, Population
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db
from forum.core.errors import Invalid
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line

MOST = 2_000_000_000


@atomic()
def note_population(
    actor: Actor,
    area: Area,
    *,
    year: int,
    total: int,
    source: str,
    male: int | None = None,
    female: int | None = None,
) -> Population:
    """The figure of a year, in place of an earlier one for the same year."""
    require(policy.can_note_population, actor, area)
    source = one_line(source)
    if not 1950 <= year <= clock.today().year:
        raise Invalid(_("Tahun dari 1950 sampai tahun ini."))
    if not 3 <= len(source) <= 200:
        raise Invalid(_("Sebutkan sumber angka, 3 sampai 200 huruf."))
    if not all(0 <= number <= MOST for number in (total, male or 0, female or 0)):
        raise Invalid(_("Jumlah penduduk tidak boleh kurang dari nol."))
    if (male is None) is not (female is None):
        raise Invalid(_("Isi laki-laki dan perempuan bersama-sama, atau kosongkan keduanya."))
    if male is not None and female is not None and male + female != total:
        raise Invalid(_("Laki-laki dan perempuan tidak sama dengan jumlah seluruhnya."))
    known = {figure.year: figure for figure in queries.figures_of(area)}
    figure = known.get(year) or Population(area_id=area.id, year=year)
    with unique(_("Angka untuk tahun itu baru saja dicatat orang lain. Periksa dahulu.")):
        figure.male, figure.female, figure.total, figure.source = male, female, total, source
        figure.noted_at, figure.noted_by = clock.now(), actor.id
        db.session.add(figure)
    record(PopulationNoted(area_id=area.id, year=year, **_by(actor, area)))
    return figure


@atomic()
def remove_population(actor: Actor, figure: Population) -> None:
    """Needs `area` to be loaded. The newest of those left is in force."""
    require(policy.can_note_population, actor, figure.area)
    db.session.delete(figure)
    area, year = figure.area, figure.year
    record(PopulationRemoved(area_id=area.id, year=year, **_by(actor, area)))


def _by(actor: Actor, area: Area) -> dict[str, Any]:
    roles = [
        role
        for each in (area.id, area.parent_id)
        if (role := actor.standing(*policy.MANAGING, area_id=each))
    ]
    return {"actor_id": actor.id, "role": roles[0] if roles else ""}
