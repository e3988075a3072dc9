"""Mails: summaries, single news, what never is in them, and what becomes of refused ones."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.core.actor import Actor
from forum.core.clock import LOCAL
from forum.core.db import atomic, db
from forum.core.mail import Postman
from forum.discussions.models import Thread
from forum.issues.models import Issue
from forum.notifications import (
    Text,
    Waiting,
    actions,
    kind,
    notify_all,
    queries,
    sending,
    waiting,
)
from forum.notifications.models import Frequency, MailDue, Notification
from forum.notifications.schedule import Wishes
from tests.accounts.factories import UserFactory
from tests.issues.factories import IssueFactory
from tests.notifications import smtp

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=LOCAL)  # a Tuesday
TITLE = "Lampu jalan mati di Jl. Rajawali"
MORNING = datetime(2026, 11, 25, 7, 0, tzinfo=LOCAL)


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[smtp.Server]:
    with smtp.running() as running:
        monkeypatch.setitem(app.config, "MAIL_URL", running.url)
        yield running


@pytest.fixture(autouse=True)
def noon(clock: Any, app: Flask) -> Iterator[None]:
    clock.at(NOON)
    with app.test_request_context():
        yield


def tell(*users: User, n: int = 1, about: Issue | None = None, name: str = "greeting") -> None:
    with atomic():
        notify_all(
            [user.id for user in users],
            key=f"{name}:{n}",
            kind=name,
            facts={"n": n},
            about=f"thread:{about.id}" if about else None,
        )


def wish(user: User, **wishes: Any) -> None:
    actions.choose_mails(Actor(id=user.id), Wishes(**wishes))


def parts(mail: Any) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    assert mail.get_content_type() == "multipart/alternative"
    return (
        mail.get_body(("plain",)).get_content(),
        mail.get_body(("html",)).get_content(),
    )


def test_a_summary_comes_in_the_morning_by_matter(server: smtp.Server, clock: Any) -> None:
    user, issue = UserFactory(public_name="Rina W."), IssueFactory(title=TITLE)
    for n in range(5):
        tell(user, n=n, about=issue)
    tell(user, n=9)
    assert sending.send_due() == 0
    clock.at(MORNING)
    assert sending.send_due() == 1
    [mail] = server.mails
    assert mail["To"] == user.email
    assert mail["Subject"] == "6 kabar baru"
    for body in parts(mail):
        assert body.count(TITLE) >= 1
        assert [f"Salam {n}" in body for n in (0, 1, 2, 3, 4, 9)] == [False] * 2 + [True] * 4
        assert "dan 2 kabar lagi" in body
    assert sending.send_due() == 0
    clock.tick(3 * 24 * 3600)
    assert sending.send_due() == 0, "nothing when nothing is new"


def test_what_waits_comes_first(
    server: smtp.Server, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory()
    monkeypatch.setattr(
        waiting, "_FINDERS", [(1, lambda _who: [Waiting("Jam layanan", "/suara/1", "Pilih")])]
    )
    tell(user, n=1)
    tell(user, n=2)
    clock.at(MORNING)
    sending.send_due()
    [mail] = server.mails
    assert mail["Subject"] == "2 kabar baru, 1 menunggu Anda"
    text, html = parts(mail)
    for body in (text, html):
        assert body.index("Jam layanan") < body.index("Salam 1")
    assert "http://127.0.0.1:8000/suara/1" in text or "/suara/1" in text


def test_each_news_at_once_and_in_english(server: smtp.Server) -> None:
    user, issue = UserFactory(language="en"), IssueFactory(title=TITLE)
    wish(user, frequency=Frequency.EACH)
    tell(user, about=issue)
    assert sending.send_due() == 1
    [mail] = server.mails
    assert mail["Subject"] == f"{TITLE}: Salam 1"
    _text, html = parts(mail)
    assert "Stop these mails" in html
    assert 'lang="en"' in html


def test_mails_wait_for_the_end_of_quiet_hours(server: smtp.Server, clock: Any) -> None:
    user = UserFactory()
    wish(user, frequency=Frequency.EACH)
    clock.at(NOON.replace(hour=22))
    tell(user)
    assert sending.send_due() == 0
    clock.at(MORNING.replace(hour=6))
    assert sending.send_due() == 1
    # Due by day, but nobody was there to send it until the night.
    tell(user, n=2)
    clock.at(MORNING.replace(hour=23))
    assert sending.send_due() == 0
    clock.at(MORNING.replace(day=26, hour=6))
    assert sending.send_due() == 1


def test_urgent_news_goes_apart_from_the_summary(server: smtp.Server, clock: Any) -> None:
    kind("alarm", urgent=True)(
        lambda many: [Text("Forum sedang mulai.", "/forum/1")] * len(many)
    )
    user, calm = UserFactory(), UserFactory()
    wish(calm, urgent=False)
    tell(user, calm, name="alarm")
    tell(user, calm)
    assert sending.send_due() == 1
    [mail] = server.mails
    assert (mail["To"], mail["Subject"]) == (user.email, "Forum sedang mulai.")
    assert "Salam" not in parts(mail)[0]
    clock.at(MORNING)
    assert sending.send_due() == 2
    assert [mail["Subject"] for mail in server.mails[1:]] == ["Salam 1", "Salam 1"]


def test_what_was_read_is_not_mailed(server: smtp.Server, clock: Any) -> None:
    user = UserFactory()
    tell(user)
    actions.read_all(user.as_actor())
    clock.at(MORNING)
    assert sending.send_due() == 0
    assert server.mails == []
    assert db.session.scalars(select(MailDue)).all() == []


@pytest.mark.parametrize("change", ["secret", "gone"])
def test_nothing_is_mailed_that_may_not_be_seen_any_more(
    server: smtp.Server, clock: Any, change: str
) -> None:
    user, issue = UserFactory(), IssueFactory()
    tell(user, about=issue)
    if change == "secret":
        issue.is_secret = True
    else:
        db.session.delete(db.session.get_one(Issue, issue.id))
        db.session.flush()
        db.session.delete(db.session.get_one(Thread, issue.id))
    db.session.flush()
    clock.at(MORNING)
    assert sending.send_due() == 0
    assert server.mails == []


def test_of_hidden_words_the_title_is_not_mailed(server: smtp.Server, clock: Any) -> None:
    user, issue = UserFactory(), IssueFactory(title="Lurah Budi mencuri uang")
    tell(user, about=issue)
    issue.thread.is_hidden = True
    db.session.flush()
    clock.at(MORNING)
    sending.send_due()
    [mail] = server.mails
    for words in (mail["Subject"], *parts(mail)):
        assert "Budi" not in words


@pytest.mark.parametrize(
    "given",
    [
        {"email": None},
        {"confirmed_at": None},
        {"is_demo": True},
        {"active": False},
    ],
)
def test_who_cannot_get_mails(server: smtp.Server, clock: Any, given: dict[str, Any]) -> None:
    user = UserFactory(**given)
    tell(user)
    clock.at(MORNING)
    assert sending.send_due() == 0
    assert db.session.scalars(select(MailDue)).all() == []
    assert queries.unread_count(user.id) == 1


def test_an_address_that_is_refused_for_good(
    server: smtp.Server, clock: Any, client: FlaskClient, signed_in: Callable[..., User]
) -> None:
    user, other = signed_in(UserFactory(email="mati@betang.example")), UserFactory()
    server.refuses["mati@betang.example"] = 550
    tell(user, other)
    clock.at(MORNING)
    assert sending.send_due() == 1
    db.session.refresh(user)
    assert user.mail_refused_at == clock.now
    tell(user, other, n=2)
    clock.tick(24 * 3600)
    assert sending.send_due() == 1
    assert {mail["To"] for mail in server.mails} == {other.email}

    page = client.get("/pemberitahuan").text
    assert "mati@betang.example menolak pesan kami" in page
    assert client.post("/pemberitahuan/pengaturan/coba-lagi").status_code == 303
    assert "menolak pesan kami" not in client.get("/pemberitahuan").text
    del server.refuses["mati@betang.example"]
    tell(user, n=3)
    clock.tick(24 * 3600)
    assert sending.send_due() == 1


def test_an_address_that_is_refused_for_now_is_tried_again(
    server: smtp.Server, clock: Any
) -> None:
    user = UserFactory(email="penuh@betang.example")
    server.refuses["penuh@betang.example"] = 450
    tell(user)
    clock.at(MORNING)
    assert sending.send_due() == 0
    assert sending.send_due() == 0, "not at once"
    del server.refuses["penuh@betang.example"]
    clock.tick(301)
    assert sending.send_due() == 1
    db.session.refresh(user)
    assert user.mail_refused_at is None


class Cut(BaseException):
    """The process vanishes."""


def test_a_crash_in_the_middle_of_a_run_sends_each_mail_exactly_once(
    server: smtp.Server, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = [UserFactory() for _n in range(7)]
    tell(*users)
    clock.at(MORNING)
    send, sent = Postman.send, []

    def vanish_at_the_fourth(self: Postman, *given: Any, **more: Any) -> None:
        if len(sent) == 3:
            raise Cut
        sent.append(given)
        send(self, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Postman, "send", vanish_at_the_fourth)
        with pytest.raises(Cut):
            sending.send_due()
    db.session.rollback()
    assert len(server.mails) == 3
    assert sending.send_due() == 0, "taken up by the one that vanished, for all we know"
    clock.tick(actions.mailing.LEASE.total_seconds())
    assert sending.send_due() == 4
    assert sorted(mail["To"] for mail in server.mails) == sorted(user.email for user in users)
    assert (
        db.session.scalar(select(func.count()).where(Notification.waits_for.is_not(None))) == 0
    )
    assert db.session.scalars(select(MailDue)).all() == []


def test_a_mail_that_went_out_unnoticed_keeps_its_message_id(
    server: smtp.Server, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(UserFactory())
    clock.at(MORNING)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "finish", lambda *_given: (_ for _ in ()).throw(Cut()))
        with pytest.raises(Cut):
            sending.send_due()
    db.session.rollback()
    clock.tick(actions.mailing.LEASE.total_seconds())
    assert sending.send_due() == 1
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_news_that_comes_while_a_mail_goes_out_has_its_own(
    server: smtp.Server, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory()
    wish(user, frequency=Frequency.EACH)
    tell(user)
    send = Postman.send

    def tell_meanwhile(self: Postman, *given: Any, **more: Any) -> None:
        send(self, *given, **more)
        if len(server.mails) == 1:
            tell(user, n=2)

    monkeypatch.setattr(Postman, "send", tell_meanwhile)
    assert sending.send_due() == 2
    assert [mail["Subject"] for mail in server.mails] == ["Salam 1", "Salam 2"]


def test_one_connection_for_all(server: smtp.Server, clock: Any) -> None:
    tell(*(UserFactory() for _n in range(5)))
    clock.at(MORNING)
    assert sending.send_due() == 5
    assert server.connections == 1


def test_the_queries_of_a_run_do_not_grow_with_the_people(
    server: smtp.Server, clock: Any, count_queries: Any
) -> None:
    """Beyond what each mail costs: taking it up, being done with it."""
    numbers = []
    for people in (2, 6):
        tell(*(UserFactory() for _n in range(people)), n=people)
        clock.tick(24 * 3600)
        with count_queries() as seen:
            assert sending.send_due() == people
        numbers.append(len(seen))
    each = (numbers[1] - numbers[0]) / 4
    assert each <= 8


def test_stopping_without_signing_in(
    server: smtp.Server, clock: Any, client: FlaskClient
) -> None:
    user = UserFactory()
    tell(user)
    clock.at(MORNING)
    sending.send_due()
    [mail] = server.mails
    address = mail["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path in parts(mail)[0]

    assert "Berhenti menerima semua email" in client.get(path).text
    assert queries.wishes_chosen_by(user.id).frequency is Frequency.DAILY, (
        "looking ends nothing"
    )
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 204
    wishes = queries.wishes_chosen_by(user.id)
    assert (wishes.frequency, wishes.urgent) == (Frequency.NEVER, False)
    assert client.post(path).status_code == 200, "twice is harmless"
    tell(user, n=2)
    clock.tick(24 * 3600)
    assert sending.send_due() == 0
    assert queries.unread_count(user.id) == 2
    assert client.get(path[:-4] + "AAAA").status_code == 410


def test_stopping_one_matter(server: smtp.Server, clock: Any, client: FlaskClient) -> None:
    user, issue = UserFactory(), IssueFactory(title=TITLE)
    wish(user, frequency=Frequency.EACH)
    tell(user, about=issue)
    sending.send_due()
    [mail] = server.mails
    links = [word for word in parts(mail)[0].split() if "/berhenti/" in word]
    path = "/" + links[0].split("/", 3)[3]
    assert TITLE in client.get(path).text
    assert client.post(path).status_code == 200
    assert queries.followed(Actor(id=user.id)) == []
    assert queries.wishes_chosen_by(user.id).frequency is Frequency.EACH


def test_choosing_how_mails_come(client: FlaskClient, signed_in: Callable[..., User]) -> None:
    user = signed_in(UserFactory())
    assert "Ringkasan harian" in client.get("/pemberitahuan/pengaturan").text
    fields = {
        "frequency": "mingguan",
        "is_quiet": "y",
        "quiet_from": "1320",
        "quiet_until": "300",
    }
    assert client.post("/pemberitahuan/pengaturan", data=fields).status_code == 303
    assert queries.wishes_chosen_by(user.id) == Wishes(Frequency.WEEKLY, False, True, 1320, 300)
    for wrong in ({"frequency": "kadang"}, {"quiet_from": "x"}):
        answer = client.post("/pemberitahuan/pengaturan", data=fields | wrong)
        assert answer.status_code == 422


def test_a_choice_holds_for_what_waits_already(server: smtp.Server, clock: Any) -> None:
    user = UserFactory()
    tell(user)
    wish(user, frequency=Frequency.EACH)
    assert sending.send_due() == 1
    tell(user, n=2)
    wish(user, frequency=Frequency.NEVER)
    clock.at(MORNING)
    assert sending.send_due() == 0


def test_whose_turn_it_is_is_found_without_sorting_all_that_is_due(count_queries):
    """A whole city's summaries are due at seven: each hundred of them costs the same."""
    with count_queries() as seen:
        actions.claim(100)
    statement = next(one for one in seen if "notification_mail_due" in one)
    plan = plan_of(statement)

    assert any("ix_notification_mail_due_turn" in line for line in plan)
    assert not any("Sort" in line or "TEMP B-TREE" in line for line in plan)


def plan_of(statement: str) -> list[str]:
    connection = db.session.connection()
    given: dict[str, object] | tuple[object, ...] = ("2026-11-24 00:00:00", 100, 0)
    if db.engine.name == "postgresql":  # so few rows would be read whole
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        given = {"due_at_1": "2026-11-24 00:00:00+00", "param_1": 100}
    explain = "EXPLAIN QUERY PLAN" if db.engine.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", given)]
