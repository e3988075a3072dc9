"""Who follows what, and what they hear."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import traces
from forum.accounts.models import User
from forum.core.actor import VISITOR
from forum.core.db import atomic, db
from forum.core.errors import NotFound, SignInFirst
from forum.core.outbox import deliver_due
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from forum.issues import actions as issues
from forum.issues.actions import Matter as Raised
from forum.issues.models import Issue, IssueKind, IssueState, Step
from forum.notifications import actions, queries
from forum.notifications.actions import telling
from forum.notifications.models import Follow, Level, Matter, Notification, Reason
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.issues.factories import CategoryFactory, IssueFactory, opening_of


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    with app.test_request_context():
        yield


def deliver() -> None:
    while deliver_due():
        pass


def told(user: User) -> list[str]:
    rows = db.session.scalars(
        select(Notification.kind)
        .where(Notification.user_id == user.id)
        .order_by(Notification.id)
    )
    return list(rows)


def level(user: User, issue: Issue) -> Level | None:
    return queries.level_of(user.as_actor(), Matter.THREAD, issue.id)


def follow(user: User, issue: Issue, how: Level = Level.EVERYTHING) -> None:
    actions.follow(user.as_actor(), Matter.THREAD, issue.id, level=how)


def raised(author: User, **given: Any) -> Issue:
    area = given.pop("area", None) or AreaFactory()
    matter = Raised(
        kind=IssueKind.QUESTION,
        title="Parit Jl. Rajawali tersumbat",
        text="Sejak Senin.",
        area_id=area.id,
        **given,
    )
    return issues.raise_issue(author.as_actor(), matter)


def test_raising_writing_and_supporting_follow_by_themselves() -> None:
    author, writer, supporter = UserFactory(), UserFactory(), UserFactory()
    issue = raised(author)
    discussions.reply(writer.as_actor(), issue.thread, text="Di sini juga.")
    discussions.support(supporter.as_actor(), opening_of(issue))
    assert level(author, issue) is Level.EVERYTHING
    assert level(writer, issue) is Level.IMPORTANT
    assert level(supporter, issue) is Level.IMPORTANT


def test_what_was_left_does_not_begin_again_by_itself() -> None:
    writer, issue = UserFactory(), IssueFactory()
    discussions.reply(writer.as_actor(), issue.thread, text="Di sini juga.")
    follow(writer, issue, Level.ENDED)
    discussions.reply(writer.as_actor(), issue.thread, text="Masih begitu.")
    assert level(writer, issue) is Level.ENDED
    follow(writer, issue, Level.IMPORTANT)
    assert level(writer, issue) is Level.IMPORTANT


def test_support_that_is_taken_back_takes_following_with_it() -> None:
    supporter, chooser, issue = UserFactory(), UserFactory(), IssueFactory()
    follow(chooser, issue)
    for user in (supporter, chooser):
        discussions.support(user.as_actor(), opening_of(issue))
        discussions.withdraw_support(user.as_actor(), opening_of(issue))
    assert level(supporter, issue) is None
    assert level(chooser, issue) is Level.EVERYTHING


def test_each_level_hears_its_own() -> None:
    author, actor = UserFactory(), UserFactory(coordinator=True)
    everything, important, muted, ended = (UserFactory() for _n in range(4))
    issue = raised(author)
    for user, how in (
        (everything, Level.EVERYTHING),
        (important, Level.IMPORTANT),
        (muted, Level.MUTED),
        (ended, Level.ENDED),
    ):
        follow(user, issue)
        follow(user, issue, how)
    discussions.reply(UserFactory().as_actor(), issue.thread, text="Di sini juga.")
    issues.take_step(actor.as_actor(), issue, Step.VERIFY, choice("Jelas."))
    deliver()
    assert told(everything) == ["reply", "followed_step"]
    assert told(important) == ["followed_step"]
    assert told(muted) == told(ended) == []
    assert sorted(told(author)) == ["issue_step", "reply"]


def choice(note: str) -> Any:
    return issues.Choice(note=note)


def test_nobody_hears_of_what_they_did_themselves() -> None:
    writer, coordinator = UserFactory(), UserFactory(coordinator=True)
    issue = raised(UserFactory())
    follow(writer, issue)
    follow(coordinator, issue)
    discussions.reply(writer.as_actor(), issue.thread, text="Di sini.", anonymous=True)
    issues.take_step(coordinator.as_actor(), issue, Step.VERIFY, choice("Jelas."))
    deliver()
    assert told(writer) == ["followed_step"]
    assert told(coordinator) == ["reply"]


def test_who_is_answered_hears_it_once_and_as_such() -> None:
    asker, answerer, issue = UserFactory(), UserFactory(), IssueFactory()
    post = discussions.reply(asker.as_actor(), issue.thread, text="Sejak kapan?")
    follow(asker, issue)
    discussions.reply(answerer.as_actor(), issue.thread, text="Sejak Senin.", parent_id=post.id)
    deliver()
    assert told(asker) == ["post_answered"]


def test_new_issues_of_an_area_a_topic_and_a_person() -> None:
    district = AreaFactory()
    area = AreaFactory(parent_id=district.id)
    topic, author = CategoryFactory(), UserFactory()
    followers = {
        (Matter.AREA, area.id): UserFactory(),
        (Matter.AREA, district.id): UserFactory(),
        (Matter.CATEGORY, topic.id): UserFactory(),
        (Matter.PERSON, author.id): UserFactory(),
    }
    for (matter, ref_id), user in followers.items():
        actions.follow(user.as_actor(), matter, ref_id, level=Level.EVERYTHING)
    both = followers[Matter.AREA, area.id]
    actions.follow(both.as_actor(), Matter.CATEGORY, topic.id, level=Level.EVERYTHING)
    raised(author, area=area, category_id=topic.id)
    deliver()
    assert [told(user) for user in followers.values()] == [["issue_raised"]] * 4
    raised(author, area=area, category_id=topic.id, anonymous=True)
    deliver()
    assert told(followers[Matter.PERSON, author.id]) == ["issue_raised"], "it would name them"
    assert len(told(both)) == 2


def test_what_is_secret_reaches_only_who_may_see_it() -> None:
    area, topic, author = AreaFactory(), CategoryFactory(), UserFactory()
    neighbour, coordinator = UserFactory(), UserFactory(coordinator=True)
    for user in (neighbour, coordinator):
        actions.follow(user.as_actor(), Matter.AREA, area.id, level=Level.EVERYTHING)
    issue = raised(author, area=area, category_id=topic.id, secret=True)
    deliver()
    assert told(neighbour) == told(coordinator) == []
    handler, raiser = coordinator.as_actor(), author.as_actor()
    with pytest.raises(NotFound):
        follow(neighbour, issue)
    actions.follow(handler, Matter.THREAD, issue.id, level=Level.EVERYTHING)
    db.session.add(  # followed before it became secret
        Follow(
            user_id=neighbour.id,
            matter=Matter.THREAD,
            ref_id=issue.id,
            level=Level.EVERYTHING,
            reason=Reason.CHOSEN,
        )
    )
    thread = threads.thread_by_id(issue.id)
    discussions.reply(raiser, thread, text="Nama pegawainya Budi.")
    deliver()
    assert told(neighbour) == []
    assert told(coordinator) == ["reply"]
    [group] = queries.page_for(handler, None).rows
    assert group.shown is not None
    assert group.shown.title == thread.title


def test_what_becomes_secret_is_not_named_to_those_who_were_told() -> None:
    reader, issue = UserFactory(), IssueFactory()
    follow(reader, issue)
    discussions.reply(UserFactory().as_actor(), issue.thread, text="Di sini juga.")
    deliver()
    issue.is_secret = True
    db.session.flush()
    [group] = queries.page_for(reader.as_actor(), None).rows
    assert group.shown is None
    assert [item.text.url for item in group.items] == ["/pemberitahuan"]
    [(_follow, shown)] = queries.followed(reader.as_actor())
    assert shown is None
    follow(reader, issue, Level.ENDED)  # leaving is always possible
    assert queries.followed(reader.as_actor()) == []


def test_a_draft_cannot_be_followed_by_others() -> None:
    issue = IssueFactory(state=IssueState.DRAFT)
    with pytest.raises(NotFound):
        follow(UserFactory(), issue)
    with pytest.raises(SignInFirst):
        actions.follow(VISITOR, Matter.THREAD, issue.id, level=Level.EVERYTHING)


def test_many_followers_are_told_in_batches_exactly_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 3)
    monkeypatch.setattr(telling, "FEW", 2)
    issue, people = IssueFactory(), [UserFactory() for _n in range(8)]
    for user in people:
        follow(user, issue)
    discussions.reply(people[4].as_actor(), issue.thread, text="Di sini juga.")
    batches = 0
    while done := deliver_due(limit=1):
        batches += done
        with atomic():  # the same batch once more, as after a crash before it was noted
            pass
    deliver()
    assert batches >= 4
    for user in people:
        assert told(user) == ([] if user is people[4] else ["reply"])
        assert queries.unread_count(user.id) == queries.counted_unread(user.id)


def test_following_nothing_any_more() -> None:
    user, issue, area = UserFactory(), IssueFactory(), AreaFactory()
    follow(user, issue)
    actions.follow(user.as_actor(), Matter.AREA, area.id, level=Level.EVERYTHING)
    actions.leave_everything(user.as_actor())
    assert queries.followed(user.as_actor()) == []


def test_who_leaves_is_followed_and_follows_no_more() -> None:
    user, fan = UserFactory(), UserFactory()
    actions.follow(fan.as_actor(), Matter.PERSON, user.id, level=Level.EVERYTHING)
    actions.follow(user.as_actor(), Matter.PERSON, fan.id, level=Level.EVERYTHING)
    assert traces.all_about(user.id)["yang diikuti"][0]["apa"] == fan.public_name
    with atomic():
        traces.erase(user.id)
    assert db.session.scalars(select(Follow)).all() == []


def test_the_button_works_without_scripts(
    client: FlaskClient, signed_in: Callable[..., User]
) -> None:
    issue = IssueFactory()
    assert f"/masuk?next=/isu/{issue.id}" in client.get(f"/isu/{issue.id}").text
    user = signed_in(UserFactory())
    page = client.get(f"/isu/{issue.id}").text
    assert f'value="thread:{issue.id}"' in page
    fields = {"apa": f"thread:{issue.id}", "tingkat": "semua", "next": f"/isu/{issue.id}"}
    answer = client.post("/pemberitahuan/ikuti", data=fields)
    assert (answer.status_code, answer.location) == (303, f"/isu/{issue.id}")
    assert level(user, issue) is Level.EVERYTHING
    assert "Diikuti: Semua" in client.get(f"/isu/{issue.id}").text
    listed = client.get("/pemberitahuan/ikuti").text
    assert issue.thread.title in listed
    client.post("/pemberitahuan/ikuti/berhenti-semua")
    assert "Anda belum mengikuti apa pun" in client.get("/pemberitahuan/ikuti").text
    for wrong in ({"apa": "thread:x"}, {"apa": "thread:1", "tingkat": "?"}, {}):
        assert client.post("/pemberitahuan/ikuti", data=wrong).status_code == 422
