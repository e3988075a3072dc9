"""The register of the city, against the official numbers of domain.md, and changes to it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from forum.audit.models import AuditEntry
from forum.city import actions, policy, queries
from forum.city.actions.areas import AreaInUse, AreaWords
from forum.city.actions.holidays import HolidayRow
from forum.city.actions.units import UnitIsClosed, UnitWords
from forum.city.models import Area, AreaLevel, Holiday, HolidayKind, Population, Unit
from forum.config import ROOT
from forum.core.actor import Grant, Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, Stale
from tests.accounts.factories import UserFactory
from tests.city.factories import HolidayFactory, PopulationFactory
from tests.factories import AreaFactory, UnitFactory, menteng

DATA = ROOT / "data" / "palangkaraya"


@pytest.fixture
def city():
    actions.load_city(DATA)


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def events(*names):
    """What was recorded, as (event, role), the oldest first."""
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.event, row.details.get("role")) for row in rows if row.event in names]


def counts():
    tables = (Area, Unit, Holiday, Population)
    return [db.session.scalars(select(func.count()).select_from(t)).one() for t in tables]


# --- the files of the city


def test_five_kecamatan_and_thirty_kelurahan(city):
    assert len(queries.districts()) == 5
    assert len(queries.villages()) == 30
    numbers = select(Area.parent_name, func.count()).where(Area.level == AreaLevel.VILLAGE)
    assert dict(db.session.execute(numbers.group_by(Area.parent_name)).all()) == {
        "Pahandut": 6,
        "Bukit Batu": 7,
        "Jekan Raya": 4,
        "Sabangau": 6,
        "Rakumpit": 7,
    }


def test_a_kelurahan_is_called_with_its_kecamatan(city):
    village = queries.area_by_code("62.71.03.1002")

    assert village is not None
    assert village.label == "Menteng, Jekan Raya"


@pytest.mark.parametrize(
    ("year", "holidays", "joint_leave"), [(2025, 17, 11), (2026, 17, 8), (2027, 18, 8)]
)
def test_holidays_of_a_year(city, year, holidays, joint_leave):
    kinds = [holiday.kind for holiday in queries.holidays_in(year)]

    assert kinds.count("libur_nasional") == holidays
    assert kinds.count("cuti_bersama") == joint_leave


def test_the_city_has_its_official_number_of_residents(city):
    whole = queries.area_by_code("62.71")
    assert whole is not None

    (figure,) = queries.figures_of(whole)

    assert (figure.total, figure.male, figure.female) == (315_153, 159_809, 155_344)
    assert (figure.year, figure.source) == (2025, "Kepmendagri 300.2.2-2430 Tahun 2025")


def test_loading_again_changes_nothing(city):
    before = counts()
    actions.load_city(DATA)

    assert counts() == before


def test_what_was_edited_outlives_the_next_start(city, admin):
    village, unit = queries.area_by_code("62.71.04.1003"), queries.unit_by_code("dp3a")
    newyear = queries.holiday_on(date(2027, 1, 1))
    assert village is not None
    assert unit is not None
    assert newyear is not None
    actions.edit_area(admin, village, words=AreaWords("Kereng", ""))
    actions.edit_unit(admin, unit, words=UnitWords("Dinas Perempuan dan Anak"))
    actions.remove_holiday(admin, newyear)

    actions.load_city(DATA)

    assert (village.name, village.variants) == ("Kereng", "")
    assert unit.name == "Dinas Perempuan dan Anak"
    assert queries.holiday_on(date(2027, 1, 1)) is None


def test_areas_from_before_get_what_they_lack():
    menteng()

    actions.load_city(DATA)

    village = queries.area_by_code("62.71.03.1002")
    assert village is not None
    assert village.parent_id is not None
    assert village.latitude == -2.23761


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("sebangau", "62.71.04"),
        ("Kereng Bengkirai", "62.71.04.1003"),
        ("palangkaraya", "62.71"),
        ("PALANGKA RAYA", "62.71"),
        ("62.71.03.1002", "62.71.03.1002"),
    ],
)
def test_areas_are_found_under_other_spellings(city, words, code):
    assert code in [area.code for area in queries.areas_named(words)]


def test_nothing_is_called_like_that(city):
    assert queries.areas_named("Banjarmasin") == []


# --- holidays


def test_due_dates_follow_the_table_at_once(city, admin):
    assert queries.due_date(date(2026, 11, 24), 1) == date(2026, 11, 25)

    actions.add_holiday(admin, day=date(2026, 11, 25), name="Pilkada", kind=HolidayKind.PUBLIC)

    assert queries.due_date(date(2026, 11, 24), 1) == date(2026, 11, 26)
    assert queries.due_at(date(2026, 11, 24), 1).isoformat() == "2026-11-26T23:59:00+07:00"
    assert events("HolidayNoted") == [("HolidayNoted", "admin")]


def test_a_day_is_noted_once(admin):
    HolidayFactory(day=date(2026, 5, 1), name="Hari Buruh")

    with pytest.raises(Invalid, match="Hari Buruh"):
        actions.add_holiday(
            admin, day=date(2026, 5, 1), name="Lagi", kind=HolidayKind.JOINT_LEAVE
        )


def test_a_holiday_moves(admin):
    holiday = HolidayFactory(day=date(2026, 5, 1))

    actions.edit_holiday(
        admin, holiday, day=date(2026, 5, 2), name="  Hari   Buruh ", kind=HolidayKind.PUBLIC
    )

    assert (holiday.day, holiday.name) == (date(2026, 5, 2), "Hari Buruh")
    assert events("HolidayNoted") == [("HolidayNoted", "admin")]


def test_a_holiday_goes(admin):
    holiday = HolidayFactory(day=date(2026, 5, 1))

    actions.remove_holiday(admin, holiday)

    assert queries.holiday_on(date(2026, 5, 1)) is None
    assert events("HolidayRemoved") == [("HolidayRemoved", "admin")]


def test_a_file_adds_and_changes_and_leaves_the_rest(admin):
    kept = HolidayFactory(day=date(2027, 1, 1), name="Tahun Baru")
    other = HolidayFactory(day=date(2027, 2, 2), name="Lain")
    rows = [
        HolidayRow(date(2027, 1, 1), "Tahun Baru", HolidayKind.PUBLIC),
        HolidayRow(date(2027, 2, 2), "Nyepi", HolidayKind.JOINT_LEAVE),
        HolidayRow(date(2027, 3, 3), "Baru", HolidayKind.PUBLIC),
    ]
    far = HolidayFactory(day=date(2027, 12, 25), name="Natal")

    made = actions.import_holidays(admin, rows)

    assert (len(made.added), len(made.changed), made.same) == (1, 1, 1)
    assert (kept.name, other.name, far.name) == ("Tahun Baru", "Nyepi", "Natal")
    assert events("HolidaysImported") == [("HolidaysImported", "admin")]


def test_the_same_file_again_is_no_news(admin):
    HolidayFactory(day=date(2027, 1, 1), name="Tahun Baru")

    actions.import_holidays(
        admin, [HolidayRow(date(2027, 1, 1), "Tahun Baru", HolidayKind.PUBLIC)]
    )

    assert events("HolidaysImported") == []


def test_the_year_to_come_is_missed_until_it_is_entered(clock):
    assert queries.year_to_come_unknown() is not None
    year = queries.year_to_come_unknown()
    HolidayFactory(day=date(year or 0, 1, 1))

    assert queries.year_to_come_unknown() is None


def test_years_without_holidays_are_known_as_such(city):
    assert queries.years_unknown(date(2026, 12, 1), date(2027, 1, 5)) == []
    assert queries.years_unknown(date(2027, 12, 30), date(2029, 1, 1)) == [2028, 2029]


# --- areas


def test_a_kelurahan_lies_where_its_code_says(city, admin):
    area = actions.add_area(admin, code="62.71.03.1005", words=AreaWords("Bukit Baru"))

    assert (area.level, area.label) == (AreaLevel.VILLAGE, "Bukit Baru, Jekan Raya")
    assert events("AreaAdded") == [("AreaAdded", "admin")]


@pytest.mark.parametrize(
    "code", ["62.71.09.1001", "62.71", "62", "62.71.03.1002", "62.71.3.1002", "٦٢.71.03.1009"]
)
def test_codes_that_cannot_be_taken(city, admin, code):
    with pytest.raises(Invalid):
        actions.add_area(admin, code=code, words=AreaWords("Bukit Baru"))


def test_a_new_name_of_a_kecamatan_shows_with_its_kelurahan(city, admin):
    district = queries.area_by_code("62.71.04")
    assert district is not None

    actions.edit_area(admin, district, words=AreaWords("Sebangau", "Sabangau"))

    assert {area.parent_name for area in queries.children_of(district)} == {"Sebangau"}
    assert district.version == 2


def test_two_administrators_do_not_undo_each_other(admin):
    area = AreaFactory()
    actions.edit_area(admin, area, words=AreaWords("Satu"), expected_version=1)

    with pytest.raises(Stale):
        actions.edit_area(admin, area, words=AreaWords("Dua"), expected_version=1)

    assert queries.area_by_id(area.id).name == "Satu"


@pytest.mark.parametrize(
    "words",
    [
        AreaWords("X"),
        AreaWords("Bukit", ", ".join(["ejaan"] * 40)),
        AreaWords("Bukit", "", -2.0, None),
        AreaWords("Bukit", "", -91.0, 113.0),
        AreaWords("Bukit", "", float("nan"), 113.0),
    ],
)
def test_words_of_an_area_that_make_no_sense(admin, words):
    with pytest.raises(Invalid):
        actions.edit_area(admin, AreaFactory(), words=words)


def test_an_area_that_is_used_stays(admin):
    lived_in, counted, empty = AreaFactory(), AreaFactory(), AreaFactory()
    UserFactory(area=lived_in)
    PopulationFactory(area=counted)

    for area in (lived_in, counted):
        with pytest.raises(AreaInUse):
            actions.remove_area(admin, area)
    actions.remove_area(admin, empty)

    left = set(db.session.scalars(select(Area.id)))
    assert {lived_in.id, counted.id} <= left
    assert empty.id not in left


# --- units


def test_a_unit_is_added_named_and_closed(admin):
    unit = actions.add_unit(
        admin, code="rsud", words=UnitWords("RSUD Kota", "RSUD", kind="badan")
    )
    actions.edit_unit(admin, unit, words=UnitWords("Rumah Sakit Umum Daerah"))
    actions.close_unit(admin, unit, reason="Digabung dengan Dinas Kesehatan")

    assert (unit.name, unit.kind, unit.is_closed) == ("Rumah Sakit Umum Daerah", "badan", True)
    assert unit not in queries.units()
    assert unit in queries.units_page(admin).rows
    with pytest.raises(UnitIsClosed):
        actions.close_unit(admin, unit, reason="Sekali lagi")

    actions.reopen_unit(admin, unit, reason="Dipisah lagi")

    assert unit in queries.units()
    assert events("UnitAdded", "UnitChanged", "UnitClosed", "UnitReopened") == [
        ("UnitAdded", "admin"),
        ("UnitChanged", "admin"),
        ("UnitClosed", "admin"),
        ("UnitReopened", "admin"),
    ]


@pytest.mark.parametrize("code", ["", "Dinas Baru", "dinas_baru", "-", "x" * 33])
def test_codes_of_units(admin, code):
    with pytest.raises(Invalid):
        actions.add_unit(admin, code=code, words=UnitWords("Dinas Baru", kind="dinas"))


def test_a_code_belongs_to_one_unit(admin):
    UnitFactory(code="dinkes")

    with pytest.raises(Invalid):
        actions.add_unit(admin, code="dinkes", words=UnitWords("Dinas Lain", kind="dinas"))


def test_closing_asks_why(admin):
    unit = UnitFactory()

    with pytest.raises(Invalid):
        actions.close_unit(admin, unit, reason=" ")

    assert not queries.unit_by_id(unit.id).is_closed


def test_a_units_administrator_mends_its_name_and_no_more():
    unit, other = UnitFactory(kind="dinas"), UnitFactory(kind="dinas")
    actor = UserFactory(roles=[Grant(Role.ADMIN, unit_id=unit.id)]).as_actor()

    actions.edit_unit(actor, unit, words=UnitWords("Dinas Kesehatan"))

    assert unit.name == "Dinas Kesehatan"
    assert events("UnitChanged") == [("UnitChanged", f"admin unit:{unit.id}")]
    for forbidden in (
        lambda: actions.edit_unit(actor, unit, words=UnitWords("Badan", kind="badan")),
        lambda: actions.edit_unit(actor, other, words=UnitWords("Dinas Lain")),
        lambda: actions.close_unit(actor, unit, reason="Tidak perlu"),
        lambda: actions.add_unit(actor, code="baru", words=UnitWords("Baru", kind="dinas")),
    ):
        with pytest.raises(Forbidden):
            forbidden()


# --- residents


def test_the_newest_year_is_in_force(admin):
    area, other, without = AreaFactory(), AreaFactory(), AreaFactory()
    actions.note_population(admin, area, year=2025, total=1200, source="BPS")
    actions.note_population(admin, area, year=2023, total=1000, source="BPS")
    actions.note_population(admin, other, year=2020, total=7, source="BPS", male=3, female=4)

    found = queries.population([area.id, other.id, without.id])

    assert found == {area.id: 1200, other.id: 7}


def test_a_figure_is_corrected_in_place(admin):
    area = AreaFactory()
    actions.note_population(admin, area, year=2025, total=1200, source="BPS")
    actions.note_population(admin, area, year=2025, total=1300, source="Dukcapil")

    (figure,) = queries.figures_of(area)

    assert (figure.total, figure.source, figure.noted_by) == (1300, "Dukcapil", admin.id)


def test_a_figure_is_taken_away(admin):
    area = AreaFactory()
    PopulationFactory(area=area, year=2020, total=5)
    wrong = PopulationFactory(area=area, year=2021, total=500)

    actions.remove_population(admin, queries.figure_by_id(wrong.id))

    assert queries.population([area.id]) == {area.id: 5}
    assert events("PopulationRemoved") == [("PopulationRemoved", "admin")]


@pytest.mark.parametrize(
    "figure",
    [
        {"year": 1900, "total": 5, "source": "BPS"},
        {"year": 2999, "total": 5, "source": "BPS"},
        {"year": 2025, "total": -5, "source": "BPS"},
        {"year": 2025, "total": 10**12, "source": "BPS"},
        {"year": 2025, "total": 5, "source": ""},
        {"year": 2025, "total": 5, "source": "BPS", "male": 2},
        {"year": 2025, "total": 5, "source": "BPS", "male": 2, "female": 2},
    ],
)
def test_figures_that_make_no_sense(admin, figure):
    with pytest.raises(Invalid):
        actions.note_population(admin, AreaFactory(), **figure)


def test_an_areas_administrator_notes_its_residents_and_those_of_its_parts():
    district = AreaFactory(level=AreaLevel.DISTRICT, parent_name=None)
    village, elsewhere = AreaFactory(parent_id=district.id), AreaFactory()
    actor = UserFactory(roles=[Grant(Role.ADMIN, area_id=district.id)]).as_actor()

    actions.note_population(actor, district, year=2025, total=10, source="BPS")
    actions.note_population(actor, village, year=2025, total=5, source="BPS")

    role = f"admin area:{district.id}"
    assert events("PopulationNoted") == [("PopulationNoted", role), ("PopulationNoted", role)]
    assert {row.area.id for row in queries.residents_for(actor)} == {district.id, village.id}
    assert policy.can_note_some_population(actor)
    with pytest.raises(Forbidden):
        actions.note_population(actor, elsewhere, year=2025, total=5, source="BPS")
    with pytest.raises(Forbidden):
        actions.edit_area(actor, village, words=AreaWords("Baru"))
