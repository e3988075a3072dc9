import pytest

from forum.core.actor import VISITOR
from forum.core.errors import Forbidden, NotFound, SignInFirst
from forum.moderation import queries
from forum.moderation.models import CaseState
from forum.web.paging import encode
from tests.accounts.factories import UserFactory
from tests.moderation.factories import CaseFactory


def moderator():
    return UserFactory(moderator=True).as_actor()


def walk(ask):
    seen, cursor = [], None
    while True:
        page = ask(cursor)
        seen += [view.case.id for view in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return seen


def test_what_waits_the_longest_comes_first(clock):
    cases = []
    for number in range(45):
        if number % 2:
            clock.tick(60)
        cases.append(CaseFactory())
    CaseFactory(state=CaseState.KEPT, decided_at=clock.now)

    assert walk(queries.open_cases) == [case.id for case in cases]


def test_the_latest_decision_comes_first(clock):
    CaseFactory()
    cases = []
    for number in range(25):
        if number % 2:
            clock.tick(60)
        cases.append(CaseFactory(state=CaseState.HIDDEN, decided_at=clock.now))

    assert walk(queries.decided_cases) == [case.id for case in reversed(cases)]


def test_the_tabs_know_how_many(clock):
    CaseFactory()
    for state in (CaseState.HIDDEN, CaseState.KEPT, CaseState.RESTORED):
        CaseFactory(state=state, decided_at=clock.now)

    assert queries.counts() == queries.Counts(open=1, decided=3)


@pytest.mark.parametrize("cursor", ["x", encode(("2026-11-24T00:00:00", 1)), encode((1, 2, 3))])
def test_a_spoilt_cursor_is_the_first_page(cursor):
    case = CaseFactory()

    assert [view.case.id for view in queries.open_cases(cursor).rows] == [case.id]


def test_a_case_is_there_for_moderators_only():
    case = CaseFactory()

    assert queries.case_for(moderator(), case.id) == case
    with pytest.raises(Forbidden):
        queries.case_for(UserFactory().as_actor(), case.id)
    with pytest.raises(SignInFirst):
        queries.case_for(VISITOR, case.id)
    for missing in (0, 999_999, 2**70):
        with pytest.raises(NotFound):
            queries.case_for(moderator(), missing)


def test_a_case_about_what_is_gone_says_so():
    case = CaseFactory()
    case.subject_id = 999_999

    assert queries.view_of(queries.case_for(moderator(), case.id)).content is None


def test_a_page_of_cases_costs_the_same_however_long(count_queries):
    def statements() -> int:
        with count_queries() as seen:
            queries.open_cases()
        return len(seen)

    for _ in range(3):
        CaseFactory()
    few = statements()
    for _ in range(57):
        CaseFactory()

    assert few == statements() <= 3
