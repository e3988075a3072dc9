from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.audit.models import AuditEntry
from forum.core import clock
from forum.core.actor import VISITOR
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound, Refused
from forum.desk import actions, pins, queries
from forum.desk.actions import Consent, SameName
from forum.desk.models import ConsentKind, Entry, Person
from forum.discussions import actions as discussions
from forum.discussions import queries as threads
from forum.discussions.models import EnteredBy, Post, Support, Thread
from forum.issues import queries as issues
from forum.issues.models import IssueKind
from forum.polls.models import Ballot
from forum.privacy.actions import seed_texts
from forum.privacy.models import Consent as Agreed
from tests.accounts.factories import UserFactory
from tests.desk.factories import SPOKEN, Desk, officer_of, paper, person_of, registered
from tests.factories import AreaFactory, menteng
from tests.issues.factories import IssueFactory, opening_of
from tests.polls.factories import PollFactory


def _actor(user):
    return accounts.user_by_id(user.id).as_actor()


def support(desk, post, **how):
    given = {"consent": SPOKEN, "is_present": True} | how
    return actions.enter_support(desk.acting, desk.person.id, post, **given)


# --- registering


def test_somebody_without_mail_is_registered():
    area = menteng()
    officer = officer_of(area)

    made = actions.register_person(
        officer.as_actor(), area, name="  Salundik   Tarung ", consent=paper(),
        phone="0812 3456 7890", rt="003", rw="007",
    )  # fmt: skip

    person = person_of(made)
    assert (person.name, person.public_name) == ("Salundik Tarung", "Salundik, Menteng")
    assert person.is_assisted
    assert (person.email, person.phone, person.password) == (None, None, None)
    kept = db.session.get(Person, person.id)
    assert (kept.phone, kept.rt, kept.rw) == ("+6281234567890", "003", "007")
    assert (made.entry.form_number, made.entry.witness) == ("17/2026", None)
    assert pins.opens(made.entry, made.pin)
    assert made.pin not in made.entry.pin_hash


def test_the_texts_in_force_are_agreed_to():
    seed_texts()
    made = Desk().made

    agreed = db.session.scalars(
        select(Agreed).where(Agreed.user_id == made.entry.person_id)
    ).all()
    assert {each.how for each in agreed} == {"spoken"}


@pytest.mark.parametrize(
    ("consent", "why"),
    [
        (Consent(ConsentKind.PAPER), "nomor dan tanggal"),
        (Consent(ConsentKind.PAPER, form_number="1"), "nomor dan tanggal"),
        (Consent(ConsentKind.SPOKEN), "saksi"),
        (Consent(ConsentKind.SPOKEN, witness="petugas  SATU"), "bukan petugas|tidak boleh"),
        (Consent(ConsentKind.SPOKEN, witness="salundik tarung"), "orang lain"),
    ],
)
def test_no_entry_without_a_provable_consent(consent, why):
    area = menteng()
    officer = officer_of(area)

    with pytest.raises(Invalid, match=why):
        actions.register_person(
            officer.as_actor(), area, name="Salundik Tarung", consent=consent
        )

    assert db.session.scalars(select(Entry)).all() == []


def test_a_form_from_tomorrow_is_no_consent():
    consent = replace(paper(), form_date=clock.today() + timedelta(days=1))
    area = menteng()

    with pytest.raises(Invalid, match="belum tiba"):
        actions.register_person(
            officer_of(area).as_actor(), area, name="Salundik Tarung", consent=consent
        )


def test_people_of_the_same_name_are_shown_first():
    desk = Desk()
    other = AreaFactory(name="Langkai")
    UserFactory(name="Salundik Tarung", area=other)

    with pytest.raises(SameName) as told:
        registered(desk.acting, desk.area, "salundik tarung")

    assert [(one.id, one.public_name) for one in told.value.known] == [
        (desk.person.id, "Salundik, Menteng")
    ]
    second = actions.register_person(
        desk.acting, desk.area, name="Salundik Tarung", consent=SPOKEN, is_new=True
    )
    assert second.entry.person_id != desk.person.id


@pytest.mark.parametrize("role", ["moderator", "facilitator", "official", "observer"])
def test_others_do_not_register_people(role):
    area = menteng()

    with pytest.raises(Forbidden, match="can_serve_in"):
        registered(UserFactory(**{role: True}).as_actor(), area)


def test_nor_do_officers_of_another_kelurahan():
    with pytest.raises(Forbidden, match="can_serve_in"):
        registered(officer_of(AreaFactory(name="Langkai")).as_actor(), menteng())


# --- entering issues


def test_an_issue_is_its_persons_and_says_who_typed_it():
    desk = Desk()

    entry = desk.enter().entry

    issue = issues.issue_for(VISITOR, entry.thread_id)
    opening = threads.opening_of(issue.id)
    assert issue.thread.author_id == desk.person.id
    assert opening.author == "Salundik, Menteng"
    assert opening.entered_by is EnteredBy.DESK
    assert opening.data["entered_by"] == "desk"


def test_children_speak_through_an_adult_whose_name_is_kept_apart():
    desk = Desk()

    entry = desk.enter(guide="Ibu Guru Mardiana").entry

    opening = threads.opening_of(entry.thread_id)
    assert entry.guide == "Ibu Guru Mardiana"
    assert opening.entered_by is EnteredBy.GUIDE
    assert "Mardiana" not in str(opening)


def test_open_discussions_are_not_entered():
    with pytest.raises(Invalid):
        Desk().enter(kind=IssueKind.DISCUSSION)


def test_the_record_names_the_officer_in_their_role_and_not_the_person():
    desk = Desk()
    entry = desk.enter(anonymous=True).entry

    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    raised = next(row for row in rows if row.event == "IssueRaised")
    made = next(
        row for row in rows
        if row.event == "EntryMade" and row.details["entry_id"] == entry.id
    )  # fmt: skip
    assert raised.actor_id == made.actor_id == desk.officer.id
    assert made.details["role"] == f"desk area:{desk.area.id}"
    assert desk.person.id not in [row.actor_id for row in rows]


@pytest.mark.parametrize(
    "who", ["claimed", "closed", "elsewhere", "with an account", "oneself"]
)
def test_for_whom_nothing_is_entered(who):
    desk = Desk()
    if who == "claimed":
        desk.person.is_assisted = False
    elif who == "closed":
        desk.person.active = False
    elif who == "elsewhere":
        desk.person.area_id = AreaFactory(name="Langkai").id
    elif who == "with an account":
        desk.person = UserFactory(area=desk.area)
    else:
        desk.person = desk.officer
        desk.officer.area_id = desk.area.id
    db.session.flush()

    with pytest.raises(NotFound):
        desk.enter()


# --- entering support


def test_support_is_counted_and_counted_apart():
    desk, post = Desk(), opening_of(IssueFactory())
    discussions.support(UserFactory().as_actor(), post)

    support(desk, post)

    thread = db.session.get(Thread, post.thread_id)
    assert (post.support_count, post.assisted_count, thread.support_count) == (2, 1, 2)
    given = db.session.get(Support, (post.id, desk.person.id))
    assert given.is_assisted
    assert threads.opening_of(thread.id).data["assisted_count"] == 1


def test_one_person_supports_a_post_once():
    desk, post = Desk(), opening_of(IssueFactory())
    support(desk, post)

    with pytest.raises(discussions.AlreadySupported):
        support(desk, post)

    assert (post.support_count, post.assisted_count) == (1, 1)


def test_only_for_somebody_who_is_present():
    desk, post = Desk(), opening_of(IssueFactory())

    with pytest.raises(Invalid, match="hadir"):
        support(desk, post, is_present=False)

    assert post.support_count == 0


def test_nobody_supports_their_own_words_nor_does_an_officer_push_theirs():
    desk = Desk()
    own = threads.opening_row(desk.enter().entry.thread_id)
    officers = opening_of(IssueFactory(author=desk.officer))

    with pytest.raises(Refused):
        support(desk, own)
    with pytest.raises(Forbidden, match="can_enter_support"):
        support(desk, officers)


def test_whoever_takes_the_support_back_takes_back_both_counts():
    desk, post = Desk(), opening_of(IssueFactory())
    support(desk, post)

    discussions.withdraw_support(_actor(desk.person), post)

    assert (post.support_count, post.assisted_count) == (0, 0)


# --- slips


def test_a_new_pin_kills_the_old_one():
    desk = Desk()
    entry = queries.entry_for(desk.acting, desk.made.entry.id)

    pin = actions.issue_pin(desk.acting, entry)

    assert pins.opens(entry, pin)
    assert pin == desk.made.pin or not pins.opens(entry, desk.made.pin)


def test_slips_are_for_the_officers_of_their_place():
    desk = Desk()
    stranger = officer_of(AreaFactory(name="Langkai"))

    with pytest.raises(NotFound):
        queries.entry_for(stranger.as_actor(), desk.made.entry.id)


# --- claiming


def test_everything_passes_to_an_account_of_ones_own():
    desk = Desk()
    entered = desk.enter().entry
    both = opening_of(IssueFactory())
    one = opening_of(IssueFactory())
    support(desk, both)
    support(desk, one)
    own = UserFactory(area=desk.area)
    discussions.support(own.as_actor(), both)
    mine = opening_of(IssueFactory(author=own))
    support(desk, mine)
    assert (both.support_count, both.assisted_count) == (2, 1)

    actions.claim_into(own.as_actor(), entered)

    thread = db.session.get(Thread, entered.thread_id)
    assert thread.author_id == threads.opening_row(thread.id).author_id == own.id
    for post in (both, one, mine):
        db.session.refresh(post)
    assert (both.support_count, both.assisted_count) == (1, 0)
    assert (one.support_count, one.assisted_count) == (1, 1)
    assert (mine.support_count, mine.assisted_count) == (0, 0)
    assert db.session.scalars(select(Post).where(Post.author_id == desk.person.id)).all() == []
    entries = queries.entries_of(own.id)
    assert len(entries) == 5
    assert all(entry.claimed_at for entry in entries)
    db.session.refresh(desk.person)
    assert not desk.person.active
    assert not desk.person.is_assisted


def test_twice_is_refused():
    desk = Desk()
    actions.claim_into(UserFactory().as_actor(), desk.made.entry)

    with pytest.raises(actions.AlreadyClaimed):
        actions.claim_into(UserFactory().as_actor(), desk.made.entry)


def test_the_officer_who_saw_the_pin_takes_nothing_over():
    desk = Desk()

    with pytest.raises(Forbidden, match="can_claim"):
        actions.claim_into(desk.acting, desk.made.entry)


def test_a_ballot_stays_cast_so_that_nobody_votes_twice():
    desk, own = Desk(), UserFactory()
    poll, other = PollFactory(), PollFactory()
    for one, voter in ((poll, desk.person), (other, desk.person), (other, own)):
        db.session.add(
            Ballot(
                poll_id=one.id, voter_id=voter.id, ballot_id=f"{one.id}-{voter.id}",
                paper="", number=1,
            )
        )  # fmt: skip
    db.session.flush()

    actions.claim_into(own.as_actor(), desk.made.entry)

    rows = db.session.execute(select(Ballot.poll_id, Ballot.voter_id)).all()
    assert sorted(map(tuple, rows)) == sorted(
        [(poll.id, own.id), (other.id, own.id), (other.id, desk.person.id)]
    )
