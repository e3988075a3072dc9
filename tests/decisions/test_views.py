from datetime import timedelta

import pytest

from forum.core import clock as forum_clock
from forum.decisions import queries
from forum.issues.models import IssueState
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.issues.factories import IssueFactory


@pytest.fixture
def official(signed_in):
    return signed_in(UserFactory(official=True, unit=UnitFactory()))


def typed(official, **changes):
    return {
        "unit": official.grants[0].unit_id,
        "result": "diterima",
        "text": "Parit dibuka kembali.",
        "owner": "Kepala Bidang",
        "what": "Membuka parit 180 meter",
        "estimate": "1.250.000",
        "due_on": (forum_clock.today() + timedelta(days=3)).isoformat(),
        "cmd_id": "a1",
    } | changes


def test_an_official_answers_and_the_page_shows_it(client, official):
    issue = IssueFactory()

    done = client.post(f"/isu/{issue.id}/jawaban", data=typed(official))

    assert done.status_code == 303
    page = client.get(f"/isu/{issue.id}").text
    assert "Parit dibuka kembali." in page
    assert "Kepala Bidang" in page


def test_sending_twice_answers_once(client, official):
    issue = IssueFactory()

    for _press in range(2):
        client.post(f"/isu/{issue.id}/jawaban", data=typed(official))

    assert len(queries.answers_to(issue.id)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": "x" * 10_001},
        {"owner": ""},
        {"due_on": ""},
        {"due_on": "kapan-kapan"},
        {"due_on": "2020-01-01"},
        {"unit": "999999"},
        {"result": ""},
        {"result": "mungkin"},
        {"what": ""},
        {"result": "diterima_sebagian", "reason": "perlu_kajian"},
        {"result": "ditunda", "reason": "perlu_kajian", "due_on": ""},
        {"estimate": "sejuta"},
        {"more-0-what": "Membeli pompa"},
        {"more-1-due_on": "2020-01-01", "more-1-what": "Membeli pompa"},
    ],
)
def test_mistakes_come_back_with_what_was_typed(client, official, changes):
    issue = IssueFactory()
    form = typed(official, **changes)

    answer = client.post(f"/isu/{issue.id}/jawaban", data=form)

    assert answer.status_code == 422
    assert 'id="galat"' in answer.text
    assert form["text"] in answer.text
    assert queries.answers_to(issue.id) == []


@pytest.mark.parametrize("role", ["resident", "facilitator", "moderator", "admin"])
def test_others_are_refused(client, signed_in, role):
    signed_in(UserFactory(roles=[role]))
    issue = IssueFactory()

    assert client.get(f"/isu/{issue.id}/jawaban").status_code == 403
    assert client.post(f"/isu/{issue.id}/jawaban", data={}).status_code == 403


def test_visitors_are_asked_to_sign_in(client):
    issue = IssueFactory()

    answer = client.get(f"/isu/{issue.id}/jawaban")

    assert (answer.status_code, answer.location) == (
        303,
        f"/masuk?next=/isu/{issue.id}/jawaban",
    )


@pytest.mark.parametrize("extension", ["pdf", "docx", "csv", "json", "xlsx"])
def test_the_summary_in_every_format(client, official, extension):
    issue = IssueFactory()

    answer = client.get(f"/isu/{issue.id}/ringkasan.{extension}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f".{extension}" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 100


def test_the_summary_is_not_for_residents(client, signed_in):
    signed_in(UserFactory())
    issue = IssueFactory()

    assert client.get(f"/isu/{issue.id}/ringkasan.pdf").status_code == 403
    assert client.get("/isu/999999/ringkasan.pdf").status_code == 404


def test_unknown_formats_and_drafts_do_not_exist(client, official):
    assert client.get(f"/isu/{IssueFactory().id}/ringkasan.exe").status_code == 404
    draft = IssueFactory(state=IssueState.DRAFT)
    assert client.get(f"/isu/{draft.id}/ringkasan.pdf").status_code == 404
