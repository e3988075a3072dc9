"""Stories: the whole product as people use it, in a real browser before the real server."""

from collections.abc import Callable

import pytest

from tests.browser import Visitor
from tests.servers import Forum
from tests.stories.people import Caller, Passes

Arrive = Callable[..., Visitor]


@pytest.fixture(scope="session")
def passes(demo_server: Forum) -> Passes:
    return Passes(demo_server)


@pytest.fixture
def caller(server: Forum, passes: Passes) -> Callable[[str], Caller]:
    """`caller("fasilitator")`: that person, without a browser."""
    return passes.caller


@pytest.fixture
def on_phone(phone: Arrive, passes: Passes) -> Arrive:
    """`on_phone("warga2")`: that person, signed in, with a phone 360 px wide."""
    return lambda name, **options: passes.let_in(phone(**options), name)


@pytest.fixture
def at_desk(desktop: Arrive, passes: Passes) -> Arrive:
    """`at_desk("fasilitator")`: that person, signed in, before a screen 1280 px wide."""
    return lambda name, **options: passes.let_in(desktop(**options), name)
