from collections.abc import Iterator

import pytest

from forum.city import queries, settings


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What is kept in memory of one test's tables is no news of the next one's."""
    settings.forget()
    queries.closed_days.renew()
    yield
    settings.forget()
    queries.closed_days.renew()
