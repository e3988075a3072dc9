"""Similar issues while writing: what is suggested, what is not, and supporting that instead."""

import re
from datetime import timedelta

import pytest

from forum.core.actor import VISITOR
from forum.core.db import db
from forum.discussions.models import Support, Thread
from forum.issues.models import Issue, IssueState
from forum.issues.similar import like
from forum.search.similar import Draft
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, menteng
from tests.issues.factories import IssueFactory, opening_of

# As in the demo city: titles and first sentences that residents write.
CITY = {
    "genangan": ("Genangan setinggi lutut di Jl. G. Obos ujung setiap hujan lebat",
                 "Air masuk rumah, motor mogok, anak-anak tidak bisa ke sekolah."),
    "parit": ("Saluran Jl. Temanggung Tilung tersumbat sampah, air berbalik ke gang",
              "Sampah menyumbat gorong-gorong di depan gang ketiga."),
    "lubang": ("Jalan berlubang di Jl. Mahir Mahar dekat bundaran, sudah tiga kecelakaan",
               "Lubangnya sedalam jengkal dan tertutup air kalau hujan."),
    "lampu": ("Lampu jalan mati di Jl. Rajawali km 3 sampai km 4",
              "Gelap sekali, dua kali terjadi penjambretan."),
    "tps": ("TPS di Jl. Yos Sudarso ujung meluber ke badan jalan",
            "Sampah diangkut sekali sepekan saja, baunya sampai ke warung."),
    "air": ("Air PDAM keruh dan mati setiap sore di Jl. Hiu Putih", "Sudah sebulan begini."),
    "ktp": ("Antrean KTP-el sejak subuh: mohon nomor antrean daring",
            "Datang pukul empat pagi, tetap kehabisan nomor di Disdukcapil."),
    "obat": ("Antrean obat di puskesmas Kereng Bangkirai sampai dua jam", "Loketnya satu."),
    "anjing": ("Anjing liar di sekitar Jl. Bukit Keminting", "Anak-anak takut berjalan kaki."),
    "asap": ("Siaga kabut asap: cek sumur bor dan masker untuk Kalampangan", "Kemarau datang."),
    "pasar": ("Lapak Pasar Besar menutup jalur pemadam di Jl. Jawa", "Mobil tidak bisa lewat."),
    "trotoar": ("Trotoar Jl. Ahmad Yani dipakai parkir, pejalan kaki turun ke jalan", "Ramai."),
}  # fmt: skip
SAID_AGAIN = [
    ("Kebanjiran di G. Obos ujung", "Setiap hujan deras air menggenangi rumah.", "genangan"),
    ("Banjir lagi di Jalan G Obos", "Air setinggi lutut kalau hujan lebat.", "genangan"),
    ("Jalanan berlubang di Mahir Mahar", "Sudah ada yang jatuh, mohon diperbaiki.", "lubang"),
    ("Mohon perbaikan jalan Mahir Mahar", "Lubangnya dalam dekat bundaran.", "lubang"),
    ("Lampu penerangan Rajawali padam", "Gelap sekali dari km 3 sampai km 4.", "lampu"),
    ("Sampah menumpuk di Yos Sudarso", "TPS meluber sampai ke jalan dan bau.", "tps"),
    ("Air ledeng keruh di Hiu Putih", "Setiap sore mati.", "air"),
    ("Antre kartu tanda penduduk lama sekali", "Subuh tetap tidak dapat nomor.", "ktp"),
    ("Puskesmas antre obat dua jam", "Di Kereng Bengkirai.", "obat"),
    ("Parit Temanggung Tilung mampet", "Sampah menyumbat, air masuk gang.", "parit"),
]
NEW = [
    ("Jalan rusak di Jalan Tingang", "Aspal terkelupas sejak Juni."),
    ("Banjir di Kalampangan", "Ladang terendam karena kanal meluap."),
    ("Minta taman bermain anak di Langkai", "Belum ada tempat bermain yang aman."),
    ("Jadwal imunisasi posyandu", "Kapan jadwal imunisasi bulan ini?"),
    ("Pohon tumbang menutup jalan", "Di depan SDN 5 Panarung sejak tadi malam."),
    ("Pungutan liar parkir di tepian sungai", "Juru parkir meminta dua kali lipat."),
    ("Tolong", "Tolong diperbaiki"),
    ("Genangan", ""),
    ("", ""),
    ("di dan yang", "itu ini"),
]


def some_city(**more):
    return {
        key: IssueFactory(title=title, text=text, **more) for key, (title, text) in CITY.items()
    }


def suggested(title, text="", viewer=VISITOR, **more):
    return [each.row.id for each in like(viewer, Draft(title, text, **more))]


@pytest.mark.parametrize(("title", "text", "key"), SAID_AGAIN)
def test_what_says_the_same_comes_first(title, text, key):
    city = some_city()
    found = suggested(title, text)

    assert found[:1] == [city[key].id]
    assert len(found) <= 3


@pytest.mark.parametrize(("title", "text"), NEW)
def test_what_is_new_is_not_disturbed(title, text):
    some_city()

    assert suggested(title, text) == []


def test_the_same_place_and_topic_weigh_more():
    here, there = menteng(), AreaFactory(name="Langkai")
    some_city(area=AreaFactory(name="Panarung"))
    same = [IssueFactory(title="Lampu taman padam semua", area=area) for area in (here, there)]
    for area, first in ((here, same[0]), (there, same[1])):
        assert suggested("Lampu taman padam", area_id=area.id)[0] == first.id


@pytest.mark.parametrize(
    "state", [IssueState.DONE, IssueState.REJECTED, IssueState.MERGED, IssueState.CLOSED]
)
def test_what_is_settled_is_not_suggested(state):
    city = some_city()
    city["lampu"].state = state
    db.session.flush()

    assert city["lampu"].id not in suggested("Lampu jalan Rajawali mati", "Gelap km 3.")


def test_what_is_older_than_a_year_is_not_suggested(clock):
    now = clock.now
    clock.at(now - timedelta(days=370))
    city = some_city()
    assert city["lampu"].id in suggested("Lampu jalan Rajawali mati", "Gelap km 3.")
    clock.at(now)

    assert suggested("Lampu jalan Rajawali mati", "Gelap km 3.") == []


@pytest.mark.parametrize("how", ["draft", "hidden", "secret"])
def test_nothing_is_suggested_that_is_not_for_everyone(how):
    city = some_city()
    issue = city["lampu"]
    if how == "draft":
        issue.state = IssueState.DRAFT
    elif how == "hidden":
        issue.thread.is_hidden = True
    else:
        issue.is_secret = True
    db.session.flush()
    people = [VISITOR, issue.thread.author.as_actor(), UserFactory(coordinator=True).as_actor()]

    for viewer in people:
        assert issue.id not in suggested("Lampu jalan Rajawali mati", "Gelap km 3.", viewer)


def test_it_asks_a_fixed_number_of_statements(count_queries):
    some_city()
    draft = Draft("Lampu jalan Rajawali mati", "Gelap sekali di km 3 sejak pekan lalu.")
    like(VISITOR, draft)
    with count_queries() as few:
        like(VISITOR, draft)
    for number in range(20):
        IssueFactory(title=f"Lampu jalan mati di Rajawali nomor {number}")
    like(VISITOR, draft)
    with count_queries() as many:
        assert len(like(VISITOR, draft)) == 3

    assert len(few) == len(many) == 4


# --- the pages


def form(**changes):
    values = {
        "kind": "aduan",
        "title": "Lampu jalan Rajawali padam lagi",
        "text": "Gelap sekali dari km 3 sampai km 4.",
        "area_id": str(menteng().id),
        "aksi": "kirim",
        "dilihat": "",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_fragment_while_writing(client, signed_in):
    me = signed_in(UserFactory())
    city = some_city()
    own = IssueFactory(title="Lampu Rajawali km 4 mati", author=me)

    page = text_of(client.post("/isu/baru/serupa", data=form()))

    assert "<html" not in page
    assert f'href="/isu/{city["lampu"].id}"' in page
    assert f'name="dukung" value="{city["lampu"].id}"' in page
    assert f'name="dukung" value="{own.id}"' not in page
    assert "Isu ini Anda sendiri yang menyampaikan." in page
    nothing = text_of(client.post("/isu/baru/serupa", data={"title": "xyzzy", "area_id": "x"}))
    assert "dukung" not in nothing


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.post("/isu/baru/serupa").status_code == 303
    assert client.post("/isu/baru/dukung").status_code == 303
    assert client.get("/isu/baru/dukung/1").status_code == 303


def test_before_publishing_it_is_shown_once(client, signed_in):
    signed_in(UserFactory())
    city = some_city()

    page = text_of(client.post("/isu/baru", data=form()))

    assert "Isu serupa sudah ada" in page
    assert "Tetap terbitkan" in page
    assert "Gelap sekali dari km 3 sampai km 4." in page
    assert db.session.query(Issue).count() == len(city)
    seen = re.findall(r'name="dilihat" value="([^"]*)"', page)[0]
    assert str(city["lampu"].id) in seen.split(",")
    assert client.post("/isu/baru", data=form(dilihat=seen)).status_code == 303
    assert db.session.query(Issue).count() == len(city) + 1


def test_nothing_alike_or_a_draft_or_another_form_is_not_stopped(client, signed_in):
    signed_in(UserFactory())
    some_city()

    assert (
        client.post(
            "/isu/baru", data=form(title="Minta taman di Langkai", text="Tempat bermain.")
        ).status_code
        == 303
    )
    assert client.post("/isu/baru", data=form(aksi="draf")).status_code == 303
    assert client.post("/isu/baru", data=form(dilihat=None)).status_code == 303


def test_what_was_sent_before_is_not_held_against_itself(client, signed_in):
    """The answer was lost, and the browser sends the same form again."""
    me = signed_in(UserFactory())
    sent = form(title="Sirene pos Rakumpit bisu", text="Sejak Senin.", cmd_id="sekali")

    first = client.post("/isu/baru", data=sent)
    again = client.post("/isu/baru", data=sent)

    assert first.status_code == 303
    assert again.location == first.location
    assert db.session.query(Thread).filter_by(author_id=me.id).count() == 1


def test_nor_is_a_draft_that_was_published_by_it(client, signed_in):
    signed_in(UserFactory())
    text = {"title": "Sirene pos Rakumpit bisu", "text": "Sejak Senin."}
    draft = client.post("/isu/baru", data=form(aksi="draf", **text)).location
    sent = form(cmd_id="sekali", **text)

    assert client.post(f"{draft}/ubah", data=sent).location == draft
    assert client.post(f"{draft}/ubah", data=sent).location == draft
    assert client.post(f"{draft}/ubah", data=form(cmd_id="lain", **text)).status_code == 403


def test_a_draft_is_stopped_once_too(client, signed_in):
    signed_in(UserFactory())
    some_city()
    client.post("/isu/baru", data=form(aksi="draf"))
    draft = db.session.query(Issue).filter(Issue.state == IssueState.DRAFT).one()
    page = text_of(client.post(f"/isu/{draft.id}/ubah", data=form()))
    assert "Tetap terbitkan" in page
    seen = re.findall(r'name="dilihat" value="([^"]*)"', page)[0]
    assert client.post(f"/isu/{draft.id}/ubah", data=form(dilihat=seen)).status_code == 303


def test_supporting_instead_keeps_the_text_and_can_be_undone(client, signed_in):
    me = signed_in(UserFactory())
    there = some_city()["lampu"]
    opening = opening_of(there)

    sent = form(dukung=str(there.id), area_id="", kind=None, cmd_id="c1")
    answer = client.post("/isu/baru/dukung", data=sent)
    again = client.post("/isu/baru/dukung", data=sent)  # a double click

    assert answer.status_code == again.status_code == 303
    assert answer.location == again.location
    assert db.session.query(Support).filter_by(post_id=opening.id, user_id=me.id).count() == 1
    db.session.expire_all()
    draft = db.session.query(Issue).filter(Issue.state == IssueState.DRAFT).one()
    assert draft.area_id == there.area_id  # none was chosen yet
    assert opening_of(draft).source == "Gelap sekali dari km 3 sampai km 4."
    page = text_of(client.get(answer.location))
    assert "Anda mendukung isu ini" in page
    assert f'href="/isu/{draft.id}/ubah"' in page
    undo = f"/isu/{there.id}/kiriman/{opening.id}/dukung"
    assert f'action="{undo}"' in page
    client.post(undo, data={"nilai": "0"})
    assert db.session.query(Support).count() == 0
    assert "Dukungan Anda dibatalkan." in text_of(client.get(answer.location))


def test_supporting_from_a_draft_keeps_that_draft(client, signed_in):
    signed_in(UserFactory())
    there = some_city()["lampu"]
    client.post("/isu/baru", data=form(aksi="draf"))
    draft = db.session.query(Issue).filter(Issue.state == IssueState.DRAFT).one()

    sent = form(dukung=str(there.id), draf=str(draft.id), text="Kini lebih panjang.")
    assert client.post("/isu/baru/dukung", data=sent).status_code == 303
    db.session.expire_all()
    assert db.session.query(Issue).filter(Issue.state == IssueState.DRAFT).count() == 1
    assert opening_of(draft).source == "Kini lebih panjang."


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "999999", "99999999999999"])
def test_supporting_what_is_not_there(client, signed_in, number):
    signed_in(UserFactory())

    assert client.post("/isu/baru/dukung", data={"dukung": number}).status_code == 404


def test_nobody_supports_their_own_or_a_secret_issue(client, signed_in):
    me = signed_in(UserFactory())
    own = IssueFactory(author=me)
    secret = IssueFactory(is_secret=True)

    answer = client.post("/isu/baru/dukung", data={"dukung": str(own.id)})
    assert answer.location == f"/isu/{own.id}"
    assert client.post("/isu/baru/dukung", data={"dukung": str(secret.id)}).status_code == 404
    assert db.session.query(Support).count() == 0


def test_empty_handed_one_can_support_too(client, signed_in):
    signed_in(UserFactory())
    there = IssueFactory()

    answer = client.post("/isu/baru/dukung", data={"dukung": str(there.id)})
    assert answer.location == f"/isu/baru/dukung/{there.id}"
    assert (
        "draf" not in text_of(client.get(answer.location)).split("<main")[1].split("</main")[0]
    )
