"""What two people enter at the same moment: the database decides, the second is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from forum.core.db import db
from forum.core.errors import Invalid


@contextmanager
def unique(sentence: str) -> Iterator[None]:
    """Write what is added in this block; Invalid with the sentence where it is there already."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError:
        raise Invalid(sentence) from None
