"""What is found, on both databases alike."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.core import clock as real_clock
from forum.core.actor import SYSTEM, VISITOR
from forum.core.db import db
from forum.decisions import actions as decisions
from forum.decisions.actions import Promise
from forum.decisions.models import Commitment, Result, Standing
from forum.discussions import actions as discussions
from forum.issues import actions as issues
from forum.issues.models import IssueKind, IssueState
from forum.meetings.models import MeetingState
from forum.polls.models import PollState
from forum.search import actions, queries
from forum.search.models import Document, first_key, key_of, moment_of
from forum.search.queries import NEWEST, Filters
from forum.search.wishes import understand
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.issues.factories import CategoryFactory, IssueFactory, PostFactory, opening_of
from tests.meetings.factories import ItemFactory, MeetingFactory
from tests.polls.factories import PollFactory


def found(text, viewer=VISITOR, *, typing=False, sort="cocok", **filters):
    """What comes up, as (kind, number), in its order."""
    wish = understand(text, typing=typing)
    results = queries.search(viewer, wish, Filters(**filters), sort=sort)
    shown = queries.found(viewer, results.hits)
    assert set(shown) == {hit.id for hit in results.hits}  # what is found can be shown
    return [(hit.kind, hit.ref_id) for hit in results.hits]


def issue(title, text="Sudah lama begini.", **more):
    return IssueFactory(title=title, text=text, **more)


# --- words


@pytest.mark.parametrize("typed", ["banjir", "kebanjiran", "BANJIR", "banjirnya", "membanjiri"])
def test_whatever_the_affixes(typed):
    one = issue("Kebanjiran di Jl. G. Obos")
    issue("Lampu mati di Jl. Rajawali")

    assert found(typed) == [("issue", one.id)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Dermaga Sebangau lapuk lagi", "sabangau"),
        ("Dermaga Sabangau lapuk lagi", "Sebangau"),
        ("Jalan ke Kereng Bengkirai rusak", "kereng bangkirai"),
        ("Taman Kota Palangka Raya gelap", "palangkaraya"),
        ("Taman Palangkaraya yang gelap", "palangka raya"),
        ("Antrean kartu tanda penduduk", "KTP"),
        ("Jalanan berlubang dan becek", "jalan lubang"),
        ("Mohon trotoar diperbaiki", "perbaikan trotoar"),
    ],
)
def test_the_same_by_another_spelling(written, typed):
    one = issue(written)

    assert found(typed) == [("issue", one.id)]


def test_all_words_have_to_be_there_else_some():
    both = issue("Lampu jalan mati di pasar")
    issue("Sampah menumpuk di pasar")

    assert found("lampu pasar") == [("issue", both.id)]
    results = queries.search(VISITOR, understand("lampu rembulan"), Filters())
    assert results.loosely
    assert [hit.ref_id for hit in results.hits] == [both.id]


def test_phrases_are_exact_and_never_reach_from_title_to_text():
    one = issue("Jalan besar rusak", "Lubang di mana-mana")
    issue("Jalan yang besar", "Rusak berat")

    assert found('"jalan besar"') == [("issue", one.id)]
    assert found('"rusak lubang"') == []


def test_what_is_excluded():
    one = issue("Banjir di Menteng")
    issue("Banjir karena parit di Langkai")

    assert found("banjir -parit") == [("issue", one.id)]
    assert found('banjir -"karena parit"') == [("issue", one.id)]
    assert found("-parit") == []


def test_the_beginning_of_the_last_word():
    one = issue("Drainase tersumbat di Sabangau")

    assert found("tersumbat drai", typing=True) == [("issue", one.id)]
    assert found("drai") == []
    assert found("seban", typing=True) == [("issue", one.id)]


@pytest.mark.parametrize(
    "typed",
    ['"', "((", "AND", "NOT x", "a*", "'", "{title} : x", "\\", "-", "\x00", "🙂", "x:y"],
)
def test_bad_syntax_finds_or_does_not_but_never_fails(typed):
    issue("Banjir di Menteng")

    for typing in (True, False):
        found(typed, typing=typing)
        found(f"banjir {typed}", typing=typing)


def test_odd_tokens_are_kept_whole_by_both_engines():
    written = "0812345678901 1e5 2x3 10km rt003 1.250.000 3G 0x1f 12-24 水 www.contoh.id a@b.id"
    one = issue("Nomor yang aneh sekali", written)

    for typed in [*written.split(), "rt003 10km", '"1 250 000"', "contoh"]:
        assert found(typed) == [("issue", one.id)], typed


def test_a_title_weighs_more_and_the_newer_comes_first_among_equals(clock):
    now = clock.now
    clock.at(datetime(2026, 1, 5, tzinfo=UTC))
    old = issue("Banjir besar di Menteng")
    clock.at(now)
    in_text = issue("Hujan deras semalam", "Ada banjir di gang kami.")
    new = issue("Banjir besar di Menteng")

    assert found("banjir") == [("issue", each.id) for each in (new, old, in_text)]
    assert found("banjir", sort=NEWEST) == [("issue", each.id) for each in (new, in_text, old)]


# --- everything there is


def test_every_kind_is_found():
    author = UserFactory()
    one = issue("Parit rembulan tersumbat", author=author)
    post = PostFactory(thread=one.thread, source="Parit rembulan juga di sini.")
    poll = PollFactory(question="Parit rembulan mana dulu?", state=PollState.OPEN)
    meeting = MeetingFactory(title="Musyawarah parit rembulan", state=MeetingState.SCHEDULED)
    item = ItemFactory(meeting=meeting, title="Urutan parit rembulan")
    unit = UnitFactory()
    official = UserFactory(official=True, unit=unit)
    answer = decisions.publish_answer(
        official.as_actor(), one, unit_id=unit.id, text="Parit rembulan dikeruk.",
        owner="Kepala Bidang", result=Result.ACCEPTED,
        promises=[Promise("Mengeruk parit rembulan", real_clock.today() + timedelta(days=9))],
    )  # fmt: skip

    promise = db.session.scalars(select(Commitment)).one()

    assert set(found("parit rembulan")) == {
        ("issue", one.id), ("post", post.id), ("poll", poll.id), ("meeting", meeting.id),
        ("item", item.id), ("answer", answer.id), ("commitment", promise.id),
    }  # fmt: skip
    assert found("rembulan", kind="answer", unit=unit) == [("answer", answer.id)]
    assert found("rembulan", state="berjalan") == [("commitment", promise.id)]

    promise.standing = Standing.REPLACED
    db.session.flush()
    assert found("rembulan", kind="commitment") == []


def test_an_issue_is_found_by_its_number_place_area_and_topic():
    area = AreaFactory(name="Bukit Sua", parent_name="Rakumpit")
    topic = CategoryFactory(name="Pengairan")
    one = issue("Jembatan kayu lapuk", area=area, place="seberang balai", category=topic)

    for typed in (one.number, "balai", "bukit sua", "rakumpit", "pengairan"):
        assert found(typed) == [("issue", one.id)], typed
    topic.name = "Titian"
    db.session.flush()
    assert found("titian") == [("issue", one.id)]
    assert found("pengairan") == []


# --- filters


def test_filters_and_how_many_each_would_leave():
    pahandut = AreaFactory(
        code="62.71.01", level="kecamatan", name="Pahandut", parent_name=None
    )
    langkai = AreaFactory(name="Langkai", parent_name="Pahandut", parent_id=pahandut.id)
    roads = CategoryFactory(name="Lalu lintas")
    me = UserFactory()
    here = issue("Banjir satu", area=langkai, category=roads)
    done = issue("Banjir dua", state=IssueState.DONE, author=me)
    reply = PostFactory(thread=here.thread, source="Banjir lagi.", author=me, is_anonymous=True)

    assert set(found("banjir", area=pahandut)) == {("issue", here.id), ("post", reply.id)}
    assert found("banjir", state="selesai") == [("issue", done.id)]
    assert set(found("banjir", category=roads.id)) == {("issue", here.id), ("post", reply.id)}
    assert set(found("banjir", me.as_actor(), mine=True)) == {
        ("issue", done.id), ("post", reply.id),
    }  # fmt: skip
    facets = queries.search(VISITOR, understand("banjir"), Filters(kind="issue")).facets
    assert facets.kinds == {"issue": 2, "post": 1}
    assert facets.states == {"baru": 1, "selesai": 1}
    assert facets.areas[langkai.id] == 1
    assert facets.spans == {"pekan": 2, "bulan": 2, "tahun": 2}
    assert not facets.at_least


def test_time_is_a_range_of_keys(clock):
    now = clock.now
    clock.at(now - timedelta(days=40))
    issue("Banjir lama")
    clock.at(now)
    new = issue("Banjir baru")

    assert found("banjir", span="bulan") == [("issue", new.id)]
    assert len(found("banjir", span="tahun")) == 2
    assert found("", span="bulan") == [("issue", new.id)]


def test_a_key_holds_its_moment():
    at = datetime(2026, 11, 24, 5, 6, 7, tzinfo=UTC)
    key = key_of(at, 15, 2**28 - 1)

    assert moment_of(key) == at
    assert first_key(at) < key < first_key(at + timedelta(seconds=1))
    assert key < 2**63


@pytest.mark.parametrize("sort", ["cocok", NEWEST])
def test_pages_hold_everything_once(sort):
    for number in range(45):
        issue(f"Banjir nomor {number}")
    seen, after = [], None
    for _page in range(3):
        results = queries.search(
            VISITOR, understand("banjir"), Filters(), sort=sort, after=after
        )
        seen += [hit.ref_id for hit in results.hits]
        assert results.total == 45
        after = results.next_key[:-1] if results.next_key else None

    assert after is None
    assert len(seen) == len(set(seen)) == 45


def test_more_than_are_counted(monkeypatch):
    monkeypatch.setattr(queries, "MOST", 30)
    for number in range(35):
        issue(f"Banjir nomor {number}")
    rare = issue("Banjir di tempat lain", state=IssueState.DONE)
    issue("Banjir terbaru")

    results = queries.search(VISITOR, understand("banjir"), Filters())
    assert results.more_than_counted
    assert results.facets.at_least
    assert found("banjir", state="selesai") == [("issue", rare.id)]
    seen, after = [], None
    while True:
        page = queries.search(
            VISITOR, understand("banjir"), Filters(), sort=NEWEST, after=after
        )
        seen += [hit.ref_id for hit in page.hits]
        if page.next_key is None:
            break
        after = page.next_key[:-1]
    assert len(seen) == len(set(seen)) == 37


# --- what was meant


def test_a_misspelt_word_is_answered_with_a_word_of_a_title():
    issue("Drainase tersumbat")
    issue("Kebanjiran di Menteng")

    assert queries.meant(VISITOR, understand("drainsae")) == {"drainsae": "drainase"}
    assert queries.meant(VISITOR, understand("kebanjran")) == {"kebanjran": "kebanjiran"}
    assert queries.meant(VISITOR, understand("drainase")) == {}
    assert queries.meant(VISITOR, understand("zzzzzz")) == {}


# --- in step with what is written


def test_what_is_written_is_found_at_once_and_what_changes_too():
    person = UserFactory()
    one = issue("Jembatan kayu di Tangkiling", author=person)
    post = discussions.reply(person.as_actor(), one.thread, text="Papannya patah tiga.")

    assert found("papan patah") == [("post", post.id)]
    post.source = "Sudah diganti baru."
    one.thread.title = "Titian kayu di Tangkiling"
    db.session.commit()
    assert found("papan patah") == []
    assert found("jembatan") == []
    assert found("titian") == [("issue", one.id)]


def test_a_draft_is_found_once_it_is_public():
    person = UserFactory()
    matter = issues.Matter(
        kind=IssueKind.COMPLAINT, title="Halte rembulan gelap", text="Sejak Senin.",
        area_id=AreaFactory().id,
    )  # fmt: skip
    draft = issues.save_draft(person.as_actor(), matter)
    assert found("rembulan", person.as_actor()) == []

    issues.publish_draft(person.as_actor(), draft)
    assert found("rembulan") == [("issue", draft.id)]


def test_an_issue_takes_its_replies_along():
    old, new = AreaFactory(), AreaFactory()
    one = issue("Pasar becek", area=old)
    post = PostFactory(thread=one.thread, source="Lantainya licin.")
    assert found("licin", area=old) == [("post", post.id)]

    one.area_id = new.id
    db.session.flush()
    assert found("licin", area=old) == []
    assert found("licin", area=new) == [("post", post.id)]
    db.session.delete(one.thread)
    db.session.commit()
    assert db.session.query(Document).count() == 0


def test_what_is_undone_is_not_found():
    one = issue("Pasar becek")
    db.session.commit()
    with pytest.raises(ZeroDivisionError), db.session.begin_nested():
        one.thread.title = "Pasar rembulan"
        db.session.flush()
        1 / 0  # noqa: B018
    db.session.expire_all()

    assert found("rembulan") == []
    assert found("becek") == [("issue", one.id)]


# --- the whole index


def test_the_index_is_built_anew_as_it_was():
    one = issue("Pasar becek")
    PostFactory(thread=one.thread, source="Lantainya licin.")
    PollFactory(question="Pasar mana dulu?", state=PollState.OPEN)
    db.session.commit()
    before = rows()
    db.session.query(Document).filter(Document.kind == "post").delete()
    db.session.commit()
    assert queries.missing() == {"post": 1}

    assert actions.rebuild() == 1
    assert queries.missing() == {}
    assert rows() == before
    assert actions.rebuild() == 0
    assert actions.rebuild(everything=True) == 3
    assert rows() == before
    assert found("licin") != []


def test_what_was_made_with_other_words_is_made_anew():
    one = issue("Pasar becek")
    db.session.commit()
    db.session.query(Document).update({"made_with": "lama"})
    db.session.commit()
    assert queries.in_the_index() == (1, 1)

    assert actions.rebuild() == 1
    assert queries.in_the_index() == (1, 0)
    assert found("becek") == [("issue", one.id)]


def test_rows_of_what_is_gone_go():
    one = issue("Pasar becek")
    db.session.commit()
    row = db.session.query(Document).one()
    db.session.execute(Document.__table__.update().values(ref_id=one.id + 1000))
    db.session.commit()
    db.session.expire(row)

    actions.rebuild()
    assert [each.ref_id for each in db.session.query(Document)] == [one.id]


def rows():
    db.session.expire_all()
    columns = [column.name for column in Document.__table__.columns]
    return {
        tuple(getattr(each, name) for name in columns) for each in db.session.query(Document)
    }


# --- how much it costs


def test_a_search_asks_a_fixed_number_of_statements(count_queries):
    def ask():
        wish = understand("banjir")
        results = queries.search(VISITOR, wish, Filters(kind="issue"))
        queries.found(VISITOR, results.hits)

    issue("Banjir satu")
    found("banjir")
    with count_queries() as few:
        ask()
    for number in range(25):
        one = issue(f"Banjir nomor {number}")
        PostFactory(thread=one.thread, source="Banjir.")
    found("banjir")
    with count_queries() as many:
        ask()

    assert len(few) == len(many) == 2


def test_writing_a_reply_costs_the_index_few_statements(count_queries):
    person = UserFactory()
    one = issue("Pasar becek")
    db.session.commit()
    with count_queries() as seen:
        discussions.reply(person.as_actor(), one.thread, text="Lantainya licin.")
    of_the_index = [line for line in seen if "search_" in line]

    assert len(of_the_index) <= 2, of_the_index
    opening = opening_of(one)
    with count_queries() as seen:
        discussions.support(person.as_actor(), opening)
    assert [line for line in seen if "search_" in line] == []


def test_nothing_of_system_is_needed():
    assert found("banjir", SYSTEM) == []
