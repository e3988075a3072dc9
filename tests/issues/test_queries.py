from datetime import UTC, datetime

import pytest

from forum.core.actor import VISITOR
from forum.core.errors import NotFound
from forum.issues import actions, queries
from forum.issues.models import IssueKind, IssueState
from forum.issues.queries import Filters
from forum.web.paging import encode
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.issues.factories import CategoryFactory, IssueFactory


def found(cursor=None, **filters):
    return [row.id for row in queries.issues_page(Filters(**filters), cursor).rows]


def test_hidden_issues_and_drafts_are_in_no_list():
    author = UserFactory()
    public = IssueFactory()
    IssueFactory(state=IssueState.DRAFT, author=author)
    IssueFactory(is_hidden=True, title="Judul yang disembunyikan")

    assert found() == [public.id]
    assert queries.count(Filters()) == 1
    assert [row.id for row in queries.latest(10)] == [public.id]
    assert found(q="disembunyikan") == []


def test_a_hidden_issue_still_has_its_page():
    issue = IssueFactory(is_hidden=True)

    assert queries.issue_for(VISITOR, issue.id).thread.shown_title is None


@pytest.mark.parametrize("issue_id", [0, -1, 2**31, 2**70])
def test_an_id_that_cannot_be(issue_id):
    with pytest.raises(NotFound):
        queries.issue_for(VISITOR, issue_id)


def test_filters_narrow_the_list():
    pahandut = AreaFactory(
        code="62.71.01", level="kecamatan", name="Pahandut", parent_name=None
    )
    langkai = AreaFactory(name="Langkai", parent_name="Pahandut", parent_id=pahandut.id)
    roads = CategoryFactory(name="Jalan")
    there = IssueFactory(area=langkai, category=roads, title="Jalan berlubang di Jl. Jawa")
    proposal = IssueFactory(kind=IssueKind.PROPOSAL, title="Taman baca untuk anak sekolah")
    done = IssueFactory(state=IssueState.DONE, title="Lampu sudah menyala di km 3")

    assert found(kind=IssueKind.PROPOSAL) == [proposal.id]
    assert found(area=langkai) == found(area=pahandut) == [there.id]
    assert found(category=roads) == [there.id]
    assert found(stage="selesai") == [done.id]
    assert found(stage="baru") == [proposal.id, there.id]
    assert found(q="TAMAN baca") == [proposal.id]
    assert found(q="100%") == found(q="_") == []
    assert found(area=pahandut, kind=IssueKind.PROPOSAL) == []
    assert queries.count(Filters(area=pahandut)) == 1


@pytest.mark.parametrize("sort", ["terbaru", "dukungan", "aktif"])
def test_pages_of_every_order_join_without_gap_or_double(clock, sort):
    issues = []
    for number in range(47):
        if number % 3:
            clock.tick(60)
        issues.append(IssueFactory(support_count=number % 5, last_post_at=clock.now))
    expected = sorted(
        issues,
        key=lambda issue: (
            issue.thread.support_count if sort == "dukungan" else issue.thread.created_at,
            issue.id,
        ),
        reverse=True,
    )

    seen, cursor = [], None
    while True:
        page = queries.issues_page(Filters(sort=sort), cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == [issue.id for issue in expected]


@pytest.mark.parametrize(
    "cursor", ["x", encode(("2026-11-24T00:00:00", 1)), encode(("2026-13-01", 1)), encode((1,)),
               encode(("2026-11-24T00:00:00+00:00", 2**70))]
)  # fmt: skip
def test_a_spoilt_cursor_is_the_first_page(cursor):
    issue = IssueFactory()

    assert found(cursor) == [issue.id]
    assert found(encode((2**70, 1)), sort="dukungan") == [issue.id]


def test_a_row_tells_what_a_list_shows():
    issue = IssueFactory(
        text="**Sudah** dua pekan gelap.",
        area=AreaFactory(name="Menteng", parent_name="Jekan Raya"),
        author=UserFactory(public_name="Rina Wati"),
    )

    (row,) = queries.issues_page(Filters()).rows

    assert (row.place, row.author, row.category) == ("Menteng, Jekan Raya", "Rina Wati", None)
    assert row.begins == "**Sudah** dua pekan gelap."
    assert row.number == issue.number == f"{issue.thread.created_at:%Y}-{issue.id:04d}"


def test_the_number_has_the_year_of_palangka_raya(clock):
    clock.at(datetime(2026, 12, 31, 17, 30, tzinfo=UTC))

    assert IssueFactory().number.startswith("2027-")


def test_drafts_are_listed_for_their_author_alone():
    author = UserFactory()
    draft = IssueFactory(author=author, state=IssueState.DRAFT)
    IssueFactory(author=author)

    assert [row.id for row in queries.drafts_of(author.as_actor())] == [draft.id]
    assert queries.drafts_of(UserFactory().as_actor()) == []
    assert queries.drafts_of(VISITOR) == []


def test_the_version_of_a_public_page_is_one_query(count_queries):
    issue = IssueFactory()
    draft = IssueFactory(state=IssueState.DRAFT)
    actions.chain_changed(issue.id)

    with count_queries() as seen:
        assert queries.public_version(issue.id) == 2

    assert len(seen) == 1
    with pytest.raises(NotFound):
        queries.public_version(draft.id)


def test_a_list_is_one_query_however_long(count_queries):
    def statements() -> int:
        with count_queries() as seen:
            queries.issues_page(Filters())
        return len(seen)

    for _ in range(3):
        IssueFactory()
    few = statements()
    for _ in range(57):
        IssueFactory()

    assert few == statements() == 1
