"""What the demo's desk entered, as the forum shows it."""

from sqlalchemy import func, select

from forum.core.db import db
from forum.demo.desk import PIN
from forum.desk.models import Entry, EntryKind
from forum.discussions.models import Post, Support, Thread


def entries(kind):
    return db.session.scalars(select(Entry).where(Entry.kind == kind).order_by(Entry.id)).all()


def test_each_slip_opens_in_a_demonstration_and_only_there(app, client, demo, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    for entry in [*entries(EntryKind.ISSUE), *entries(EntryKind.SUPPORT)]:
        answer = client.post("/lacak", data={"number": entry.number, "pin": PIN})
        assert answer.location == "/lacak/hasil", entry.number
        assert client.get("/lacak/hasil").status_code == 200

    monkeypatch.setitem(app.config, "DEMO", False)
    entry = entries(EntryKind.ISSUE)[0]
    answer = client.post("/lacak", data={"number": entry.number, "pin": PIN})
    assert answer.status_code == 422


def test_an_opened_slip_of_the_demo_shuts_with_it(app, client, demo, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    entry = entries(EntryKind.ISSUE)[0]
    client.post("/lacak", data={"number": entry.number, "pin": PIN})

    monkeypatch.setitem(app.config, "DEMO", False)

    assert client.get("/lacak/hasil").location == "/lacak"


def test_pages_show_that_the_desk_entered_it_and_for_whom_nobody_is_named(client, demo):
    shown = {entry.thread_id: client.get(f"/isu/{entry.thread_id}").text
             for entry in entries(EntryKind.ISSUE)}  # fmt: skip

    words = " ".join(shown.values())
    assert "Dahlia, Menteng" in words
    assert "Dientri oleh petugas kelurahan" in words
    assert "Disampaikan melalui pendamping" in words
    assert "Warga, Menteng" in words
    for secret in ("Dahlia Nyangkum", "Sampurna", "Sri Wahyuni", "Marta Unus"):
        assert secret not in words


def test_assisted_supports_are_counted_apart_and_add_up(client, demo):
    counted = db.session.execute(
        select(Support.post_id, func.count())
        .where(Support.is_assisted)
        .group_by(Support.post_id)
    ).all()
    assert len(counted) >= 3
    for post_id, assisted in counted:
        post = db.session.get_one(Post, post_id)
        supports = db.session.scalars(
            select(func.count()).select_from(Support).where(Support.post_id == post_id)
        ).one()
        thread = db.session.get_one(Thread, post.thread_id)
        assert (post.assisted_count, post.support_count) == (assisted, supports)
        assert thread.support_count == supports
        page = client.get(f"/isu/{thread.id}").text
        assert f"{assisted} di antaranya lewat petugas" in page
