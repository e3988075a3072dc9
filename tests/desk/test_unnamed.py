"""An anonymous post: whatever the program hands out of it names nobody."""

import io
import json
import zipfile

import pytest

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.discussions import actions as discussions
from forum.discussions import authors
from forum.discussions import queries as threads
from forum.issues import actions as issues
from forum.live.models import LiveEvent
from forum.moderation import actions as moderation
from tests.accounts.factories import UserFactory
from tests.desk.factories import matter
from tests.factories import menteng

NAME, PUBLIC = "Bungai Tambun Asli", "Tambun yang Tersembunyi"
# Ids are small numbers: this one is found in a page only where it stands for the person.
ID = 987_654_321


@pytest.fixture
def area():
    return menteng()


@pytest.fixture
def author(area):
    return UserFactory(id=ID, name=NAME, public_name=PUBLIC, area=area)


@pytest.fixture
def issue(area, author):
    return issues.raise_issue(author.as_actor(), matter(area, anonymous=True))


@pytest.fixture
def reply(author, issue):
    """To an answer to an answer, so that a third one says whom it answers."""
    other = UserFactory().as_actor()
    first = discussions.reply(other, issue.thread, text="Betul, saya juga lihat.")
    mine = discussions.reply(
        author.as_actor(),
        issue.thread,
        text="Terima kasih.",
        parent_id=first.id,
        anonymous=True,
    )
    discussions.reply(other, issue.thread, text="Sama-sama.", parent_id=mine.id)
    return mine


def neighbours(area, number):
    for _one in range(number):
        UserFactory(area=area)


def unzipped(data):
    """What a document of this kind says; a PDF's text is packed, so it is asked for as typst."""
    if data[:2] != b"PK":
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


ADDRESSES = [
    "/", "/isu", "/isu/atom.xml", "/isu/{id}", "/isu/{id}?lang=en", "/isu/{id}/state",
    "/isu/{id}?balas={post}", "/isu/{id}/kiriman/{post}/lapor", "/isu?q=Jembatan",
]  # fmt: skip
DOCUMENTS = ["json", "csv", "docx", "xlsx", "pdf"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_names_the_author(client, signed_in, issue, reply, address):
    signed_in(UserFactory())
    path = address.format(id=issue.id, post=reply.id)

    page = client.get(path)

    assert page.status_code == 200
    for trace in (NAME, PUBLIC, "Bungai", "Tambun", str(ID)):
        assert trace not in page.text, (path, trace)


def test_nor_does_a_page_for_visitors(client, issue, reply):
    page = client.get(f"/isu/{issue.id}").text

    assert "Warga" in page
    assert "Tambun" not in page
    assert str(ID) not in page
    assert f"/warga/{ID}" not in page


@pytest.mark.parametrize("extension", DOCUMENTS)
def test_nor_does_a_document(client, signed_in, issue, reply, extension):
    discussions.support(UserFactory().as_actor(), reply)
    signed_in(UserFactory(admin=True))

    page = client.get(f"/isu/{issue.id}/ringkasan.{extension}")

    assert page.status_code == 200
    text = unzipped(page.data)
    assert "Tambun" not in text
    assert str(ID) not in text


def test_nor_do_moderators_learn_it(client, signed_in, issue, reply):
    moderation.flag(UserFactory().as_actor(), "post", reply.id, ground="spam", note="")
    signed_in(UserFactory(moderator=True))

    page = client.get("/moderasi").text

    assert "Warga (anonim)" in page
    assert "Tambun" not in page
    assert str(ID) not in page


def test_nor_does_the_room_or_the_record(socket, issue, reply):
    one = socket()
    one.emit("join", {"room": f"thread:{issue.id}", "since": 0, "lang": "id"})
    sent = json.dumps(one.get_received())

    assert "Tambun" not in sent
    assert str(ID) not in sent
    post = threads.post_view(reply.id)
    assert post.data["author"] is None
    assert post.data["anonymous"] is True
    assert ID not in [line.actor_id for line in db.session.query(LiveEvent)]
    assert ID not in [
        entry.actor_id
        for entry in db.session.query(AuditEntry)
        if entry.event in ("IssueRaised", "PostPublished")
    ]


def test_a_reply_by_socket_can_be_unnamed(socket, author, issue):
    one = socket(author)
    answer = one.emit(
        "command",
        {
            "cmd_id": "c1", "type": "post.reply", "room": f"thread:{issue.id}",
            "data": {"text": "Saya tambahkan.", "anonymous": True},
        },
        callback=True,
    )  # fmt: skip

    assert answer["ok"], answer
    assert threads.post_by_id(answer["post_id"] if "post_id" in answer else
                              answer["result"]["post_id"]).is_anonymous  # fmt: skip


def test_another_name_of_the_author_is_not_told_where_it_is_unsaid(author, issue):
    assert threads.threads_written_in_by(author.id) == []


def test_the_page_of_a_person_leaves_it_out(client, author, area, issue, reply):
    named = issues.raise_issue(
        author.as_actor(), matter(area, title="Parit di Jl. Kecipir tersumbat")
    )

    page = client.get(f"/warga/{ID}")

    assert "Parit di Jl. Kecipir" in page.text
    assert "Jembatan papan" not in page.text
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert '<meta name="robots" content="noindex' in page.text
    assert f'href="/warga/{ID}"' in client.get(f"/isu/{named.id}").text
    author.erased_at = author.created_at
    db.session.flush()
    assert client.get(f"/warga/{ID}").status_code == 404


@pytest.mark.parametrize(("number", "shown"), [(3, False), (4, True)])
def test_the_kelurahan_shows_only_where_enough_people_live(client, area, issue, number, shown):
    neighbours(area, number)

    assert threads.opening_of(issue.id).author == ("Warga, Menteng" if shown else "Warga")
    assert ("Warga, Menteng" in client.get(f"/isu/{issue.id}").text) is shown


def test_closed_accounts_do_not_count_as_people_who_live_there(area, issue):
    for _one in range(4):
        UserFactory(area=area, active=False)

    assert threads.opening_of(issue.id).author == "Warga"
    assert authors.FEWEST == 5


def test_the_author_knows_it_is_theirs(client, signed_in, author, issue, reply):
    signed_in(author)

    page = client.get(f"/isu/{issue.id}").text

    assert page.count("Anda (anonim)</b>") == 2
    post = threads.opening_row(issue.id)
    assert f'data-support="{post.id}" disabled' in page
    answer = client.post(f"/isu/{issue.id}/kiriman/{post.id}/dukung", data={"nilai": "1"})
    assert answer.status_code == 403


def test_forms_offer_it(client, signed_in, author, area, issue):
    signed_in(author)
    fields = {
        "kind": "aduan", "title": "Parit di Jl. Kecipir tersumbat", "text": "Sejak Senin.",
        "area_id": area.id, "voice": "warga", "anonymous": "y",
    }  # fmt: skip

    address = client.post("/isu/baru", data=fields).location
    client.post(
        f"/isu/{issue.id}/balas", data={"text": "Halo.", "voice": "warga", "anonymous": "y"}
    )

    raised = threads.opening_row(int(address.split("/")[-1]))
    assert raised.is_anonymous
    last = threads.posts_page(issue.id).rows[-1].root
    assert last.is_anonymous


def test_a_draft_stays_unnamed_when_it_is_published(client, signed_in, author, area):
    signed_in(author)
    fields = {
        "kind": "aduan", "title": "Parit di Jl. Kecipir tersumbat", "text": "Sejak Senin.",
        "area_id": area.id, "voice": "warga", "anonymous": "y", "aksi": "draf",
    }  # fmt: skip
    address = client.post("/isu/baru", data=fields).location
    assert "checked" in client.get(f"{address}/ubah").text.split('name="anonymous"')[1][:40]

    client.post(f"{address}/terbitkan")

    assert threads.opening_row(int(address.split("/")[-1])).is_anonymous
    assert [row.actor_id for row in db.session.query(AuditEntry)
            if row.event == "IssueRaised"] == [None]  # fmt: skip


def test_nobody_speaks_unnamed_in_a_role(client, signed_in, area):
    moderator = signed_in(UserFactory(moderator=True, area=area))
    fields = {
        "kind": "aduan", "title": "Parit di Jl. Kecipir tersumbat", "text": "Sejak Senin.",
        "area_id": area.id, "voice": "moderator", "anonymous": "y",
    }  # fmt: skip

    page = client.post("/isu/baru", data=fields)

    assert page.status_code == 422
    assert "tidak dapat tanpa nama" in page.text
    assert threads.threads_written_in_by(moderator.id) == []
