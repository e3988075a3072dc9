"""What the city decides: defaults, changes, memory."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.city import actions, memory, queries, settings
from forum.city.memory import Remembered
from forum.city.models import Setting
from forum.core.actor import Verification
from forum.core.db import atomic, db
from forum.core.errors import Invalid, NotFound, Stale
from forum.web import caching
from tests.accounts.factories import UserFactory

WHY = "Keputusan rapat pekan ini"


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def levels(**changes):
    return settings.LEVELS | changes


def test_defaults_hold_where_nobody_decided():
    assert settings.level_for("read") is Verification.NONE
    assert settings.level_for("vote") is Verification.CODE
    assert settings.verification_months(Verification.IDENTITY_CARD) == 36
    assert settings.invitation_days() == 7
    assert settings.days_kept("notifications") == 365
    assert settings.operator()["name"] == "Pemerintah Kota Palangka Raya"
    assert settings.dpo() == {"name": "", "email": "", "phone": ""}
    assert settings.election_notice("id") is None


def test_a_change_holds_at_once_and_is_recorded(admin):
    actions.change_setting(admin, "levels", levels(post="ktp"), reason=WHY)

    assert settings.level_for("post") is Verification.IDENTITY_CARD
    assert settings.level_for("vote") is Verification.CODE
    assert queries.setting("levels") == (levels(post="ktp"), 1)
    row = db.session.get_one(Setting, "levels")
    assert row.updated_by == admin.id
    query = select(AuditEntry.details).where(AuditEntry.event == "SettingChanged")
    details = db.session.scalars(query).one()
    assert (details["key"], details["role"]) == ("levels", "admin")


def test_a_change_that_is_none_leaves_no_trace(admin):
    actions.change_setting(admin, "levels", levels(post="ktp"), reason=WHY)
    actions.change_setting(admin, "levels", levels(post="ktp"), reason=WHY)

    assert queries.setting("levels")[1] == 1


def test_a_change_that_is_undone_was_never_remembered(admin):
    with pytest.raises(RuntimeError), atomic():
        actions.change_setting(admin, "invitation_days", 3)
        raise RuntimeError

    assert settings.invitation_days() == 7


def test_two_administrators_do_not_undo_each_other(admin):
    actions.change_setting(admin, "invitation_days", 3, expected_version=0)

    with pytest.raises(Stale):
        actions.change_setting(admin, "invitation_days", 5, expected_version=0)

    assert settings.invitation_days() == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("levels", levels(post="email")),
        ("levels", {"post": "none"}),
        ("levels", levels() | {"dance": "none"}),
        ("levels", None),
        ("verification_months", {"kode": 0, "ktp": 36}),
        ("verification_months", {"kode": 12, "ktp": "36"}),
        ("invitation_days", 0),
        ("invitation_days", True),
        ("retention", {"notifications": 1}),
        ("dpo", {"name": "PPID", "email": "bukan email", "phone": ""}),
        ("dpo", {"name": "PPID", "email": "", "phone": "telepon saya"}),
        ("operator", {"name": "", "address": "Jl. Tjilik Riwut"}),
        ("operator", {"name": "x" * 201, "address": ""}),
        ("election_mode", {"on": True, "from": None, "to": None, "text": {"id": " "}}),
        ("election_mode", {"on": False, "from": "besok", "to": None, "text": {}}),
        ("election_mode", {"on": False, "from": "2027-02-02", "to": "2027-02-01", "text": {}}),
        ("election_mode", {"on": False, "from": None, "to": None, "text": {"id": "x" * 401}}),
    ],
)
def test_values_that_make_no_sense(admin, key, value):
    with pytest.raises(Invalid):
        actions.change_setting(admin, key, value, reason=WHY)

    assert queries.setting(key) == (settings.get(key), 0)


def test_retention_is_at_least_a_day(admin):
    with pytest.raises(Invalid):
        actions.change_setting(
            admin, "retention", settings.get("retention") | {"mail": 0}, reason=WHY
        )


@pytest.mark.parametrize("key", ["levels", "election_mode", "retention"])
def test_some_changes_ask_why(admin, key):
    value = json.loads(json.dumps(settings.get(key)))
    with pytest.raises(Invalid):
        actions.change_setting(admin, key, value, reason="")


@pytest.mark.parametrize("key", ["edition", "colour"])
def test_settings_that_nobody_defined(admin, key):
    with pytest.raises(NotFound):
        actions.change_setting(admin, key, 3)


def test_a_kind_named_later_has_its_default_beside_what_was_decided(admin):
    days = settings.get("retention")
    actions.change_setting(admin, "retention", days | {"mail": 10}, reason=WHY)

    settings.retention("percobaan", default=5, title="Percobaan")
    try:
        assert (settings.days_kept("mail"), settings.days_kept("percobaan")) == (10, 5)
    finally:
        del settings._RETENTION["percobaan"]
    assert "percobaan" not in settings.get("retention")


@pytest.mark.parametrize(
    ("begins", "ends", "day", "shown"),
    [
        (None, None, date(2027, 1, 1), True),
        ("2027-01-01", "2027-01-31", date(2026, 12, 31), False),
        ("2027-01-01", "2027-01-31", date(2027, 1, 1), True),
        ("2027-01-01", "2027-01-31", date(2027, 1, 31), True),
        ("2027-01-01", "2027-01-31", date(2027, 2, 1), False),
        (None, "2027-01-31", date(2026, 1, 1), True),
    ],
)
def test_election_mode_lies_within_its_dates(admin, begins, ends, day, shown):
    value = {"on": True, "from": begins, "to": ends, "text": {"id": "Netral.", "en": ""}}

    actions.change_setting(admin, "election_mode", value, reason=WHY)

    assert settings.in_election(day) is shown
    off = value | {"on": False}
    actions.change_setting(admin, "election_mode", off, reason=WHY)
    assert not settings.in_election(day)


def test_the_notice_is_in_the_language_asked_for_else_in_indonesian(admin):
    text = {"id": "Jangan berkampanye.", "en": "No campaigning."}
    mode = {"on": True, "from": None, "to": None, "text": text}
    actions.change_setting(admin, "election_mode", mode, reason=WHY)
    assert settings.election_notice("en") == "No campaigning."
    assert settings.election_notice("id") == "Jangan berkampanye."

    mode = mode | {"text": {"id": "Jangan berkampanye.", "en": ""}}
    actions.change_setting(admin, "election_mode", mode, reason=WHY)

    assert settings.election_notice("en") == "Jangan berkampanye."


def test_every_change_makes_kept_pages_anew(app, admin):
    made = []

    def page():
        made.append(1)
        return str(len(made))

    with app.test_request_context("/"):
        assert caching.kept(("percobaan",), page) == "1"
        assert caching.kept(("percobaan",), page) == "1"
        actions.change_setting(admin, "invitation_days", 3)

        assert caching.kept(("percobaan",), page) == "2"


class TestRemembered:
    def test_it_is_asked_for_once_under_test(self, app):
        answers = iter(range(10))
        known = Remembered(lambda: next(answers))

        assert [known.get(), known.get()] == [0, 0]
        known.renew()
        assert known.get() == 1
        known.hold(7)
        assert known.get() == 7

    def test_served_it_grows_old(self, app, monkeypatch):
        answers, now = iter(range(10)), [100.0]
        monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
        monkeypatch.setattr(app, "testing", False)
        known = Remembered(lambda: next(answers))

        assert known.get() == 0
        now[0] += memory.FRESH - 0.1
        assert known.get() == 0
        now[0] += 0.2
        assert [known.get(), known.get()] == [1, 1]
