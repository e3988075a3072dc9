import pytest

from forum.attachments.storage import FOLDER
from tests.attachments import samples
from tests.discussions import parlour  # noqa: F401 - the subject of the tests' talks


@pytest.fixture
def kept(app):
    """`kept()`: the names of all that lies in the storage."""
    root = app.config["VAR"] / "uploads" / FOLDER

    def names():
        return {path.name for path in root.glob("*/*")}

    for path in root.glob("*/*"):
        path.unlink()
    return names


@pytest.fixture(scope="session")
def photo():
    return samples.jpeg_of_a_phone()
