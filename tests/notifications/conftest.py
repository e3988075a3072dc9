from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from flask import Flask

from forum.accounts.models import User
from forum.core.db import atomic
from forum.notifications import Text, kind, notify
from forum.notifications.kinds import KINDS


@pytest.fixture(autouse=True)
def greeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A kind of notification for tests; the list says for how many rows it was asked each time."""
    monkeypatch.setattr("forum.notifications.kinds.KINDS", dict(KINDS))
    asked: list[int] = []

    @kind("greeting")
    def greeting(many: Sequence[dict[str, Any]]) -> list[Text | None]:
        asked.append(len(many))
        return [
            None if facts.get("gone") else Text(f"Salam {facts.get('n', '')}".strip(), "/salam")
            for facts in many
        ]

    return asked


@pytest.fixture
def tell(app: Flask) -> Callable[..., None]:
    """`tell(user, 3)`: three greetings, numbered on from `first`."""

    def tell(user: User, count: int = 1, first: int = 0) -> None:
        with app.test_request_context(), atomic():
            for n in range(first, first + count):
                notify(user.id, key=f"greeting:{n}", kind="greeting", facts={"n": n})

    return tell
