import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.db import db
from forum.notifications import queries
from forum.notifications.models import Level, Matter, Notification
from forum.notifications.queries import level_of
from tests.accounts.factories import UserFactory
from tests.issues.factories import CategoryFactory, IssueFactory

Tell = Callable[..., None]


def test_an_empty_list_says_what_will_come(client: FlaskClient, signed_in: Any) -> None:
    signed_in(UserFactory())
    assert "Belum ada pemberitahuan" in client.get("/pemberitahuan").text


def test_the_list_is_for_those_who_are_in(client: FlaskClient) -> None:
    for path in ("/pemberitahuan", "/pemberitahuan/1"):
        assert client.get(path).location == f"/masuk?next={path}"
    assert client.post("/pemberitahuan/dibaca").status_code == 303


def test_opening_one_marks_it_as_read(client: FlaskClient, signed_in: Any, tell: Tell) -> None:
    user = signed_in(UserFactory())
    tell(user, 2)
    page = client.get("/pemberitahuan").text
    assert page.index("Salam 1") < page.index("Salam 0"), "the newest first"
    assert page.count("</svg>Baru<") == 2
    first = re.findall(r'href="/pemberitahuan/(\d+)"', page)[0]
    answer = client.get(f"/pemberitahuan/{first}")
    assert (answer.status_code, answer.location) == (303, "/salam")
    assert client.get("/pemberitahuan").text.count("</svg>Baru<") == 1
    assert queries.unread_count(user.id) == 1


def test_marking_all_as_read(client: FlaskClient, signed_in: Any, tell: Tell) -> None:
    user = signed_in(UserFactory())
    tell(user, 3)
    assert "Tandai semua sudah dibaca" in client.get("/pemberitahuan").text
    answer = client.post("/pemberitahuan/dibaca")
    assert (answer.status_code, answer.location) == (303, "/pemberitahuan")
    page = client.get("/pemberitahuan").text
    assert "</svg>Baru<" not in page
    assert "Tandai semua" not in page
    assert queries.unread_count(user.id) == 0


def test_another_persons_notification_does_not_exist(
    client: FlaskClient, signed_in: Any, tell: Tell
) -> None:
    owner = UserFactory()
    tell(owner)
    theirs = db.session.scalars(select(Notification.id)).one()
    signed_in(UserFactory())
    shown = client.get(f"/pemberitahuan/{theirs}")
    assert shown.status_code == 404
    assert client.get("/pemberitahuan/999999999").status_code == 404
    assert "Salam" not in client.get("/pemberitahuan").text
    assert queries.unread_count(owner.id) == 1


def test_the_list_goes_on(client: FlaskClient, signed_in: Any, tell: Tell) -> None:
    user = signed_in(UserFactory())
    tell(user, 65)
    seen: list[str] = []
    url: str | None = "/pemberitahuan"
    while url:
        page = client.get(url).text
        seen += [part.partition("<")[0] for part in page.split(">Salam ")[1:]]
        rest = page.partition('rel="next"')[0].rpartition('href="')[2]
        url = rest.partition('"')[0].replace("&amp;", "&") if 'rel="next"' in page else None
    assert seen == [str(n) for n in reversed(range(65))]
    assert client.get("/pemberitahuan?lanjut=spoilt").text.count(">Salam ") == queries.SIZE


def test_the_list_costs_a_fixed_number_of_queries(
    client: FlaskClient, signed_in: Any, tell: Tell, count_queries: Any
) -> None:
    seen = []
    for count in (3, 60):
        tell(signed_in(UserFactory()), count)
        with count_queries() as statements:
            assert client.get("/pemberitahuan").status_code == 200
        seen.append(len(statements))
    assert seen == [2, 2], "the person, and the list"


def test_people_kelurahan_and_topics_are_followed_where_they_are_shown(client, signed_in):
    reader = signed_in(UserFactory())
    author, topic = UserFactory(public_name="Murni"), CategoryFactory()
    issue = IssueFactory(author=author, category=topic)
    pages = {
        f"/warga/{author.id}": (Matter.PERSON, author.id),
        f"/isu?wilayah={issue.area.code}": (Matter.AREA, issue.area_id),
        f"/isu?topik={topic.id}": (Matter.CATEGORY, topic.id),
    }

    for page, (matter, ref_id) in pages.items():
        what = f"{matter}:{ref_id}"
        assert f'name="apa" value="{what}"' in client.get(page).text
        answer = client.post(
            "/pemberitahuan/ikuti", data={"apa": what, "tingkat": "semua", "next": page}
        )
        assert answer.status_code == 303
        assert "Berhenti mengikuti" in client.get(page).text
        assert level_of(reader.as_actor(), matter, ref_id) is Level.EVERYTHING

    assert 'name="apa"' not in client.get(f"/warga/{reader.id}").text
