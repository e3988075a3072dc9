"""Who may not see a thing finds nothing of it: in results, counts, facets, suggestions, feed."""

import pytest

from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.discussions.models import PostState
from forum.issues.models import Issue, IssueState
from forum.meetings.models import MeetingState
from forum.polls.models import PollState
from forum.search import queries
from forum.search.queries import Filters
from forum.search.wishes import understand
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.issues.factories import IssueFactory, PostFactory, opening_of
from tests.meetings.factories import ItemFactory, MeetingFactory
from tests.polls.factories import PollFactory

WORD = "rembulan"  # stands in what is not for everyone, and nowhere else


def hidden_issue(author):
    one = IssueFactory(title=f"Taman {WORD} gelap", author=author, is_hidden=True)
    opening_of(one).state = PostState.HIDDEN
    PostFactory(thread=one.thread, source=f"Juga {WORD}.")


def hidden_post(author):
    one = IssueFactory()
    PostFactory(
        thread=one.thread, source=f"Kata {WORD}.", author=author, state=PostState.HIDDEN
    )


def draft(author):
    IssueFactory(title=f"Draf {WORD} saya", author=author, state=IssueState.DRAFT)


def draft_poll(author):
    PollFactory(question=f"Setuju {WORD}?", state=PollState.DRAFT)


def draft_meeting(author):
    meeting = MeetingFactory(title=f"Musyawarah {WORD}", state=MeetingState.DRAFT)
    ItemFactory(meeting=meeting, title=f"Acara {WORD}")


def secret(author):
    one = IssueFactory(title=f"Pungli {WORD} di loket", author=author, is_secret=True)
    PostFactory(thread=one.thread, source=f"Bukti {WORD}.", author=author)


MADE = [hidden_issue, hidden_post, draft, draft_poll, draft_meeting]
ROLES = ("desk facilitator scribe moderator coordinator official head observer admin").split()


@pytest.fixture
def author():
    return UserFactory()


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("who", ["visitor", "resident", *ROLES])
def test_nobody_finds_what_is_hidden_or_not_yet_public(make, who, author):
    make(author)
    assert trace_of(WORD, actor_of(who)) == []


@pytest.mark.parametrize("make", MADE)
def test_no_page_and_no_feed_holds_it(client, make, author):
    addresses = ["/cari?q={}", "/cari?q={}&urut=terbaru", "/cari/atom.xml?q={}", "/isu?q={}"]
    addresses += ["/cari?q=rembulna"]

    def said() -> list[int]:
        return [
            client.get(one.format(WORD)).get_data(as_text=True).count(WORD) for one in addresses
        ]

    before = said()
    make(author)

    assert said() == before
    IssueFactory(title=f"Taman {WORD} gelap")
    assert all(after > earlier for after, earlier in zip(said(), before, strict=True))


@pytest.mark.parametrize("who", ["visitor", "resident", *ROLES])
def test_a_secret_report_is_found_by_who_handles_it_alone(who, author):
    secret(author)
    found = trace_of(WORD, actor_of(who))

    assert found == [] if who != "coordinator" else found != []
    assert queries.search(author.as_actor(), understand(WORD), Filters()).total == 2


def test_a_secret_report_is_never_found_by_the_reported_unit(author):
    reported, owner = UnitFactory(), UnitFactory()
    secret(author)
    issue = db.session.query(Issue).one()
    issue.owner_unit_id, issue.reported_unit_id = owner.id, reported.id
    db.session.flush()

    for unit, finds in ((owner, True), (reported, False)):
        official = UserFactory(official=True, unit=unit).as_actor()
        assert bool(trace_of(WORD, official)) is finds


def test_what_becomes_secret_is_gone_at_once(client, author):
    one = IssueFactory(title=f"Pungli {WORD} di loket", author=author)
    assert trace_of(WORD, VISITOR)
    one.is_secret = True
    db.session.flush()

    assert trace_of(WORD, VISITOR) == []


def test_it_would_be_found():
    """What the tests above do not find is what they look for."""
    IssueFactory(title=f"Taman {WORD} gelap")
    assert trace_of(WORD, VISITOR) == ["results", "kinds", "states", "areas", "spans", "meant"]


def test_what_comes_back_is_found_again(author):
    one = IssueFactory(title=f"Taman {WORD} gelap", author=author, is_hidden=True)
    reply = PostFactory(thread=one.thread, source=f"Juga {WORD}.")
    assert trace_of(WORD, VISITOR) == []

    one.thread.is_hidden = False
    db.session.commit()
    hits = queries.search(VISITOR, understand(WORD), Filters()).hits
    assert {(hit.kind, hit.ref_id) for hit in hits} == {("issue", one.id), ("post", reply.id)}


def test_who_wrote_unnamed_finds_it_and_nobody_learns_whose_it_is(client, author):
    one = IssueFactory()
    PostFactory(thread=one.thread, source=f"Kata {WORD}.", author=author, is_anonymous=True)
    assert queries.search(author.as_actor(), understand(WORD), Filters(mine=True)).total == 1
    assert (
        queries.search(UserFactory().as_actor(), understand(WORD), Filters(mine=True)).total
        == 0
    )

    page = client.get(f"/cari?q={WORD}").get_data(as_text=True)
    assert WORD in page
    assert author.public_name not in page
    assert queries.search(VISITOR, understand(author.public_name), Filters()).total == 0


def trace_of(word: str, viewer: Actor) -> list[str]:
    """All ways in which a viewer could learn of it."""
    results = queries.search(viewer, understand(word), Filters())
    facets = results.facets
    misspelt = word[:-2] + word[-1] + word[-2]
    learnt = {
        "results": results.hits or results.total,
        "kinds": facets.kinds,
        "states": facets.states,
        "areas": facets.areas,
        "units": facets.units,
        "categories": facets.categories,
        "spans": any(facets.spans.values()),
        "meant": queries.meant(viewer, understand(misspelt)),
    }
    return [name for name, seen in learnt.items() if seen]


def actor_of(who: str) -> Actor:
    if who == "visitor":
        return VISITOR
    return UserFactory(**({} if who == "resident" else {who: True})).as_actor()
