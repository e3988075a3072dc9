from datetime import UTC, datetime

import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.moderation import Content, policy
from forum.moderation.grounds import GROUNDS, because
from forum.moderation.models import Case, Flag

pytestmark = pytest.mark.pure


def person(*roles: Role, id: int = 1) -> Actor:  # noqa: A002
    return Actor(id=id, grants=frozenset(Grant(role) for role in (Role.RESIDENT, *roles)))


def content(author_id: int) -> Content:
    return Content(
        id=5,
        author_id=author_id,
        author="Hendra",
        html="<p>kata</p>",
        title="Judul",
        url="/isu/1/kiriman/5",
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        is_hidden=False,
    )


@pytest.mark.parametrize(
    ("actor", "author_id", "allowed"),
    [
        (VISITOR, 2, False),
        (person(), 2, True),
        (person(), 1, False),
        (person(Role.MODERATOR), 2, True),
        (person(Role.MODERATOR), 1, False),
    ],
)
def test_can_flag(actor, author_id, allowed):
    assert policy.can_flag(actor, content(author_id)) is allowed


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (VISITOR, False),
        (person(), False),
        (person(Role.FACILITATOR), False),
        (person(Role.COORDINATOR), False),
        (person(Role.HEAD), False),
        (SYSTEM, False),
        (person(Role.MODERATOR), True),
        (person(Role.ADMIN), True),
    ],
)
def test_can_moderate(actor, allowed):
    assert policy.can_moderate(actor) is allowed


@pytest.mark.parametrize(
    ("actor", "author_id", "reporters", "allowed"),
    [
        (person(), 2, [3], False),
        (person(Role.MODERATOR), 2, [3], True),
        (person(Role.ADMIN), 2, [3], True),
        (person(Role.MODERATOR), 1, [3], False),  # one's own words
        (person(Role.MODERATOR), 2, [3, 1], False),  # one's own flag
    ],
)
def test_can_decide(actor, author_id, reporters, allowed):
    case = Case(flags=[Flag(reporter_id=reporter) for reporter in reporters])

    assert policy.can_decide(actor, case, content(author_id)) is allowed


def test_the_grounds_are_those_of_the_law_and_criticism_is_none():
    assert list(GROUNDS) == [
        "ujaran_kebencian", "pornografi", "perjudian", "fitnah", "ancaman", "data_pribadi", "spam", "kampanye",
    ]  # fmt: skip
    assert not any("kritik" in str(ground.label).lower() for ground in GROUNDS.values())


def test_a_ground_that_is_no_more_is_named_in_general():
    assert because("data_pribadi") == "memuat data pribadi orang lain"
    assert because("dulu") == because(None) == "melanggar tata krama forum"
