import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.core import clock as real_clock
from forum.core.db import db
from forum.core.errors import NotFound, TooMany
from forum.core.outbox import deliver_due
from forum.notifications.models import Notification
from forum.privacy import actions, archive, files, queries
from forum.privacy.actions.copies import BeingPrepared
from forum.privacy.models import CopyState, DataCopy, RequestKind, RequestState
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - what threads belong to
from tests.discussions.factories import PostFactory, ThreadFactory
from tests.issues.factories import IssueFactory
from tests.privacy.factories import published


@pytest.fixture
def user():
    return UserFactory(name="Wulandari Kusumaningrum", public_name="Ningrum Berlian")


def opened(user):
    """What is in the latest archive of this person."""
    copy = queries.copies_of(user.id)[0]
    content = files.path_of(copy.file).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive_file:
        return {name: archive_file.read(name).decode() for name in archive_file.namelist()}


def ready(actor):
    copy = actions.request_copy(actor)
    actions.build_copy(copy.id)
    return copy


def test_the_archive_holds_what_every_folder_keeps(user):
    published()
    actor = user.as_actor()
    actions.record_consent(user.id, how="form")
    IssueFactory(author=user, title="Jembatan kayu lapuk", place="Dekat pasar <besar>")
    PostFactory(thread=ThreadFactory(), author=user, source="Saya <b>setuju</b>")

    ready(actor)

    inside = opened(user)
    data = json.loads(inside["data.json"])["data"]
    assert data["akun"][0]["nama lengkap"] == "Wulandari Kusumaningrum"
    assert data["isu"][0]["judul"] == "Jembatan kayu lapuk"
    assert "Saya <b>setuju</b>" in [row["isi"] for row in data["tulisan"]]
    assert len(data["consents"]) == 3
    page = inside["data.html"]
    assert "<h2>Isu Anda</h2>" in page
    assert "Dekat pasar &lt;besar&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("https://", "").split("</style>")[0]


def test_only_the_owner_finds_the_copy(user):
    copy = ready(user.as_actor())

    for other in (UserFactory(), UserFactory(admin=True)):
        with pytest.raises(NotFound):
            queries.copy_for(other.as_actor(), copy.id)


def test_it_is_made_in_the_background_and_the_person_is_told(user, app):
    actions.request_copy(user.as_actor())
    assert [copy.state for copy in queries.copies_of(user.id)] == [CopyState.PREPARING]
    [request] = queries.own_requests(user.id)
    assert (request.kind, request.state) == (RequestKind.ACCESS, RequestState.OPEN)

    for _turn in range(3):
        deliver_due()

    db.session.expire_all()
    assert [copy.state for copy in queries.copies_of(user.id)] == [CopyState.READY]
    assert request.state is RequestState.DONE
    told = db.session.scalars(
        select(Notification.kind).where(Notification.user_id == user.id)
    ).all()
    assert told == ["data_copy"]
    mails = [path.read_text() for path in (Path(app.config["VAR"]) / "mail").glob("*.eml")]
    assert any(user.email in text and "Salinan data" in text for text in mails)


def test_one_at_a_time_and_three_a_day(user, clock):
    actor = user.as_actor()
    actions.request_copy(actor)
    with pytest.raises(BeingPrepared):
        actions.request_copy(actor)
    actions.build_copy(queries.copies_of(user.id)[0].id)
    ready(actor)
    ready(actor)

    with pytest.raises(TooMany):
        actions.request_copy(actor)
    clock.tick(86401)
    ready(actor)


def test_making_it_twice_makes_it_once(user):
    copy = ready(user.as_actor())
    name = copy.file

    actions.build_copy(copy.id)

    assert queries.copy_by_id(copy.id).file == name


def test_a_copy_that_expired_is_gone_for_its_owner_too(user, clock):
    actor = user.as_actor()
    copy = ready(actor)
    path = files.path_of(copy.file)
    assert path.stat().st_mode & 0o077 == 0

    clock.tick(7 * 86400 + 1)

    with pytest.raises(NotFound):
        actions.note_download(actor, queries.copy_by_id(copy.id))
    assert queries.copies_of(user.id) == []
    actions.run_daily()
    assert not path.exists()
    assert db.session.get(DataCopy, copy.id) is None


def test_downloading_asks_for_proof(client, signed_in, user):
    signed_in(user)
    assert client.post("/akun/data/salinan").status_code == 303
    deliver_due()
    [copy] = queries.copies_of(user.id)
    address = f"/akun/data/salinan/{copy.id}"

    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    with client.session_transaction() as cookie:
        cookie["proved_at"] = 0
    assert "/akun/buktikan" in client.get(address).location
    assert "/akun/buktikan" in client.post("/akun/data/salinan").location


def test_others_get_no_copy(client, signed_in, user):
    copy = ready(user.as_actor())

    assert client.get(f"/akun/data/salinan/{copy.id}").status_code == 303
    signed_in(UserFactory(admin=True))
    assert client.get(f"/akun/data/salinan/{copy.id}").status_code == 404


def test_who_left_meanwhile_gets_none(user):
    copy = actions.request_copy(user.as_actor())
    copy_id = copy.id
    actions.erase_person(user.id)

    actions.build_copy(copy_id)

    db.session.expire_all()
    assert db.session.get(DataCopy, copy_id) is None


def test_old_files_without_a_row_go(app, clock):
    stray = files.path_of("lama.zip")
    with files.keeping("lama.zip") as file:
        file.write(b"x")

    clock.at(real_clock.now() + timedelta(days=30))
    actions.run_daily()

    assert not stray.exists()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "-"), (True, "ya"), (["a", 2], "a\n2"), ({"k": None}, "k: -"), ([], "-")],
)
def test_values_are_shown_as_people_read_them(value, words):
    assert archive.shown(value) == words
