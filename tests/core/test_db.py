import threading
from datetime import date

import pytest
from sqlalchemy import select

from forum.city.models import Holiday
from forum.core.db import after_commit, atomic, before_commit, db, lock, require_version
from forum.core.errors import Stale


def test_hooks_run_around_the_commit_in_order():
    seen = []

    with atomic():
        after_commit(lambda: seen.append("after"))
        before_commit(lambda: seen.append("before"))
        seen.append("work")

    assert seen == ["work", "before", "after"]


def test_nothing_is_told_of_work_that_was_rolled_back():
    seen = []

    with pytest.raises(ZeroDivisionError), atomic():
        after_commit(lambda: seen.append("after"))
        1 / 0  # noqa: B018

    assert seen == []


def test_a_stale_version_is_refused_with_the_present_one():
    class Row:
        version = 5
        state = "open"

    with pytest.raises(Stale) as refusal:
        require_version(Row, 4)

    assert refusal.value.current == {"version": 5, "state": "open"}
    require_version(Row, 5)
    require_version(Row, None)


@pytest.mark.commits
def test_writers_wait_for_each_other(app):
    """Read, think, write - by many at once: nobody's addition is lost."""
    with app.app_context(), atomic():
        db.session.add(Holiday(day=date(1999, 1, 1), name="0", kind="test"))

    def add_one():
        with app.app_context():
            for _turn in range(5):
                with atomic():
                    row = db.session.scalars(
                        select(Holiday).where(Holiday.kind == "test")
                    ).one()
                    lock(row)
                    row.name = str(int(row.name) + 1)

    threads = [threading.Thread(target=add_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert db.session.scalar(select(Holiday.name).where(Holiday.kind == "test")) == "30"
