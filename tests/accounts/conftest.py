from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from forum.core.outbox import deliver_due
from forum.web.limits import limiter
from tests.accounts.factories import PASSWORD, hashed
from tests.conftest import needs_database


@pytest.fixture(autouse=True)
def known_password(request: pytest.FixtureRequest) -> None:
    """`UserFactory(password=PASSWORD)` works without an application context here."""
    if needs_database(request.node):
        with request.getfixturevalue("app").app_context():
            hashed(PASSWORD)


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[Any]]:
    """`mails()`: what the worker sends now; text messages are there, too, to `+62…`."""
    folder = app.config["VAR"] / "mail"
    seen = set(folder.glob("*.eml"))

    def deliver() -> list[EmailMessage]:
        with app.app_context():
            deliver_due()
        new = sorted(set(folder.glob("*.eml")) - seen)
        seen.update(new)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in new]

    return deliver


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application with its limits on, counted from nothing."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    before = [{name: [*functions] for name, functions in hook.items()} for hook in hooks]
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    monkeypatch.setattr(app, "_got_first_request", False)
    limiter.init_app(app)
    limiter.reset()
    yield
    limiter.enabled = False
    app.extensions["limiter"].discard(limiter)
    for hook, functions in zip(hooks, before, strict=True):
        hook.clear()
        hook.update(functions)
