import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.discussions.models import Thread
from forum.issues import policy
from forum.issues.models import STATES_OF, Issue, IssueKind, IssueState
from forum.issues.words import KINDS, STAGES, STATES

pytestmark = pytest.mark.pure


def person(*roles: Role, id: int = 1) -> Actor:  # noqa: A002
    return Actor(id=id, grants=frozenset(Grant(role) for role in (Role.RESIDENT, *roles)))


def issue(state=IssueState.RECEIVED, kind=IssueKind.COMPLAINT, author_id=1) -> Issue:
    return Issue(id=7, state=state, kind=kind, thread=Thread(id=7, author_id=author_id))


@pytest.mark.parametrize(("actor", "allowed"), [(VISITOR, False), (person(), True)])
def test_can_raise(actor, allowed):
    assert policy.can_raise(actor) is allowed


@pytest.mark.parametrize(
    ("actor", "state", "allowed"),
    [
        (VISITOR, IssueState.DRAFT, False),
        (person(), IssueState.DRAFT, True),
        (person(), IssueState.RECEIVED, False),
        (person(id=2), IssueState.DRAFT, False),
        (person(Role.ADMIN, id=2), IssueState.DRAFT, False),
        (SYSTEM, IssueState.DRAFT, False),
    ],
)
def test_can_edit(actor, state, allowed):
    assert policy.can_edit(actor, issue(state)) is allowed


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (VISITOR, False),
        (person(), False),
        (person(Role.FACILITATOR), False),
        (person(Role.MODERATOR), False),
        (person(Role.SCRIBE), False),
        (person(Role.COORDINATOR), True),
        (person(Role.OFFICIAL), True),
        (person(Role.HEAD), True),
        (person(Role.ADMIN), True),
        (SYSTEM, True),
    ],
)
def test_can_move(actor, allowed):
    assert policy.can_move(actor, issue()) is allowed
    assert policy.can_move(actor, issue(IssueState.DRAFT)) is False


@pytest.mark.parametrize("kind", list(IssueKind))
def test_an_issue_moves_among_the_states_of_its_kind_and_never_back_to_a_draft(kind):
    states = policy.states_for(issue(kind=kind))

    assert IssueState.DRAFT not in states
    assert set(states) == set(STATES_OF[kind]) - {IssueState.DRAFT}


def test_every_kind_and_state_has_words_and_every_public_state_a_stage():
    staged = [state for stage in STAGES.values() for state in stage.states]

    assert set(KINDS) == set(IssueKind)
    assert set(STATES) == set(IssueState)
    assert sorted(staged) == sorted(set(IssueState) - {IssueState.DRAFT})
