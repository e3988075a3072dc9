from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.polls.methods import METHODS, Result
from forum.polls.methods.single import Single

pytestmark = pytest.mark.pure

single = Single()
options = st.lists(st.integers(1, 99), min_size=1, max_size=6, unique=True)


@st.composite
def elections(draw):
    """Options, and the ballots one by one: mostly proper, some blank, some for nothing there."""
    here = draw(options)
    proper = st.sampled_from(here).map(lambda option: (option,))
    odd = st.sampled_from([(), (1000,), (here[0], here[0])])
    return here, draw(st.lists(st.one_of(proper, proper, proper, odd), max_size=12))


def test_is_registered_under_its_name():
    assert METHODS["single"].ballot == "choice"


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ([], "Pilih satu dulu"),
        ([1, 2], "Pilih satu saja"),
        ([1, 1], "Pilih satu saja"),
        ([3], "tidak ada pada surat suara"),
        ([0], "tidak ada pada surat suara"),
        ([-1], "tidak ada pada surat suara"),
    ],
)
def test_refuses_what_is_no_ballot(choices, sentence):
    with pytest.raises(Invalid, match=sentence):
        single.validate(choices, [1, 2])


def test_canonical_form():
    assert single.validate([2], [1, 2]) == (2,)


def test_most_votes_win():
    result = single.tally({(1,): 4, (2,): 7, (3,): 6}, [1, 2, 3])

    assert result == Result(
        winners=(2,), tally={1: 4, 2: 7, 3: 6}, ties=(), ballots=17, blank=0, invalid=0
    )


def test_equal_at_the_top_is_a_tie_without_a_winner():
    result = single.tally({(1,): 5, (2,): 3, (3,): 5}, [3, 2, 1])

    assert result.winners == ()
    assert result.ties == ((3, 1),)


def test_equal_below_the_top_is_no_tie():
    result = single.tally({(1,): 5, (2,): 3, (3,): 3}, [1, 2, 3])

    assert (result.winners, result.ties) == ((1,), ())


def test_an_empty_box_has_neither_winner_nor_tie():
    result = single.tally({}, [1, 2])

    assert result == Result(
        winners=(), tally={1: 0, 2: 0}, ties=(), ballots=0, blank=0, invalid=0
    )


def test_a_single_option():
    assert single.tally({(1,): 2}, [1]).winners == (1,)
    assert single.tally({}, [1]).winners == ()


def test_no_options_at_all():
    assert single.tally({(): 3}, []) == Result(
        winners=(), tally={}, ties=(), ballots=3, blank=3, invalid=0
    )


def test_blank_and_invalid_ballots_count_as_ballots_only():
    result = single.tally({(1,): 2, (): 5, (9,): 3}, [1, 2])

    assert (result.ballots, result.blank, result.invalid) == (10, 5, 3)
    assert result.winners == (1,)


@given(elections(), st.randoms())
def test_anonymity(election, chance):
    here, ballots = election
    shuffled = list(ballots)
    chance.shuffle(shuffled)

    assert single.tally(Counter(shuffled), here) == single.tally(Counter(ballots), here)


@given(elections())
def test_determinism(election):
    here, ballots = election

    once, again = (single.tally(Counter(ballots), here) for _time in range(2))

    assert once == again
    assert list(once.tally) == here


@given(elections(), st.integers(1, 5))
def test_weights_equal_repetition(election, weight):
    here, ballots = election
    weighted = {ballot: times * weight for ballot, times in Counter(ballots).items()}

    assert single.tally(weighted, here) == single.tally(Counter(ballots * weight), here)


@given(elections(), st.randoms())
def test_neutrality(election, chance):
    """Renaming the options renames the result, and changes nothing else."""
    here, ballots = election
    names = [option + 2000 for option in here]
    chance.shuffle(names)
    renamed = dict(zip(here, names, strict=True))

    before = single.tally(Counter(ballots), here)
    after = single.tally(
        Counter(tuple(renamed.get(o, o) for o in ballot) for ballot in ballots),
        [renamed[option] for option in here],
    )

    assert after.winners == tuple(renamed[option] for option in before.winners)
    assert after.ties == tuple(tuple(renamed[o] for o in tie) for tie in before.ties)
    assert after.tally == {renamed[option]: votes for option, votes in before.tally.items()}


@given(elections())
def test_sums(election):
    here, ballots = election

    result = single.tally(Counter(ballots), here)

    assert sum(result.tally.values()) + result.blank + result.invalid == result.ballots
    assert result.ballots == len(ballots)
    assert len(result.winners) <= 1
    assert not (result.winners and result.ties)


@given(elections())
def test_the_stored_form_holds_everything(election):
    here, ballots = election
    result = single.tally(Counter(ballots), here)

    assert Result.from_json(result.as_json()) == result


@given(elections())
def test_one_more_vote_for_the_winner_changes_nothing(election):
    here, ballots = election
    result = single.tally(Counter(ballots), here)
    if result.winners:
        more = single.tally(Counter([*ballots, result.winners]), here)
        assert more.winners == result.winners
