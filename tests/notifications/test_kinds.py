from collections.abc import Callable

import pytest
from flask import Flask

from forum.notifications import Text, kind
from forum.notifications.kinds import texts


def test_each_kind_is_asked_once_and_the_order_stays(app: Flask, greeting: list[int]) -> None:
    @kind("farewell")
    def farewell(many: list[dict[str, int]]) -> list[Text]:
        return [Text(f"Sampai jumpa {facts['n']}", "/") for facts in many]

    rows = [("greeting", {"n": 1}), ("farewell", {"n": 2}), ("greeting", {"n": 3})]
    with app.test_request_context():
        sentences = [text.sentence for text in texts(rows)]
    assert sentences == ["Salam 1", "Sampai jumpa 2", "Salam 3"]
    assert greeting == [2]


def test_what_is_gone_or_unknown_is_said_so(app: Flask) -> None:
    with app.test_request_context():
        shown = texts([("greeting", {"gone": True}), ("a kind of long ago", {})])
    assert [text.url for text in shown] == ["/pemberitahuan"] * 2
    assert all("sudah tidak ada" in text.sentence for text in shown)


def test_two_kinds_cannot_share_a_name(greeting: list[int]) -> None:
    register: Callable[..., object] = kind("greeting")
    with pytest.raises(ValueError, match="greeting"):
        register(lambda many: [])
