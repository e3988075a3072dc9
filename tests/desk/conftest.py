import pytest

from forum.live import messages
from forum.web import caching
from tests.accounts.conftest import limited  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test has new rows under old numbers: what was kept of them is another's."""
    caching.clear()
    messages.forget_everything()
