from collections.abc import Iterator

import pytest

from forum.privacy import standing
from tests.conftest import needs_database


@pytest.fixture(autouse=True)
def as_the_database_has_it(request: pytest.FixtureRequest) -> Iterator[None]:
    """Here texts are published and people leave: what is in memory follows the tables."""
    if needs_database(request.node):
        request.getfixturevalue("session")
        standing.renew()
    yield
    standing.forget()
