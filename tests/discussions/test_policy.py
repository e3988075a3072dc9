import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.discussions import policy
from forum.discussions.models import Post, Thread
from forum.discussions.voices import Voice, badge, voices_of

pytestmark = pytest.mark.pure


def person(*roles: Role | Grant, id: int = 1) -> Actor:  # noqa: A002
    grants = {Grant(Role.RESIDENT)} | {
        role if isinstance(role, Grant) else Grant(role) for role in roles
    }
    return Actor(id=id, grants=frozenset(grants))


@pytest.mark.parametrize(
    ("actor", "closed", "allowed"),
    [
        (VISITOR, False, False),
        (person(), False, True),
        (person(Role.MODERATOR), False, True),
        (person(), True, False),
        (person(Role.ADMIN), True, False),
    ],
)
def test_can_reply(actor, closed, allowed):
    assert policy.can_reply(actor, Thread(is_closed=closed)) is allowed


@pytest.mark.parametrize(
    ("actor", "author_id", "allowed"),
    [(VISITOR, 1, False), (person(), 2, True), (person(), 1, False)],
)
def test_can_support(actor, author_id, allowed):
    assert policy.can_support(actor, Post(author_id=author_id)) is allowed


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (VISITOR, False),
        (person(), False),
        (person(Role.FACILITATOR), False),
        (person(Role.OFFICIAL), False),
        (person(Role.MODERATOR), True),
        (person(Role.ADMIN), True),
        (SYSTEM, True),
    ],
)
def test_can_moderate(actor, allowed):
    assert policy.can_moderate(actor) is allowed


OFFICIAL_OF_3 = Grant(Role.OFFICIAL, unit_id=3)


@pytest.mark.parametrize(
    ("actor", "voice", "allowed"),
    [
        (VISITOR, None, False),
        (person(), None, True),
        (person(), Voice(Role.MODERATOR), False),
        (person(Role.MODERATOR), Voice(Role.MODERATOR), True),
        (person(OFFICIAL_OF_3), Voice(Role.OFFICIAL, 3), True),
        (person(OFFICIAL_OF_3), Voice(Role.OFFICIAL, 4), False),
        (person(OFFICIAL_OF_3), Voice(Role.HEAD, 3), False),
        (person(Role.ADMIN), Voice(Role.OFFICIAL, 3), False),
    ],
)
def test_can_write_as(actor, voice, allowed):
    assert policy.can_write_as(actor, voice) is allowed


def test_voices_stand_in_a_fixed_order_and_officials_need_a_unit():
    actor = person(
        Role.MODERATOR, Role.SCRIBE, Role.OFFICIAL, OFFICIAL_OF_3, Grant(Role.HEAD, unit_id=4)
    )

    assert [voice.key for voice in voices_of(actor)] == ["official:3", "head:4", "moderator"]


@pytest.mark.parametrize(
    ("role", "unit", "words"),
    [
        (None, None, None),
        ("resident", None, None),
        ("moderator", None, "Moderator"),
        ("official", "Dinas PUPR", "Dinas PUPR"),
        ("head", "Dinas PUPR", "Pimpinan Dinas PUPR"),
    ],
)
def test_the_badge_says_in_which_capacity_one_writes(role, unit, words):
    assert badge(role, unit) == words
