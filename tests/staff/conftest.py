import pytest

from tests.accounts.factories import PASSWORD, hashed
from tests.conftest import needs_database


@pytest.fixture(autouse=True)
def known_password(request: pytest.FixtureRequest) -> None:
    """`UserFactory(password=PASSWORD)` works without an application context here."""
    if needs_database(request.node):
        with request.getfixturevalue("app").app_context():
            hashed(PASSWORD)
