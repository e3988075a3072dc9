"""Uploading, attaching, removing, and what is left on the disk."""

import os

import pytest

from forum.accounts import traces
from forum.attachments import actions, queries, sweeping
from forum.attachments.models import Attachment
from forum.attachments.storage import storage
from forum.core.actor import SYSTEM, VISITOR, Actor
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, Invalid, NotFound, SignInFirst, TooMany
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from tests.accounts.factories import UserFactory
from tests.attachments import samples
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of
from tests.discussions.parlour import SECRET

POST = "post"


def who(user):
    """Without asking for more than the id: a refusal has rolled the person's row back."""
    return Actor(id=user.id)


def uploaded(user, name="foto.jpg", content=None):
    return actions.upload(who(user), content or samples.jpeg(), name)


def attached(user, post, *files, **more):
    ids = [file.id for file in files]
    actions.attach(who(user), ids, holder=POST, holder_id=post.id, **more)


def files_of(post):
    return queries.files_of(POST, [post.id]).get(post.id, [])


def rows():
    return db.session.query(Attachment).all()


def test_a_waiting_file_is_its_uploaders_alone(kept, photo):
    mina, other = UserFactory(), UserFactory()
    file = uploaded(mina, content=photo)

    assert queries.file_for(who(mina), file.key) is file
    for viewer in (who(other), VISITOR):
        with pytest.raises(NotFound):
            queries.file_for(viewer, file.key)
    assert kept() == set(file.parts)
    assert (file.width, file.height) == (640, 480)


def test_visitors_upload_nothing(kept):
    with pytest.raises(SignInFirst):
        actions.upload(VISITOR, samples.jpeg(), "foto.jpg")

    assert kept() == set()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (samples.SVG, "gambar.svg", "Gambar SVG tidak diterima. Simpan sebagai PNG atau JPEG."),
        (b"x" * 5_300_000, "besar.txt", "Berkas ini lebih dari 5 MB."),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a.heic", "Paling Kompatibel"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_nothing(kept, content, name, words):
    with pytest.raises(Invalid, match=words.replace(".", r"\.")):
        uploaded(UserFactory(), name, content)

    assert kept() == set()
    assert rows() == []


def test_not_more_than_thirty_wait(kept):
    mina = UserFactory()
    for _n in range(30):
        uploaded(mina, "a.txt", b"halo")

    with pytest.raises(TooMany):
        uploaded(mina, "a.txt", b"halo")
    uploaded(UserFactory(), "a.txt", b"halo")  # others may


def test_attached_files_are_seen_with_their_post_in_the_order_given(kept):
    mina, thread = UserFactory(), ThreadFactory()
    post = PostFactory(thread=thread, author=mina)
    first, second = uploaded(mina), uploaded(mina, "surat.pdf", samples.pdf())

    attached(mina, post, second, first, alts={first.id: " Parit  tersumbat "})

    assert files_of(post) == [second, first]
    assert first.alt == "Parit tersumbat"
    assert queries.file_for(VISITOR, first.key) is first
    assert threads.post_view(post.id).files == [second, first]


def test_what_is_not_named_again_goes(kept):
    mina = UserFactory()
    post = opening_of(ThreadFactory(author=mina))
    old, stays = uploaded(mina), uploaded(mina)
    attached(mina, post, old, stays)

    new = uploaded(mina)
    attached(mina, post, stays, new)

    assert files_of(post) == [stays, new]
    assert kept() == {*stays.parts, *new.parts}


def test_nobody_attaches_what_another_uploaded_or_what_belongs_to_something(kept):
    mina, other, thread = UserFactory(), UserFactory(), ThreadFactory()
    post, second = PostFactory(thread=thread), PostFactory(thread=thread)
    file = uploaded(mina)

    with pytest.raises(Invalid, match="tidak tersedia"):
        attached(other, post, file)
    attached(mina, post, file)
    with pytest.raises(Invalid, match="tidak tersedia"):
        attached(mina, second, file)
    with pytest.raises(Forbidden):
        actions.discard(who(mina), file)
    assert files_of(post) == [file]


def test_at_most_six(kept):
    mina = UserFactory()
    post = PostFactory(thread=ThreadFactory(), author=mina)
    files = [uploaded(mina, "a.txt", b"halo") for _n in range(7)]

    with pytest.raises(Invalid, match="Paling banyak 6 berkas"):
        attached(mina, post, *files)
    attached(mina, post, *files[:6])
    assert len(files_of(post)) == 6


def test_hidden_posts_hide_their_files(kept):
    author, other = UserFactory(), UserFactory()
    post = PostFactory(thread=ThreadFactory(), author=author)
    file = uploaded(author)
    attached(author, post, file)

    discussions.hide_post(SYSTEM, post, ground="data_pribadi")

    for viewer in (who(other), VISITOR):
        with pytest.raises(NotFound):
            queries.file_for(viewer, file.key)
    assert queries.file_for(who(author), file.key) is file
    assert threads.post_view(post.id).files == ()
    discussions.restore_post(SYSTEM, post)
    assert queries.file_for(VISITOR, file.key) is file


def test_what_the_thread_hides_nobody_sees(kept):
    author = UserFactory()
    thread = ThreadFactory(author=author, title=SECRET)
    file = uploaded(author)
    attached(author, opening_of(thread), file)

    with pytest.raises(NotFound):
        queries.file_for(who(UserFactory()), file.key)
    assert queries.file_for(who(author), file.key) is file


def test_a_thread_that_goes_takes_its_files_along(kept):
    author = UserFactory()
    thread = ThreadFactory(author=author)
    attached(author, opening_of(thread), uploaded(author))

    discussions.remove_thread(thread)

    assert rows() == []
    assert kept() == set()


def test_after_a_day_what_nobody_attached_goes(kept, clock):
    mina = UserFactory()
    post = PostFactory(thread=ThreadFactory(), author=mina)
    stays, goes = uploaded(mina), uploaded(mina)
    attached(mina, post, stays)

    clock.tick(24 * 3600 - 1)
    sweeping.remove_expired()
    assert len(rows()) == 2
    clock.tick(2)
    sweeping.remove_expired()

    assert rows() == [stays]
    assert kept() == set(stays.parts)
    assert goes.key not in kept()


def test_content_without_a_row_is_swept_after_two_days(kept, app):
    file = uploaded(UserFactory())
    place = storage()
    for name in ("a" * 32, "b" * 32):
        place.put(name, b"x")
    old = app.config["VAR"] / "uploads" / "lampiran" / "aa" / ("a" * 32)
    os.utime(old, (old.stat().st_atime, old.stat().st_mtime - 3 * 24 * 3600))

    sweeping.remove_strays()

    assert kept() == {*file.parts, "b" * 32}


def test_a_rolled_back_removal_removes_nothing(kept):
    mina = UserFactory()
    file = uploaded(mina)

    def fail():
        with atomic():
            actions.discard(who(mina), file)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert kept() == set(file.parts)


def test_the_person_gets_their_files_and_takes_them_along(kept, photo):
    mina, other = UserFactory(), UserFactory()
    thread = ThreadFactory(author=other)
    post, theirs = PostFactory(thread=thread, author=mina), opening_of(thread)
    file, others_file = uploaded(mina, content=photo), uploaded(other)
    attached(mina, post, file, alts={file.id: "Parit"})
    attached(other, theirs, others_file)

    (row,) = traces.all_about(mina.id)["lampiran"]
    files = dict(traces.files_of(mina.id))
    version = thread.version
    with atomic():
        traces.erase(mina.id)

    assert (row["nama"], row["keterangan"]) == ("foto.jpg", "Parit")
    assert files[row["berkas"]].startswith(b"RIFF")
    assert b"RAHASIA" not in files[row["berkas"]]
    assert rows() == [others_file]
    assert kept() == set(others_file.parts)
    assert threads.thread_by_id(thread.id).version > version


def test_files_pass_to_the_account_that_takes_over(kept):
    mina, own = UserFactory(), UserFactory()
    file = uploaded(mina)

    with atomic():
        traces.hand_over(mina.id, own.id)

    assert queries.file_for(who(own), file.key) is file


def test_names_from_other_peoples_machines_are_tidied():
    assert actions.tidy_name("C:\\Users\\mina\\foto parit.jpg") == "foto parit.jpg"
    assert actions.tidy_name("../../etc/passwd") == "passwd"
    assert actions.tidy_name('a"b\r\n.txt') == "a'b .txt"
    assert actions.tidy_name("/") == "berkas"
    long = actions.tidy_name("x" * 300 + ".docx")
    assert len(long) == 120
    assert long.endswith(".docx")
