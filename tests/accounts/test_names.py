"""Names that are shown: of letters one can trust, and of nobody who serves here.

The look-alikes are of Unicode's own list of confusables (UTS 39, confusables.txt).
"""

import pytest
from flask.testing import FlaskClient

from forum.accounts import actions, names, queries
from forum.accounts.names import BadName
from forum.core.db import db
from tests.accounts.factories import PASSWORD, UserFactory
from tests.factories import AreaFactory, UnitFactory

pytestmark = pytest.mark.usefixtures("app")

GOOD = [
    "Rina",
    "Bu Rina, Menteng",
    "Nur'aini",
    "Ma`ruf",
    "D\u2019Angelo",
    "Siti-Aminah",
    "H. Zulkifli Anwar, S.Sos.",
    "I Made Suardana",
    "José",
    "Nguyễn Thị",
    "Warga Menteng 2",
    "Adinda",
    "Lurahman",
    "Camelia",
    "Baharudin",
    "Yo",
]
BAD = {
    "R\u0456na": "aksara lain",  # Cyrillic і
    "\u0410dmin": "aksara lain",  # Cyrillic А
    "Rin\u03b1": "aksara lain",  # Greek α
    "\uff21dmin": "aksara lain",  # full width A
    "\U0001d400dmin": "aksara lain",  # mathematical bold A
    "\u1d00dmin": "aksara lain",  # small capital A
    "\u01c0na Wati": "aksara lain",  # a click that looks like l
    "Рина": "aksara lain",
    "رينا": "aksara lain",
    "Ri\u200bna": "tersembunyi",
    "Ri\u00adna": "tersembunyi",
    "\u202eaniR": "tersembunyi",
    "Ri\u2066na": "tersembunyi",
    "Rina \u2705": "Hapus",
    "Rina <b>": "Hapus",
    "Rina | Admin": "Hapus",
    "Ri" + "\u0301" * 5 + "na": "Hapus",
    "R 2": "dua huruf",
    "12345": "dua huruf",
}
IMITATIONS = [
    "Admin",
    "ADMIN",
    "admin Betang",
    "A d m i n",
    "Adm1n",
    "Àdmîn",
    "Moderator",
    "M0derator 2",
    "Mo\u0111erator",
    "Rina Moderator",
    "Moderatorr",
    "Rina Adm1n",
    "Dinas PUPR",
    "D1nas PUPR",
    "Pak Lurah Menteng",
    "Wali Kota",
    "Walikota Palangka Raya",
    "Petugas",
    "Pengelola Forum",
    "Betang",
    "DPUPR",
    "D P U P R",
    "DPUPR, Menteng",
    "Satpo\u0131 PP",
    "satpol-pp",
    "SATP0L PP",
    "Warga",
    "Kepala perangkat daerah",
]


@pytest.fixture
def units() -> None:
    UnitFactory(code="PUPR", name="Dinas Pekerjaan Umum dan Penataan Ruang", short_name="DPUPR")
    UnitFactory(code="POLPP", name="Satuan Polisi Pamong Praja", short_name="Satpol PP")


@pytest.mark.parametrize("name", GOOD)
def test_names_of_people_are_taken(units: None, name: str) -> None:
    user = UserFactory()
    actions.choose_public_name(user.as_actor(), user, public_name=name)
    db.session.refresh(user)
    assert user.public_name == name


@pytest.mark.parametrize(("name", "said"), BAD.items())
def test_letters_that_deceive_are_refused(name: str, said: str) -> None:
    user = UserFactory(public_name="Rina")
    with pytest.raises(BadName, match=said):
        actions.choose_public_name(user.as_actor(), user, public_name=name)
    db.session.refresh(user)
    assert user.public_name == "Rina"


@pytest.mark.parametrize("name", IMITATIONS)
def test_names_of_offices_and_roles_are_refused(units: None, name: str) -> None:
    user = UserFactory()
    with pytest.raises(BadName, match="petugas atau dinas"):
        actions.choose_public_name(user.as_actor(), user, public_name=name)


def test_letters_are_kept_in_one_form(units: None) -> None:
    user = UserFactory()
    actions.choose_public_name(user.as_actor(), user, public_name="  Jose\u0301   Maria ")
    db.session.refresh(user)
    assert user.public_name == "Jos\u00e9 Maria"


def test_a_name_from_before_stays() -> None:
    user = UserFactory(public_name="Admin Рина")
    actions.choose_public_name(user.as_actor(), user, public_name="Admin Рина")
    db.session.refresh(user)
    assert user.public_name == "Admin Рина"


def test_nothing_of_a_title_or_office_in_the_first_public_name() -> None:
    area = AreaFactory(name="Menteng")
    assert actions.default_public_name("Dr. Admin Rina Wati", area) == "Rina, Menteng"
    assert actions.default_public_name("Sugiyanto", area) == "Sugiyanto, Menteng"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Rin\u0430 Wati", "aksara lain"),
        ("Rina\u200b Wati", "tersembunyi"),
        ("Moderator", "petugas atau dinas"),
    ],
)
def test_registering_says_it_beside_the_name(client: FlaskClient, name: str, said: str) -> None:
    area = AreaFactory()
    typed = {
        "name": name, "email": "rina@contoh.id", "area_id": area.id,
        "password": PASSWORD, "adult": "y", "agreed": "y",
    }  # fmt: skip
    answer = client.post("/daftar", data=typed)
    assert answer.status_code == 422
    assert said in answer.text.partition('id="name-e"')[2].partition("</p>")[0]
    assert 'value="rina@contoh.id"' in answer.text
    assert queries.user_by_email("rina@contoh.id") is None


def test_look_alikes_have_one_skeleton() -> None:
    assert names.skeleton("M0DERAT0R") == names.skeleton("Mo\u0308derator")
    assert names.skeleton("Adm1n") == names.skeleton("admln") == names.skeleton("adm\u0131n")
    assert names.skeleton("rnoderator") == names.skeleton("moderator")
    assert names.skeleton("Rina") != names.skeleton("Rini")
