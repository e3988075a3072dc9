"""Pinning, slowing down, closing: who may, with which reason, and what everyone sees."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.actor import Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.discussions import actions, queries
from forum.discussions.voices import Voice
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - the subject of these threads
from tests.discussions.factories import PostFactory, ThreadFactory, opening_of
from tests.discussions.test_sockets import heard, join
from tests.factories import UnitFactory

WHY = "Banyak yang mencarinya."


def moderator():
    return UserFactory(moderator=True).as_actor()


def test_a_pinned_reply_stands_above_the_others_at_most_three(socket):
    thread = ThreadFactory()
    posts = [PostFactory(thread=thread) for _ in range(4)]
    visitor = socket()
    join(visitor, thread)

    for post in posts[:3]:
        actions.pin_post(moderator(), post, pinned=True, reason=WHY)
    assert [view.id for view in queries.pinned_in(thread.id)] == [
        posts[2].id, posts[1].id, posts[0].id,
    ]  # fmt: skip
    assert "Disematkan" in heard(visitor)[0]["html"]["sematan"]
    with pytest.raises(Invalid, match="tiga"):
        actions.pin_post(moderator(), posts[3], pinned=True, reason=WHY)


def test_a_pin_comes_off_when_its_author_deletes_the_post():
    author, thread = UserFactory(), ThreadFactory()
    post = PostFactory(thread=thread, author=author)
    actions.pin_post(moderator(), post, pinned=True, reason=WHY)

    actions.delete_post(author.as_actor(), post)

    assert queries.pinned_in(thread.id) == []


def test_the_opening_is_not_pinned():
    with pytest.raises(Invalid):
        actions.pin_post(moderator(), opening_of(ThreadFactory()), pinned=True, reason=WHY)


@pytest.mark.parametrize("reason", ["", " ok ", "x" * 301])
def test_every_step_wants_a_reason(reason):
    thread = ThreadFactory()
    post = PostFactory(thread=thread)

    for step in (
        lambda: actions.pin_post(moderator(), post, pinned=True, reason=reason),
        lambda: actions.close_thread(moderator(), thread, reason=reason),
        lambda: actions.reopen_thread(moderator(), thread, reason=reason),
        lambda: actions.set_pace(moderator(), thread, minutes=5, reason=reason),
    ):
        with pytest.raises(Invalid, match="alasan"):
            step()


@pytest.mark.parametrize("role", ["official", "head"])
def test_officials_may_pin_but_not_silence(role):
    official = UserFactory(unit=UnitFactory(), **{role: True}).as_actor()
    thread = ThreadFactory()

    actions.pin_post(official, PostFactory(thread=thread), pinned=True, reason=WHY)
    with pytest.raises(Forbidden):
        actions.close_thread(official, thread, reason=WHY)
    with pytest.raises(Forbidden):
        actions.set_pace(official, thread, minutes=5, reason=WHY)


def test_residents_steer_nothing():
    actor, thread = UserFactory().as_actor(), ThreadFactory()

    with pytest.raises(Forbidden):
        actions.pin_post(actor, PostFactory(thread=thread), pinned=True, reason=WHY)
    with pytest.raises(Forbidden):
        actions.close_thread(actor, thread, reason=WHY)


def test_closed_and_open_again_with_the_reason_for_everyone(socket):
    thread = ThreadFactory()
    visitor = socket()
    join(visitor, thread)

    actions.close_thread(moderator(), thread, reason="Sudah diputuskan dalam forum warga.")
    (event,) = heard(visitor)
    assert event["data"]["thread"]["closed"]
    assert "Sudah diputuskan dalam forum warga." in event["html"]["aturan-bahas"]
    with pytest.raises(actions.ThreadClosed):
        actions.reply(UserFactory().as_actor(), thread, text="Halo")

    actions.reopen_thread(moderator(), thread, reason="Ada hal baru.")
    assert not heard(visitor)[0]["data"]["thread"]["closed"]
    actions.reply(UserFactory().as_actor(), thread, text="Halo")


def test_steps_are_on_the_record_and_the_reason_apart():
    thread = ThreadFactory()
    actions.close_thread(moderator(), thread, reason="Sudah diputuskan.")

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "DiscussionClosed")
    ).one()

    assert "Sudah diputuskan." not in str(entry.details)


# --- slow mode


def test_in_slow_mode_one_person_writes_once_in_so_many_minutes(clock):
    actor, other, thread = UserFactory().as_actor(), UserFactory().as_actor(), ThreadFactory()
    actions.set_pace(moderator(), thread, minutes=15, reason="Terlalu ramai.")
    first = actions.reply(actor, thread, text="Satu")

    clock.at(first.created_at + timedelta(minutes=14, seconds=59))
    with pytest.raises(actions.TooSoon, match="15 menit"):
        actions.reply(actor, thread, text="Dua")
    actions.reply(other, thread, text="Dari orang lain")
    clock.at(first.created_at + timedelta(minutes=15))
    actions.reply(actor, thread, text="Dua")


def test_the_refusal_says_when(clock):

    actor, thread = UserFactory().as_actor(), ThreadFactory()
    actions.set_pace(moderator(), thread, minutes=30, reason="Terlalu ramai.")
    clock.at(datetime(2026, 11, 24, 3, 0, tzinfo=UTC))  # 10.00 in Palangka Raya
    actions.reply(actor, thread, text="Satu")

    with pytest.raises(actions.TooSoon, match=r"pukul 10\.30 WIB"):
        actions.reply(actor, thread, text="Dua")


def test_who_speaks_in_a_role_is_not_slowed_down():
    unit, thread = UnitFactory(), ThreadFactory()
    official = UserFactory(official=True, unit=unit).as_actor()
    actions.set_pace(moderator(), thread, minutes=60, reason="Terlalu ramai.")

    for _ in range(2):
        actions.reply(
            official, thread, text="Kami jelaskan.", voice=Voice(Role.OFFICIAL, unit.id)
        )
    assert thread.reply_count == 2


def test_only_the_intervals_of_the_list():
    with pytest.raises(Invalid, match="daftar"):
        actions.set_pace(moderator(), ThreadFactory(), minutes=7, reason="Terlalu ramai.")
