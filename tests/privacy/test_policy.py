import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.privacy import policy
from forum.privacy.models import DataCopy, DataRequest

pytestmark = pytest.mark.pure

RESIDENT = Actor(id=1)


def holding(role, **scope):
    return Actor(id=2, grants=frozenset({Grant(role, **scope)}))


ADMIN = holding(Role.ADMIN)
MANAGING = (policy.can_publish_texts, policy.can_answer_requests, policy.can_keep_incidents)


@pytest.mark.parametrize("rule", MANAGING)
@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (VISITOR, False),
        (RESIDENT, False),
        (ADMIN, True),
        (SYSTEM, True),
        (holding(Role.ADMIN, area_id=3), False),
        (holding(Role.ADMIN, unit_id=3), False),
        (holding(Role.MODERATOR), False),
        (holding(Role.OBSERVER), False),
        (holding(Role.DESK), False),
    ],
)
def test_the_citys_administrators_manage(rule, actor, may):
    assert rule(actor) is may


@pytest.mark.parametrize(
    ("actor", "may"),
    [(VISITOR, False), (RESIDENT, False), (ADMIN, True), (holding(Role.OBSERVER), True)],
)
def test_who_sees_what_the_daily_round_removed(actor, may):
    assert policy.can_see_retention(actor) is may


@pytest.mark.parametrize(("actor", "may"), [(VISITOR, False), (RESIDENT, True), (ADMIN, True)])
def test_whoever_has_an_account_has_data(actor, may):
    assert policy.can_have_data(actor) is may


@pytest.mark.parametrize("actor", [VISITOR, RESIDENT, ADMIN, SYSTEM])
def test_a_copy_is_for_its_owner_alone(actor):
    owner = Actor(id=9)

    assert policy.can_take_copy(owner, DataCopy(user_id=9))
    assert not policy.can_take_copy(actor, DataCopy(user_id=9))
    assert policy.can_cancel(owner, DataRequest(user_id=9))
    assert not policy.can_cancel(actor, DataRequest(user_id=9))
