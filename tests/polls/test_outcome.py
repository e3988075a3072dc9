import pytest

from forum.polls import rules
from forum.polls.models import PollState
from forum.polls.outcome import listed, outcome_of
from forum.web import in_language
from tests.polls.factories import PollFactory, counted


@pytest.fixture
def outcome(app):
    """`outcome(3, 5)`: what so many votes say, asked for within a page."""

    def make(*votes, **more):
        poll = counted(*votes, **more)
        context.push()
        return outcome_of(poll)

    context = app.test_request_context()
    yield make
    context.pop()


def test_no_outcome_before_the_count():
    assert outcome_of(PollFactory(state=PollState.CLOSED)) is None


def test_most_votes_first(outcome):
    result = outcome(1, 3, 1, 2)

    assert [(option.label, votes) for option, votes in result.rows] == [
        ("Pilihan 2", 3),
        ("Pilihan 4", 2),
        ("Pilihan 1", 1),
        ("Pilihan 3", 1),
    ]
    assert [option.label for option in result.winners] == ["Pilihan 2"]


def test_the_winner_in_words(outcome):
    assert outcome(3, 5).sentence() == (
        "Pilihan 2 mendapat suara terbanyak: 5 dari 8 suara (62,5%)."
    )


@pytest.mark.parametrize("votes", [(2, 2), (2, 2, 2)])
def test_a_tie_in_words(outcome, votes):
    result = outcome(*votes)
    [winner] = result.winners

    assert result.sentence().startswith(f"{winner.label} mendapat suara terbanyak: 2 dari ")
    luckiest = rules.lot_of(result.poll).order[0]
    assert str(winner.id) == luckiest
    others = [option.label for option, _votes in result.rows if option is not winner]
    assert result.lot_sentence() == (
        f"{listed([winner.label, *others])} sama kuat. "
        f"Urutan undian yang diumumkan sebelum dibuka memilih {winner.label}."
    )
    assert "Satu suara lagi" in result.what_would_change()


def test_nobody_voted(outcome):
    result = outcome(0, 0)

    assert result.sentence() == "Tidak ada suara yang masuk."
    assert result.what_would_change() is None


@pytest.mark.parametrize(
    ("votes", "margin", "swing"),
    [((6, 5), 1, 1), ((7, 5), 2, 2), ((8, 5), 3, 2), ((9, 0), 9, 5)],
)
def test_what_would_change_it(outcome, votes, margin, swing):
    result = outcome(*votes)

    assert (result.margin, result.swing) == (margin, swing)
    first, second = votes
    assert second + swing > first - swing, "so many changing their mind is enough"
    assert second + swing - 1 <= first - swing + 1, "and one fewer is not"
    assert result.what_would_change() == (
        f"Selisihnya {margin} suara. "
        f"Bila {swing} pemilih Pilihan 1 memilih Pilihan 2, Pilihan 2 yang terbanyak."
    )


def test_a_single_option_has_nothing_to_compare(outcome):
    result = outcome(3, size=1)

    assert (result.margin, result.swing, result.what_would_change()) == (None, None, None)


def test_turnout_in_words(outcome):
    assert outcome(3, 5, entitled=1204).turnout_sentence() == (
        "8 dari 1.204 orang yang berhak memberikan suara (0,7%)."
    )


def test_numbers_follow_the_language(outcome):
    result = outcome(1, 2, entitled=1204)

    with in_language("en"):
        assert "1,204" in result.turnout_sentence()
