"""The pages under /kelola: who gets in, what they show, what becomes of mistakes."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from forum.city import queries, settings
from forum.city.models import Area, AreaLevel, Holiday, Setting, Unit
from forum.core.actor import Grant, Role
from forum.core.db import db
from tests.accounts.factories import UserFactory
from tests.city.factories import HolidayFactory, PopulationFactory
from tests.factories import AreaFactory, UnitFactory
from tests.issues.factories import IssueFactory

WHY = "Keputusan rapat pekan ini"
HEAD = "tanggal,nama,jenis\n"
PAGES = (
    "libur",
    "libur/impor",
    "wilayah",
    "wilayah/baru",
    "unit",
    "unit/baru",
    "penduduk",
    "tingkat",
    "pemilihan",
    "retensi",
    "pengelola-data",
)


@pytest.fixture
def admin(signed_in):
    return signed_in(UserFactory(admin=True))


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def rows_of():
    """One of each thing that has a page of its own."""
    area, unit = AreaFactory(), UnitFactory()
    holiday, figure = HolidayFactory(day=date(2026, 5, 1)), PopulationFactory(area=area)
    return (
        f"libur/{holiday.id}",
        f"libur/{holiday.id}/hapus",
        f"wilayah/{area.id}",
        f"wilayah/{area.id}/hapus",
        f"unit/{unit.id}",
        f"unit/{unit.id}/tutup",
        f"unit/{unit.id}/buka",
        f"penduduk/{area.id}",
        f"penduduk/angka/{figure.id}/hapus",
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_shows_to_the_citys_administrator(client, admin, language):
    client.set_cookie("lang", language)

    for page in (*PAGES, *rows_of()):
        answer = client.get(f"/kelola/{page}")
        assert answer.status_code == 200, page
        assert f'lang="{language}"' in text_of(answer)


@pytest.mark.parametrize(
    "roles",
    [
        [],
        [Role.OFFICIAL],
        [Role.HEAD],
        [Role.DESK],
        [Role.COORDINATOR],
        [Role.MODERATOR],
        [Role.OBSERVER],
    ],
)
def test_no_page_shows_to_others(client, signed_in, roles):
    signed_in(UserFactory(roles=roles))

    for page in (*PAGES, *rows_of()):
        assert client.get(f"/kelola/{page}").status_code == 403, page
        assert client.post(f"/kelola/{page}", data={"reason": WHY}).status_code in (403, 405)


def test_visitors_are_asked_to_sign_in(client):
    for page in PAGES:
        answer = client.get(f"/kelola/{page}")
        assert answer.status_code == 303
        assert answer.location.startswith("/masuk?next=/kelola/")


def test_an_administrator_of_a_unit_sees_that_unit_alone(client, signed_in):
    own, other = UnitFactory(name="Dinas Sendiri"), UnitFactory(name="Dinas Orang Lain")
    signed_in(UserFactory(roles=[Grant(Role.ADMIN, unit_id=own.id)]))

    page = text_of(client.get("/kelola/unit"))

    assert "Dinas Sendiri" in page
    assert "Dinas Orang Lain" not in page
    assert "unit/baru" not in page
    own_page = text_of(client.get(f"/kelola/unit/{own.id}"))
    assert "Pengelola Dinas Sendiri" in own_page
    assert 'name="kind"' not in own_page
    assert "/tutup" not in own_page
    assert client.get(f"/kelola/unit/{other.id}").status_code == 403
    assert client.get("/kelola/libur").status_code == 403
    changed = {"name": "Dinas Baru", "short_name": "", "kind": "badan"}
    assert client.post(f"/kelola/unit/{own.id}", data=changed).status_code == 303
    db.session.expire_all()
    assert queries.unit_by_id(own.id).name == "Dinas Baru"
    assert queries.unit_by_id(own.id).kind == "dinas"


def test_an_administrator_of_a_kecamatan_notes_its_residents(client, signed_in):
    district = AreaFactory(level=AreaLevel.DISTRICT, name="Pahandut", parent_name=None)
    village = AreaFactory(name="Langkai", parent_id=district.id)
    elsewhere = AreaFactory(name="Menteng")
    signed_in(UserFactory(roles=[Grant(Role.ADMIN, area_id=district.id)]))

    page = text_of(client.get("/kelola/penduduk"))

    assert "Langkai" in page
    assert "Menteng" not in page
    figure = {"year": "2025", "total": "12345", "source": "BPS"}
    assert client.post(f"/kelola/penduduk/{village.id}", data=figure).status_code == 303
    assert queries.population([village.id]) == {village.id: 12345}
    assert client.get(f"/kelola/penduduk/{elsewhere.id}").status_code == 403
    assert "12.345 jiwa, tahun 2025" in text_of(client.get("/kelola/penduduk"))


# --- holidays


def test_a_holiday_is_added_once_however_often_it_is_sent(client, admin):
    form = {"day": "2026-05-01", "name": "Hari Buruh", "kind": "libur_nasional", "cmd_id": "x1"}

    first = client.post("/kelola/libur", data=form)
    again = client.post("/kelola/libur", data=form)

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == "/kelola/libur?tahun=2026"
    page = text_of(client.get("/kelola/libur?tahun=2026"))
    assert "Jumat, 1 Mei 2026" in page
    assert len(db.session.scalars(select(Holiday)).all()) == 1


def test_what_was_typed_stays_with_its_mistakes(client, admin):
    HolidayFactory(day=date(2026, 5, 1), name="Hari Buruh")
    form = {"day": "2026-05-01", "name": "Mayday", "kind": "cuti_bersama"}

    answer = client.post("/kelola/libur", data=form)

    assert answer.status_code == 422
    page = text_of(answer)
    assert "Tanggal itu sudah tercatat: Hari Buruh." in page
    assert 'value="Mayday"' in page
    assert client.post("/kelola/libur", data={"day": "besok"}).status_code == 422


def test_the_year_to_come_is_asked_for(client, admin, clock):
    this_year = clock.now.year
    assert f"Tahun {this_year + 1} belum punya hari libur" in text_of(
        client.get("/kelola/libur")
    )
    assert "1 menunggu" in text_of(client.get("/kelola"))

    HolidayFactory(day=date(this_year + 1, 1, 1))

    assert "belum punya hari libur" not in text_of(client.get("/kelola/libur"))
    assert "1 menunggu" not in text_of(client.get("/kelola"))


@pytest.mark.parametrize("year", ["0", "99999", "-1", "abc"])
def test_a_year_that_cannot_be_meant_is_this_one(client, admin, year):
    assert client.get(f"/kelola/libur?tahun={year}").status_code == 200


def test_a_file_is_looked_at_before_it_is_taken(client, admin):
    HolidayFactory(day=date(2027, 1, 1), name="Tahun Baru")
    lines = (
        HEAD + "2027-01-01,Tahun Baru Masehi,libur_nasional\n2027-03-08,Nyepi,cuti_bersama\n"
    )
    upload = {"file": (io.BytesIO(lines.encode()), "libur.csv"), "aksi": "lihat"}

    look = client.post("/kelola/libur/impor", data=upload)

    page = text_of(look)
    assert look.status_code == 200
    assert "Senin, 8 Maret 2027: Nyepi" in page
    assert "<del>Tahun Baru (Libur nasional)</del>" in page
    assert queries.holiday_on(date(2027, 3, 8)) is None

    taken = client.post("/kelola/libur/impor", data={"text": lines, "aksi": "terapkan"})

    assert taken.location == "/kelola/libur?tahun=2027"
    assert [one.name for one in queries.holidays_in(2027)] == ["Tahun Baru Masehi", "Nyepi"]


def test_a_file_with_mistakes_is_taken_in_no_part(client, admin):
    lines = HEAD + "2027-01-01,Tahun Baru,libur_nasional\n2027-13-01,Apa,libur_nasional\n"

    for action in ("lihat", "terapkan"):
        form = {"text": lines, "aksi": action}
        answer = client.post("/kelola/libur/impor", data=form)
        assert answer.status_code == 422
        assert "Baris 3: Tanggal ditulis" in text_of(answer)
    assert queries.holidays_in(2027) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", HEAD.encode()])
def test_files_without_holidays(client, admin, content):
    upload = {"file": (io.BytesIO(content), "libur.csv"), "aksi": "lihat"}

    assert client.post("/kelola/libur/impor", data=upload).status_code == 422


def test_a_holiday_is_changed_and_deleted(client, admin):
    holiday = HolidayFactory(day=date(2026, 5, 1))
    form = {"day": "2026-05-02", "name": "Pindah", "kind": "cuti_bersama"}

    assert client.post(f"/kelola/libur/{holiday.id}", data=form).status_code == 303
    db.session.expire_all()
    assert client.get(f"/kelola/libur/{holiday.id}/hapus").status_code == 200
    assert [one.name for one in queries.holidays_in(2026)] == ["Pindah"]
    assert client.post(f"/kelola/libur/{holiday.id}/hapus").status_code == 303
    assert queries.holidays_in(2026) == []
    assert client.get(f"/kelola/libur/{holiday.id}").status_code == 404


# --- areas and units


def test_areas_are_searched_by_other_spellings(client, admin):
    AreaFactory(name="Kereng Bangkirai", variants="Kereng Bengkirai")
    AreaFactory(name="Sabaru")

    page = text_of(client.get("/kelola/wilayah?q=bengkirai"))

    assert "Kereng Bangkirai" in page
    assert "Sabaru" not in page
    assert "Tidak ada wilayah yang cocok" in text_of(client.get("/kelola/wilayah?q=%25"))


def test_someone_elses_change_in_between_is_told_and_the_words_kept(client, admin):
    area = AreaFactory(name="Lama")
    first = {"name": "Baru", "variants": ""}

    assert client.post(f"/kelola/wilayah/{area.id}?v=1", data=first).status_code == 303
    late = client.post(f"/kelola/wilayah/{area.id}?v=1", data={"name": "Terlambat"})

    assert late.status_code == 422
    assert "Keadaan sudah berubah" in text_of(late)
    assert 'value="Terlambat"' in text_of(late)
    assert f"/kelola/wilayah/{area.id}?v=2" in text_of(late)


def test_an_area_that_is_used_is_not_deleted(client, admin):
    area = AreaFactory()
    UserFactory(area=area)

    answer = client.post(f"/kelola/wilayah/{area.id}/hapus")

    assert answer.status_code == 409
    assert "sudah dipakai" in text_of(answer)
    assert db.session.get(Area, area.id) is not None


def test_a_new_name_shows_on_kept_pages_at_once(client, signed_in, admin):
    issue = IssueFactory(area=AreaFactory(name="Langkai", parent_name="Pahandut"))
    other = client.application.test_client()
    assert "Langkai, Pahandut" in text_of(other.get(f"/isu/{issue.id}"))

    client.post(f"/kelola/wilayah/{issue.area_id}", data={"name": "Langkai Baru"})

    assert "Langkai Baru, Pahandut" in text_of(other.get(f"/isu/{issue.id}"))
    assert "Langkai Baru, Pahandut" in text_of(other.get("/isu"))


def test_a_unit_is_closed_with_a_reason(client, admin):
    unit = UnitFactory(name="Dinas Pasar")

    assert client.post(f"/kelola/unit/{unit.id}/tutup?v=1").status_code == 422
    assert (
        client.post(f"/kelola/unit/{unit.id}/tutup?v=1", data={"reason": WHY}).status_code
        == 303
    )

    page = text_of(client.get("/kelola/unit"))
    assert "Dinas Pasar" in page
    assert "Ditutup" in page
    assert unit.name not in [one.name for one in queries.units()]


def test_units_are_thirty_on_a_page(client, admin):
    for n in range(32):
        UnitFactory(name=f"Dinas {n:02d}")

    page = text_of(client.get("/kelola/unit"))
    cursor = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    rest = text_of(client.get(cursor.replace("&amp;", "&")))

    assert "Dinas 29" in page
    assert "Dinas 30" not in page
    assert "Dinas 31" in rest
    assert "Dinas 29" not in rest


@pytest.mark.parametrize(
    ("page", "make"),
    [
        ("libur?tahun=2026", lambda n: HolidayFactory(day=date(2026, 1 + n // 28, 1 + n % 28))),
        ("wilayah", lambda _n: AreaFactory()),
        ("unit", lambda _n: UnitFactory()),
        ("penduduk", lambda _n: PopulationFactory()),
    ],
)
def test_long_lists_ask_no_more_than_short_ones(client, admin, count_queries, page, make):
    def asked():
        with count_queries() as seen:
            assert client.get(f"/kelola/{page}").status_code == 200
        return len(seen)

    for n in range(3):
        make(n)
    asked()
    few = asked()
    for n in range(3, 60):
        make(n)

    assert asked() == few


# --- settings


def test_levels_are_changed_with_a_reason(client, admin):
    form = settings.LEVELS | {"post": "ktp"}

    assert client.post("/kelola/tingkat?v=0", data=form).status_code == 422
    done = client.post("/kelola/tingkat?v=0", data=form | {"reason": WHY})

    assert done.status_code == 303
    assert settings.get("levels")["post"] == "ktp"
    assert client.post("/kelola/tingkat", data={"post": "email"}).status_code == 422


def test_a_form_that_comes_back_leaves_its_neighbours_as_they_are(client, admin):
    answer = client.post(
        "/kelola/tingkat/masa", data={"masa-kode": "0", "masa-ktp": "48", "masa-reason": WHY}
    )

    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="48"' in page
    assert 'value="7"' in page
    assert page.count("checked") == len(settings.LEVELS)


def test_months_and_invitations(client, admin):
    months = {"masa-kode": "6", "masa-ktp": "24", "masa-reason": WHY}

    assert client.post("/kelola/tingkat/masa", data=months).status_code == 303
    invited = client.post("/kelola/tingkat/undangan", data={"undangan-days": "14"})

    assert invited.status_code == 303
    assert settings.get("verification_months") == {"kode": 6, "ktp": 24}
    assert settings.invitation_days() == 14


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_notice_of_an_election_stands_where_people_write(client, admin, language):
    form = {
        "on": "y",
        "text_id": "Jangan kampanye.",
        "text_en": "No campaigning.",
        "reason": WHY,
    }
    shown = {"id": "Jangan kampanye.", "en": "No campaigning."}[language]
    client.set_cookie("lang", language)
    issue = IssueFactory()
    assert shown not in text_of(client.get("/isu/baru"))

    assert client.post("/kelola/pemilihan?v=0", data=form).status_code == 303

    for page in ("/isu/baru", f"/isu/{issue.id}", "/kelola/pemilihan"):
        assert shown in text_of(client.get(page)), page


def test_election_dates_in_the_wrong_order(client, admin):
    form = {"begins": "2027-02-02", "ends": "2027-02-01", "text_id": "Netral.", "reason": WHY}

    answer = client.post("/kelola/pemilihan", data=form)

    assert answer.status_code == 422
    assert "Tanggal akhir tidak boleh sebelum" in text_of(answer)
    assert 'value="2027-02-02"' in text_of(answer)


def test_retention_has_a_lower_bound(client, admin):
    days = {kind: str(number) for kind, number in settings.get("retention").items()}

    refused = client.post("/kelola/retensi", data=days | {"mail": "0", "reason": WHY})
    done = client.post("/kelola/retensi", data=days | {"mail": "5", "reason": WHY})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert settings.days_kept("mail") == 5


def test_contacts(client, admin):
    dpo = {"dpo-name": "PPID Utama", "dpo-email": "pdp@kota.go.id", "dpo-phone": ""}
    operator = {"penyelenggara-name": "Diskominfo", "penyelenggara-address": "Jl. Rajawali"}

    assert client.post("/kelola/pengelola-data?v=0", data=dpo).status_code == 303
    assert (
        client.post("/kelola/pengelola-data/penyelenggara?v=0", data=operator).status_code
        == 303
    )
    wrong = client.post("/kelola/pengelola-data", data=dpo | {"dpo-email": "bukan"})

    assert wrong.status_code == 422
    assert settings.dpo()["name"] == "PPID Utama"
    assert settings.operator() == {"name": "Diskominfo", "address": "Jl. Rajawali"}


def test_what_people_typed_is_shown_as_text(client, admin):
    script = "<script>alert(1)</script>"
    unit, area = UnitFactory(name=script), AreaFactory(name=script)
    HolidayFactory(day=date(2026, 5, 1), name=script)

    for page in (
        "unit",
        f"unit/{unit.id}",
        "wilayah",
        f"wilayah/{area.id}",
        "libur?tahun=2026",
    ):
        assert script not in text_of(client.get(f"/kelola/{page}")), page


def test_nothing_changed_by_looking(client, admin):
    for page in (*PAGES, *rows_of()):
        client.get(f"/kelola/{page}")

    assert db.session.scalars(select(Setting)).all() == []
    assert db.session.scalars(select(Unit.closed_at)).all() == [None]
