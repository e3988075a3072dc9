import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.models import AuditEntry
from forum.city import settings
from forum.core import clock as real_clock
from forum.core import retention
from forum.core.commands import Command
from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.live.log import KEPT
from forum.live.models import LiveEvent, Room
from forum.notifications.models import Notification
from forum.privacy import actions, queries
from forum.privacy.models import DataRequest, RequestKind, RequestState, RetentionRun
from tests.accounts.factories import UserFactory
from tests.notifications.factories import NotificationFactory
from tests.privacy.factories import DataRequestFactory

DAY = timedelta(days=1)


def decided(**days):
    """The city keeps these kinds for so many days."""
    whole = {one.kind: one.default for one in settings.retentions()} | days
    settings._rows.hold({"retention": whole})


def test_the_round_is_made_once_a_day(clock):
    assert actions.run_daily() is not None
    assert actions.run_daily() is None

    clock.tick(86400)

    assert actions.run_daily() is not None
    assert len(db.session.scalars(select(RetentionRun)).all()) == 2
    events = select(AuditEntry).where(AuditEntry.event == "RetentionRan")
    assert len(db.session.scalars(events).all()) == 2


def test_only_what_is_too_old_goes():
    now = real_clock.now()
    user = UserFactory()
    for number, age in enumerate((29, 31)):
        db.session.add(
            Command(actor_id=1, cmd_id=f"c{number}", kind="k", answer={}, at=now - age * DAY)
        )
    for age in (364, 366):
        NotificationFactory(user_id=user.id, created_at=now - age * DAY)
    NotificationFactory(user_id=user.id, created_at=now - 400 * DAY, read_at=now)
    user.unread_count = 2
    DataRequestFactory(state=RequestState.DONE, done_at=now - 1096 * DAY)
    young = DataRequestFactory(state=RequestState.DONE, done_at=now - 1094 * DAY)
    waiting = DataRequestFactory(asked_at=now - 2000 * DAY)

    counts = actions.run_daily()

    assert (counts["commands"], counts["notifications"], counts["data_requests"]) == (1, 2, 1)
    assert [row.cmd_id for row in db.session.scalars(select(Command))] == ["c0"]
    assert len(db.session.scalars(select(Notification)).all()) == 1
    assert set(db.session.scalars(select(DataRequest.id))) == {young.id, waiting.id}
    db.session.expire_all()
    assert db.session.get(User, user.id).unread_count == 1


def test_the_city_decides_how_long():
    NotificationFactory(user_id=UserFactory().id, created_at=real_clock.now() - 10 * DAY)
    decided(notifications=9)

    assert actions.run_daily()["notifications"] == 1


def test_the_longest_time_is_for_good():
    NotificationFactory(user_id=UserFactory().id, created_at=real_clock.now() - 40_000 * DAY)
    decided(notifications=36_500)

    assert "notifications" not in actions.run_daily()


def test_only_old_mails_that_we_wrote_go(app, clock):
    folder = Path(app.config["VAR"]) / "mail"
    folder.mkdir(exist_ok=True)
    ages = {
        "20260101T000000-0a1b2c3d.eml": 31,
        "20260102T000000-0a1b2c3d.eml": 29,
        "catatan.eml": 99,
    }
    for name, age in ages.items():
        path = folder / name
        path.write_text("x")
        at = (real_clock.now() - age * DAY).timestamp()
        os.utime(path, (at, at))

    actions.run_daily()

    left = {path.name for path in folder.iterdir()} & set(ages)
    assert left == {"20260102T000000-0a1b2c3d.eml", "catatan.eml"}


def test_rooms_keep_their_last_lines_and_sessions_all():
    old = real_clock.now() - 800 * DAY
    lines = {"thread:1": KEPT + 5, "session:1": KEPT + 5, "poll:1": 3}
    for name, seq in lines.items():
        db.session.add(Room(name=name, seq=seq))
        for number in range(1, seq + 1):
            db.session.add(
                LiveEvent(room=name, seq=number, type="X", facts={}, version=1, at=old)
            )
    db.session.flush()

    assert actions.run_daily()["live_log"] == 5

    left = dict.fromkeys(lines, 0)
    for line in db.session.scalars(select(LiveEvent)):
        left[line.room] += 1
    assert left == lines | {"thread:1": KEPT}


def test_each_kind_that_is_cleared_has_its_setting():
    known = {one.kind for one in settings.retentions()}

    assert set(retention.removers()) <= known


# --- accounts that nobody uses


def test_unused_accounts_stay_unless_the_city_says_otherwise():
    UserFactory(created_at=real_clock.now() - 4000 * DAY)

    assert actions.give_notice_to_unused() == 0


def test_who_is_long_gone_is_warned_and_erased_a_month_later(clock, app):
    decided(accounts_unused=365)
    today = real_clock.today()
    gone = UserFactory(last_seen_on=today - 366 * DAY, email="lama@contoh.id")
    UserFactory(last_seen_on=today - 364 * DAY)
    UserFactory(last_seen_on=today - 900 * DAY, is_demo=True)
    UserFactory(last_seen_on=today - 900 * DAY, moderator=True)
    never = UserFactory(created_at=real_clock.now() - 400 * DAY, last_seen_on=None)

    assert actions.give_notice_to_unused() == 2
    assert actions.give_notice_to_unused() == 0

    deliver_due()
    mails = [path.read_text() for path in (Path(app.config["VAR"]) / "mail").glob("*.eml")]
    assert any("To: lama@contoh.id" in text for text in mails)
    clock.tick(29 * 86400)
    assert actions.erase_due() == 0
    clock.tick(2 * 86400)
    assert actions.erase_due() == 2
    db.session.expire_all()
    assert all(db.session.get(User, user.id).erased_at for user in (gone, never))


def test_who_comes_back_stays(clock):
    decided(accounts_unused=365)
    user = UserFactory(last_seen_on=real_clock.today() - 366 * DAY)
    actions.give_notice_to_unused()
    clock.tick(5 * 86400)
    user.last_seen_on = real_clock.today()
    db.session.flush()

    clock.tick(30 * 86400)

    assert actions.erase_due() == 0
    db.session.expire_all()
    assert db.session.get(User, user.id).erased_at is None
    assert queries.open_request(user.id, RequestKind.ERASURE) is None


# --- the page


def test_administrators_and_observers_see_what_went(client, signed_in):
    actions.run_daily()
    for roles in ({"admin": True}, {"observer": True}):
        signed_in(UserFactory(**roles))
        page = client.get("/kelola/pembersihan").get_data(as_text=True)
        assert "Dijalankan" in page
        assert "Belum pernah dijalankan" not in page


@pytest.mark.parametrize("roles", [{}, {"moderator": True}])
def test_others_do_not(client, signed_in, roles):
    signed_in(UserFactory(**roles))

    assert client.get("/kelola/pembersihan").status_code == 403
