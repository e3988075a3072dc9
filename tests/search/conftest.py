import pytest

from forum.web import caching


@pytest.fixture(autouse=True)
def nothing_kept(request) -> None:
    """Each test has new rows under old numbers: what was kept of them is another's."""
    caching.clear()
