import gzip

import pytest
from flask import Flask, session

from forum.web import caching
from forum.web.caching import Store


@pytest.mark.pure
def test_what_was_not_asked_for_the_longest_goes_first():
    store = Store(limit=350)
    store.put(("a",), b"x" * 60)
    store.put(("b",), b"x" * 60)
    store.put(("c",), b"x" * 60)
    assert store.get(("a",)) is not None

    store.put(("d",), b"x" * 60)

    assert [store.get((key,)) is not None for key in "abcd"] == [True, False, True, True]
    assert store.size <= 350


@pytest.mark.pure
def test_a_thing_larger_than_the_store_is_not_kept():
    store = Store(limit=100)

    store.put(("a",), b"x" * 500)

    assert (len(store), store.size) == (0, 0)


@pytest.mark.pure
def test_replacing_and_clearing_keep_the_count():
    store = Store(limit=10_000)
    store.put(("a",), b"x" * 900)
    store.put(("a",), b"x" * 100)
    assert store.size < 200

    store.clear()

    assert (len(store), store.size) == (0, 0)


@pytest.fixture
def made(app: Flask):
    """How often the page was rendered."""
    caching.clear()
    yield []
    caching.clear()


def ask(app: Flask, made: list[int], key: int = 1, path: str = "/", **options):
    def render() -> str:
        made.append(key)
        return f'<html data-now="2026-11-24T00:00:00+00:00">halaman {key} {"." * 2000}'

    with app.app_context(), app.test_request_context(path, **options):
        return caching.page_for_everyone(("test", key), render)


def test_a_page_is_rendered_once_for_all_and_cannot_tell_the_time(app, made):
    first, second = ask(app, made), ask(app, made)

    assert (first.data, made) == (second.data, [1])
    assert b"halaman 1" in first.data
    assert b"data-now" not in first.data
    assert first.headers["ETag"].startswith('W/"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert set(first.headers["Vary"].split(", ")) == {"Cookie", "Accept-Encoding"}


def test_another_key_is_another_page(app, made):
    one, other = ask(app, made, 1), ask(app, made, 2)

    assert one.headers["ETag"] != other.headers["ETag"]
    assert made == [1, 2]


@pytest.mark.parametrize("cookie", ["lang=en", "theme=dark", "text=besar"])
def test_another_look_is_another_page(app, made, cookie):
    plain = ask(app, made)
    other = ask(app, made, headers={"Cookie": cookie})

    assert plain.headers["ETag"] != other.headers["ETag"]
    assert made == [1, 1]


def test_a_made_up_look_is_the_plain_one(app, made):
    ask(app, made)
    ask(app, made, headers={"Cookie": "lang=xx; theme=neon; text=raksasa"})

    assert made == [1]


def test_who_has_the_page_gets_nothing_and_nothing_is_rendered(app, made):
    tag = ask(app, made).headers["ETag"]
    caching.clear()

    again = ask(app, made, headers={"If-None-Match": tag})

    assert (again.status_code, again.data, made) == (304, b"", [1])
    assert again.headers["ETag"] == tag


def test_a_packed_page_is_packed_once(app, made):
    plain = ask(app, made)
    packed = ask(app, made, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert made == [1]


def test_the_banner_makes_another_tag(app, made, monkeypatch):
    first = ask(app, made).headers["ETag"]
    monkeypatch.setitem(app.config, "DEMO", not app.config["DEMO"])
    app.extensions.pop("pages made with")

    second = ask(app, made).headers["ETag"]

    app.extensions.pop("pages made with")
    assert first != second


def test_nobody_is_who_neither_signed_in_nor_has_anything_in_the_session(app):
    with app.app_context(), app.test_request_context("/"):
        assert caching.is_nobody()
        session["csrf_token"] = "begun"
        assert not caching.is_nobody()
