"""Files through the doors: plain forms, the upload of the script, and handing them out."""

import io
import re
from functools import partial

import pytest
import werkzeug.test

from forum.accounts.models import Device
from forum.attachments import actions, queries
from forum.attachments.models import Attachment
from forum.core.actor import SYSTEM, Actor
from forum.core.db import db
from forum.discussions import actions as discussions
from forum.discussions.models import Post
from forum.discussions.sockets import whole_state
from forum.issues.models import Issue, IssueState
from forum.web import bodies
from tests.accounts.factories import UserFactory
from tests.attachments import samples
from tests.discussions.factories import PostFactory
from tests.factories import AreaFactory, UnitFactory
from tests.issues.factories import IssueFactory, opening_of


@pytest.fixture(autouse=True)
def forms_in_memory(monkeypatch):
    """The test client would leave the temporary file of a large form open."""
    in_memory = partial(werkzeug.test.stream_encode_multipart, threshold=50_000_000)
    monkeypatch.setattr(werkzeug.test, "stream_encode_multipart", in_memory)


def text_of(answer):
    return answer.get_data(as_text=True)


def sent(content, name):
    return (io.BytesIO(content), name)


def form(*files, **changes):
    return {
        "kind": "aduan",
        "title": "Parit tersumbat di Jl. G. Obos",
        "text": "Air naik sampai lutut.",
        "area_id": str(changes.pop("area_id", None) or AreaFactory().id),
        "aksi": "kirim",
        "berkas": [sent(*each) for each in files],
    } | changes


def attached_to(post, user, *contents):
    files = [actions.upload(Actor(id=user.id), content, name) for content, name in contents]
    ids = [file.id for file in files]
    actions.attach(Actor(id=user.id), ids, holder="post", holder_id=post.id)
    return files


def ids_in(page):
    return re.findall(r'name="berkas-ada" value="(\d+)"', page)


def the_issue():
    return db.session.query(Issue).one()


# --- plain forms


def test_an_issue_with_files_by_a_plain_form(client, signed_in, kept, photo):
    signed_in(UserFactory())

    answer = client.post(
        "/isu/baru", data=form((photo, "IMG_1.jpg"), (samples.pdf(), "surat RT.pdf"))
    )

    page = text_of(client.get(answer.location))
    picture, paper = queries.files_of("post", [opening_of(the_issue()).id]).popitem()[1]
    assert f'src="/berkas/{picture.key}/320"' in page
    assert 'width="640" height="480" loading="lazy"' in page
    assert f'href="/berkas/{paper.key}" download' in page
    assert "surat RT.pdf" in page
    assert "PDF, " in page


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (samples.SVG, "gambar.svg", "Gambar SVG tidak diterima"),
        (samples.jpeg() + samples.archive(a="x"), "foto.jpg", "memuat isi jenis lain"),
        (samples.jpeg() + b"<html><script>1</script></html>", "foto.jpg", "memuat isi jenis lain"),
        (samples.docx_bomb(), "surat.docx", "terlalu besar setelah dibuka"),
        (samples.huge_png(), "peta.png", "paling banyak 50 megapiksel"),
        (samples.pdf(), "foto.jpg", "tidak cocok dengan akhiran namanya (.jpg)"),
        (samples.jpeg() + b"\0" * 12_000_000, "besar.jpg", "lebih dari 5 MB"),
    ],
    ids=["svg", "jpeg and zip", "jpeg and html", "zip bomb", "pixels", "ending", "12 MB"],
)  # fmt: skip
def test_a_refused_file_leaves_the_text_and_the_files_that_were_good(
    client, signed_in, kept, content, name, why
):
    signed_in(UserFactory())

    answer = client.post("/isu/baru", data=form((samples.jpeg(), "baik.jpg"), (content, name)))

    page = text_of(answer)
    assert answer.status_code == 422
    assert f"{name}: " in page
    assert why in page
    assert "Air naik sampai lutut." in page
    assert "Parit tersumbat di Jl. G. Obos" in page
    (number,) = ids_in(page)  # the good one stands in the form
    assert "baik.jpg" in page

    again = form(**{"berkas-ada": number, f"berkas-ket-{number}": "Parit penuh sampah"})
    answer = client.post("/isu/baru", data=again)
    assert answer.status_code == 303
    (file,) = queries.files_of("post", [opening_of(the_issue()).id]).popitem()[1]
    assert (str(file.id), file.alt) == (number, "Parit penuh sampah")
    assert 'alt="Parit penuh sampah"' in text_of(client.get(answer.location))


def test_a_reply_with_a_refused_file_keeps_what_was_typed(client, signed_in, kept):
    signed_in(UserFactory())
    issue = IssueFactory()
    data = {"text": "Benar, ini fotonya.", "berkas": [sent(samples.SVG, "a.svg")]}

    answer = client.post(f"/isu/{issue.id}/balas", data=data)

    assert answer.status_code == 422
    assert "a.svg: Gambar SVG tidak diterima" in text_of(answer)
    assert "Benar, ini fotonya." in text_of(answer)
    assert db.session.query(Post).filter_by(thread_id=issue.id, is_opening=False).count() == 0


def test_a_wrong_text_keeps_the_files(client, signed_in, kept):
    signed_in(UserFactory())
    issue = IssueFactory()

    answer = client.post(
        f"/isu/{issue.id}/balas", data={"text": "", "berkas": [sent(samples.jpeg(), "a.jpg")]}
    )

    assert answer.status_code == 422
    assert len(ids_in(text_of(answer))) == 1


def test_a_reply_sent_twice_is_one_reply_with_its_files(client, signed_in, kept):
    signed_in(UserFactory())
    issue = IssueFactory()
    number = ids_in(upload(client))[0]
    data = {"text": "Ini fotonya.", "cmd_id": "satu", "berkas-ada": number}

    first = client.post(f"/isu/{issue.id}/balas", data=data)
    second = client.post(f"/isu/{issue.id}/balas", data=data)

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    post = db.session.query(Post).filter_by(thread_id=issue.id, is_opening=False).one()
    assert len(queries.files_of("post", [post.id])[post.id]) == 1


def test_more_than_six_are_named(client, signed_in, kept):
    signed_in(UserFactory())

    answer = client.post(
        "/isu/baru", data=form(*((b"halo", f"catatan{n}.txt") for n in range(1, 8)))
    )

    assert answer.status_code == 422
    assert "catatan7.txt: Paling banyak 6 berkas" in text_of(answer)
    assert len(ids_in(text_of(answer))) == 6


def test_a_draft_keeps_changes_and_loses_its_files(client, signed_in, kept):
    signed_in(UserFactory())
    draft = form((samples.jpeg(), "a.jpg"), (samples.jpeg(), "b.jpg"), aksi="draf")
    client.post("/isu/baru", data=draft)
    issue = the_issue()
    _first, second = ids_in(text_of(client.get(f"/isu/{issue.id}/ubah")))
    assert len(kept()) == 6

    silent = form(aksi="draf")  # of a page that knew nothing of files
    client.post(f"/isu/{issue.id}/ubah", data=silent)
    assert len(kept()) == 6
    known = {"berkas-form": "1", "berkas-ada": second}
    changed = form((samples.png(), "c.png"), aksi="draf", **known)
    answer = client.post(f"/isu/{issue.id}/ubah", data=changed)

    assert answer.status_code == 303
    names = [f.name for f in queries.files_of("post", [opening_of(issue).id]).popitem()[1]]
    assert names == ["b.jpg", "c.png"]
    assert len(kept()) == 6
    client.post(f"/isu/{issue.id}/hapus")
    assert kept() == set()


def test_a_preview_takes_the_files_too(client, signed_in, kept):
    signed_in(UserFactory())

    answer = client.post("/isu/baru", data=form((samples.jpeg(), "a.jpg"), aksi="pratinjau"))

    assert answer.status_code == 200
    assert len(ids_in(text_of(answer))) == 1


def test_a_preview_of_a_reply_takes_the_files_too(client, signed_in, kept):
    signed_in(UserFactory())
    issue = IssueFactory()
    data = {
        "text": "Ini fotonya.",
        "aksi": "pratinjau",
        "berkas": [sent(samples.jpeg(), "a.jpg")],
    }

    answer = client.post(f"/isu/{issue.id}/balas", data=data)

    assert answer.status_code == 200
    assert len(ids_in(text_of(answer))) == 1
    assert "Ini fotonya." in text_of(answer)


# --- the upload of the script


def upload(client, content=None, name="foto.jpg"):
    answer = client.post("/berkas", data={"berkas": sent(content or samples.jpeg(), name)})
    assert answer.status_code == 200, text_of(answer)
    return text_of(answer)


def test_a_file_ahead_of_its_form(client, signed_in, kept):
    signed_in(UserFactory())

    row = upload(client, name="parit <b>.jpg")

    assert "parit &lt;b&gt;.jpg" in row
    (file,) = db.session.query(Attachment).all()
    assert ids_in(row) == [str(file.id)]
    answer = client.get(f"/berkas/{file.key}/320")
    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert client.post(f"/berkas/{file.key}/hapus").status_code == 204
    assert kept() == set()
    assert client.get(f"/berkas/{file.key}").status_code == 404


def test_a_refused_upload_is_a_sentence(client, signed_in, kept):
    signed_in(UserFactory())

    answer = client.post(
        "/berkas", data={"berkas": sent(samples.SVG, "a.svg")}, headers={"X-Fragment": "1"}
    )

    assert answer.status_code == 422
    assert "data-refusal" in text_of(answer)
    assert "Gambar SVG tidak diterima" in text_of(answer)


def test_on_the_desks_device_no_files(client, signed_in, kept):
    user = signed_in(UserFactory())
    issue = IssueFactory()
    db.session.query(Device).filter_by(user_id=user.id).update({"is_kiosk": True})
    db.session.flush()
    db.session.expire_all()

    assert (
        client.post("/berkas", data={"berkas": sent(samples.jpeg(), "a.jpg")}).status_code
        == 403
    )
    assert "data-files" not in text_of(client.get(f"/isu/{issue.id}"))
    data = {"text": "Halo.", "berkas": [sent(samples.jpeg(), "a.jpg")]}
    answer = client.post(f"/isu/{issue.id}/balas", data=data)
    assert answer.status_code == 422
    assert "Di perangkat ini berkas tidak dapat ditambahkan" in text_of(answer)
    assert kept() == set()


# --- handing out


def test_photos_are_shown_and_documents_downloaded(client, kept):
    author = UserFactory()
    post = opening_of(IssueFactory(author=author))
    picture, paper = attached_to(
        post, author, (samples.jpeg(), "a.jpg"), (samples.docx(), "Berita acara – RT 3.docx")
    )

    shown, taken = client.get(f"/berkas/{picture.key}"), client.get(f"/berkas/{paper.key}")

    for answer in (shown, taken):
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == (
            "default-src 'none'; sandbox; frame-ancestors 'none'"
        )
        assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert shown.mimetype == "image/webp"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert taken.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Berita%20acara%20%E2%80%93%20RT%203.docx" in taken.headers["Content-Disposition"]
    assert taken.data == samples.docx() or taken.data.startswith(b"PK")
    assert client.get(f"/berkas/{paper.key}/320").status_code == 404
    assert client.get(f"/berkas/{picture.key}/1600").status_code == 404


def test_the_etag_spares_a_second_copy_but_opens_no_door(client, signed_in, kept):
    author = UserFactory()
    issue = IssueFactory(author=author)
    reply = PostFactory(thread=issue.thread, author=author)
    (picture,) = attached_to(reply, author, (samples.jpeg(), "a.jpg"))
    tag = client.get(f"/berkas/{picture.key}/320").headers["ETag"]
    known = {"If-None-Match": tag}
    assert client.get(f"/berkas/{picture.key}/320", headers=known).status_code == 304
    assert client.get(f"/berkas/{picture.key}/800", headers=known).status_code == 200

    discussions.hide_post(SYSTEM, reply, ground="data_pribadi")

    for path in ("", "/320", "/800"):
        answer = client.get(f"/berkas/{picture.key}{path}", headers=known)
        assert answer.status_code == 404
        assert "ETag" not in answer.headers
    signed_in(author)
    answer = client.get(f"/berkas/{picture.key}/320", headers=known)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_files_of_a_draft_are_its_authors_alone(client, signed_in, kept):
    author = UserFactory()
    issue = IssueFactory(author=author, state=IssueState.DRAFT)
    (picture,) = attached_to(opening_of(issue), author, (samples.jpeg(), "a.jpg"))

    assert client.get(f"/berkas/{picture.key}").status_code == 404
    signed_in(UserFactory())
    assert client.get(f"/berkas/{picture.key}/320").status_code == 404


def test_files_of_a_secret_report_are_for_those_who_handle_it(client, signed_in, kept):
    author, unit = UserFactory(), UnitFactory()
    issue = IssueFactory(author=author, is_secret=True)
    (picture,) = attached_to(opening_of(issue), author, (samples.jpeg(), "a.jpg"))
    paths = [f"/berkas/{picture.key}{part}" for part in ("", "/320", "/800")]
    known = {"If-None-Match": f'"{picture.digest[:32]}"'}

    def answers(user=None):
        if user is not None:
            signed_in(user)
        return [client.get(path, headers=known) for path in paths]

    assert {answer.status_code for answer in answers()} == {404}
    for stranger in (
        UserFactory(),
        UserFactory(moderator=True),
        UserFactory(official=True, unit=unit),
    ):
        assert {answer.status_code for answer in answers(stranger)} == {404}
    for reader in (author, UserFactory(coordinator=True)):
        for answer in answers(reader):
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"/isu/{issue.id}/gambar.png").status_code == 404


def test_a_page_with_files_costs_as_many_queries_as_one_without(client, kept, count_queries):
    author = UserFactory()
    bare, full = IssueFactory(author=author), IssueFactory(author=author)
    for _n in range(10):
        PostFactory(thread=bare.thread, author=author)
        post = PostFactory(thread=full.thread, author=author)
        attached_to(post, author, (b"halo", "a.txt"), (b"halo", "b.txt"))

    counts = []
    for issue in (bare, full):
        with count_queries() as seen:
            assert client.get(f"/isu/{issue.id}").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_what_the_room_is_told_names_the_files(app, kept):
    author = UserFactory()
    post = opening_of(IssueFactory(author=author))
    (picture,) = attached_to(post, author, (samples.jpeg(), "a.jpg"))

    with app.test_request_context():
        state = whole_state(post.thread_id)

    assert f"/berkas/{picture.key}/320" in state.html[f"kiriman-{post.id}"]
    (told,) = state.data["opening"]["files"]
    assert told == {"url": f"/berkas/{picture.key}", "kind": "photo", "name": None, "alt": None,
                    "size": picture.size}  # fmt: skip


# --- forms that are too large


def test_a_form_that_is_far_too_large_gives_the_text_back(client, signed_in, kept, monkeypatch):
    monkeypatch.setattr(bodies, "FORM_WITH_FILES", 1_000_000)
    signed_in(UserFactory())

    answer = client.post("/isu/baru", data=form((b"x" * 2_000_000, "a.txt")))

    assert answer.status_code == 413
    assert "satu berkas paling besar 5 MB" in text_of(answer)
    assert "Air naik sampai lutut." in text_of(answer)
    assert "Parit tersumbat di Jl. G. Obos" in text_of(answer)


def test_of_a_large_file_no_more_is_kept_than_the_limit():
    file = bodies.BoundedFile(10)
    for _n in range(4):
        assert file.write(b"12345678") == 8
    file.seek(0)

    assert file.read() == b"1234567812"
    file.close()


def test_other_forms_stay_small(client):
    answer = client.post("/masuk", data="x" * 7_000_000,
                         content_type="application/x-www-form-urlencoded")  # fmt: skip

    assert answer.status_code == 413
