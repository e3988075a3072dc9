"""One-time codes: right once, for ten minutes, five tries long."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import codes
from forum.accounts.models import CodePurpose, OneTimeCode, User
from forum.core.db import atomic, db
from tests.accounts.factories import UserFactory

SIGN_IN, RESET = CodePurpose.SIGN_IN, CodePurpose.RESET


def made(user: User, purpose: CodePurpose = SIGN_IN) -> str:
    with atomic():
        return codes.make(user, purpose)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_is_six_digits_and_nothing_keeps_it() -> None:
    user = UserFactory()
    code = made(user)
    assert len(code) == 6
    assert code.isdecimal()
    row = db.session.scalar(select(OneTimeCode))
    assert row is not None
    assert code not in row.code_hash
    assert len(row.code_hash) == 64


def test_a_code_works_once() -> None:
    user = UserFactory()
    code = made(user)
    assert codes.take(user.id, SIGN_IN, code) is not None
    assert codes.take(user.id, SIGN_IN, code) is None


def test_digits_may_be_grouped() -> None:
    user = UserFactory()
    code = made(user)
    assert codes.take(user.id, SIGN_IN, f" {code[:3]} {code[3:]}\n") is not None


def test_a_newer_code_takes_the_place_of_the_older() -> None:
    user = UserFactory()
    first = made(user)
    second = made(user)
    if first != second:
        assert codes.take(user.id, SIGN_IN, first) is None
    assert codes.take(user.id, SIGN_IN, second) is not None


def test_a_code_is_for_one_person_and_one_purpose() -> None:
    user, other = UserFactory(), UserFactory()
    code = made(user)
    made(other)
    made(user, RESET)
    assert codes.take(user.id, CodePurpose.PROVE, code) is None
    assert codes.take(0, SIGN_IN, code) is None
    assert codes.take(user.id, SIGN_IN, code) is not None


@pytest.mark.parametrize(("minutes", "valid"), [(9.9, True), (10, False)])
def test_a_code_lives_ten_minutes(clock: Any, minutes: float, valid: bool) -> None:
    user = UserFactory()
    code = made(user)
    clock.tick(minutes * 60)
    assert (codes.take(user.id, SIGN_IN, code) is not None) is valid


def test_after_five_wrong_tries_the_right_one_is_wrong_too() -> None:
    user = UserFactory()
    code = made(user)
    for _try in range(4):
        assert codes.take(user.id, SIGN_IN, wrong(code)) is None
    assert codes.take(user.id, SIGN_IN, code) is not None
    code = made(user)
    for _try in range(5):
        assert codes.take(user.id, SIGN_IN, wrong(code)) is None
    assert codes.take(user.id, SIGN_IN, code) is None


def test_an_address_is_aimed_at_before_any_code_is_right() -> None:
    user = UserFactory()
    with atomic():
        codes.aim(user, CodePurpose.CHANGE, "baru@contoh.id")
    assert codes.take(user.id, CodePurpose.CHANGE, "") is None
    code = made(user, CodePurpose.CHANGE)
    taken = codes.take(user.id, CodePurpose.CHANGE, code)
    assert taken is not None
    assert taken.target == "baru@contoh.id"


@pytest.mark.commits
def test_the_same_code_twice_at_once_is_taken_once(app: Flask) -> None:
    user_id = UserFactory().id
    db.session.commit()
    user = db.session.get(User, user_id)
    assert user is not None
    code = made(user)
    start, taken = threading.Barrier(4), []

    def take() -> None:
        with app.app_context():
            start.wait()
            taken.append(codes.take(user_id, SIGN_IN, code) is not None)
            db.session.remove()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]
