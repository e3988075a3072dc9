"""Calling people and units by name: who is meant, who is told, what it looks like."""

import pytest
from sqlalchemy import select

from forum.accounts import traces
from forum.core import markdown
from forum.core.db import atomic, db
from forum.core.worker import turn
from forum.discussions import actions, queries
from forum.discussions.models import Mention
from forum.notifications.kinds import texts
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - the subject of these threads
from tests.discussions.factories import PostFactory, ThreadFactory
from tests.discussions.parlour import SECRET
from tests.factories import UnitFactory

NAMES = {"Rina Wati": "/warga/7", "Rina": "/warga/8", "Dinas PUPR": None}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("source", "html", "called"),
    [
        (
            "Halo @Rina Wati!",
            '<p>Halo <a href="/warga/7" rel="nofollow noopener ugc">@Rina Wati</a>!</p>',
            {"Rina Wati"},
        ),
        (
            "@rina, dan @dinas pupr",
            (
                '<p><a href="/warga/8" rel="nofollow noopener ugc">@Rina</a>, dan '
                "<strong>@Dinas PUPR</strong></p>"
            ),
            {"Rina", "Dinas PUPR"},
        ),
        ("surel rina@Rina.id", None, set()),
        ("@Rinawati", "<p>@Rinawati</p>", set()),
        ("`@Rina`", "<p><code>@Rina</code></p>", set()),
        ("[@Rina](https://contoh.id)", None, set()),
        ("@Orang Lain", "<p>@Orang Lain</p>", set()),
    ],
)
def test_names_in_the_text_lead_to_whom_they_mean(source, html, called):
    found: set[str] = set()

    rendered = markdown.render(source, NAMES, found)

    assert found == called
    if html is not None:
        assert rendered == html


@pytest.mark.pure
def test_a_name_brings_no_html_with_it():
    rendered = markdown.render("@<b>x</b>", {"<b>x</b>": "/warga/1"})

    assert "<b>" not in rendered


def test_whoever_wrote_here_under_their_name_can_be_called_and_so_can_units():
    thread, unit = ThreadFactory(), UnitFactory(short_name="Dinas PUPR")
    rina = UserFactory(public_name="Rina Wati")
    PostFactory(thread=thread, author=rina)
    PostFactory(thread=thread, author=UserFactory(public_name="Budi Tanpa"), is_anonymous=True)
    PostFactory(thread=ThreadFactory(), author=UserFactory(public_name="Dari Lain"))

    names = {one.label: (one.user_id, one.unit_id) for one in queries.callable_in(thread.id)}

    assert names["Rina Wati"] == (rina.id, None)
    assert names["Dinas PUPR"] == (None, unit.id)
    assert not {"Budi Tanpa", "Dari Lain"} & names.keys()
    assert [one.label for one in queries.callable_in(thread.id, "wat")] == ["Rina Wati"]


def test_a_person_is_told_once_and_not_of_calling_themselves():
    thread = ThreadFactory()
    rina, hendra = UserFactory(public_name="Rina Wati"), UserFactory(public_name="Hendra")
    for person in (rina, hendra):
        PostFactory(thread=thread, author=person)

    post = actions.reply(hendra.as_actor(), thread, text="@Rina Wati @Rina Wati @Hendra lihat")
    new = actions.compare(thread, post, "@Rina Wati lihat ini", revision=0)
    actions.rewrite_post(hendra.as_actor(), post, new)
    turn()

    told = db.session.scalars(
        select(Notification).where(Notification.kind == "mentioned")
    ).all()
    assert [row.user_id for row in told] == [rina.id]
    (text,) = texts([(told[0].kind, told[0].facts)])
    assert text.sentence == f"Hendra menyebut Anda di “{thread.title}”."
    assert text.url == f"/ruang/{thread.id}/kiriman/{post.id}"
    assert f'<a href="/warga/{rina.id}"' in post.html


def test_of_an_anonymous_author_no_name_is_told():
    thread = ThreadFactory()
    rina, hendra = UserFactory(public_name="Rina Wati"), UserFactory(public_name="Hendra")
    PostFactory(thread=thread, author=rina)

    actions.reply(hendra.as_actor(), thread, text="@Rina Wati lihat", anonymous=True)
    turn()

    (row,) = db.session.scalars(select(Notification).where(Notification.kind == "mentioned"))
    (text,) = texts([(row.kind, row.facts)])
    assert text.sentence.startswith("Warga menyebut Anda")


def test_a_unit_that_is_called_is_told_by_those_who_speak_for_it():
    thread, unit = ThreadFactory(), UnitFactory(short_name="Dinas PUPR")
    official = UserFactory(official=True, unit=unit)
    UserFactory(official=True, unit=UnitFactory())

    actions.reply(UserFactory().as_actor(), thread, text="@Dinas PUPR mohon dijawab")
    turn()

    (row,) = db.session.scalars(select(Notification).where(Notification.kind == "mentioned"))
    assert row.user_id == official.id


def test_nobody_is_told_of_what_they_may_not_read():
    author = UserFactory()
    thread = ThreadFactory(title=SECRET, author=author)
    rina = UserFactory(public_name="Rina Wati")
    PostFactory(thread=thread, author=rina)  # from before it was secret

    actions.reply(author.as_actor(), thread, text="@Rina Wati lihat")
    turn()

    assert db.session.scalars(select(Notification)).all() == []


def test_who_leaves_is_no_longer_named_in_the_words_of_others():
    thread = ThreadFactory()
    rina = UserFactory(name="Rina Wati", public_name="Rina Wati")
    PostFactory(thread=thread, author=rina)
    post = actions.reply(UserFactory().as_actor(), thread, text="Seperti kata @Rina Wati.")
    assert traces.all_about(rina.id)["disebut dalam tulisan"] == [{"tulisan": post.id}]

    with atomic():
        traces.erase(rina.id)

    assert "Rina" not in post.source + post.html
    assert db.session.scalars(select(Mention)).all() == []
