"""Issues that are handled as one: who may, what it counts, and that undoing restores all."""

import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts import traces
from forum.core import clock as now_clock
from forum.core.actor import VISITOR, Grant, Role
from forum.core.db import atomic, db
from forum.core.errors import Forbidden, Invalid, Refused, SignInFirst, Stale
from forum.core.outbox import deliver_due
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from forum.discussions.models import EnteredBy, Post, Support, Thread
from forum.issues import actions, exports, nearby, policy, queries, work
from forum.issues.actions import Choice, NotMergeable, Unfit
from forum.issues.models import (
    Classification,
    Issue,
    IssueClock,
    IssueKind,
    IssuePause,
    IssueState,
    IssueStep,
    Step,
)
from forum.issues.queries import Filters
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.factories import UnitFactory
from tests.issues.factories import IssueFactory, PostFactory, opening_of
from tests.issues.test_actions import matter
from tests.issues.test_handling import ORDINARY, at, coordinator, official

WHY = "Keduanya parit yang sama."
APART = Choice("Ternyata dua parit.")


def raised(**changes):
    return actions.raise_issue(UserFactory().as_actor(), matter(**changes))


def now(issue: Issue) -> Issue:
    return queries.issue_by_id(issue.id)


def support(issue, user=None, *, at_desk=False):
    user = user or UserFactory()
    post = opening_of(issue)
    if at_desk:
        officer = UserFactory(roles=[Role.DESK]).as_actor()
        discussions.enter_support(officer, post, person_id=user.id)
    else:
        discussions.support(user.as_actor(), post)
    return user


def counted(issue) -> tuple[int, int, int]:
    """What lists, the button, and the note about the desk say."""
    thread, post = now(issue).thread, opening_of(issue)
    db.session.refresh(post)
    return thread.support_count, post.support_count, post.assisted_count


def merge(issue, other, actor=None):
    return actions.merge(actor or coordinator(), now(issue), now(other), WHY)


# --- a set counts people


def test_the_head_counts_each_person_once_and_who_raised_the_same(city):
    head, other = raised(), raised()
    both, only = UserFactory(), UserFactory()
    support(head, both)
    support(other, both)
    support(other, only)

    merge(other, head)

    # both, only, and the author of the other one
    assert counted(head) == (3, 3, 0)
    assert counted(other) == (2, 2, 0)


def test_the_table_for_other_systems_names_the_head(app, city):
    head, other = raised(), raised()
    merge(other, head)

    with app.test_request_context():
        table = exports.issues_table(coordinator())
        [column] = [one for one in table.columns if one.key == "digabung_ke"]
        rows = [(row.number, column.value(row)) for row in table.rows]

    assert rows == [(now(head).number, ""), (now(other).number, now(head).number)]


def test_the_author_of_the_head_and_a_unit_are_no_supporters(city):
    unit = UnitFactory()
    head = raised()
    asked = IssueFactory(author=official(unit))
    opening_of(asked).voice = Role.OFFICIAL.value
    author = db.session.get(Thread, head.id).author_id
    db.session.add(Support(post_id=opening_of(asked).id, user_id=author))
    db.session.flush()

    merge(asked, head)

    assert counted(head) == (0, 0, 0)


def test_what_was_given_at_the_desk_is_counted_apart_and_once(city):
    head, other = raised(), raised()
    helped, twice = UserFactory(), UserFactory()
    support(head, helped, at_desk=True)
    support(head, twice, at_desk=True)
    support(other, twice)
    opening_of(other).entered_by = EnteredBy.DESK

    merge(other, head)

    assert counted(head) == (3, 3, 2)  # helped, and who had the other one entered
    actions.unmerge(coordinator(), now(other), APART)
    assert counted(head) == (2, 2, 2)


def test_supporting_any_of_a_set_supports_it(city):
    head, other, third = raised(), raised(), raised()
    merge(other, head)
    merge(third, head)
    person = UserFactory()

    support(other, person)
    support(head, person)  # stands behind the matter already
    assert counted(head)[0] == 3
    for issue in (head, other, third):
        mine = threads.supported_by(person.as_actor(), issue.id, head.id)
        assert mine == {opening_of(issue).id}
    discussions.withdraw_support(person.as_actor(), opening_of(third))

    assert counted(head)[0] == 2
    assert threads.supported_by(person.as_actor(), head.id, head.id) == set()
    assert list(db.session.scalars(select(Support))) == []


def test_the_desk_notes_a_person_once_for_a_set(city):
    head, other = raised(), raised()
    merge(other, head)
    person = support(other)

    with pytest.raises(discussions.AlreadySupported):
        support(head, person, at_desk=True)


def test_replies_are_counted_by_themselves(city):
    head, other = raised(), raised()
    reply = PostFactory(thread=other.thread)
    merge(other, head)

    person = UserFactory().as_actor()
    discussions.support(person, reply)

    assert reply.support_count == 1
    assert counted(head)[0] == 1
    discussions.withdraw_support(person, reply)
    assert reply.support_count == 0


# --- into what, and by whom


def test_merging_into_a_member_goes_to_its_head(city):
    head, other, third = raised(), raised(), raised()
    merge(other, head)

    step = merge(third, other)

    assert step.other_id == head.id
    assert now(third).merged_into_id == head.id
    assert [row.id for row in queries.members_of(head.id)] == [other.id, third.id]


def test_a_head_takes_its_members_along_and_brings_them_back(city):
    top, head, other, third = (raised() for _ in range(4))
    person = support(third)
    merge(other, head)
    merge(third, other)
    merge(head, top)

    assert {now(each).merged_into_id for each in (head, other, third)} == {top.id}
    assert counted(top)[0] == 4  # three authors, one supporter
    actions.unmerge(coordinator(), now(third), APART)  # not the one it came with
    assert (now(third).merged_into_id, counted(top)[0]) == (None, 2)
    merge(third, top)
    actions.unmerge(coordinator(), now(head), APART)

    assert [now(each).merged_into_id for each in (head, other, third)] == [
        None,
        head.id,
        top.id,
    ]
    assert [counted(each)[0] for each in (top, head, third)] == [2, 1, 1]
    assert person.id


@pytest.mark.parametrize(
    ("mine", "other", "why"),
    [
        ({"kind": IssueKind.PROPOSAL}, {}, Unfit.KIND),
        ({"secret": True}, {}, Unfit.CONFIDENTIAL),
        ({}, {"secret": True}, Unfit.CONFIDENTIAL),
        ({"secret": True}, {"secret": True}, Unfit.CONFIDENTIAL),
    ],
)
def test_what_is_not_merged(city, mine, other, why):
    issue, head = raised(**mine), raised(**other)

    with pytest.raises(NotMergeable) as refusal:
        merge(issue, head)

    assert refusal.value.why is why
    assert now(issue).state is not IssueState.MERGED


def test_a_matter_about_a_unit_goes_to_no_issue_that_this_unit_may_handle(city):
    unit, another = UnitFactory(), UnitFactory()
    plain, about, about_another = raised(), raised(), raised()
    now(about).reported_unit_id, now(about_another).reported_unit_id = unit.id, another.id
    db.session.flush()

    for head in (plain, about_another):
        with pytest.raises(NotMergeable) as refusal:
            merge(about, head)
        assert refusal.value.why is Unfit.REPORTED
    merge(plain, about)  # not classified yet: handled with care from now on


def test_not_into_itself_what_is_over_or_hidden(city):
    issue, over, hidden = raised(), raised(), raised()
    now(over).state = IssueState.DONE
    discussions.hide_post(
        UserFactory(moderator=True).as_actor(), opening_of(hidden), ground="spam"
    )
    member = raised()
    merge(member, issue)

    for head, why in (
        (issue, Unfit.SAME),
        (member, Unfit.SAME),
        (over, Unfit.OVER),
        (hidden, Unfit.HIDDEN),
    ):
        with pytest.raises(NotMergeable) as refusal:
            merge(issue, head)
        assert refusal.value.why is why


def test_an_aduan_with_members_does_not_become_secret(city):
    head, other = raised(), raised()
    merge(other, head)

    with pytest.raises(Refused):
        actions.take_step(
            coordinator(),
            now(head),
            Step.VERIFY,
            Choice(classification=Classification.SUPERVISION),
        )


def test_who_merges(city):
    unit, other_unit = UnitFactory(), UnitFactory()
    head, issue = raised(), raised()
    actions.take_step(coordinator(), head, Step.VERIFY, ORDINARY)
    actions.take_step(coordinator(), head, Step.ASSIGN, Choice(unit_id=unit.id))
    both = UserFactory(roles=[Role.COORDINATOR, Grant(Role.HEAD, unit_id=unit.id)])
    may = {
        "coordinator": coordinator(),
        "moderator": UserFactory(moderator=True).as_actor(),
        "official of another unit": official(other_unit).as_actor(),
    }
    may_not = {
        "resident": UserFactory().as_actor(),
        "author": UserFactory().as_actor(),
        "official of the unit": official(unit).as_actor(),
        "its head, who coordinates too": both.as_actor(),
        "desk": UserFactory(roles=[Role.DESK]).as_actor(),
    }
    for who, actor in may_not.items():
        with pytest.raises(Forbidden):
            merge(issue, head, actor)
        assert not policy.can_merge(actor, now(head), now(issue)), who
    with pytest.raises(SignInFirst):
        merge(issue, head, VISITOR)
    for actor in may.values():
        step = merge(issue, head, actor)
        assert step.role in ("coordinator", "moderator", "official")
        for refused in may_not.values():
            with pytest.raises(Forbidden):
                actions.unmerge(refused, now(issue), APART)
        actions.unmerge(actor, now(issue), APART)


def test_a_reason_is_wanted_and_old_decisions_are_stale(city):
    head, issue = raised(), raised()
    with pytest.raises(Invalid):
        actions.merge(coordinator(), now(issue), now(head), "")
    with pytest.raises(Stale):
        actions.merge(coordinator(), now(issue), now(head), WHY, before=IssueState.VERIFIED)
    merge(issue, head)
    with pytest.raises(Refused):
        merge(issue, head)
    actions.unmerge(coordinator(), now(issue), APART)
    with pytest.raises(Stale):
        actions.unmerge(coordinator(), now(issue), APART)


# --- undone, all is as it was


TABLES = (Issue, Thread, Post, Support, IssueClock, IssuePause)
CHANGES = {"version"}  # grows with every change of what a page shows


def everything() -> dict[str, list[tuple]]:
    db.session.flush()
    return {
        table.__tablename__: [
            tuple(row)
            for row in db.session.execute(
                select(*(c for c in table.__table__.c if c.name not in CHANGES)).order_by(
                    *table.__table__.primary_key
                )
            )
        ]
        for table in TABLES
    }


def waiting(clock) -> Issue:
    """Answered late, and asked for what is missing: an old clock and a pause."""
    at(clock, "2026-11-24T09:00")
    unit = UnitFactory()
    issue = raised()
    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)
    actions.take_step(coordinator(), now(issue), Step.ASSIGN, Choice(unit_id=unit.id))
    at(clock, "2026-12-03T09:00")
    actions.look()
    worker = official(unit).as_actor()
    actions.take_step(worker, now(issue), Step.ASK, Choice("Di mana tepatnya?"))
    return issue


def running(clock) -> Issue:
    at(clock, "2026-11-24T09:00")
    issue = raised()
    at(clock, "2026-11-26T09:00")
    actions.look()
    return issue


def opened_again_on_the_same_day(clock) -> Issue:
    """A clock given up and a new one of its kind, both today."""
    at(clock, "2026-11-24T09:00")
    issue = raised()
    actions.take_step(coordinator(), issue, Step.VERIFY, ORDINARY)
    actions.take_step(
        coordinator(), now(issue), Step.REJECT, Choice("Tidak jelas.", reason="tidak_jelas")
    )
    actions.take_step(coordinator(), now(issue), Step.REOPEN, Choice("Jelas sekarang."))
    return issue


def closed_for_replies(clock) -> Issue:
    at(clock, "2026-11-24T09:00")
    issue = raised(kind=IssueKind.DISCUSSION)
    mod = UserFactory(moderator=True).as_actor()
    discussions.close_thread(mod, issue.thread, reason="Sudah jelas semuanya.")
    return issue


@pytest.mark.parametrize(
    "make", [running, waiting, opened_again_on_the_same_day, closed_for_replies]
)
def test_undone_every_row_is_as_it_was(city, clock, make):
    issue = make(clock)
    head, member = (raised(kind=issue.kind) for _ in range(2))
    shared = support(issue)
    support(head, shared)
    support(issue, at_desk=True)
    merge(member, issue)
    history = [step.id for step in queries.steps_of(issue.id)]
    before = everything()

    merge(issue, head)
    assert everything() != before
    merged = now(issue)
    assert (merged.state, merged.due_on, merged.is_overdue) == (IssueState.MERGED, None, False)
    assert queries.running_clocks(issue.id) == []
    clock.at(now_clock.now() + timedelta(hours=3))
    actions.unmerge(coordinator(), now(issue), APART)

    assert everything() == before
    steps = queries.steps_of(issue.id)
    assert [step.id for step in steps][: len(history)] == history
    added = [(step.step, step.before, step.other_id) for step in steps[len(history) :]]
    assert added == [
        (Step.MERGE, merged_from(steps), head.id),
        (Step.UNMERGE, IssueState.MERGED, head.id),
    ]
    assert steps[-1].after is steps[-2].before


def merged_from(steps: list[IssueStep]) -> IssueState:
    return steps[-2].before


def test_promises_are_due_on_the_day_that_was_promised(city, clock):
    """Received 24 November: verification within 3 working days, so on the 27th. Only missing
    papers stop a clock, so what passed meanwhile is overdue."""
    at(clock, "2026-11-24T09:00")
    issue, head = raised(), raised()
    merge(issue, head)
    at(clock, "2026-12-02T09:00")
    actions.look()
    assert not now(issue).is_overdue
    actions.unmerge(coordinator(), now(issue), APART)

    assert now(issue).due_on.isoformat() == "2026-11-27"
    actions.look()
    assert now(issue).is_overdue


def test_a_merged_report_is_not_withdrawn_for_want_of_papers(city, clock):
    issue, head = waiting(clock), raised()
    merge(issue, head)
    at(clock, "2027-02-01T09:00")

    assert actions.withdraw_incomplete() == 0
    assert now(issue).state is IssueState.MERGED


# --- lists show the head alone


def test_lists_show_the_head_unless_asked(city):
    head, other = raised(), raised()
    merge(other, head)

    def ids(filters):
        return [row.id for row in queries.issues_page(filters).rows]

    assert ids(Filters()) == [head.id]
    assert queries.count(Filters()) == 1
    assert [row.id for row in queries.latest(9)] == [head.id]
    assert nearby.counts_by_area(Filters()) == {}
    assert ids(Filters(stage="digabung")) == [other.id]
    assert ids(Filters(stage="selesai")) == []


# --- objections


def test_its_reporter_may_object_once_within_the_days(city, clock):
    at(clock, "2026-11-24T09:00")
    author = UserFactory()
    issue, head = actions.raise_issue(author.as_actor(), matter()), raised()
    merger, judge = coordinator(), UserFactory(moderator=True).as_actor()
    me, somebody = author.as_actor(), UserFactory().as_actor()
    merge(issue, head, merger)
    at(clock, "2026-12-01T23:00")  # seven days of the calendar, the last of them
    objection = Choice("Parit saya di seberang jalan.")

    assert policy.can_take(me, now(issue), Step.OBJECT)
    with pytest.raises(Forbidden):
        actions.take_step(somebody, now(issue), Step.OBJECT, objection)
    actions.take_step(me, now(issue), Step.OBJECT, objection)

    listed = next(one for one in work.lists_for(judge) if one.key == "keberatan")
    assert [row.id for row in queries.work_page(judge, listed.where).rows] == [issue.id]
    deliver_due()
    told = Notification.kind == "merge_objection"
    people = set(db.session.scalars(select(Notification.user_id).where(told)))
    assert {merger.id, judge.id} <= people
    with pytest.raises(actions.ObjectionOver):
        actions.take_step(me, now(issue), Step.OBJECT, objection)
    with pytest.raises(Refused, match="petugas lain"):
        actions.take_step(merger, now(issue), Step.KEEP, Choice("Sama saja."))
    actions.take_step(judge, now(issue), Step.KEEP, Choice("Satu saluran dari ujung ke ujung."))

    assert now(issue).objected_at is None
    assert now(issue).state is IssueState.MERGED
    assert not actions.may_still_object(now(issue))
    assert queries.work_page(judge, listed.where).rows == []
    deliver_due()
    mine = [
        row.kind
        for row in db.session.scalars(
            select(Notification).where(Notification.user_id == me.id).order_by(Notification.id)
        )
    ]
    assert mine == ["issue_merged", "issue_step"]


def test_after_the_days_it_is_too_late_and_anew_with_a_new_merging(city, clock):
    at(clock, "2026-11-24T09:00")
    me = UserFactory().as_actor()
    issue, head = actions.raise_issue(me, matter()), raised()
    merge(issue, head)
    at(clock, "2026-12-02T00:30")
    with pytest.raises(actions.ObjectionOver):
        actions.take_step(me, now(issue), Step.OBJECT, Choice("Beda."))
    actions.unmerge(coordinator(), now(issue), APART)
    merge(issue, head)

    actions.take_step(me, now(issue), Step.OBJECT, Choice("Beda sekali."))
    actions.unmerge(coordinator(), now(issue), APART)
    assert now(issue).objected_at is None


def test_reporters_follow_the_head(city, clock):
    author = UserFactory()
    issue, head = actions.raise_issue(author.as_actor(), matter()), raised()
    merge(issue, head)
    actions.take_step(coordinator(), now(head), Step.VERIFY, ORDINARY)
    deliver_due()

    kinds = db.session.scalars(
        select(Notification.kind)
        .where(Notification.user_id == author.id)
        .order_by(Notification.id)
    ).all()
    assert kinds == ["issue_merged", "merged_issue_step"]


# --- what happens in the discussion of a member


def test_a_member_takes_no_replies_and_takes_them_again(city):
    head, issue = raised(), raised()
    merge(issue, head)
    person = UserFactory().as_actor()
    with pytest.raises(discussions.ThreadClosed):
        discussions.reply(person, now(issue).thread, text="Masih terbuka?")
    assert not issue.thread.is_closed

    actions.unmerge(coordinator(), now(issue), APART)
    assert discussions.reply(person, now(issue).thread, text="Sekarang ya.").id


def test_a_member_that_is_hidden_is_off_the_page_of_its_head(city, client):
    head, issue = raised(), raised(title="Parit lain yang berbau")
    merge(issue, head)
    assert "Parit lain yang berbau" in client.get(f"/isu/{head.id}").get_data(as_text=True)

    moderator = UserFactory(moderator=True).as_actor()
    discussions.hide_post(moderator, opening_of(issue), ground="spam")
    deliver_due()

    assert "Parit lain yang berbau" not in client.get(f"/isu/{head.id}").get_data(as_text=True)


# --- any sequence


PEOPLE, ISSUES = 4, 4
acts = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["support", "desk", "withdraw"]),
            st.integers(0, ISSUES - 1),
            st.integers(0, PEOPLE - 1),
        ),
        st.tuples(
            st.sampled_from(["merge", "unmerge"]),
            st.integers(0, ISSUES - 1),
            st.integers(0, ISSUES - 1),
        ),
    ),
    min_size=4,
    max_size=24,
)


class Model:
    """The same in sets: who supports which issue, and which issue was put to which."""

    def __init__(self) -> None:
        self.given: dict[int, dict[int, bool]] = {issue: {} for issue in range(ISSUES)}
        self.put_to: dict[int, int] = {}

    def head(self, issue: int) -> int:
        while issue in self.put_to:
            issue = self.put_to[issue]
        return issue

    def whole(self, issue: int) -> list[int]:
        head = self.head(issue)
        return [each for each in range(ISSUES) if self.head(each) == head]

    def do(self, act: str, issue: int, other: int) -> None:
        if act in ("support", "desk"):
            if not any(other in self.given[each] for each in self.whole(issue)):
                self.given[issue][other] = act == "desk"
        elif act == "withdraw":
            for each in self.whole(issue):
                self.given[each].pop(other, None)
        elif act == "merge":
            if issue not in self.put_to and self.head(other) != issue:
                self.put_to[issue] = self.head(other)
        else:
            self.put_to.pop(issue, None)

    def counted(self, issue: int) -> tuple[int, int]:
        """People, and of them those who came to the desk only; authors have names of their own."""
        which = self.whole(issue) if issue not in self.put_to else [issue]
        people: dict[object, list[bool]] = {}
        for each in which:
            for person, at_desk in self.given[each].items():
                people.setdefault(person, []).append(at_desk)
            if each != issue:
                people.setdefault(f"author of {each}", []).append(False)
        return len(people), sum(all(each) for each in people.values())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sequence=acts)
def test_distinct_supporters_are_right_after_any_sequence(city, sequence):
    people = [UserFactory().as_actor() for _ in range(PEOPLE)]
    issues = [IssueFactory() for _ in range(ISSUES)]
    officer, desk = coordinator(), UserFactory(roles=[Role.DESK]).as_actor()
    model = Model()
    db.session.commit()  # a refusal undoes what is not committed
    for act, number, other in sequence:
        issue = now(issues[number])
        try:
            if act == "support":
                discussions.support(people[other], opening_of(issue))
            elif act == "desk":
                discussions.enter_support(desk, opening_of(issue), person_id=people[other].id)
            elif act == "withdraw":
                discussions.withdraw_support(people[other], opening_of(issue))
            elif act == "merge":
                actions.merge(officer, issue, now(issues[other]), WHY)
            else:
                actions.unmerge(officer, issue, APART)
        except Refused:
            pass
        model.do(act, number, other)
        found = []
        for each in issues:
            shown, pressed, assisted = counted(each)
            assert shown == pressed
            found.append((shown, assisted))
        assert found == [model.counted(each) for each in range(ISSUES)], (act, number, other)


@pytest.mark.commits
def test_merging_and_supporting_at_the_same_moment(app, city):
    """Two tie and untie four issues while eight people press at all of them."""
    issues = [IssueFactory().id for _ in range(4)]
    people = [UserFactory().as_actor() for _ in range(8)]
    openings = {
        issue_id: db.session.scalar(
            select(Post.id).where(Post.thread_id == issue_id, Post.is_opening)
        )
        for issue_id in issues
    }
    officers = [coordinator(), coordinator()]
    db.session.commit()
    start, wrong = threading.Barrier(10), []

    def press(actor):
        for issue_id in (*issues, *reversed(issues)):
            discussions.support(actor, threads.post_by_id(openings[issue_id]))
            discussions.withdraw_support(actor, threads.post_by_id(openings[issues[1]]))
        discussions.support(actor, threads.post_by_id(openings[issues[0]]))

    def tie(actor):
        for issue_id, other in zip(issues * 3, [*issues[1:], issues[0]] * 3, strict=True):
            for act in (
                lambda i=issue_id, o=other: actions.merge(
                    actor, queries.issue_by_id(i), queries.issue_by_id(o), WHY
                ),
                lambda i=issue_id: actions.unmerge(actor, queries.issue_by_id(i), APART),
            ):
                try:
                    act()
                except Refused:
                    db.session.rollback()

    def do(work, actor):
        start.wait()
        with app.app_context():
            try:
                work(actor)
            except Exception as error:
                wrong.append(repr(error))

    jobs = [(press, actor) for actor in people] + [(tie, actor) for actor in officers]
    running_ = [threading.Thread(target=do, args=job) for job in jobs]
    for one in running_:
        one.start()
    for one in running_:
        one.join()

    assert wrong == []
    with app.app_context():
        rows = db.session.scalars(select(Thread).order_by(Thread.id)).all()
        for row in rows:
            its = {row.id} | {each.id for each in rows if each.merged_into_id == row.id}
            supporters = set(
                db.session.scalars(
                    select(Support.user_id)
                    .join(Post, Post.id == Support.post_id)
                    .where(Post.thread_id.in_(its))
                )
            )
            authors = {each.author_id for each in rows if each.merged_into_id == row.id}
            assert row.support_count == len((supporters | authors) - {row.author_id})


def test_moved_to_another_account_a_set_is_counted_again(city):
    head, other = raised(), raised()
    merge(other, head)
    desk_person, own = UserFactory(), UserFactory()
    support(head, desk_person, at_desk=True)
    assert counted(head) == (2, 2, 1)
    support(other, own)

    with atomic():
        traces.hand_over(desk_person.id, own.id)

    db.session.expire_all()
    assert counted(head) == (2, 2, 0)  # one person, who gave the one support by hand
    assert counted(other)[0] == 1
