import pytest
from sqlalchemy import func, select

from forum.audit.models import AuditEntry
from forum.core.actor import SYSTEM, VISITOR
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound, SignInFirst
from forum.discussions import actions as discussions
from forum.discussions.models import Post, Thread
from forum.issues import actions, queries
from forum.issues.actions import Choice, Matter
from forum.issues.models import Issue, IssueKind, IssueState, Step
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.issues.factories import CategoryFactory, IssueFactory, opening_of


def matter(**changes) -> Matter:
    values = {
        "kind": IssueKind.COMPLAINT,
        "title": "Parit tersumbat di Jl. G. Obos",
        "text": "Air naik sampai **lutut**.",
        "area_id": changes.pop("area_id", None) or AreaFactory().id,
    }
    return Matter(**values | changes)


def events():
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()


def rows(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (IssueKind.COMPLAINT, IssueState.RECEIVED),
        (IssueKind.QUESTION, IssueState.RECEIVED),
        (IssueKind.PROPOSAL, IssueState.SUBMITTED),
        (IssueKind.DISCUSSION, IssueState.OPEN),
    ],
)
def test_raising_an_issue(kind, state):
    user, category = UserFactory(), CategoryFactory()

    issue = actions.raise_issue(
        user.as_actor(),
        matter(kind=kind, category_id=category.id, place="  depan   SDN 5 "),
    )

    assert (issue.state, issue.category_id, issue.place) == (state, category.id, "depan SDN 5")
    assert (issue.thread.subject, issue.thread.author_id) == ("issue", user.id)
    assert opening_of(issue).html == "<p>Air naik sampai <strong>lutut</strong>.</p>"
    assert queries.issue_for(VISITOR, issue.id) == issue
    assert events() == ["IssueRaised"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Pendek"},
        {"title": "x" * 201},
        {"text": " "},
        {"text": "x" * 10_001},
        {"area_id": 99_999},
        {"category_id": 99_999},
        {"place": "x" * 161},
    ],
)
def test_what_makes_no_sense_is_not_raised(changes):
    actor = UserFactory().as_actor()

    with pytest.raises(Invalid):
        actions.raise_issue(actor, matter(**changes))

    assert (rows(Issue), rows(Thread), rows(Post)) == (0, 0, 0)


def test_an_issue_belongs_to_a_kelurahan_not_to_a_kecamatan():
    district = AreaFactory(level="kecamatan", parent_name=None)

    with pytest.raises(Invalid, match="Pilih kelurahan"):
        actions.raise_issue(UserFactory().as_actor(), matter(area_id=district.id))


def test_a_visitor_is_asked_to_sign_in():
    with pytest.raises(SignInFirst):
        actions.raise_issue(VISITOR, matter())


# --- drafts


def test_a_draft_is_its_authors_alone():
    author = UserFactory()

    issue = actions.save_draft(author.as_actor(), matter(title="Catatan", text=""))

    assert issue.state is IssueState.DRAFT
    assert queries.issue_for(author.as_actor(), issue.id) == issue
    for viewer in (
        VISITOR,
        UserFactory().as_actor(),
        UserFactory(admin=True).as_actor(),
        SYSTEM,
    ):
        with pytest.raises(NotFound):
            queries.issue_for(viewer, issue.id)
    assert events() == []


def test_a_draft_is_changed_and_published_as_new(clock):
    actor = UserFactory().as_actor()
    issue = actions.save_draft(actor, matter(title="Catatan", text=""))
    published = clock.tick(3600)

    actions.save_draft(actor, matter(kind=IssueKind.PROPOSAL), issue=issue)
    actions.publish_draft(actor, issue)

    assert (issue.state, issue.thread.title) == (
        IssueState.SUBMITTED,
        "Parit tersumbat di Jl. G. Obos",
    )
    assert issue.thread.created_at == opening_of(issue).created_at == published
    assert opening_of(issue).source == "Air naik sampai **lutut**."
    assert queries.issue_for(VISITOR, issue.id) == issue
    assert discussions.reply(UserFactory().as_actor(), issue.thread, text="Setuju")
    assert events() == ["IssueRaised", "PostPublished"]


@pytest.mark.parametrize("unfinished", [{"title": "Pendek"}, {"text": ""}])
def test_an_unfinished_draft_is_not_published(unfinished):
    actor = UserFactory().as_actor()
    issue = actions.save_draft(actor, matter(**unfinished))

    with pytest.raises(Invalid):
        actions.publish_draft(actor, issue)

    db.session.refresh(issue, ["state"])
    assert issue.state is IssueState.DRAFT


def test_a_draft_takes_no_replies():
    actor = UserFactory().as_actor()
    issue = actions.save_draft(actor, matter())

    with pytest.raises(discussions.ThreadClosed):
        discussions.reply(actor, issue.thread, text="Halo")


@pytest.mark.parametrize("act", [actions.publish_draft, actions.delete_draft])
def test_another_persons_draft_is_not_touched(act):
    issue = actions.save_draft(UserFactory().as_actor(), matter())

    with pytest.raises(Forbidden, match="can_edit"):
        act(UserFactory(admin=True).as_actor(), issue)

    assert issue.state is IssueState.DRAFT


@pytest.mark.parametrize("act", [actions.publish_draft, actions.delete_draft])
def test_what_is_public_is_no_draft_any_more(act):
    author = UserFactory()
    issue = IssueFactory(author=author)

    with pytest.raises(actions.NotADraft):
        act(author.as_actor(), issue)


def test_a_deleted_draft_leaves_nothing_behind():
    actor = UserFactory().as_actor()
    issue = actions.save_draft(actor, matter())

    actions.delete_draft(actor, issue)

    assert (rows(Issue), rows(Thread), rows(Post)) == (0, 0, 0)


def test_deleting_a_draft_twice_finds_nothing_the_second_time():
    actor = UserFactory().as_actor()
    issue = actions.save_draft(actor, matter())
    actions.delete_draft(actor, queries.issue_for(actor, issue.id))

    with pytest.raises(NotFound):
        actions.delete_draft(actor, issue)


# --- closing, the chain


def test_a_closed_discussion_takes_no_replies_until_it_is_opened_again():
    issue = IssueFactory(kind=IssueKind.DISCUSSION)
    actor = UserFactory().as_actor()

    actions.take_step(SYSTEM, issue, Step.CLOSE, Choice("Sudah sepakat."))
    with pytest.raises(discussions.ThreadClosed):
        discussions.reply(actor, issue.thread, text="Halo")
    actions.take_step(SYSTEM, issue, Step.OPEN, Choice("Ada hal baru."))

    assert discussions.reply(actor, issue.thread, text="Halo")


def test_a_change_in_the_chain_outdates_the_page():
    issue = IssueFactory()

    actions.chain_changed(issue.id)

    assert (issue.thread.version, events()) == (2, ["ChainChanged"])
