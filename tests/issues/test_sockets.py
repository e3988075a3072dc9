import pytest

from forum.core.actor import SYSTEM
from forum.issues import actions, chain
from forum.issues.actions import Choice
from forum.issues.models import IssueKind, IssueState, Step
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.issues.factories import IssueFactory


def join(client, issue_id, since=0, **more):
    message = {"room": f"thread:{issue_id}", "since": since, **more}
    return client.emit("join", message, callback=True)


def heard(client, name="event"):
    return [m["args"][0] for m in client.get_received() if m["name"] == name]


def test_the_whole_state_tells_of_the_issue(socket):
    issue = IssueFactory(title="Genangan di Jl. G. Obos", place="depan SDN 5")
    visitor = socket()

    assert join(visitor, issue.id)["ok"]

    (snapshot,) = heard(visitor, "snapshot")
    assert snapshot["state"]["issue"] == {
        "id": issue.id,
        "number": issue.number,
        "kind": "aduan",
        "state": "diterima",
        "title": "Genangan di Jl. G. Obos",
        "area": issue.area.code,
        "category": None,
        "place": "depan SDN 5",
        "owner_unit": None,
        "due_on": None,
        "due_for": None,
        "overdue": False,
        "secret": False,
        "merged_into": None,
    }
    assert {"kepala", "rantai", "bagian"} <= set(snapshot["html"])


@pytest.mark.parametrize("who", ["visitor", "resident", "admin"])
def test_nobody_else_follows_a_draft(socket, who):
    draft = IssueFactory(state=IssueState.DRAFT)
    user = None if who == "visitor" else UserFactory(admin=who == "admin")

    answer = join(socket(user), draft.id)

    assert answer["error"]["code"] == "NotFound"


def test_a_published_draft_begins_its_room(socket):
    author = UserFactory()
    matter = actions.Matter(
        IssueKind.PROPOSAL, "Taman baca untuk anak", "Usul kami.", AreaFactory().id
    )
    draft = actions.save_draft(author.as_actor(), matter)
    follower = socket(author)
    assert join(follower, draft.id)["seq"] == 0

    actions.publish_draft(author.as_actor(), draft)

    (event,) = heard(follower)
    assert (event["seq"], event["type"]) == (1, "IssueRaised")
    assert event["data"]["issue"]["state"] == "diajukan"


def test_a_move_changes_the_head_of_the_page(socket):
    issue = IssueFactory()
    indonesian, english = socket(), socket()
    join(indonesian, issue.id, lang="id")
    join(english, issue.id, lang="en")

    actions.take_step(SYSTEM, issue, Step.ASK, Choice("Sebutkan nomor rumahnya."))

    (step, one), (_step, other) = heard(indonesian), heard(english)
    assert (step["type"], one["type"], one["version"]) == ("StepTaken", "IssueMoved", 2)
    assert one["data"] == other["data"]
    assert one["data"]["issue"]["state"] == "perlu_kelengkapan"
    assert one["data"]["chain"][-1]["facts"]["note"] == "Sebutkan nomor rumahnya."
    assert set(one["html"]) == {"kepala", "rantai"}
    assert "Perlu kelengkapan" in one["html"]["kepala"]


def test_a_new_link_comes_with_the_chain(socket, monkeypatch):
    issue = IssueFactory()
    visitor = socket()
    join(visitor, issue.id)
    link = chain.Link(
        "poll", 3, issue.thread.created_at, "Pemungutan suara", "Prioritas", "/suara/3"
    )
    monkeypatch.setattr(chain, "_FINDERS", [lambda viewer, issue_id: [link]])

    actions.chain_changed(issue.id)

    (event,) = heard(visitor)
    assert event["type"] == "ChainChanged"
    assert event["data"]["chain"] == [
        {
            "kind": "poll",
            "id": 3,
            "at": link.at.isoformat(),
            "title": "Prioritas",
            "url": "/suara/3",
            "state": "done",
            "facts": {},
        }
    ]
    assert 'href="/suara/3"' in event["html"]["rantai"]
    assert set(event["html"]) == {"rantai", "bagian"}
