import json

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.discussions import actions
from forum.discussions.models import Post
from forum.live.models import LiveEvent
from tests.accounts.factories import UserFactory
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of, supported
from tests.discussions.parlour import SECRET

HIDE_ME = "kata-kata yang harus hilang"


def join(client, thread, since=0, **more):
    message = {"room": f"thread:{thread.id}", "since": since, **more}
    return client.emit("join", message, callback=True)


def command(client, thread, kind, cmd_id="a", **data):
    message = {"cmd_id": cmd_id, "type": kind, "room": f"thread:{thread.id}", "data": data}
    return client.emit("command", message, callback=True)


def heard(client, name="event"):
    return [m["args"][0] for m in client.get_received() if m["name"] == name]


def moderator():
    return UserFactory(moderator=True).as_actor()


def test_a_visitor_follows_a_public_thread(socket):
    thread = ThreadFactory(title="Lampu jalan mati", text="Gelap sekali.")
    post = PostFactory(thread=thread, source="Setuju.")
    visitor = socket()

    answer = join(visitor, thread)

    assert answer["ok"]
    (snapshot,) = heard(visitor, "snapshot")
    state = snapshot["state"]
    assert state["thread"]["title"] == "Lampu jalan mati"
    assert state["opening"]["text"] == "Gelap sekali."
    assert [each["text"] for each in state["posts"]] == ["Setuju."]
    assert (state["posts"][0]["author"], state["next"]) == (post.author.public_name, None)
    assert state["parlour"] == thread.id
    assert set(snapshot["html"]) == {
        f"kiriman-{opening_of(thread).id}", "jumlah-tanggapan", "daftar-awal", "parlour",
        "sematan", "pro-kontra", "aturan-bahas",
    }  # fmt: skip


def test_nobody_else_follows_what_is_kept_secret(socket):
    thread = ThreadFactory(title=SECRET)

    for client in (socket(), socket(UserFactory(admin=True))):
        answer = join(client, thread)
        assert (answer["ok"], answer["error"]["code"]) == (False, "NotFound")


def test_a_new_reply_comes_as_a_row_that_finds_its_place(socket):
    thread = ThreadFactory()
    first = PostFactory(thread=thread)
    indonesian, english = socket(), socket()
    join(indonesian, thread, lang="id")
    join(english, thread, lang="en")

    post = actions.reply(UserFactory().as_actor(), thread, text="**Ya**", parent_id=first.id)

    (one,), (other,) = heard(indonesian), heard(english)
    assert (one["type"], one["version"]) == ("PostPublished", 2)
    assert one["data"] == other["data"]
    assert one["data"]["post"]["text"] == "**Ya**"
    assert one["data"]["post"]["root_id"] == first.id
    assert one["data"]["thread"]["reply_count"] == 2
    row = one["html"][f"t-{post.id}"]
    assert f'data-into="balasan-{first.id}"' in row
    assert "<strong>Ya</strong>" in row
    assert ">2<" in one["html"]["jumlah-tanggapan"]


def test_fragments_for_a_room_hold_nothing_personal(socket):
    thread = ThreadFactory()
    visitor = socket()
    join(visitor, thread)

    actions.reply(UserFactory().as_actor(), thread, text="Halo")

    (event,) = heard(visitor)
    for fragment in event["html"].values():
        assert "csrf" not in fragment
        assert "cmd_id" not in fragment
        assert 'aria-pressed="true"' not in fragment


def test_support_tells_the_number_and_never_who(socket):
    thread, supporter = ThreadFactory(), UserFactory()
    post = PostFactory(thread=thread)
    visitor = socket()
    join(visitor, thread)

    actions.support(supporter.as_actor(), post)
    actions.withdraw_support(supporter.as_actor(), post)

    given, withdrawn = heard(visitor)
    assert given["data"] == {"post_id": post.id, "support_count": 1, "assisted_count": 0}
    assert list(given["html"]) == [f"dukungan-{post.id}", f"titipan-{post.id}"]
    assert withdrawn["data"]["support_count"] == 0
    assert supporter.public_name not in json.dumps([given, withdrawn])


def test_a_hidden_post_becomes_a_notice_and_comes_back(socket):
    thread, author = ThreadFactory(), UserFactory()
    post = PostFactory(thread=thread, author=author, source=HIDE_ME)
    visitor = socket()
    join(visitor, thread)
    visitor.get_received()

    actions.hide_post(moderator(), post, ground="data_pribadi")

    (event,) = heard(visitor)
    assert event["data"]["post"] == event["data"]["post"] | {
        "hidden": True, "text": None, "author": None, "ground": "data_pribadi",
    }  # fmt: skip
    notice = event["html"][f"kiriman-{post.id}"]
    assert "disembunyikan moderator karena memuat data pribadi orang lain" in notice
    assert HIDE_ME not in json.dumps(event)
    assert author.public_name not in json.dumps(event)

    actions.restore_post(moderator(), post)
    (event,) = heard(visitor)
    assert HIDE_ME in event["html"][f"kiriman-{post.id}"]


def test_hiding_an_opening_changes_the_heading_too(socket):
    thread = ThreadFactory(title="Judul yang memfitnah", text=HIDE_ME)
    visitor = socket()
    join(visitor, thread)
    visitor.get_received()

    actions.hide_post(moderator(), opening_of(thread), ground="fitnah")

    (event,) = heard(visitor)
    assert event["data"]["thread"]["title"] is None
    assert event["html"]["parlour"] == "in id"
    assert HIDE_ME not in json.dumps(event)


def test_a_replayed_log_shows_a_hidden_post_as_it_is_now(socket):
    thread, author = ThreadFactory(), UserFactory()
    actions.support(author.as_actor(), opening_of(thread))
    post = actions.reply(author.as_actor(), thread, text=HIDE_ME)
    actions.hide_post(moderator(), post, ground="spam")
    late = socket()

    join(late, thread, since=1)

    events = heard(late)
    assert [event["type"] for event in events] == ["PostPublished", "PostHidden"]
    assert HIDE_ME not in json.dumps(events)
    assert author.public_name not in json.dumps(events)


def test_a_whole_state_holds_no_hidden_text(socket):
    thread = ThreadFactory(text="Pembukaan " + HIDE_ME, title="Judul " + HIDE_ME)
    post = PostFactory(thread=thread, source="Balasan " + HIDE_ME)
    before = socket()
    join(before, thread)
    assert HIDE_ME in json.dumps(heard(before, "snapshot"))
    actions.hide_post(moderator(), post, ground="spam")
    actions.hide_post(moderator(), opening_of(thread), ground="spam")
    after = socket()

    join(after, thread)

    assert HIDE_ME not in json.dumps(heard(after, "snapshot"))


def test_the_log_itself_holds_neither_text_nor_names():
    thread, user = ThreadFactory(), UserFactory()

    actions.reply(user.as_actor(), thread, text=HIDE_ME)

    facts = db.session.scalars(select(LiveEvent.facts)).all()
    assert all(set(each) == {"post_id"} for each in facts)


def test_a_new_name_reaches_who_follows(socket):
    user, thread = UserFactory(public_name="Nama Lama"), ThreadFactory()
    PostFactory(thread=thread, author=user)
    visitor = socket()
    join(visitor, thread)
    assert "Nama Lama" in json.dumps(heard(visitor, "snapshot"))
    user.public_name = "Nama Baru"
    db.session.flush()

    actions.show_new_name(user.id)

    (event,) = heard(visitor)
    assert event["type"] == "AuthorRenamed"
    assert event["data"]["posts"][0]["author"] == "Nama Baru"
    assert "Nama Lama" not in json.dumps(event)


# --- commands


def test_a_reply_by_socket(socket):
    thread, user = ThreadFactory(), UserFactory()
    client = socket(user)
    join(client, thread)

    answer = command(client, thread, "post.reply", text="Dari luar", parent_id=None)

    post = db.session.get(Post, answer["post_id"])
    assert (answer["ok"], answer["seq"], answer["version"]) == (True, 1, 2)
    assert (post.source, post.author_id) == ("Dari luar", user.id)


def test_the_same_command_id_writes_once(socket):
    thread = ThreadFactory()
    client = socket(UserFactory())

    first = command(client, thread, "post.reply", text="Sekali saja", parent_id=None)
    second = command(client, thread, "post.reply", text="Sekali saja", parent_id=None)

    assert first == second
    db.session.refresh(thread)
    assert thread.reply_count == 1


def test_support_by_socket_on_and_off(socket):
    thread = ThreadFactory()
    post = PostFactory(thread=thread)
    client = socket(UserFactory())

    given = command(client, thread, "post.support", "a", post_id=post.id, on=True)
    again = command(client, thread, "post.support", "b", post_id=post.id, on=True)
    off = command(client, thread, "post.support", "c", post_id=post.id, on=False)

    assert [each["support_count"] for each in (given, again, off)] == [1, 1, 0]


def test_a_visitor_sends_no_command(socket):
    thread = ThreadFactory()

    answer = command(socket(), thread, "post.reply", text="Halo", parent_id=None)

    assert answer["error"]["code"] == "SignInFirst"


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("post.reply", {"text": "", "parent_id": None}, "Invalid"),
        ("post.reply", {"text": "a" * 10_001, "parent_id": None}, "Invalid"),
        ("post.reply", {"text": 7, "parent_id": None}, "Invalid"),
        ("post.reply", {"text": "a", "parent_id": "1"}, "Invalid"),
        ("post.reply", {"text": "a", "parent_id": 2**70}, "NotFound"),
        ("post.support", {"post_id": 2**70, "on": True}, "NotFound"),
        ("post.support", {"post_id": 999_999, "on": True}, "NotFound"),
        ("post.support", {"post_id": True, "on": True}, "Invalid"),
        ("post.support", {"post_id": 1, "on": 1}, "Invalid"),
        ("post.hide", {"post_id": 1}, "NotFound"),
    ],
)
def test_a_command_that_makes_no_sense(socket, kind, data, code):
    thread = ThreadFactory()

    answer = command(socket(UserFactory()), thread, kind, **data)

    assert (answer["ok"], answer["error"]["code"]) == (False, code)


def test_a_post_of_another_thread_is_not_supported_from_this_room(socket):
    thread, elsewhere = ThreadFactory(), PostFactory(thread=ThreadFactory())

    answer = command(
        socket(UserFactory()), thread, "post.support", post_id=elsewhere.id, on=True
    )

    assert answer["error"]["code"] == "NotFound"


def test_one_who_supported_already_may_withdraw_from_any_device(socket):
    user, thread = UserFactory(), ThreadFactory()
    post = PostFactory(thread=thread)
    supported(post, by=user)

    answer = command(socket(user), thread, "post.support", post_id=post.id, on=False)

    assert answer["support_count"] == 0


def test_a_reply_needs_no_parent(socket):
    thread = ThreadFactory()
    person = socket(UserFactory())

    answer = person.emit(
        "command",
        {
            "cmd_id": "a",
            "type": "post.reply",
            "room": f"thread:{thread.id}",
            "data": {"text": "Saya setuju."},
        },
        callback=True,
    )

    assert answer["ok"] is True
