"""The link beside the code: nothing that only looks at a mail may use it up."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import actions, tokens
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.test_by_phone import code_in, type_code, wrong
from tests.accounts.test_views import is_in

Mails = Callable[[], list[Any]]
ADDRESS = "rina@contoh.id"


def link_in(mail: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/masuk/tautan/\S+)", mail.get_content())
    assert found
    return found[1]


def ask(client: FlaskClient, typed: str = ADDRESS, **more: str) -> None:
    assert client.post("/masuk/kode", data={"email": typed, **more}).location == "/akun/kode"


def test_looking_at_the_link_changes_nothing_and_the_button_lets_in(
    app: Flask, client: FlaskClient, mails: Mails
) -> None:
    UserFactory(email=ADDRESS)
    ask(client)
    [mail] = mails()
    link, scanner = link_in(mail), app.test_client()
    for _time in range(3):
        page = scanner.get(link)
        assert page.status_code == 200
        assert scanner.head(link).status_code == 200
    assert ADDRESS not in page.text
    assert "r…@contoh.id" in page.text
    assert not is_in(scanner)

    other = app.test_client()  # the mail may be read on another device
    answer = other.post(link, data={"remember": "y"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(other)
    assert other.get_cookie("remember_token") is not None
    assert not is_in(client)


def test_the_link_works_once_and_its_code_is_gone_with_it(
    app: Flask, client: FlaskClient, mails: Mails
) -> None:
    UserFactory(email=ADDRESS)
    ask(client)
    [mail] = mails()
    assert client.post(link_in(mail)).status_code == 303
    late = app.test_client()
    answer = late.post(link_in(mail))
    assert answer.status_code == 410
    assert late.get(link_in(mail)).status_code == 410
    assert 'href="/masuk"' in answer.text.partition("<main")[2]
    ask(late)
    assert type_code(late, code_in(mail)).status_code == 422
    assert not is_in(late)


def test_the_code_uses_up_the_link(app: Flask, client: FlaskClient, mails: Mails) -> None:
    UserFactory(email=ADDRESS)
    ask(client)
    [mail] = mails()
    assert type_code(client, code_in(mail)).status_code == 303
    assert app.test_client().post(link_in(mail)).status_code == 410


def test_a_newer_link_replaces_the_older(client: FlaskClient, mails: Mails) -> None:
    UserFactory(email=ADDRESS)
    ask(client)
    [first] = mails()
    ask(client)
    [second] = mails()
    assert client.post(link_in(first)).status_code == 410
    assert client.post(link_in(second)).status_code == 303


@pytest.mark.parametrize("change", ["expired", "spoilt", "guessed at"])
def test_a_link_that_is_not_good_lets_nobody_in(
    client: FlaskClient, mails: Mails, clock: Any, change: str
) -> None:
    UserFactory(email=ADDRESS)
    ask(client)
    [mail] = mails()
    link = link_in(mail)
    if change == "expired":
        clock.tick(601)
    elif change == "spoilt":
        link = link[:-6] + ("A" if link[-6] != "A" else "B") + link[-5:]
    else:
        for _try in range(5):
            assert type_code(client, wrong(code_in(mail))).status_code == 422
    assert client.post(link).status_code == 410
    assert not is_in(client)


def test_the_link_leads_on_to_the_page_asked_for_here(
    client: FlaskClient, mails: Mails
) -> None:
    UserFactory(email=ADDRESS)
    ask(client, next="/isu/baru")
    assert client.post(link_in(mails()[0])).location == "/isu/baru"


def test_the_link_does_not_stand_in_for_the_second_step(
    client: FlaskClient, mails: Mails
) -> None:
    UserFactory(email=ADDRESS, moderator=True)
    ask(client)
    assert client.post(link_in(mails()[0])).location == "/masuk/kedua"
    assert not is_in(client)


def test_a_text_message_has_the_code_alone(client: FlaskClient, mails: Mails) -> None:
    UserFactory(email=ADDRESS, phone="+6281234567890")
    ask(client, "0812 3456 7890")
    [text] = mails()
    assert "/masuk/tautan/" not in text.get_content()
    assert len(text.get_content()) < 160


def test_a_reset_ends_the_link(app: Flask, client: FlaskClient, mails: Mails) -> None:
    user = UserFactory(email=ADDRESS, password=PASSWORD)
    ask(client)
    [mail] = mails()
    actions.reset_password(tokens.reset_token(user), "di bawah pohon karet", demo=False)
    assert client.post(link_in(mail)).status_code == 410
