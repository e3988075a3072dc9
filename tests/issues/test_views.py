import json
import re
from xml.etree import ElementTree

import pytest
from jinja2 import ChoiceLoader, DictLoader

from forum.core.actor import SYSTEM
from forum.core.db import db
from forum.discussions import actions as discussions
from forum.discussions.models import Post, PostState
from forum.issues import actions, chain, slots
from forum.issues.models import Issue, IssueKind, IssueState
from tests.accounts.factories import UserFactory
from tests.discussions.factories import supported
from tests.factories import AreaFactory, UnitFactory
from tests.issues.factories import CategoryFactory, IssueFactory, PostFactory, opening_of

SCRIPT = '<script>alert("x")</script>'
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def read_feed(answer) -> ElementTree.Element:
    return ElementTree.fromstring(answer.data)  # noqa: S314 - our own


def form(**changes):
    values = {
        "kind": "aduan",
        "title": "Parit tersumbat di Jl. G. Obos",
        "text": "Air naik sampai **lutut**.",
        "area_id": str(changes.pop("area_id", None) or AreaFactory().id),
        "aksi": "kirim",
    }
    return values | changes


# --- the list


def test_the_list_shows_issues_with_their_state_and_place(client):
    issue = IssueFactory(
        title="Jalan berlubang di Jl. Jawa",
        area=AreaFactory(name="Langkai", parent_name="Pahandut"),
    )

    page = text_of(client.get("/isu"))

    assert f'href="/isu/{issue.id}"' in page
    for words in ("Jalan berlubang di Jl. Jawa", "Langkai, Pahandut", "Diterima", "1 isu"):
        assert words in page


def test_the_list_in_english(client):
    IssueFactory()
    client.set_cookie("lang", "en")

    assert 'lang="en"' in text_of(client.get("/isu"))


def test_an_empty_list_says_what_to_do(client):
    assert "Belum ada isu" in text_of(client.get("/isu"))
    IssueFactory()
    page = text_of(client.get("/isu?q=tidak+ada"))
    assert "Belum ada isu yang cocok" in page
    assert "Hapus semua" in page


def test_filters_from_the_address_become_chips_that_can_be_taken_off(client):
    area, category = AreaFactory(name="Langkai"), CategoryFactory(name="Jalan & lampu")
    issue = IssueFactory(area=area, category=category)
    other = IssueFactory(kind=IssueKind.QUESTION)

    page = text_of(
        client.get(
            f"/isu?jenis=aduan&wilayah={area.code}&topik={category.id}&tahap=baru&q=lampu"
        )
    )

    assert f'href="/isu/{issue.id}"' in page
    assert f'href="/isu/{other.id}"' not in page
    assert page.count('<span class="vh">hapus saringan</span>') == 5
    assert "Jalan &amp; lampu" in page


@pytest.mark.parametrize(
    "query",
    [
        "jenis=lain",
        "wilayah=99",
        "tahap=x",
        "topik=99999999999999999999",
        "topik=x",
        "urut=acak",
        "lanjut=%00",
        "q=%00%ff",
        "q=" + "x" * 5000,
        f"q={SCRIPT}",
        "jenis[]=aduan",
    ],
)
def test_an_address_that_makes_no_sense_is_still_a_list(client, query):
    IssueFactory()

    answer = client.get(f"/isu?{query}")

    assert answer.status_code == 200
    assert SCRIPT not in text_of(answer)


def test_the_list_costs_the_same_with_three_and_sixty_rows(client, count_queries):
    def statements() -> int:
        with count_queries() as seen:
            assert client.get("/isu").status_code == 200
        return len(seen)

    for _ in range(3):
        IssueFactory()
    few = statements()
    for _ in range(57):
        IssueFactory()

    assert statements() == few <= 5


def test_the_next_page_begins_after_the_last_row(client):
    issues = [IssueFactory() for _ in range(25)]

    first = text_of(client.get("/isu"))
    following = re.search(r'href="(/isu\?lanjut=[^"]+)" rel="next"', first)
    second = text_of(client.get(following[1]))

    assert f'id="isu-{issues[0].id}"' not in first
    assert f'id="isu-{issues[0].id}"' in second
    assert f'id="isu-{issues[-1].id}"' not in second
    assert 'rel="first"' in second


# --- the feed


def test_the_feed_is_atom_with_the_same_filters(client):
    issue = IssueFactory(title="Sampah & lalat < satu pekan", text="Bau *sekali*.")
    IssueFactory(kind=IssueKind.PROPOSAL)
    IssueFactory(is_hidden=True)
    IssueFactory(state=IssueState.DRAFT)

    answer = client.get("/isu/atom.xml?jenis=aduan")

    assert answer.mimetype == "application/atom+xml"
    feed = read_feed(answer)
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:title", None, ATOM) == "Sampah & lalat < satu pekan"
    assert entry.findtext("a:summary", None, ATOM) == "Bau sekali."
    assert entry.findtext("a:id", None, ATOM).endswith(f"/isu/{issue.id}")


def test_an_empty_feed_is_a_feed(client):
    assert read_feed(client.get("/isu/atom.xml")).tag.endswith("feed")


# --- one issue


def test_the_page_of_an_issue(client):
    issue = IssueFactory(title="Genangan di Jl. G. Obos", text="Setinggi **lutut**.")
    post = PostFactory(thread=issue.thread, source="Tadi malam surut.")

    answer = client.get(f"/isu/{issue.id}")

    page = text_of(answer)
    for words in (
        "<h1>Genangan di Jl. G. Obos</h1>",
        "<strong>lutut</strong>",
        "Tadi malam surut.",
        f"Isu {issue.number}",
        'property="og:title" content="Genangan di Jl. G. Obos"',
        'property="og:description" content="Setinggi lutut."',
        "https://wa.me/?text=",
        "Masuk untuk menanggapi",
        "Isu disampaikan",
        "Dibahas di forum warga",
        f'id="t-{post.id}"',
    ):
        assert words in page
    assert "Set-Cookie" not in answer.headers
    assert "csrf" not in page


@pytest.mark.parametrize("path", ["999999", "0", "99999999999999999999", "abc", "-1"])
def test_an_issue_that_is_not_there(client, path):
    assert client.get(f"/isu/{path}").status_code == 404


def test_a_visitor_with_the_page_at_hand_gets_no_second_copy(client, count_queries):
    issue = IssueFactory()
    tag = client.get(f"/isu/{issue.id}").headers["ETag"]

    with count_queries() as seen:
        again = client.get(f"/isu/{issue.id}", headers={"If-None-Match": tag})

    assert (again.status_code, again.data, len(seen)) == (304, b"", 1)
    discussions.reply(UserFactory().as_actor(), issue.thread, text="Baru")
    changed = client.get(f"/isu/{issue.id}", headers={"If-None-Match": tag})
    assert (changed.status_code, b"Baru" in changed.data) == (200, True)


def test_a_kept_page_costs_visitors_one_query(client, count_queries):
    issue = IssueFactory()
    first = text_of(client.get(f"/isu/{issue.id}"))

    with count_queries() as seen:
        second = text_of(client.get(f"/isu/{issue.id}"))

    assert (first, len(seen)) == (second, 1)


def test_languages_and_colours_are_kept_apart(client):
    issue = IssueFactory()
    plain = text_of(client.get(f"/isu/{issue.id}"))
    client.set_cookie("theme", "dark")
    dark = text_of(client.get(f"/isu/{issue.id}"))
    client.set_cookie("lang", "en")
    english = text_of(client.get(f"/isu/{issue.id}"))

    assert 'data-theme="dark"' not in plain
    assert 'data-theme="dark"' in dark
    assert 'lang="en"' in english
    assert len({plain, dark, english}) == 3


def test_what_one_visitor_asks_for_besides_is_not_shown_to_others(client):
    issue = IssueFactory()

    client.get(f"/isu/{issue.id}?pesan=jebakan")

    assert "jebakan" not in text_of(client.get(f"/isu/{issue.id}"))


def test_signed_in_people_see_their_own_support_and_composer(client, signed_in):
    user, issue = UserFactory(public_name="Rina Wati"), IssueFactory()
    liked = PostFactory(thread=issue.thread)
    own = PostFactory(thread=issue.thread, author=user)
    supported(liked, by=user)
    text_of(client.get(f"/isu/{issue.id}"))
    signed_in(user)

    page = text_of(client.get(f"/isu/{issue.id}"))

    assert f'data-mine="{liked.id}"' in page
    assert f'data-own="{own.id}"' in page
    assert f'data-support="{liked.id}" value="0" aria-pressed="true"' in page
    assert f'data-support="{own.id}" disabled' in page
    assert "Nama Anda tampil: Rina Wati" in page
    assert 'name="cmd_id"' in page


def test_what_is_kept_for_visitors_never_comes_from_a_signed_in_page(client, app, signed_in):
    user, issue = UserFactory(public_name="Rina Wati"), IssueFactory()
    signed_in(user)
    assert "Rina Wati" in text_of(client.get(f"/isu/{issue.id}"))

    assert "Rina Wati" not in text_of(app.test_client().get(f"/isu/{issue.id}"))


def test_the_page_costs_the_same_with_three_and_sixty_posts(client, signed_in, count_queries):
    user, issue = UserFactory(), IssueFactory()
    signed_in(user)

    def statements() -> int:
        discussions.reply(UserFactory().as_actor(), issue.thread, text="Baru")
        with count_queries() as seen:
            assert client.get(f"/isu/{issue.id}").status_code == 200
        return len(seen)

    for _ in range(3):
        PostFactory(thread=issue.thread)
    few = statements()
    for number in range(57):
        supported(
            PostFactory(thread=issue.thread, author=user if number % 9 == 0 else UserFactory()),
            by=UserFactory(),
        )

    assert statements() == few <= 28  # folders above ask some for the chain


def test_links_of_the_chain_and_missing_steps(client, monkeypatch):
    issue = IssueFactory()
    link = chain.Link(
        "poll", 3, issue.thread.created_at, "Pemungutan suara", "Pilih prioritas", "/suara/3"
    )
    monkeypatch.setattr(chain, "_FINDERS", [lambda viewer, issue_id: [link]])
    actions.chain_changed(issue.id)

    page = text_of(client.get(f"/isu/{issue.id}"))

    assert '<a href="/suara/3">Pilih prioritas</a>' in page
    assert "Dibahas di forum warga" in page
    assert page.count("(berikutnya)") == 2


def test_a_settled_issue_has_no_steps_to_come(client, monkeypatch):
    monkeypatch.setattr(chain, "_FINDERS", [])
    issue = IssueFactory(state=IssueState.DONE)

    assert "(berikutnya)" not in text_of(client.get(f"/isu/{issue.id}"))


def test_folders_above_fill_their_places(client, app, monkeypatch):
    issue = IssueFactory()
    monkeypatch.setattr(
        slots, "_SECTIONS", [lambda viewer, issue: ("issues/_test.html", {"n": issue.id})]
    )
    monkeypatch.setattr(slots, "_ACTIONS", [lambda viewer, issue: None])
    loader = app.jinja_env.loader
    monkeypatch.setattr(
        app.jinja_env,
        "loader",
        ChoiceLoader([DictLoader({"issues/_test.html": "<p>jawaban {{ n }}</p>"}), loader]),
    )

    assert f"<p>jawaban {issue.id}</p>" in text_of(client.get(f"/isu/{issue.id}"))


# --- answering


def test_a_reply_leads_to_itself(client, signed_in):
    issue = IssueFactory()
    signed_in(UserFactory())

    answer = client.post(f"/isu/{issue.id}/balas", data={"text": "Setuju.", "cmd_id": "a"})

    post = db.session.query(Post).filter_by(is_opening=False).one()
    assert (answer.status_code, answer.location) == (303, f"/isu/{issue.id}/kiriman/{post.id}")
    there = client.get(answer.location)
    assert there.location == f"/isu/{issue.id}#t-{post.id}"


def test_a_reply_sent_twice_is_written_once(client, signed_in):
    issue = IssueFactory()
    signed_in(UserFactory())

    answers = [
        client.post(f"/isu/{issue.id}/balas", data={"text": "Sekali", "cmd_id": "a"}).location
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert db.session.query(Post).filter_by(is_opening=False).count() == 1


def test_by_script_the_composer_comes_back_empty_with_the_new_post(client, signed_in):
    issue = IssueFactory()
    signed_in(UserFactory())

    answer = client.post(
        f"/isu/{issue.id}/balas", data={"text": "Halo kota"}, headers={"X-Fragment": "1"}
    )

    fragment = text_of(answer)
    assert answer.status_code == 200
    assert "Tanggapan Anda terkirim." in fragment
    assert re.search(r"<textarea[^>]*>\s*</textarea>", fragment)
    assert re.search(r'<template data-late="\d+">\s*<article', fragment)
    assert "<html" not in fragment


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "Tulis dulu isinya."), ("x" * 10_001, "paling banyak 10.000 huruf")],
)
@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "1"}])
def test_a_reply_that_cannot_be_comes_back_with_what_was_typed(
    client, signed_in, text, message, headers
):
    issue = IssueFactory()
    signed_in(UserFactory())

    answer = client.post(
        f"/isu/{issue.id}/balas", data={"text": text, "cmd_id": "kept-id"}, headers=headers
    )

    page = text_of(answer)
    assert answer.status_code == 422
    assert message in page
    assert text in page
    assert 'value="kept-id"' in page
    assert db.session.query(Post).filter_by(is_opening=False).count() == 0


def test_an_answer_to_an_answer_from_the_form(client, signed_in):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, author=UserFactory(public_name="Hendra"))
    signed_in(UserFactory())

    page = text_of(client.get(f"/isu/{issue.id}?balas={post.id}"))
    assert f'name="parent_id" value="{post.id}"' in page
    assert "<b data-answered>Hendra</b>" in page
    client.post(f"/isu/{issue.id}/balas", data={"text": "Baik", "parent_id": post.id})

    answer = db.session.query(Post).filter_by(source="Baik").one()
    assert (answer.parent_id, answer.root_id) == (post.id, post.id)


@pytest.mark.parametrize("balas", ["x", "-1", "999999", str(2**70)])
def test_answering_what_is_not_there_is_a_plain_composer(client, signed_in, balas):
    issue = IssueFactory()
    signed_in(UserFactory())

    page = text_of(client.get(f"/isu/{issue.id}?balas={balas}"))

    assert 'name="parent_id" value=""' in page


@pytest.mark.parametrize("parent_id", ["x", "-1", "1; drop", str(2**70)])
def test_a_forged_parent_writes_nothing(client, signed_in, parent_id):
    issue = IssueFactory()
    signed_in(UserFactory())

    answer = client.post(f"/isu/{issue.id}/balas", data={"text": "a", "parent_id": parent_id})

    assert answer.status_code in (404, 422)
    assert db.session.query(Post).filter_by(is_opening=False).count() == 0


def test_officials_choose_their_voice_and_residents_cannot(client, app, signed_in):
    issue, unit = IssueFactory(), UnitFactory(short_name="Dinas PUPR")
    official, resident = app.test_client(), app.test_client()
    signed_in(UserFactory(official=True, unit=unit), on=official)
    signed_in(UserFactory(), on=resident)

    page = text_of(official.get(f"/isu/{issue.id}"))
    assert f'value="official:{unit.id}"' in page
    official.post(
        f"/isu/{issue.id}/balas", data={"text": "Kami periksa", "voice": f"official:{unit.id}"}
    )
    refused = resident.post(
        f"/isu/{issue.id}/balas", data={"text": "Palsu", "voice": f"official:{unit.id}"}
    )

    assert refused.status_code == 422
    (post,) = db.session.query(Post).filter_by(is_opening=False)
    assert (post.source, post.voice, post.unit_id) == ("Kami periksa", "official", unit.id)
    assert "Dinas PUPR" in text_of(client.get(f"/isu/{issue.id}"))


def test_a_closed_discussion_is_refused_with_a_sentence(client, signed_in):
    issue = IssueFactory(kind=IssueKind.DISCUSSION, state=IssueState.CLOSED, is_closed=True)
    signed_in(UserFactory())

    assert "Pembahasan ini sudah ditutup" in text_of(client.get(f"/isu/{issue.id}"))
    answer = client.post(f"/isu/{issue.id}/balas", data={"text": "Halo"})
    assert (answer.status_code, "sudah ditutup" in text_of(answer)) == (409, True)


# --- supporting


def test_supporting_and_withdrawing(client, signed_in):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread)
    signed_in(UserFactory())
    path = f"/isu/{issue.id}/kiriman/{post.id}/dukung"

    for value, expected in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        answer = client.post(path, data={"nilai": value}, headers={"X-Fragment": "1"})
        assert answer.status_code == 204
        db.session.refresh(post)
        assert post.support_count == expected
    assert client.post(path, data={"nilai": "1"}).status_code == 303


@pytest.mark.parametrize("value", [None, "", "2", "-1", "ya"])
def test_support_of_another_value_is_refused(client, signed_in, value):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread)
    signed_in(UserFactory())

    answer = client.post(
        f"/isu/{issue.id}/kiriman/{post.id}/dukung", data={"nilai": value} if value else {}
    )

    assert answer.status_code == 422


def test_own_words_and_posts_of_other_threads_are_not_supported(client, signed_in):
    user, issue = UserFactory(), IssueFactory()
    own = PostFactory(thread=issue.thread, author=user)
    elsewhere = PostFactory(thread=IssueFactory().thread)
    signed_in(user)

    def give(post):
        path = f"/isu/{issue.id}/kiriman/{post.id}/dukung"
        return client.post(path, data={"nilai": "1"}).status_code

    assert (give(own), give(elsewhere)) == (403, 404)


def test_a_visitors_press_leads_to_signing_in(client):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread)

    answer = client.get(f"/isu/{issue.id}/kiriman/{post.id}/dukung?nilai=1")

    assert answer.status_code == 303
    assert answer.location.startswith("/masuk?next=")


# --- writing


def test_raising_an_issue(client, signed_in):
    signed_in(UserFactory())

    answer = client.post("/isu/baru", data=form(cmd_id="a"))

    issue = db.session.query(Issue).one()
    assert (answer.status_code, answer.location) == (303, f"/isu/{issue.id}")
    assert issue.state is IssueState.RECEIVED
    again = client.post("/isu/baru", data=form(cmd_id="a"))
    assert again.location == answer.location
    assert db.session.query(Issue).count() == 1


def test_the_form_has_ones_own_kelurahan_and_the_emergency_number(client, signed_in, city):
    area = AreaFactory(code="62.71.03.1002")
    signed_in(UserFactory(area=area))

    page = text_of(client.get("/isu/baru"))

    assert f'<option selected value="{area.id}">' in page
    assert '<optgroup label="Pahandut">' in page
    assert 'href="tel:112"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "Pendek"}, "Tulis judul yang menyebut masalah dan tempatnya"),
        ({"title": "x" * 201}, "Judul paling panjang 200 huruf"),
        ({"text": "  "}, "Ceritakan apa yang terjadi."),
        ({"text": "x" * 10_001}, "paling banyak 10.000 huruf"),
        ({"area_id": "999999"}, "Pilih kelurahan"),
        ({"area_id": "x"}, "Pilih kelurahan"),
        ({"kind": "lain"}, "Pilih jenis isu"),
        ({"category_id": "999999"}, "Pilih topik dari daftar"),
        ({"place": "x" * 161}, "paling banyak 160 huruf"),
    ],
)
def test_mistakes_come_back_with_what_was_typed(client, signed_in, changes, message):
    signed_in(UserFactory())

    answer = client.post("/isu/baru", data=form(**changes, cmd_id="kept-id"))

    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="galat"' in page
    assert message in page
    assert 'value="kept-id"' in page
    assert (changes.get("title") or "Parit tersumbat di Jl. G. Obos") in page
    assert db.session.query(Issue).count() == 0


def test_a_preview_shows_the_text_and_writes_nothing(client, signed_in):
    signed_in(UserFactory())

    answer = client.post("/isu/baru", data=form(aksi="pratinjau", text=f"**tebal** {SCRIPT}"))

    page = text_of(answer)
    assert answer.status_code == 200
    assert "<strong>tebal</strong>" in page
    assert SCRIPT not in page
    assert db.session.query(Issue).count() == 0


def test_script_in_every_field_is_only_words(client, signed_in):
    signed_in(UserFactory())
    typed = form(title=f"Judul {SCRIPT}", text=f"Isi {SCRIPT}", place=f"Dekat {SCRIPT}")

    answer = client.post("/isu/baru", data=typed)
    client.post(f"{answer.location}/balas", data={"text": f"Balas {SCRIPT}"})

    issue = db.session.query(Issue).one()
    for path in (answer.location, "/isu", f"/isu?q={SCRIPT}", f"/isu/{issue.id}/state"):
        page = text_of(client.get(path))
        assert SCRIPT not in page.replace('\\"', '"') or path.endswith("/state")
        assert "Judul" in page
    state = client.get(f"/isu/{issue.id}/state").json["snapshot"]["html"]
    assert SCRIPT not in json.dumps(state)
    feed = read_feed(client.get("/isu/atom.xml"))
    assert SCRIPT in feed.findtext("a:entry/a:title", None, ATOM)


def test_a_draft_is_kept_changed_published_and_deleted(client, signed_in):
    signed_in(UserFactory())

    kept = client.post("/isu/baru", data=form(aksi="draf", title="Catatan", text=""))
    draft = kept.location
    assert "Hanya Anda yang melihat draf ini." in text_of(client.get(draft))
    assert "Catatan" in text_of(client.get("/isu/draf"))
    assert "Catatan" not in text_of(client.get("/isu"))
    unfinished = client.post(f"{draft}/terbitkan")
    assert unfinished.location == f"{draft}/ubah"
    assert 'value="Catatan"' in text_of(client.get(f"{draft}/ubah"))
    assert client.post(f"{draft}/ubah", data=form(aksi="pratinjau")).status_code == 200
    assert client.post(f"{draft}/ubah", data=form(title="Pendek")).status_code == 422
    published = client.post(f"{draft}/ubah", data=form())
    assert published.location == draft
    assert "Parit tersumbat di Jl. G. Obos" in text_of(client.get("/isu"))
    assert client.post(f"{draft}/hapus").status_code == 403

    second = client.post("/isu/baru", data=form(aksi="draf")).location
    assert client.post(f"{second}/hapus").location == "/isu/draf"
    assert client.get(second).status_code == 404


def typing(client, place, text):
    assert client.post("/tulisan/draf", data={"tempat": place, "isi": text}).status_code == 204


def test_a_draft_is_published_once_however_often_it_is_pressed(client, signed_in):
    signed_in(UserFactory())
    draft = client.post("/isu/baru", data=form(aksi="draf")).location

    answers = [client.post(f"{draft}/terbitkan", data={"cmd_id": "a"}) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, draft)] * 2
    assert client.post(f"{draft}/terbitkan", data={"cmd_id": "b"}).status_code == 403


def test_what_was_being_typed_is_there_again_until_it_is_sent(client, signed_in):
    signed_in(UserFactory())
    typing(client, "judul-baru", "Jembatan kayu lapuk")
    typing(client, "isu-baru", "Papan ketiga sudah patah.")

    page = text_of(client.get("/isu/baru"))

    assert 'value="Jembatan kayu lapuk"' in page
    assert "Papan ketiga sudah patah." in page
    assert "tulisan Anda yang belum terkirim" in page
    assert "Jembatan kayu lapuk" in text_of(client.get("/isu/draf"))
    assert "Jembatan kayu lapuk" not in text_of(client.post("/isu/baru", data=form(title="A")))
    client.post("/isu/baru", data=form())
    page = text_of(client.get("/isu/baru"))
    assert "Jembatan" not in page
    assert "tulisan Anda yang belum terkirim" not in page


def test_what_was_being_typed_into_a_saved_draft_is_there_again(client, signed_in):
    signed_in(UserFactory())
    draft = client.post("/isu/baru", data=form(aksi="draf", title="Catatan")).location
    number = draft.rsplit("/", 1)[1]
    typing(client, f"judul-{number}", "Catatan yang lebih baik")

    page = text_of(client.get(f"{draft}/ubah"))

    assert 'value="Catatan yang lebih baik"' in page
    client.post(f"{draft}/ubah", data=form(aksi="draf", title="Catatan akhir"))
    assert 'value="Catatan akhir"' in text_of(client.get(f"{draft}/ubah"))


def test_what_was_being_typed_can_be_given_up(client, signed_in):
    signed_in(UserFactory())
    typing(client, "isu-baru", "Papan ketiga sudah patah.")

    answer = client.post("/isu/baru", data={"aksi": "kosongkan"})

    assert answer.location == "/isu/baru"
    assert "Papan ketiga" not in text_of(client.get("/isu/baru"))


@pytest.mark.parametrize(
    "end", ["", "/ubah", "/state", "/kiriman/{post}", "/kiriman/{post}/lapor"]
)
@pytest.mark.parametrize("who", ["visitor", "resident", "admin"])
def test_another_persons_draft_is_not_there(client, signed_in, end, who):
    draft = IssueFactory(state=IssueState.DRAFT, title="Rahasia saya")
    if who != "visitor":
        signed_in(UserFactory(admin=who == "admin"))

    answer = client.get(f"/isu/{draft.id}{end.format(post=opening_of(draft).id)}")

    assert answer.status_code in ((303, 404) if who == "visitor" and end else (404,))
    assert "Rahasia saya" not in text_of(answer)


@pytest.mark.parametrize("end", ["ubah", "terbitkan", "hapus", "balas", "tahap"])
def test_another_persons_draft_is_not_changed(client, signed_in, end):
    draft = IssueFactory(state=IssueState.DRAFT)
    signed_in(UserFactory(admin=True))

    assert client.post(f"/isu/{draft.id}/{end}", data=form()).status_code == 404


@pytest.mark.parametrize(
    "path", ["/isu/baru", "/isu/draf", "/isu/{id}/ubah", "/isu/{id}/kiriman/{post}/lapor"]
)
def test_visitors_are_sent_to_sign_in(client, path):
    issue = IssueFactory()

    answer = client.get(path.format(id=issue.id, post=opening_of(issue).id))

    assert answer.status_code == 303
    assert answer.location.startswith("/masuk?next=")


# --- hiding


HIDE_ME = "nomor rahasia 0812-0000-0000"


def test_hidden_words_are_behind_no_door(client, app, signed_in):
    author = UserFactory(public_name="Penulis Tersembunyi")
    issue = IssueFactory(
        author=author, title=f"Judul {HIDE_ME}", text=f"Isi {HIDE_ME}", place=HIDE_ME
    )
    post = PostFactory(thread=issue.thread, author=author, source=f"Balasan {HIDE_ME}")
    PostFactory(thread=issue.thread, parent=post, source="Mohon jangan begitu.")
    reader = app.test_client()
    signed_in(UserFactory(), on=reader)
    doors = [
        f"/isu/{issue.id}",
        f"/isu/{issue.id}/state",
        "/isu",
        "/isu?q=rahasia",
        "/isu/atom.xml",
        f"/isu/{issue.id}/kiriman/{post.id}/lapor",
        f"/isu/{issue.id}?balas={post.id}",
    ]
    before = [HIDE_ME in text_of(who.get(door)) for who in (client, reader) for door in doors]
    assert before.count(True) >= 10

    discussions.hide_post(SYSTEM, post, ground="data_pribadi")
    discussions.hide_post(SYSTEM, opening_of(issue), ground="data_pribadi")

    for who in (client, reader):
        for door in doors:
            page = text_of(who.get(door))
            assert HIDE_ME not in page
            assert "Penulis Tersembunyi" not in page
    page = text_of(client.get(f"/isu/{issue.id}"))
    assert (
        "Tanggapan ini disembunyikan moderator karena memuat data pribadi orang lain." in page
    )
    assert "Isu yang disembunyikan moderator" in page
    assert "Mohon jangan begitu." in page


def test_the_author_still_sees_the_words_with_the_reason(client, signed_in):
    author, issue = UserFactory(), IssueFactory()
    post = PostFactory(thread=issue.thread, author=author, source=HIDE_ME)
    discussions.hide_post(SYSTEM, post, ground="data_pribadi")
    signed_in(author)

    page = text_of(client.get(f"/isu/{issue.id}"))

    assert HIDE_ME in page
    assert "Hanya Anda yang melihat tulisan ini." in page


def test_a_restored_post_is_read_again(client):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, source=HIDE_ME)
    discussions.hide_post(SYSTEM, post, ground="spam")
    assert HIDE_ME not in text_of(client.get(f"/isu/{issue.id}"))

    discussions.restore_post(SYSTEM, post)

    assert HIDE_ME in text_of(client.get(f"/isu/{issue.id}"))


# --- reporting


def test_reporting_a_post(client, signed_in):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, source="Beli di sini!")
    signed_in(UserFactory())
    path = f"/isu/{issue.id}/kiriman/{post.id}/lapor"

    page = text_of(client.get(path))
    assert "Beli di sini!" in page
    assert "Kritik terhadap pejabat" in page
    for _ in range(2):
        answer = client.post(path, data={"ground": "spam", "note": "Iklan"})
        assert answer.location == f"/isu/{issue.id}/kiriman/{post.id}"


@pytest.mark.parametrize(
    "data", [{}, {"ground": "kritik"}, {"ground": "spam", "note": "x" * 501}]
)
def test_a_report_that_makes_no_sense(client, signed_in, data):
    issue = IssueFactory()
    signed_in(UserFactory())

    answer = client.post(f"/isu/{issue.id}/kiriman/{opening_of(issue).id}/lapor", data=data)

    assert answer.status_code == 422


def test_nobody_reports_their_own_words(client, signed_in):
    user, issue = UserFactory(), IssueFactory()
    post = PostFactory(thread=issue.thread, author=user)
    signed_in(user)

    assert client.get(f"/isu/{issue.id}/kiriman/{post.id}/lapor").status_code == 403


def test_reporting_what_is_hidden_shows_nothing_of_it(client, signed_in):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, source=HIDE_ME, state=PostState.HIDDEN)
    signed_in(UserFactory())
    path = f"/isu/{issue.id}/kiriman/{post.id}/lapor"

    assert HIDE_ME not in text_of(client.get(path))
    assert client.post(path, data={"ground": "spam"}).status_code == 409


# --- state


def test_the_state_over_plain_http(client):
    issue = IssueFactory()
    actions.chain_changed(issue.id)

    whole = client.get(f"/isu/{issue.id}/state").json
    assert whole["snapshot"]["state"]["issue"]["number"] == issue.number
    discussions.reply(UserFactory().as_actor(), issue.thread, text="Baru")
    news = client.get(f"/isu/{issue.id}/state?since=1").json

    assert [event["type"] for event in news["events"]] == ["PostPublished"]
    assert client.get("/isu/999999/state").status_code == 404
