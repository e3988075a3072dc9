import pytest

from forum.core.actor import VISITOR
from forum.core.errors import NotFound
from forum.polls import queries
from forum.polls.models import PollState
from tests.accounts.factories import UserFactory
from tests.polls.factories import BallotFactory, PollFactory, with_ballots


def test_a_poll_comes_with_what_its_page_needs(session):
    poll_id = PollFactory(size=3).id
    session.expire_all()

    poll = queries.poll_for(VISITOR, poll_id)

    assert [option.label for option in poll.options] == ["Pilihan 1", "Pilihan 2", "Pilihan 3"]
    assert (poll.area, poll.unit) == (None, None)


def test_a_draft_does_not_exist_for_residents():
    draft = PollFactory(draft=True)

    with pytest.raises(NotFound):
        queries.poll_for(UserFactory().as_actor(), draft.id)
    with pytest.raises(NotFound):
        queries.poll_for(VISITOR, 10**6)
    assert queries.poll_for(UserFactory(facilitator=True).as_actor(), draft.id) is draft


def test_the_list_has_open_ones_first_and_goes_on_where_it_was_cut():
    states = [
        PollState.PUBLISHED, PollState.OPEN, PollState.DRAFT, PollState.ARMED,
        PollState.CLOSED, PollState.OPEN, PollState.COUNTING,
    ]  # fmt: skip
    made = [PollFactory(state=state) for state in states]
    wanted = [made[n].id for n in (5, 1, 3, 6, 4, 0)]

    whole = queries.polls(VISITOR, limit=20)
    assert [poll.id for poll in whole] == wanted

    in_twos, after = [], None
    while page := queries.polls(VISITOR, after=after, limit=2):
        in_twos += [poll.id for poll in page]
        after = (queries.rank(page[-1]), page[-1].id)
    assert in_twos == wanted


@pytest.mark.parametrize(
    ("shown", "states"),
    [
        (queries.OPEN, ["open", "armed"]),
        (queries.RESULTS, ["published"]),
        (queries.DRAFTS, []),
    ],
)
def test_the_list_can_be_narrowed(shown, states):
    for state in PollState:
        PollFactory(state=state)

    assert [poll.state for poll in queries.polls(VISITOR, shown=shown, limit=9)] == states


def test_ballots_are_grouped_by_the_database(count_queries):
    poll = with_ballots(PollFactory(size=3), 3, 0, 2)
    with_ballots(PollFactory(), 4)
    first, _second, third = (option.id for option in poll.options)

    with count_queries() as seen:
        counted = queries.counts(poll.id)

    assert counted == {str(first): 3, str(third): 2}
    assert len(seen) == 1


def test_ones_own_ballots():
    voter, poll, other = UserFactory(), PollFactory(), PollFactory()
    ballot = BallotFactory(poll=poll, voter=voter)
    BallotFactory(poll=other)

    assert queries.ballot_of(voter.as_actor(), poll.id) is ballot
    assert queries.ballot_of(voter.as_actor(), other.id) is None
    assert queries.ballot_of(VISITOR, poll.id) is None
    assert queries.voted_in(voter.as_actor(), [poll.id, other.id]) == {poll.id}
    assert queries.voted_in(VISITOR, [poll.id]) == frozenset()


def test_turnout_of_several_polls(session):
    one, other = with_ballots(PollFactory(), 2), PollFactory(entitled=7)
    session.flush()

    assert queries.turnout([one.id, other.id]) == {
        one.id: queries.Turnout(ballots=2, entitled=10),
        other.id: queries.Turnout(ballots=0, entitled=7),
    }
    assert queries.turnout([]) == {}


def test_the_feed_holds_what_was_opened():
    opened, published = PollFactory(), PollFactory(state=PollState.PUBLISHED)
    PollFactory(armed=True)
    PollFactory(draft=True)

    assert [poll.id for poll in queries.latest_public(10)] == [published.id, opened.id]
