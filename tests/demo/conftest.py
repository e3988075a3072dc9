import pytest

from forum.demo import actions


@pytest.fixture
def demo(city):
    """The small demo city."""
    actions.fill_in("small")
