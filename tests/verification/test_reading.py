"""Where the city asks for a level to read, everything public is closed but the ways in."""

import pytest

from forum.core.actor import Role
from forum.core.errors import SignInFirst
from forum.live import rooms
from forum.verification.levels import LevelNeeded
from forum.verification.reading import is_always_open
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory
from tests.polls.factories import PollFactory

PUBLIC = [
    "/",
    "/isu",
    "/isu/atom.xml",
    "/isu/{issue}",
    "/isu/{issue}/state",
    "/suara",
    "/suara/atom.xml",
    "/suara/{poll}",
    "/suara/{poll}/hasil",
    "/suara/{poll}/state",
    "/forum",
    "/forum.ics",
]
OPEN = ["/masuk", "/daftar", "/bantuan", "/tata-krama", "/privasi", "/healthz", "/lacak"]


@pytest.fixture
def addresses():
    facts = {"issue": IssueFactory().id, "poll": PollFactory().id}
    return [address.format(**facts) for address in PUBLIC]


def answers(client, addresses):
    return {client.get(address).status_code for address in addresses}


def test_by_default_everything_is_open(client, addresses):
    assert answers(client, addresses) == {200}


def test_visitors_are_sent_to_sign_in_and_back(client, addresses, levels_are):
    client.get(addresses[3])  # kept from before
    levels_are(read="kode")

    for address in addresses:
        answer = client.get(address)
        if address.endswith("/state"):
            assert answer.status_code == 401
        else:
            assert (answer.status_code, answer.location) == (303, f"/masuk?next={address}")
    assert answers(client, OPEN) == {200}


def test_those_below_the_level_read_how_to_be_verified(
    client, signed_in, addresses, levels_are
):
    signed_in(UserFactory(unverified=True))
    levels_are(read="kode")

    assert answers(client, addresses) == {403}
    page = client.get("/isu").get_data(as_text=True)
    assert "Untuk membaca, akun Anda perlu diverifikasi dengan kode RT/RW atau KTP." in page
    assert 'href="/akun/verifikasi"' in page
    assert answers(client, ["/akun", "/akun/verifikasi", "/pemberitahuan", "/bantuan"]) == {200}


@pytest.mark.parametrize("who", [{}, {"unverified": True, "roles": [Role.MODERATOR]}])
def test_the_verified_and_those_who_serve_read(client, signed_in, addresses, levels_are, who):
    signed_in(UserFactory(**who))
    levels_are(read="ktp")

    assert answers(client, addresses) == {200}


def test_what_a_browser_has_kept_is_not_confirmed(client, levels_are):
    address = f"/isu/{IssueFactory().id}"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    levels_are(read="kode")

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 303


def test_what_is_not_there_stays_so(client, levels_are):
    levels_are(read="kode")

    assert client.get("/tidak-ada").status_code == 404


def test_live_rooms_are_closed_too(levels_are):
    issue, somebody = IssueFactory(), UserFactory(unverified=True).as_actor()
    visitor = type(somebody)()
    room = f"thread:{issue.id}"
    assert rooms.enter(visitor, room) == issue.id
    levels_are(read="kode")

    with pytest.raises(SignInFirst):
        rooms.enter(visitor, room)
    with pytest.raises(LevelNeeded):
        rooms.enter(somebody, room)
    assert rooms.enter(UserFactory().as_actor(), room) == issue.id
    assert rooms.enter(somebody, f"user:{somebody.id}") == somebody.id


@pytest.mark.pure
@pytest.mark.parametrize(
    ("blueprint", "path", "always"),
    [
        (None, "/static/web/app.js", True),
        ("accounts", "/masuk", True),
        ("privacy", "/privasi/versi/1", True),
        (None, "/bahasa/en", True),
        ("desk", "/lacak", True),
        ("desk", "/lacak/hasil", True),
        ("issues", "/isu", False),
        ("issues", "/masukan", False),
        ("home", "/", False),
    ],
)
def test_which_pages_are_always_open(blueprint, path, always):
    assert is_always_open(blueprint, path) is always
