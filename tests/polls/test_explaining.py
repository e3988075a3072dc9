"""How a result came about, as pages say it."""

import pytest

from forum.polls import actions, queries
from forum.polls.counting import METHODS
from forum.polls.explaining import explain
from forum.polls.models import Ballot, PollState
from forum.polls.outcome import outcome_of
from forum.polls.shapes import SHAPES
from forum.web import in_language
from tests.accounts.factories import UserFactory
from tests.polls.test_papers import poll_by

# Tennessee's capital, the textbook example: Memphis, Nashville, Knoxville (Chattanooga left out).
RANKS = {"{a}>{b}>{c}": 42, "{b}>{c}>{a}": 26, "{c}>{b}>{a}": 32}


def filled(session, poll, papers):
    ids = dict(zip("abc", (str(option.id) for option in poll.options), strict=True))
    number = 0
    for paper, times in papers.items():
        for _time in range(times):
            number += 1
            session.add(
                Ballot(
                    poll_id=poll.id,
                    voter_id=UserFactory().id,
                    ballot_id=f"b{number}",
                    paper=paper.format(**ids),
                    number=number,
                )
            )
    poll.ballot_count = number
    session.flush()
    poll.result = actions.count_ballots(poll)
    poll.state = PollState.PUBLISHED
    session.flush()
    return outcome_of(poll)


def labelled(poll, *labels):
    for option, label in zip(poll.options, labels, strict=True):
        option.label = label
    return poll


@pytest.fixture
def page(app):
    with app.test_request_context():
        yield


def test_rounds_and_duels_of_a_ranking(page, session):
    poll = labelled(poll_by("irv"), "Memphis", "Nashville", "Knoxville")
    how = explain(filled(session, poll, {k: v // 2 for k, v in RANKS.items()}))

    assert [row[0] for row in how.rounds.rows] == ["Knoxville", "Memphis", "Nashville"]
    assert how.rounds.rows[0][1] == ((16, 50), (29, 50))
    assert how.rounds.rows[2][1] == ((13, 50), None)
    assert how.rounds.sentences == (
        "Putaran 1: Nashville gugur dengan 13 suara; suaranya pindah ke pilihan berikutnya.",
        "Putaran 2: Knoxville terpilih dengan 29 suara.",
    )
    assert "Nashville menang atas setiap pilihan lain" in how.matrix.sentence
    assert "tidak terpilih menurut cara ini" in how.matrix.sentence


def test_who_beats_everyone_and_wins(page, session):
    poll = labelled(poll_by("schulze"), "Memphis", "Nashville", "Knoxville")
    how = explain(filled(session, poll, {k: v // 2 for k, v in RANKS.items()}))

    assert how.rounds is None
    assert how.matrix.labels[0] == "Nashville"
    duels = dict(how.matrix.rows)["Nashville"]
    assert duels[0] is None
    assert [(duel.own, duel.other, duel.state) for duel in duels[1:]] == [
        (34, 16, "won"),
        (29, 21, "won"),
    ]
    assert how.matrix.sentence == (
        "Nashville menang atas setiap pilihan lain satu lawan satu, dan terpilih."
    )


def test_what_the_money_bought(page, session):
    poll = labelled(poll_by("greedy"), "Lampu", "Parit", "Taman")
    how = explain(filled(session, poll, {"{a},{b}": 4, "{c}": 3}))

    said = {project.label: (project.is_funded, project.sentence) for project in how.projects}
    assert said["Lampu"] == (True, "Didanai.")
    assert said["Taman"] == (False, "Tidak didanai: kurang Rp500.")
    assert how.left == "Sisa pagu: Rp100."


def test_other_rules_on_the_same_ballots(page, session):
    poll = labelled(
        poll_by("irv", shows_other_methods=True), "Memphis", "Nashville", "Knoxville"
    )
    how = explain(filled(session, poll, {k: v // 2 for k, v in RANKS.items()}))

    others = dict(how.others)
    assert others["Peringkat: satu lawan satu (Schulze)"] == "Nashville"
    assert "Peringkat: gugur bertahap (IRV)" not in others
    assert len(others) >= 5


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("method", list(SHAPES))
def test_every_result_has_a_page(app, client, session, method, language):
    poll = poll_by(method, shows_other_methods=True)
    kind = {
        "choice": "{a}", "approval": "{a},{b}", "projects": "{a},{b}", "rank": "{b}>{a}",
        "score": "{a}:3,{b}:5", "grade": "{a}:3,{b}:5", "dots": "{a}:3",
    }  # fmt: skip
    with app.test_request_context(), in_language(language):
        filled(session, poll, {kind[METHODS[method].ballot]: 6})

    answer = client.get(f"/suara/{poll.id}/hasil", headers={"Accept-Language": language})

    assert answer.status_code == 200
    assert 'class="is-win"' in answer.text


def test_nobody_voted(page, session):
    poll = poll_by("irv")

    how = explain(filled(session, poll, {}))

    assert (how.rounds, how.matrix) == (None, None)
    assert queries.counts(poll.id) == {}
