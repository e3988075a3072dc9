"""Declared done, and what the reporter says of it within the term."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.attachments.queries import files_of
from forum.city.actions import add_holiday
from forum.city.models import HolidayKind
from forum.core import clock as now_clock
from forum.core.errors import Forbidden, Invalid, Refused
from forum.core.outbox import deliver_due
from forum.decisions import actions, ledger, queries
from forum.decisions.models import Verdict
from forum.issues import actions as issues
from forum.issues import queries as issue_queries
from forum.issues.actions import Choice, TooLate
from forum.issues.models import IssueKind, IssueState, Step
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.decisions.factories import Office, supported


def at(clock, text):
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=now_clock.LOCAL))


def again(office):
    """The issue as it is after a refusal, which undid what was read."""
    office.issue = issue_queries.issue_by_id(office.issue.id)
    return office.issue


def kinds_told(user, session):
    while deliver_due():
        pass
    rows = select(Notification.kind).where(Notification.user_id == user.id)
    return list(session.scalars(rows.order_by(Notification.id)))


# --- declared done


def test_done_wants_every_promise_kept_or_cancelled():
    office = Office()
    office.promise()

    with pytest.raises(Refused, match="Membuka parit"):
        actions.finish(
            office.official, office.issue, done="Selesai.", intangible="Sudah dicek."
        )

    assert again(office).state is IssueState.ANSWERED


@pytest.mark.parametrize(
    "changes", [{"files": []}, {"files": [], "intangible": "tidak"}, {"done": " "}]
)
def test_done_wants_words_and_evidence(changes):
    office = Office()

    with pytest.raises(Invalid):
        office.finish(**changes)

    assert again(office).state is not IssueState.DONE
    assert queries.last_closing(office.issue.id) is None


def test_the_evidence_of_a_kept_promise_counts():
    office = Office()
    promise = office.promise()
    office.keep(promise, actions.Told("Parit dibuka.", files=[office.photo()]))

    closing = actions.finish(office.official, office.issue, done="Parit dibuka.")

    assert (closing.intangible, closing.verdict) == (None, Verdict.WAITING)
    assert office.issue.state is IssueState.DONE


def test_without_anything_to_show_the_reason_is_written():
    office = Office(kind=IssueKind.QUESTION)
    office.answer(promises=[])

    closing = actions.finish(
        office.official, office.issue, done="Dijawab.", intangible="Hanya keterangan tertulis."
    )

    assert closing.intangible == "Hanya keterangan tertulis."
    assert files_of("closing", [closing.id]) == {}


@pytest.mark.parametrize("roles", [["resident"], ["admin"], ["coordinator"]])
def test_only_the_unit_in_charge_declares_it_done(roles):
    office = Office()

    with pytest.raises(Forbidden):
        actions.finish(
            UserFactory(roles=roles).as_actor(),
            office.issue,
            done="Selesai.",
            intangible="Sudah dicek.",
        )


# --- the term of ten working days


@pytest.mark.parametrize(
    ("finished", "last"),
    [  # domain.md section 2: +10 working days, over cuti bersama and new year
        ("2026-11-24", "2026-12-08"),
        ("2026-12-17", "2027-01-06"),
        ("2026-12-24", "2027-01-12"),
        ("2027-03-05", "2027-03-31"),
    ],
)
def test_the_reporter_has_ten_working_days(city, clock, finished, last):
    at(clock, f"{finished}T16:00")
    office = Office()
    closing = office.finish()
    assert closing.ends_on.isoformat() == last

    at(clock, f"{last}T23:58")
    assert actions.close_windows() == 0
    clock.tick(120)
    assert actions.close_windows() == 1
    assert actions.close_windows() == 0
    assert closing.verdict is Verdict.SILENT
    with pytest.raises(Refused, match="sudah tercatat"):
        actions.confirm(office.reporter, again(office))


def test_a_holiday_that_comes_later_moves_the_end(city, clock):
    at(clock, "2026-11-24T16:00")
    closing = Office().finish()
    admin = UserFactory(admin=True).as_actor()

    add_holiday(admin, day=date(2026, 12, 3), name="Libur pilkada", kind=HolidayKind.PUBLIC)
    while deliver_due():
        pass

    assert closing.ends_on.isoformat() == "2026-12-09"


def test_after_the_term_nobody_confirms_even_if_the_worker_is_late(city, clock):
    at(clock, "2026-11-24T16:00")
    office = Office()
    office.finish()
    at(clock, "2026-12-09T00:01")

    with pytest.raises(TooLate):
        actions.confirm(office.reporter, office.issue)
    with pytest.raises(TooLate):
        actions.contest(office.reporter, again(office), words="Belum.")


# --- what the reporter says


def test_the_reporter_confirms_with_a_rating():
    office = Office()
    office.finish()

    closing = actions.confirm(office.reporter, office.issue, rating=4, words="Terima kasih.")

    assert (closing.verdict, closing.rating, closing.words) == (
        Verdict.CONFIRMED, 4, "Terima kasih.",
    )  # fmt: skip
    assert office.issue.state is IssueState.DONE
    with pytest.raises(Refused, match="sudah tercatat"):
        actions.contest(office.reporter, office.issue, words="Belum.")


@pytest.mark.parametrize("kind", [IssueKind.COMPLAINT, IssueKind.QUESTION, IssueKind.PROPOSAL])
def test_the_reporter_contests_once_and_it_is_opened_again(kind):
    proposal = kind is IssueKind.PROPOSAL
    before = IssueState.CARRIED_OUT if proposal else IssueState.IN_PROGRESS
    office = Office(kind=kind, state=before)
    office.finish()

    closing = actions.contest(office.reporter, office.issue, words="Masih tergenang.")

    assert closing.verdict is Verdict.CONTESTED
    assert office.issue.state is (IssueState.CARRIED_OUT if proposal else IssueState.REOPENED)
    step = issue_queries.steps_of(office.issue.id)[-1]
    assert (step.step, step.note, step.role) == (Step.REOPEN, "Masih tergenang.", None)


def test_a_second_contest_is_noted_and_told_but_opens_nothing(session):
    coordinator = UserFactory(coordinator=True)
    office = Office()
    office.finish()
    actions.contest(office.reporter, office.issue, words="Masih tergenang.")
    office.finish()

    closing = actions.contest(office.reporter, office.issue, words="Tetap tergenang.")

    assert closing.verdict is Verdict.CONTESTED
    assert office.issue.state is IssueState.DONE
    assert "closing_answered" in kinds_told(coordinator, session)


def test_opening_it_again_by_the_other_door_counts_as_contesting():
    office = Office()
    closing = office.finish()

    issues.take_step(office.reporter, office.issue, Step.REOPEN, Choice("Masih tergenang."))

    assert closing.verdict is Verdict.CONTESTED


def test_a_coordinator_who_opens_it_again_speaks_for_nobody():
    office = Office()
    closing = office.finish()
    coordinator = UserFactory(coordinator=True).as_actor()

    issues.take_step(coordinator, office.issue, Step.REOPEN, Choice("Foto lama."))

    assert closing.verdict is Verdict.WITHDRAWN


@pytest.mark.parametrize("who", ["neighbour", "official"])
def test_nobody_else_speaks_for_the_reporter(who):
    office = Office()
    office.finish()
    actor = office.official if who == "official" else UserFactory().as_actor()

    with pytest.raises(Forbidden):
        actions.confirm(actor, office.issue)


@pytest.mark.parametrize("rating", [0, 5])
def test_a_rating_is_one_of_four(rating):
    office = Office()
    office.finish()

    with pytest.raises(Invalid):
        actions.confirm(office.reporter, office.issue, rating=rating)


# --- silence is not consent


def test_silence_is_counted_apart_from_consent(clock):
    confirmed, silent, contested, waiting = (Office() for _ in range(4))
    silent.finish()
    clock.tick(40 * 86_400)
    actions.close_windows()
    for office in (confirmed, contested, waiting):
        office.finish()
    actions.confirm(confirmed.reporter, confirmed.issue)
    actions.contest(contested.reporter, contested.issue, words="Belum beres.")

    figures = ledger.figures(UserFactory().as_actor(), now_clock.today() - timedelta(days=60))

    assert figures.verdicts == {
        Verdict.CONFIRMED: 1, Verdict.SILENT: 1, Verdict.CONTESTED: 1, Verdict.WAITING: 1,
    }  # fmt: skip


def test_everyone_hears_what_the_reporter_said(session):
    office = Office()
    neighbour = supported(office.issue)
    office.finish()
    assert kinds_told(office.author, session)[-1] == "issue_finished"
    assert kinds_told(neighbour, session)[-1] == "followed_finish"

    actions.confirm(office.reporter, office.issue)

    assert kinds_told(neighbour, session)[-1] == "followed_word"
    assert kinds_told(office.user, session)[-1] == "closing_answered"


# --- doors


def test_from_the_answer_to_the_confirmed_result_by_forms(client, signed_in):
    office = Office()
    office.keep(office.promise())
    path = f"/isu/{office.issue.id}"
    signed_in(office.user)
    assert f"{path}/selesai" in client.get(path).text
    form = {"done": "Parit dibuka.", "intangible": "Diperiksa bersama RT.", "cmd_id": "s1"}
    for _press in range(2):
        assert client.post(f"{path}/selesai", data=form).status_code == 303

    signed_in(office.author)
    assert f"{path}/konfirmasi" in client.get(path).text
    assert client.get(f"{path}/konfirmasi").status_code == 200
    form = {"verdict": "ya", "rating": "3", "words": "Sudah surut.", "cmd_id": "k1"}
    for _press in range(2):
        assert client.post(f"{path}/konfirmasi", data=form).status_code == 303

    page = client.get(path).text
    for words in ("Dikonfirmasi pelapor", "Sudah surut.", "Baik (3/4)"):
        assert words in page, words
    assert f"{path}/konfirmasi" not in page
    assert "sudah tercatat" in client.get(f"{path}/konfirmasi").text


@pytest.mark.parametrize(
    "form", [{}, {"verdict": "belum"}, {"verdict": "ya", "rating": "5"}, {"verdict": "mungkin"}]
)
def test_mistakes_of_the_reporter_come_back(client, signed_in, form):
    office = Office()
    office.finish()
    signed_in(office.author)

    answer = client.post(f"/isu/{office.issue.id}/konfirmasi", data=form | {"cmd_id": "k"})

    assert answer.status_code == 422
    assert 'id="galat"' in answer.text


def test_while_a_promise_runs_the_page_leads_to_it(client, signed_in):
    office = Office()
    promise = office.promise()
    signed_in(office.user)
    path = f"/isu/{office.issue.id}/selesai"

    assert f"/tindak-lanjut/{promise.id}" in client.get(path).text
    form = {"done": "Selesai.", "intangible": "Diperiksa bersama RT.", "cmd_id": "s"}
    assert client.post(path, data=form).status_code == 409


def test_others_find_no_way_in(client, signed_in):
    office = Office()
    office.finish()
    path = f"/isu/{office.issue.id}"
    signed_in(UserFactory())

    assert client.get(f"{path}/konfirmasi").status_code == 403
    assert client.get(f"{path}/selesai").status_code == 403


def test_the_brief_says_what_came_of_it(client, signed_in):
    office = Office()
    office.finish()
    actions.confirm(office.reporter, office.issue, rating=4)
    signed_in(office.user)

    brief = client.get(f"/isu/{office.issue.id}/ringkasan.json").get_json()["data"]

    (promise,), (word,) = brief["commitments"], brief["confirmations"]
    assert (promise["what"], promise["standing"]) == ("Membuka parit", "selesai")
    assert (word["verdict"], word["rating"]) == ("dikonfirmasi", 4)
    assert brief["answers"][0]["result"] == "diterima"
    assert client.get(f"/isu/{office.issue.id}/ringkasan.docx").status_code == 200
