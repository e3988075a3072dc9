import pytest

from forum.core.actor import SYSTEM, VISITOR, Actor, Grant, Role
from forum.discussions.models import Thread
from forum.issues import lifecycle, policy
from forum.issues.models import FIRST_STATE, STATES_OF, Issue, IssueKind, IssueState, Step
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


STATE_OF_THE_TABLE = {  # domain.md, section 4: who does what with a complaint
    Step.VERIFY: {Role.COORDINATOR},
    Step.ASSIGN: {Role.COORDINATOR},
    Step.REJECT: {Role.COORDINATOR},
    Step.FORWARD: {Role.OFFICIAL, Role.HEAD},
    Step.BEGIN: {Role.OFFICIAL, Role.HEAD},
    Step.ASK: {Role.COORDINATOR, Role.OFFICIAL, Role.HEAD},
}


@pytest.mark.parametrize("step", STATE_OF_THE_TABLE)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_who_takes_which_step(step, role):
    matter = issue(state=next(iter(lifecycle.sources(IssueKind.COMPLAINT, step))))
    matter.owner_unit_id = 3
    unit = 3 if role in policy.FOR_A_UNIT else None
    actor = Actor(id=9, grants=frozenset({Grant(role, unit_id=unit)}))

    assert policy.can_take(actor, matter, step) is (role in STATE_OF_THE_TABLE[step])
    assert policy.can_take(SYSTEM, matter, step)
    assert not policy.can_take(VISITOR, matter, step)


def test_a_unit_that_does_not_have_it_takes_no_step():
    matter = issue(IssueState.ASSIGNED)
    matter.owner_unit_id = 3

    for role in policy.FOR_A_UNIT:
        stranger = Actor(id=9, grants=frozenset({Grant(role, unit_id=4)}))
        assert not policy.can_take(stranger, matter, Step.BEGIN)


def test_nobody_handles_a_complaint_about_the_unit_they_serve():
    matter = issue(IssueState.RECEIVED)
    matter.reported_unit_id = 3
    grants = frozenset({Grant(Role.COORDINATOR), Grant(Role.OFFICIAL, unit_id=3)})

    assert not policy.can_take(Actor(id=9, grants=grants), matter, Step.VERIFY)


@pytest.mark.parametrize("kind", list(IssueKind))
def test_every_step_stays_within_the_states_of_its_kind(kind):
    states = set(STATES_OF[kind])

    for rule in lifecycle.RULES[kind].values():
        assert rule.sources <= states - {IssueState.DRAFT}
        assert rule.target is None or rule.target in states - {IssueState.DRAFT}


@pytest.mark.parametrize("kind", list(IssueKind))
def test_every_state_is_reached_and_every_unfinished_one_is_left(kind):
    rules = lifecycle.RULES[kind].values()
    reached = {rule.target for rule in rules} | {FIRST_STATE[kind], IssueState.DRAFT}
    left = set().union(*(rule.sources for rule in rules))

    assert reached - {None} == set(STATES_OF[kind])
    assert set(STATES_OF[kind]) - lifecycle.ENDS - {IssueState.DRAFT} <= left


def test_every_kind_and_state_has_words_and_every_public_state_a_stage():
    staged = [state for stage in STAGES.values() for state in stage.states]

    assert set(KINDS) == set(IssueKind)
    assert set(STATES) == set(IssueState)
    assert sorted(staged) == sorted(set(IssueState) - {IssueState.DRAFT})
