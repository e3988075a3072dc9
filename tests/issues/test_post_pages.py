"""The pages on which people rewrite, delete, pin, weigh and copy what stands in a discussion."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import Device
from forum.core.db import db
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from forum.discussions.models import Post, PostState, Stance
from forum.issues.models import IssueKind
from tests.accounts.factories import UserFactory
from tests.discussions.factories import supported
from tests.issues.factories import IssueFactory, PostFactory, opening_of

WHY = "Banyak yang mencarinya."


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def mine(client, signed_in):
    """(author, issue, post): one's own reply, signed in."""
    author = signed_in(UserFactory(public_name="Hendra Saputra"))
    issue = IssueFactory(kind=IssueKind.DISCUSSION)
    return author, issue, PostFactory(thread=issue.thread, author=author, source="Parit ini.")


# --- rewriting


def test_rewriting_from_the_form_to_the_history(client, mine):
    _author, issue, post = mine
    supported(post, by=UserFactory())
    path = f"/isu/{issue.id}/kiriman/{post.id}"

    page = text_of(client.get(f"{path}/sunting"))
    assert "Parit ini." in page
    assert "1 orang yang mendukung tulisan ini diberi tahu" in page
    answer = client.post(f"{path}/sunting", data={"text": "Parit itu.", "revision": "0"})

    assert (answer.status_code, answer.location) == (303, path)
    history = text_of(client.get(f"{path}/riwayat"))
    assert "<del>ini</del><ins>itu</ins>" in history
    assert "Sebelum diubah didukung 1 orang." in history
    assert f'href="{path}/riwayat"' in text_of(client.get(f"/isu/{issue.id}"))


def test_sent_twice_it_is_changed_once(client, mine):
    _author, issue, post = mine
    supported(post, by=UserFactory())
    data = {"text": "Parit itu.", "revision": "0", "cmd_id": "sama"}

    for _ in range(2):
        answer = client.post(f"/isu/{issue.id}/kiriman/{post.id}/sunting", data=data)
        assert answer.status_code == 303

    assert len(threads.revisions_of(post.id)) == 1


def test_a_preview_changes_nothing_and_keeps_what_was_typed(client, mine):
    _author, issue, post = mine
    data = {"text": "Parit **itu**.", "revision": "0", "aksi": "pratinjau"}

    page = text_of(client.post(f"/isu/{issue.id}/kiriman/{post.id}/sunting", data=data))

    assert "Parit <strong>itu</strong>." in page
    assert "Parit **itu**." in page
    assert threads.post_by_id(post.id).source == "Parit ini."


@pytest.mark.parametrize(
    ("text", "why"), [("", "Tulis dulu isinya."), ("x" * 10_001, "10.000")]
)
def test_what_cannot_be_comes_back_with_the_reason(client, mine, text, why):
    _author, issue, post = mine

    answer = client.post(
        f"/isu/{issue.id}/kiriman/{post.id}/sunting", data={"text": text, "revision": "0"}
    )

    assert answer.status_code == 422
    assert why in text_of(answer)


def test_an_opening_has_its_title_in_the_form(client, signed_in):
    author = signed_in(UserFactory())
    issue = IssueFactory(author=author, title="Lampu mati di Jl. Jawa")
    path = f"/isu/{issue.id}/kiriman/{opening_of(issue).id}/sunting"
    assert 'value="Lampu mati di Jl. Jawa"' in text_of(client.get(path))

    client.post(
        path, data={"title": "Lampu padam di Jl. Jawa", "text": "Gelap.", "revision": "0"}
    )

    assert "Lampu padam di Jl. Jawa" in text_of(client.get(f"/isu/{issue.id}"))


def test_the_history_of_what_is_hidden_is_hidden(client):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, state=PostState.HIDDEN)

    assert client.get(f"/isu/{issue.id}/kiriman/{post.id}/riwayat").status_code == 404


# --- deleting


def test_deleting_and_undoing(client, mine):
    _author, issue, post = mine
    path = f"/isu/{issue.id}/kiriman/{post.id}/hapus"
    assert "hilang dari pembahasan" in text_of(client.get(path))

    assert client.post(path, data={"aksi": "hapus"}).location == path
    assert "Urungkan penghapusan" in text_of(client.get(path))
    assert "Parit ini." not in text_of(client.get(f"/isu/{issue.id}"))

    client.post(path, data={"aksi": "urungkan"})
    assert "Parit ini." in text_of(client.get(f"/isu/{issue.id}"))


def test_a_deleted_answered_reply_leaves_a_notice_with_a_way_back_for_its_author(
    app, client, mine
):
    _author, issue, post = mine
    PostFactory(thread=issue.thread, parent=post)

    client.post(f"/isu/{issue.id}/kiriman/{post.id}/hapus", data={"aksi": "hapus"})

    own, others = (text_of(c.get(f"/isu/{issue.id}")) for c in (client, app.test_client()))
    for page in (own, others):
        assert "Tanggapan ini dihapus penulisnya." in page
        assert "Parit ini." not in page
    assert f'data-own="{post.id}">Urungkan' in own
    assert f'data-own="{post.id}" hidden>Urungkan' in others


# --- quoting, drafts, preview of a reply


def test_quoting_without_a_script(client, mine):
    _author, issue, _post = mine
    other = PostFactory(
        thread=issue.thread,
        author=UserFactory(public_name="Rina Wati"),
        source="> lama\n\nAir naik.\nSampai lutut.",
    )

    page = text_of(client.get(f"/isu/{issue.id}?kutip={other.id}"))

    assert "&gt; **Rina Wati**:\n&gt; Air naik.\n&gt; Sampai lutut." in page
    assert f'name="parent_id" value="{other.id}"' in page


@pytest.mark.parametrize("what", ["hidden", "elsewhere", "x"])
def test_what_cannot_be_read_is_not_quoted(client, mine, what):
    _author, issue, _post = mine
    hidden = PostFactory(
        thread=issue.thread, state=PostState.HIDDEN, source="RAHASIA", hidden_ground="spam"
    )
    elsewhere = PostFactory(thread=IssueFactory().thread, source="RAHASIA")
    number = {"hidden": hidden.id, "elsewhere": elsewhere.id}.get(what, what)

    page = text_of(client.get(f"/isu/{issue.id}?kutip={number}"))

    assert "RAHASIA" not in page


def test_a_draft_from_another_device_stands_in_the_field_until_it_is_sent(
    app, client, signed_in, mine
):
    author, issue, _post = mine
    phone = app.test_client()
    signed_in(author, on=phone)
    place = f"balas-{issue.id}"

    answer = phone.post("/tulisan/draf", data={"tempat": place, "isi": "Saya kira begini"})
    assert answer.status_code == 204
    assert "Saya kira begini</textarea>" in text_of(client.get(f"/isu/{issue.id}"))

    client.post(f"/isu/{issue.id}/balas", data={"text": "Saya kira begini", "voice": "warga"})
    assert "Saya kira begini</textarea>" not in text_of(client.get(f"/isu/{issue.id}"))


def test_nothing_is_kept_at_a_kiosk(client, signed_in, mine):
    author, issue, _post = mine
    db.session.query(Device).filter_by(user_id=author.id).update({"is_kiosk": True})
    db.session.flush()

    client.post("/tulisan/draf", data={"tempat": f"balas-{issue.id}", "isi": "Saya kira"})

    assert threads.draft_of(author.as_actor(), f"balas-{issue.id}") is None


def test_a_reply_is_previewed_without_a_script(client, mine):
    _author, issue, _post = mine
    data = {"text": "**Ya** @nama", "voice": "warga", "aksi": "pratinjau"}

    answer = client.post(f"/isu/{issue.id}/balas", data=data)

    assert answer.status_code == 200
    assert "<strong>Ya</strong> @nama" in text_of(answer)
    assert "**Ya** @nama</textarea>" in text_of(answer)
    assert issue.thread.reply_count == 1


def test_a_preview_is_cleaned_like_a_post(client, mine):
    answer = client.post("/tulisan/pratinjau", data={"isi": "<script>alert(1)</script> **a**"})

    assert "<script" not in text_of(answer)
    assert "<strong>a</strong>" in text_of(answer)


# --- both sides


def test_people_take_sides_in_a_discussion_and_not_in_a_complaint(client, signed_in):
    signed_in(UserFactory())
    talk, complaint = IssueFactory(kind=IssueKind.DISCUSSION), IssueFactory()
    argument = {"text": "Lebih aman.", "voice": "warga", "stance": "menolak"}

    assert client.post(f"/isu/{talk.id}/balas", data=argument).status_code == 303
    assert client.post(f"/isu/{complaint.id}/balas", data=argument).status_code == 422
    assert "Argumen menolak" in text_of(client.get(f"/isu/{talk.id}"))
    assert "Argumen menolak" not in text_of(client.get(f"/isu/{complaint.id}"))
    assert client.get(f"/isu/{complaint.id}/pro-kontra").status_code == 404


def test_one_agrees_disagrees_and_takes_it_back(client, mine):
    _author, issue, own = mine
    post = PostFactory(thread=issue.thread, stance=Stance.PRO)
    path = f"/isu/{issue.id}/kiriman/{post.id}/setuju"

    seen = []
    for value in ("1", "-1", "0"):
        assert client.post(path, data={"nilai": value}).status_code == 303
        page = text_of(client.get(f"/isu/{issue.id}"))
        seen.append(page.count('aria-pressed="true"'))
        assert (
            page.count(f'data-vote="{post.id}:1"') == 2
        )  # in the thread and in the view of both
    assert seen == [2, 2, 0]
    assert client.post(path, data={"nilai": "7"}).status_code == 422
    assert f'data-support="{own.id}" disabled' in page


def test_all_arguments_beside_each_other(client, mine):
    _author, issue, _own = mine
    for number in range(22):
        PostFactory(thread=issue.thread, stance=Stance.PRO, source=f"Alasan nomor {number}.")
    PostFactory(thread=issue.thread, stance=Stance.CONTRA, source="Sebaliknya.")

    page = text_of(client.get(f"/isu/{issue.id}/pro-kontra"))

    assert ("Alasan nomor 21." in page, "Alasan nomor 0." in page) == (True, False)
    assert "Sebaliknya." in page
    cursor = threads.arguments_page(issue.id, Stance.PRO).next_cursor
    assert "Alasan nomor 0." in text_of(
        client.get(f"/isu/{issue.id}/pro-kontra?mendukung={cursor}")
    )


# --- order, reading on, copying


@pytest.mark.parametrize("order", list(threads.ORDERS))
def test_every_order_pages_through_all_posts_once(client, order):
    issue = IssueFactory(kind=IssueKind.DISCUSSION)
    posts = [PostFactory(thread=issue.thread, stance=Stance.PRO) for _ in range(45)]
    for number, post in enumerate(posts):
        post.agree_count, post.disagree_count = number % 7 + 1, number % 3 + 1
        discussions.rank(post)
    db.session.flush()

    found, cursor = [], None
    while not found or cursor:
        page = threads.sorted_page(issue.id, order, cursor)
        found += list(page.rows)
        cursor = page.next_cursor

    column = {
        "terbaru": lambda p: -p.id,
        "terlama": lambda p: p.id,
        "didukung": lambda p: (-p.backing, -p.id),
        "diperdebatkan": lambda p: (-p.contested, -p.id),
    }[order]
    assert [post.id for post in found] == [post.id for post in sorted(posts, key=column)]
    first = text_of(client.get(f"/isu/{issue.id}?urut={order}"))
    assert f'id="t-{found[0].id}"' in first
    assert f"urut={order}&amp;lanjut=" in first or f"urut={order}&lanjut=" in first


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFlOTk5LDFd", "WyJhIiwxXQ"])
@pytest.mark.parametrize("order", ["didukung", "diperdebatkan", "tidak-ada"])
def test_a_spoilt_address_is_the_first_page(client, order, cursor):
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, agree_count=1, disagree_count=1, contested=2.0)

    page = text_of(client.get(f"/isu/{issue.id}?urut={order}&lanjut={cursor}"))

    assert f'id="t-{post.id}"' in page


def test_what_is_new_is_marked_counted_and_one_press_away(client, signed_in):
    signed_in(UserFactory())
    issue = IssueFactory()
    old = PostFactory(thread=issue.thread)
    assert "belum dibaca" not in text_of(client.get(f"/isu/{issue.id}"))
    new = [PostFactory(thread=issue.thread) for _ in range(2)]
    issue.thread.version += 1
    db.session.flush()

    page = text_of(client.get(f"/isu/{issue.id}"))

    assert "Ke yang belum dibaca (2)" in page
    assert f'data-new="{new[0].id}">' in page
    assert f'data-new="{old.id}" hidden>' in page
    assert "belum dibaca" not in text_of(client.get(f"/isu/{issue.id}"))
    answer = client.get(f"/isu/{issue.id}/belum-dibaca")
    assert answer.location == f"/isu/{issue.id}#bahas"


def test_lists_say_how_much_is_new(client, signed_in):
    signed_in(UserFactory())
    issue, untouched = IssueFactory(), IssueFactory()
    PostFactory(thread=issue.thread)
    client.get(f"/isu/{issue.id}")
    for _ in range(3):
        PostFactory(thread=issue.thread)
    PostFactory(thread=untouched.thread)

    page = text_of(client.get("/isu"))

    assert page.count("tanggapan baru") == 1
    assert "3 tanggapan baru" in page


def test_a_page_that_was_left_says_what_came_in_meanwhile(client, signed_in):
    user = signed_in(UserFactory())
    issue = IssueFactory()
    client.get(f"/isu/{issue.id}")
    post = PostFactory(thread=issue.thread)

    assert (
        client.post(f"/isu/{issue.id}/dibaca", data={"kiriman": f"{post.id} x"}).status_code
        == 204
    )

    assert threads.unread_of(user.as_actor(), issue.id).count == 0


def test_a_visitors_page_writes_nothing_and_is_kept(client, count_queries):
    issue = IssueFactory()
    PostFactory(thread=issue.thread)
    client.get(f"/isu/{issue.id}?urut=didukung")

    with count_queries() as seen:
        client.get(f"/isu/{issue.id}?urut=didukung")

    assert len(seen) == 1


def test_the_discussion_as_text_hides_what_the_page_hides(client):
    issue = IssueFactory(title="Lampu mati di Jl. Jawa", text="Sudah **gelap**.")
    first = PostFactory(
        thread=issue.thread, author=UserFactory(public_name="Rina Wati"), source="Betul."
    )
    PostFactory(thread=issue.thread, parent=first, source="Ya.", is_anonymous=True)
    PostFactory(thread=issue.thread, source="RAHASIA", state=PostState.HIDDEN)
    PostFactory(thread=issue.thread, source="RAHASIA", state=PostState.WITHDRAWN)

    answer = client.get(f"/isu/{issue.id}/teks")

    words = text_of(answer)
    assert answer.mimetype == "text/plain"
    assert words.startswith("Lampu mati di Jl. Jawa\n\n")
    assert "Sudah gelap." in words
    assert "membalas Rina Wati\nYa." in words
    assert "[disembunyikan moderator]" in words
    assert "RAHASIA" not in words


# --- steering


def test_a_moderator_pins_and_everyone_reads_it_above(app, client, signed_in):
    signed_in(UserFactory(moderator=True))
    issue = IssueFactory()
    post = PostFactory(thread=issue.thread, source="Jadwal pompa ada di balai.")
    path = f"/isu/{issue.id}/kiriman/{post.id}/sematkan"
    assert client.get(path).status_code == 200

    assert client.post(path, data={"nilai": "1", "reason": ""}).status_code == 422
    assert client.post(path, data={"nilai": "1", "reason": WHY}).status_code == 303

    page = text_of(app.test_client().get(f"/isu/{issue.id}"))
    assert page.count("Jadwal pompa ada di balai.") == 2


def test_closing_and_slowing_down_from_the_form(app, client, signed_in):
    signed_in(UserFactory(coordinator=True))
    issue = IssueFactory()
    path = f"/isu/{issue.id}/pembahasan"
    assert "Tutup pembahasan" in text_of(client.get(path))

    client.post(path, data={"aksi": "jeda", "minutes": "60", "reason": "Terlalu ramai."})
    page = text_of(app.test_client().get(f"/isu/{issue.id}"))
    assert "satu tanggapan per 1 jam" in page

    client.post(path, data={"aksi": "tutup", "minutes": "60", "reason": "Sudah diputuskan."})
    page = text_of(app.test_client().get(f"/isu/{issue.id}"))
    assert "Alasan: Sudah diputuskan." in page
    assert 'name="text"' not in page

    client.post(path, data={"aksi": "buka", "minutes": "60", "reason": "Ada hal baru."})
    assert not issue.thread.is_closed
    bad = client.post(path, data={"aksi": "jeda", "minutes": "7", "reason": "Terlalu ramai."})
    assert (bad.status_code, "daftar" in text_of(bad)) == (422, True)


def test_too_soon_keeps_what_was_typed_and_says_when(client, mine):
    _author, issue, _post = mine
    issue.thread.slow_minutes = 30
    db.session.flush()

    answer = client.post(f"/isu/{issue.id}/balas", data={"text": "Satu lagi", "voice": "warga"})

    assert answer.status_code == 422
    assert "Anda dapat mengirim lagi pukul" in text_of(answer)
    assert "Satu lagi</textarea>" in text_of(answer)


# --- calling by name


def test_names_to_choose_from_are_for_those_who_may_write(app, client, mine):
    _author, issue, _post = mine
    PostFactory(thread=issue.thread, author=UserFactory(public_name="Rina Wati"))

    assert client.get(f"/isu/{issue.id}/sebutan?q=wa").json == {
        "names": [{"name": "Rina Wati", "unit": False}]
    }
    assert app.test_client().get(f"/isu/{issue.id}/sebutan?q=wa").status_code == 303


def test_who_was_away_for_long_reads_that_it_is_more_than_a_thousand(client, signed_in):
    others = UserFactory()
    signed_in(UserFactory())
    issue = IssueFactory()
    client.get(f"/isu/{issue.id}")
    shared = {"thread_id": issue.id, "author_id": others.id, "source": "Ya.", "html": "Ya."}
    db.session.execute(sa.insert(Post), [shared] * (threads.MOST_UNREAD + 5))

    assert "1.000+ tanggapan baru" in text_of(client.get("/isu"))
    assert "Ke yang belum dibaca (1.000+)" in text_of(client.get(f"/isu/{issue.id}"))
