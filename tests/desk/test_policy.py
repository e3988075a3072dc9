import pytest

from forum.city.models import Area
from forum.core.actor import VISITOR, Actor, Grant, Role
from forum.desk import policy

pytestmark = pytest.mark.pure

HERE = Area(id=3, parent_id=1)
ELSEWHERE = Area(id=4, parent_id=2)


def actor(role, area_id=None, unit_id=None):
    return Actor(id=9, grants=frozenset({Grant(role, area_id, unit_id), Grant(Role.RESIDENT)}))


@pytest.mark.parametrize(
    ("who", "anywhere", "here", "elsewhere"),
    [
        (VISITOR, False, False, False),
        (actor(Role.RESIDENT), False, False, False),
        (actor(Role.DESK), True, True, True),
        (actor(Role.DESK, area_id=3), True, True, False),
        (actor(Role.DESK, area_id=1), True, True, False),  # of the kecamatan
        (actor(Role.DESK, unit_id=5), False, False, False),
        (actor(Role.ADMIN), True, True, True),
        (actor(Role.ADMIN, area_id=4), True, False, True),
        *((actor(role), False, False, False) for role in Role
          if role not in (Role.DESK, Role.ADMIN, Role.RESIDENT)),
    ],
)  # fmt: skip
def test_who_serves_where(who, anywhere, here, elsewhere):
    assert policy.can_serve(who) is anywhere
    assert policy.can_serve_in(who, HERE) is here
    assert policy.can_serve_in(who, ELSEWHERE) is elsewhere
