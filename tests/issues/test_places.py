"""The point of an issue: choosing it, who may see it how exactly, the map, and what is near."""

import json
import math
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from forum.accounts import traces as accounts_traces
from forum.city import maps, outlines
from forum.city.coordinates import Point, distance
from forum.city.models import Area
from forum.core.actor import Role
from forum.core.db import db
from forum.core.errors import Invalid
from forum.discussions.models import Thread
from forum.issues import actions, nearby, places, queries
from forum.issues.actions import Matter
from forum.issues.models import Issue, IssueKind, IssuePoint, IssueState
from forum.issues.queries import Filters
from forum.web.headers import policy_with
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory

pytestmark = pytest.mark.usefixtures("city")
MENTENG, LANGKAI = "62.71.03.1002", "62.71.01.1003"
ANY = Filters()
IN_MENTENG = Point.of(-2.23761, 113.89125)
IN_LANGKAI = Point.of(-2.24167, 113.92482)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def area(code: str) -> Area:
    return db.session.query(Area).filter_by(code=code).one()


def matter(**changes) -> Matter:
    values = {
        "kind": IssueKind.COMPLAINT,
        "title": "Parit tersumbat di Jl. G. Obos",
        "text": "Air naik sampai lutut.",
        "area_id": area(MENTENG).id,
        "point": IN_MENTENG,
    }
    return Matter(**(values | changes))


def raised(author=None, **changes) -> Issue:
    author = author or UserFactory()
    return actions.raise_issue(author.as_actor(), matter(**changes))


def at(point: Point, code: str = MENTENG, **changes) -> Issue:
    issue = IssueFactory(area=area(code), **changes)
    places.put_point(issue, point, anonymous=False)
    return issue


def form(**changes):
    values = {
        "kind": "aduan",
        "title": "Parit tersumbat di Jl. G. Obos",
        "text": "Air naik sampai lutut.",
        "area_id": str(area(MENTENG).id),
        "point": IN_MENTENG.text,
        "aksi": "kirim",
    }
    return values | changes


def ago(hours: int) -> datetime:
    return datetime.now(UTC) - timedelta(hours=hours)


# --- the rule


def test_a_point_is_kept_with_its_issue():
    issue = raised()

    row = places.point_of(issue.id)
    assert (row.exact, row.shown, row.is_exact) == (IN_MENTENG, IN_MENTENG, True)


def test_of_an_anonymous_issue_everyone_is_told_the_kelurahan_alone():
    away = Point.of(-2.25, 113.88)
    row = places.point_of(raised(anonymous=True, point=away).id)

    middle = outlines.drawing().by_code(MENTENG).label
    assert row.exact == away
    assert not row.is_exact
    assert distance(row.shown, middle) < 2
    assert row.shown != away


def test_no_public_page_tells_the_exact_point_of_an_anonymous_issue(client):
    away = Point.of(-2.25123, 113.88456)
    issue = raised(anonymous=True, point=away)

    for address in (
        f"/isu/{issue.id}",
        f"/isu/{issue.id}/state",
        "/isu",
        "/isu/atom.xml",
        "/isu/peta?pusat=-2.25,113.885&z=17",
        "/isu/peta?wilayah=" + MENTENG,
        "/isu?dekat=-2.25,113.885",
    ):
        page = text_of(client.get(address))
        assert "2.2512" not in page, address
        assert "113.8845" not in page, address
    near = text_of(client.get(f"/isu?dekat={away.short}"))
    assert re.search(r"[12],\d km dari titik awal", near)  # from the middle, not from there


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.COORDINATOR, True),
        (Role.MODERATOR, False),
        (Role.FACILITATOR, False),
    ],
)
def test_those_who_handle_it_see_the_exact_point(client, signed_in, role, sees):
    issue = raised(anonymous=True, point=Point.of(-2.25123, 113.88456))
    signed_in(UserFactory(roles=[role]))

    assert ("-2.25123, 113.88456" in text_of(client.get(f"/isu/{issue.id}"))) is sees


def test_its_author_sees_it_too(client, signed_in):
    author = UserFactory()
    issue = raised(author, anonymous=True, point=Point.of(-2.25123, 113.88456))
    signed_in(author)

    assert "-2.25123, 113.88456" in text_of(client.get(f"/isu/{issue.id}"))


def test_a_point_outside_the_city_is_refused():
    with pytest.raises(Invalid, match="di luar Kota Palangka Raya"):
        raised(point=Point.of(-6.2, 106.8))
    assert db.session.query(IssuePoint).count() == 0


def test_a_draft_may_gain_move_and_lose_its_point():
    author = UserFactory().as_actor()
    draft = actions.save_draft(author, matter(point=None))
    assert places.point_of(draft.id) is None

    for point in (IN_MENTENG, IN_LANGKAI):
        actions.save_draft(author, matter(point=point), issue=draft)
        assert places.point_of(draft.id).exact == point
    actions.save_draft(author, matter(point=None), issue=draft)

    assert places.point_of(draft.id) is None


def test_a_deleted_draft_takes_its_point_with_it():
    author = UserFactory().as_actor()
    draft = actions.save_draft(author, matter())
    actions.delete_draft(author, draft)

    assert db.session.query(IssuePoint).count() == 0


# --- personal data


def test_the_point_is_part_of_the_copy_of_ones_data():
    author = UserFactory()
    raised(author)

    assert IN_MENTENG.text in json.dumps(accounts_traces.all_about(author.id)["isu"])


# --- the form


def test_an_issue_with_a_point_by_the_form(client, signed_in):
    signed_in(UserFactory())
    answer = client.post("/isu/baru", data=form(point="2,23761 LS, 113,89125 BT"))

    assert answer.status_code == 303
    issue = db.session.query(Issue).one()
    assert places.point_of(issue.id).exact == IN_MENTENG


def test_without_a_choice_the_area_comes_from_the_point(client, signed_in):
    signed_in(UserFactory())
    answer = client.post("/isu/baru", data=form(area_id="", point=IN_LANGKAI.text))

    assert answer.status_code == 303
    assert db.session.query(Issue).one().area_id == area(LANGKAI).id


def test_where_point_and_choice_differ_the_person_is_asked_once(client, signed_in):
    signed_in(UserFactory())
    asked = client.post("/isu/baru", data=form(point=IN_LANGKAI.text))

    assert asked.status_code == 422
    page = text_of(asked)
    assert "Titik di peta berada di Kelurahan Langkai, tetapi Anda memilih Menteng" in page
    assert 'name="keep_area"' in page
    assert IN_LANGKAI.text in page  # what was typed is still there
    answer = client.post("/isu/baru", data=form(point=IN_LANGKAI.text, keep_area="y"))

    assert answer.status_code == 303
    issue = db.session.query(Issue).one()
    assert issue.area_id == area(MENTENG).id
    assert places.point_of(issue.id).exact == IN_LANGKAI


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ("depan masjid", "Tulis koordinat sebagai lintang, bujur"),
        ("-6.2, 106.8", "di luar Kota Palangka Raya"),
        ("https://maps.app.goo.gl/x", "Tautan pendek"),
        ("x" * 500, "paling banyak 400 huruf"),
    ],
)
def test_what_is_no_point_here_is_said_and_kept(client, signed_in, point, words):
    signed_in(UserFactory())
    answer = client.post("/isu/baru", data=form(point=point))

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert point in text_of(answer)
    assert "Air naik sampai lutut." in text_of(answer)
    assert db.session.query(Issue).count() == 0


def test_a_draft_shows_its_point_again(client, signed_in):
    author = UserFactory()
    signed_in(author)
    draft = actions.save_draft(author.as_actor(), matter())

    assert f'value="{IN_MENTENG.text}"' in text_of(client.get(f"/isu/{draft.id}/ubah"))


def test_a_city_without_outlines_asks_for_no_point(client, signed_in, monkeypatch):
    monkeypatch.setattr(outlines, "_outlines", lambda _folder: None)
    signed_in(UserFactory())

    assert 'name="point"' not in text_of(client.get("/isu/baru"))
    assert client.post("/isu/baru", data=form()).status_code == 303
    assert client.get("/isu/peta").status_code == 404
    assert "/isu/peta" not in text_of(client.get("/isu"))


# --- which area a point lies in


def test_the_form_asks_which_area_a_point_lies_in(client):
    answer = client.get("/isu/peta/wilayah?titik=-2.23761,113.89125")

    assert answer.get_json()["area"]["code"] == MENTENG
    assert answer.get_json()["area"]["id"] == area(MENTENG).id


@pytest.mark.parametrize(
    ("query", "status"),
    [("titik=0,0", 422), ("titik=halo", 422), ("", 404), ("titik=", 404)],
)
def test_what_is_no_point_has_no_area(client, query, status):
    answer = client.get(f"/isu/peta/wilayah?{query}")

    assert answer.status_code == status
    if status == 422:
        assert answer.get_json()["error"]


# --- the page of an issue


def test_the_page_shows_a_small_map_of_our_own(client):
    issue = raised(place="Depan SDN 5")

    page = text_of(client.get(f"/isu/{issue.id}"))

    assert 'id="tempat"' in page
    assert "-2.23761, 113.89125" in page
    assert "Depan SDN 5" in page
    assert 'href="geo:-2.23761,113.89125?q=-2.23761,113.89125"' in page
    sources = re.findall(r'(?:src|<image[^>]* href)="([^"]+)"', page)
    assert all(source.startswith("/") for source in sources)  # nobody else is asked


def test_an_issue_without_a_point_has_no_map(client):
    assert 'id="tempat"' not in text_of(client.get(f"/isu/{IssueFactory().id}"))


def test_a_hidden_issue_shows_no_point(client):
    issue = raised()
    issue.thread.is_hidden = True
    db.session.flush()

    assert "-2.23761" not in text_of(client.get(f"/isu/{issue.id}"))


# --- the map


def test_the_map_shows_single_issues_and_numbers(client):
    one = at(IN_LANGKAI, LANGKAI, title="Lampu jalan mati di Langkai")
    for _ in range(3):
        at(IN_MENTENG)

    page = text_of(client.get("/isu/peta"))

    assert f'class="mark mark--one" href="/isu/{one.id}"' in page
    assert 'aria-label="3 isu"' in page
    assert "4 isu di peta ini" in page


def test_numbers_lead_closer_and_closest_to_the_list(client):
    for _ in range(2):
        at(IN_MENTENG)
    view = maps.View(IN_MENTENG, 14)
    counts = nearby.counts_by_area(Filters())
    (mark,) = nearby.marks(Filters(), view, [], counts)
    assert mark.count == 2

    page = text_of(client.get("/isu/peta?pusat=-2.23761,113.89125&z=14"))
    assert "z=16" in re.search(r'class="mark" href="([^"]+)"', page)[1]
    page = text_of(client.get("/isu/peta?pusat=-2.23761,113.89125&z=18"))
    assert "/isu?dekat=-2.2376" in re.search(r'class="mark" href="([^"]+)"', page)[1]


def test_from_afar_whole_kelurahan_are_numbered_and_none_lies_on_another(client):
    everywhere = outlines.drawing().areas
    for drawn in everywhere:
        at(drawn.label, drawn.code)
    areas = list(db.session.query(Area).order_by(Area.code))
    view = maps.whole_city()
    marks = nearby.marks(Filters(), view, areas, nearby.counts_by_area(Filters()))

    assert sum(mark.count for mark in marks) == len(everywhere)
    for mark in marks:
        for other in marks:
            if mark is not other:
                assert abs(mark.x - other.x) + abs(mark.y - other.y) > 20 * view.scale
    assert client.get("/isu/peta?z=9").status_code == 200


def test_clusters_count_every_issue_in_the_view_once():
    chance = random.Random(7)
    for _ in range(60):
        at(Point.of(-2.24 + chance.uniform(-0.01, 0.01), 113.89 + chance.uniform(-0.01, 0.01)))
    for zoom in (12, 13, 14, 15):
        view = maps.View(Point.of(-2.24, 113.89), zoom)
        marks = nearby.marks(Filters(), view, [], {})
        assert sum(mark.count for mark in marks) == nearby.count_in_view(Filters(), view)
    assert nearby.count_in_view(Filters(), maps.View(Point.of(-2.24, 113.89), 12)) == 60


def test_many_in_view_are_listed_as_few_are():
    chance = random.Random(9)
    for number in range(50):
        at(Point.of(-2.24 + chance.uniform(-0.03, 0.03), 113.89), created_at=ago(number % 7))
    view = maps.View(Point.of(-2.24, 113.89), 14)

    def listed(many: bool) -> list[int]:
        found, cursor = [], None
        while True:
            page = nearby.in_view(Filters(), view, cursor, many=many)
            found += [row.id for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                return found

    assert listed(many=True) == listed(many=False)
    assert len(set(listed(many=True))) == nearby.count_in_view(Filters(), view) < 50


@pytest.mark.parametrize("state", [IssueState.DRAFT])
def test_what_is_not_public_is_on_no_map(client, state):
    draft = at(IN_MENTENG, state=state)
    hidden = at(IN_MENTENG, is_hidden=True)

    for address in ("/isu/peta", "/isu/peta?z=9", "/isu?dekat=-2.23761,113.89125"):
        page = text_of(client.get(address))
        assert f"/isu/{draft.id}" not in page
        assert f"/isu/{hidden.id}" not in page
        assert "1 isu" not in page


def test_a_secret_issue_is_on_no_map_and_near_nobody(client, signed_in):
    """Not even for those who may read it: maps and lists are the same for everyone."""
    author = UserFactory()
    secret = raised(author, secret=True, title="Pungutan liar di loket parkir")
    assert not places.point_of(secret.id).is_exact

    for person in (None, author, UserFactory(coordinator=True)):
        if person is not None:
            signed_in(person)
        for address in (
            "/isu/peta",
            "/isu/peta?z=9",
            f"/isu/peta?wilayah={MENTENG}",
            f"/isu?dekat={IN_MENTENG.short}",
        ):
            page = text_of(client.get(address))
            assert "Pungutan liar" not in page
            assert f"/isu/{secret.id}" not in page
            assert ">1 isu" not in page


def test_the_map_knows_the_filters_of_the_list(client):
    at(IN_MENTENG, kind=IssueKind.PROPOSAL, title="Usul taman bermain di Menteng")
    at(IN_LANGKAI, LANGKAI, title="Jalan rusak di Langkai ujung")

    page = text_of(client.get("/isu/peta?jenis=usulan"))
    assert "taman bermain" in page
    assert "Jalan rusak" not in page
    page = text_of(client.get(f"/isu/peta?wilayah={LANGKAI}"))
    assert "Jalan rusak" in page
    assert "taman bermain" not in page


@pytest.mark.parametrize(
    "query",
    ["z=99", "z=-1", "z=x", "pusat=x", "pusat=nan,nan", "pusat=1e999,1", "pusat=90,0", "z=²"],
)
def test_a_view_that_makes_no_sense_is_still_a_map(client, query):
    assert client.get(f"/isu/peta?{query}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/isu/peta", "/isu/peta?z=9", "/isu?dekat=-2.2376,113.891"]
)
def test_map_and_near_cost_the_same_with_few_and_many(client, count_queries, address):
    def statements() -> int:
        with count_queries() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    for _ in range(30):
        at(IN_MENTENG)
    few = statements()
    for _ in range(40):
        at(IN_MENTENG)

    assert statements() <= few <= 9


def test_the_list_by_distance_asks_at_most_once_for_each_ring(client, count_queries):
    at(Point.of(-1.6246, 113.71056), "62.71.05.1004")  # the far north of the city

    with count_queries() as seen:
        assert "71 km dari titik awal" in text_of(client.get("/isu?dekat=-2.2376,113.891"))

    assert sum("far" in statement for statement in seen) == len(nearby.RINGS)


def test_a_script_gets_only_what_changes(client):
    at(IN_MENTENG)
    answer = client.get("/isu/peta", headers={"X-Fragment": "1"})

    page = text_of(answer)
    assert 'id="titik"' in page
    assert 'id="hasil"' in page
    assert "<html" not in page
    assert "map__area" not in page


def test_the_outlines_are_one_picture_kept_for_good(client):
    edition = outlines.drawing().edition
    answer = client.get(f"/isu/peta/garis-{edition}.svg", headers={"Accept-Encoding": "br"})

    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 20_000
    assert client.get("/isu/peta/garis-lama.svg").status_code == 404


# --- near me


def test_the_nearest_come_first_with_their_distance(client):
    here = Point.of(-2.24, 113.9)
    chance = random.Random(3)
    issues = [
        at(Point.of(-2.24 + chance.uniform(-0.05, 0.05), 113.9 + chance.uniform(-0.03, 0.03)))
        for _ in range(50)
    ]
    IssueFactory(area=area(MENTENG))  # without a point: in no list by distance
    expected = sorted(
        issues, key=lambda issue: (distance(here, places.point_of(issue.id).shown), issue.id)
    )

    found, cursor = [], None
    while True:
        page = nearby.nearest(Filters(), here, cursor)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break

    assert [row.id for row in found] == [issue.id for issue in expected]
    for row, issue in zip(found, expected, strict=True):
        assert row.far == pytest.approx(
            distance(here, places.point_of(issue.id).shown), abs=0.5
        )
    assert "dari titik awal" in text_of(client.get(f"/isu?dekat={here.short}"))


def test_many_at_one_place_are_paged_without_loss():
    issues = {at(IN_MENTENG).id for _ in range(45)}

    found, cursor = [], None
    while True:
        page = nearby.nearest(Filters(), IN_MENTENG, cursor)
        found += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert sorted(found) == sorted(issues)


def test_near_the_middle_of_a_kelurahan(client):
    at(IN_LANGKAI, LANGKAI, title="Jalan rusak di Langkai ujung")

    page = text_of(client.get(f"/isu?dekat={LANGKAI}"))

    assert "Jalan rusak" in page
    assert "10 m dari titik awal" in page
    assert "Di dekat titik di Langkai" in page


@pytest.mark.parametrize("place", ["-6.2,106.8", "halo", "62.71.99.1001", "9" * 900])
def test_a_place_that_is_none_is_told_and_the_list_stays(client, place):
    issue = IssueFactory()
    page = client.get(f"/isu?dekat={place}")

    assert page.status_code == 200
    assert "lintang" in text_of(page)
    assert f"/isu/{issue.id}" in text_of(page)


@pytest.mark.parametrize("cursor", ["x", "WzEsIDFd", "WyJuYW4iLCAxXQ", "WzFlOTk5LCAxXQ"])
def test_a_spoilt_cursor_is_the_first_page(client, cursor):
    at(IN_MENTENG)

    assert client.get(f"/isu?dekat=-2.24,113.9&lanjut={cursor}").status_code == 200


# --- map tiles, where the city has chosen a server of them


def test_pictures_may_come_from_that_one_host_more():
    plain, more = (
        policy_with(""),
        policy_with("https://tile.example.go.id:8443/{z}/{x}/{y}.png"),
    )

    assert "img-src 'self' data:;" in plain
    assert "img-src 'self' data: https://tile.example.go.id:8443;" in more
    assert more.replace(" https://tile.example.go.id:8443", "") == plain


def test_tiles_lie_where_the_outlines_are(app, client, signed_in, monkeypatch):
    """By the rule of OpenStreetMap the tile of this point at zoom 14 is 13375/8293 or its like."""
    monkeypatch.setitem(app.config, "TILE_URL", "https://tile.example.go.id/{z}/{x}/{y}.png")
    issue = raised()
    n = 2**14
    column = int(n * (IN_MENTENG.longitude + 180) / 360)
    phi = math.radians(IN_MENTENG.latitude)
    row = int(n * (1 - math.log(math.tan(phi) + 1 / math.cos(phi)) / math.pi) / 2)

    page = text_of(client.get(f"/isu/peta?pusat={IN_MENTENG.short}&z=14"))
    _url, left, top, side = next(
        tile
        for tile in maps.View(IN_MENTENG, 14).tiles("{x}/{y}")
        if tile[0] == f"{column}/{row}"
    )

    assert f'href="https://tile.example.go.id/14/{column}/{row}.png"' in page
    x, y = outlines.drawing().at(*IN_MENTENG.on_map)
    assert left <= x <= left + side
    assert top <= y <= top + side
    assert "© OpenStreetMap" in page
    # Opening an issue still asks nobody else.
    assert "tile.example" not in text_of(client.get(f"/isu/{issue.id}"))


def crowd(count: int) -> None:
    """So many public issues in Menteng, a few metres from each other, written in bulk."""
    first = 1_000_000  # beyond what the factories get
    author, place = UserFactory(), area(MENTENG)
    db.session.flush()
    now = datetime(2026, 11, 20, tzinfo=UTC)
    threads = [
        {"id": first + n, "subject": "issue", "title": f"Isu {n}", "author_id": author.id}
        for n in range(count)
    ]
    shared = {"created_at": now, "last_post_at": now}
    db.session.execute(sa.insert(Thread), [row | shared for row in threads])
    db.session.execute(
        sa.insert(Issue),
        [
            {"id": row["id"], "kind": IssueKind.COMPLAINT, "state": IssueState.RECEIVED}
            | {"area_id": place.id}
            for row in threads
        ],
    )
    points = [
        Point.of(IN_MENTENG.latitude + n // 40 * 0.0001, IN_MENTENG.longitude + n % 40 * 0.0001)
        for n in range(count)
    ]
    db.session.execute(
        sa.insert(IssuePoint),
        [
            {"issue_id": row["id"], **IssuePoint.columns(point)}
            for row, point in zip(threads, points, strict=True)
        ],
    )


def counted(view: maps.View, filters: Filters = ANY) -> int:
    many = nearby.count_in_view(filters, view) > queries.MOST_COUNTED
    found = nearby.marks(filters, view, queries.areas(), {}, many=many)
    return sum(mark.count for mark in found)


@pytest.mark.parametrize("zoom", [12, 13, 14])
def test_a_crowd_on_the_map_is_counted_whole_and_at_most_once_a_minute(app, clock, zoom):
    crowd(1_010)
    view = maps.View(IN_MENTENG, zoom)
    with app.test_request_context():
        assert counted(view) == 1_010
        at(IN_MENTENG)
        assert counted(view.moved(0.01, 0.01)) == 1_010
        assert counted(view, Filters(kind=IssueKind.PROPOSAL)) == 0

        clock.tick(60)

        assert counted(view) == 1_011


def test_numbers_of_kelurahan_are_kept_for_a_minute_only_where_they_are_large(app, clock):
    here = area(MENTENG).id
    with app.test_request_context():
        at(IN_MENTENG)
        assert nearby.counts_by_area(ANY) == {here: 1}
        crowd(1_010)
        assert nearby.counts_by_area(ANY) == {here: 1_011}
        at(IN_MENTENG)
        assert nearby.counts_by_area(ANY) == {here: 1_011}

        clock.tick(60)

        assert nearby.counts_by_area(ANY) == {here: 1_012}


def test_the_list_beside_a_crowded_map_is_the_newest_in_view(app):
    outside = at(IN_LANGKAI, LANGKAI)
    crowd(1_010)
    newest = at(IN_MENTENG)
    view = maps.View(IN_MENTENG, 15)

    many = nearby.in_view(ANY, view, many=True)
    few = nearby.in_view(ANY, view)

    assert [row.id for row in many.rows] == [row.id for row in few.rows]
    assert many.rows[0].id == newest.id
    assert outside.id not in {row.id for row in many.rows}


def test_a_crowded_map_asks_no_more_than_four_blocks(client, count_queries):
    crowd(1_010)
    with count_queries() as seen:
        assert client.get("/isu/peta?z=13&pusat=-2.2376,113.8913").status_code == 200

    assert sum("GROUP BY" in statement for statement in seen) <= 4 + 1  # and the kelurahan
