import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.city import settings
from forum.core.db import db
from forum.core.errors import Refused
from tests.accounts.conftest import limited

__all__ = ["at_once", "levels_are", "limited"]


@pytest.fixture
def levels_are():
    """`levels_are(post="kode")`: what the city asks for from now on."""

    def hold(**given):
        settings._rows.hold({"levels": settings.LEVELS | given})

    yield hold
    settings.forget()


@pytest.fixture
def at_once(app):
    """`at_once(work, work, …)`: do them in threads that start together; what came of each."""

    def run(*works):
        together = threading.Barrier(len(works))

        def one(work):
            with app.app_context():
                together.wait(10)
                try:
                    return work()
                except Refused as refusal:
                    return refusal
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run
