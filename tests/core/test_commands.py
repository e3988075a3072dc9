import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from forum.city.models import Holiday
from forum.core import commands
from forum.core.actor import VISITOR, Actor
from forum.core.commands import Command
from forum.core.db import db
from forum.core.errors import Invalid, SignInFirst

ACTOR = Actor(7)


def test_same_id_is_carried_out_once_with_one_answer():
    done = []

    def work():
        done.append(1)
        return {"n": len(done)}

    answers = [commands.once(ACTOR, "a", "test", work) for _ in range(3)]

    assert answers == [{"n": 1}] * 3
    assert done == [1]


def test_other_people_and_other_ids_are_other_commands():
    done = []

    def work():
        done.append(1)
        return {}

    commands.once(ACTOR, "a", "test", work)
    commands.once(ACTOR, "b", "test", work)
    commands.once(Actor(8), "a", "test", work)

    assert len(done) == 3


def test_an_id_used_for_another_kind_is_refused():
    commands.once(ACTOR, "a", "reply", dict)

    with pytest.raises(Invalid):
        commands.once(ACTOR, "a", "vote", dict)


def test_work_that_failed_may_be_sent_again(session):
    def fail():
        raise Invalid("no")

    with pytest.raises(Invalid):
        commands.once(ACTOR, "a", "test", fail)

    assert commands.once(ACTOR, "a", "test", lambda: {"n": 1}) == {"n": 1}


def test_visitors_command_nothing():
    with pytest.raises(SignInFirst):
        commands.once(VISITOR, "a", "test", dict)


@pytest.mark.commits
def test_the_same_command_sent_at_once_by_many_threads(app):
    answers = []
    start = threading.Barrier(6)

    def send():
        start.wait()
        with app.app_context():
            answers.append(commands.once(ACTOR, "storm", "test", work))

    def work():
        row = Holiday(day=date(1998, 1, 1), name="once", kind="storm")
        db.session.add(row)
        db.session.flush()
        return {"id": row.id}

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert len(answers) == 6
        assert len({answer["id"] for answer in answers}) == 1
        count = select(func.count()).select_from(Command).where(Command.cmd_id == "storm")
        assert db.session.scalar(count) == 1
