import pytest

from forum.accounts import policy
from forum.accounts.models import User
from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role

pytestmark = pytest.mark.pure

RESIDENT = Actor(id=1, grants=frozenset({Grant(Role.RESIDENT)}))
ADMIN = Actor(id=2, grants=frozenset({Grant(Role.ADMIN)}))
UNIT_ADMIN = Actor(id=3, grants=frozenset({Grant(Role.ADMIN, unit_id=7)}))


def test_registering_is_for_visitors() -> None:
    assert policy.can_register(VISITOR)
    assert not policy.can_register(RESIDENT)


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [(SYSTEM, True), (ADMIN, True), (UNIT_ADMIN, False), (RESIDENT, False), (VISITOR, False)],
)
def test_accounts_are_made_by_the_city(actor: Actor, allowed: bool) -> None:
    assert policy.can_create(actor) is allowed


def test_an_account_is_its_owners() -> None:
    mine = User(id=1)
    assert policy.can_edit(RESIDENT, mine)
    assert not policy.can_edit(ADMIN, mine)
    assert not policy.can_edit(VISITOR, mine)


@pytest.mark.parametrize(
    ("active", "is_demo", "demo", "allowed"),
    [
        (True, False, False, True),
        (True, True, True, True),
        (True, True, False, False),
        (False, False, True, False),
    ],
)
def test_who_may_enter(active: bool, is_demo: bool, demo: bool, allowed: bool) -> None:
    assert policy.may_enter(User(active=active, is_demo=is_demo), demo=demo) is allowed
