import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.decisions import policy
from forum.issues.models import Issue, IssueState

pytestmark = pytest.mark.pure
PUPR, DINKES = 1, 2
RESIDENT = Actor(1, frozenset({Grant(Role.RESIDENT)}))
OFFICIAL = Actor(2, frozenset({Grant(Role.OFFICIAL, unit_id=PUPR)}))
HEAD = Actor(3, frozenset({Grant(Role.HEAD, unit_id=PUPR)}))
FACILITATOR = Actor(4, frozenset({Grant(Role.FACILITATOR)}))
MODERATOR = Actor(5, frozenset({Grant(Role.MODERATOR)}))
COORDINATOR = Actor(6, frozenset({Grant(Role.COORDINATOR)}))
ADMIN = Actor(7, frozenset({Grant(Role.ADMIN)}))
PUBLIC, DRAFT = Issue(state=IssueState.RECEIVED), Issue(state=IssueState.DRAFT)


@pytest.mark.parametrize(
    ("actor", "answers", "exports"),
    [
        (VISITOR, False, False),
        (RESIDENT, False, False),
        (MODERATOR, False, False),
        (FACILITATOR, False, True),
        (COORDINATOR, False, True),
        (OFFICIAL, True, True),
        (HEAD, True, True),
        (ADMIN, False, True),
        (SYSTEM, False, True),
    ],
)
def test_who_answers_and_who_gets_the_brief(actor, answers, exports):
    assert policy.can_answer(actor, PUBLIC) is answers
    assert policy.can_export(actor, PUBLIC) is exports
    assert policy.can_answer(actor, DRAFT) is False
    assert policy.can_export(actor, DRAFT) is False


def test_nobody_answers_for_another_unit():
    assert policy.can_answer_for(OFFICIAL, PUBLIC, PUPR) is True
    assert policy.can_answer_for(OFFICIAL, PUBLIC, DINKES) is False
