"""The topics of issues: what the city does with them, and what residents see of it."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.actor import VISITOR, Grant, Role
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, SignInFirst, Stale
from forum.issues import actions, policy, queries
from forum.issues.actions import Matter, categories
from forum.issues.models import Category, Issue, IssueKind, IssueState
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.issues.factories import CategoryFactory, IssueFactory

WHY = "Artinya sama"


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def names():
    db.session.expire_all()  # what requests changed is in sessions of their own
    return [one.name for one in queries.categories()]


def matter(category, **changes):
    given = {
        "kind": IssueKind.COMPLAINT,
        "title": "Parit tersumbat di Jl. G. Obos",
        "text": "Air naik.",
        "area_id": AreaFactory().id,
        "category_id": category.id,
    }
    return Matter(**given | changes)


def test_new_topics_come_last_and_move_by_places(admin):
    for name in ("Jalan", "Air", "Sampah"):
        categories.add(admin, name=name)
    assert names() == ["Jalan", "Air", "Sampah"]

    categories.move(admin, queries.category_named("Sampah"), up=True)
    categories.move(admin, queries.category_named("Jalan"), up=True)

    assert names() == ["Jalan", "Sampah", "Air"]
    categories.move(admin, queries.category_named("Jalan"), up=False)
    assert names() == ["Sampah", "Jalan", "Air"]


def test_topics_from_before_stand_by_name_until_someone_moves_one(admin):
    for name in ("Air", "Jalan", "Banjir"):
        CategoryFactory(name=name)
    assert names() == ["Air", "Banjir", "Jalan"]

    categories.move(admin, queries.category_named("Jalan"), up=True)

    assert names() == ["Air", "Jalan", "Banjir"]


@pytest.mark.parametrize("name", ["", "x", "x" * 61, "AIR bersih", " Air  Bersih "])
def test_names_that_cannot_be_taken(admin, name):
    categories.add(admin, name="Air bersih")

    with pytest.raises(Invalid):
        categories.add(admin, name=name)


def test_a_topic_is_renamed_in_both_languages(admin):
    category = CategoryFactory(name="Banjir")

    categories.rename(
        admin, category, name="Banjir dan parit", name_en="Floods", expected_version=1
    )

    assert (category.name_in("id"), category.name_in("en")) == ("Banjir dan parit", "Floods")
    with pytest.raises(Stale):
        categories.rename(admin, category, name="Lain", expected_version=1)


def test_without_an_english_name_the_indonesian_one_shows():
    assert Category(name="Banjir").name_in("en") == "Banjir"


def test_a_retired_topic_is_not_offered_but_stays_with_its_issues(admin):
    category = CategoryFactory()
    author = UserFactory().as_actor()
    issue = IssueFactory(category=category)
    draft = actions.save_draft(author, matter(category))

    categories.retire(admin, category)

    assert category not in queries.categories()
    assert queries.issue_by_id(issue.id).category is category
    with pytest.raises(Invalid):
        actions.raise_issue(author, matter(category))
    draft = queries.issue_by_id(draft.id)
    actions.save_draft(author, matter(category, title="Masih topik yang sama"), issue=draft)
    categories.restore(admin, category)
    assert category in queries.categories()
    assert actions.raise_issue(author, matter(category)).category is category


def test_merging_moves_all_issues_drafts_too(admin):
    old, older, new = (CategoryFactory() for _n in range(3))
    public, apart = IssueFactory(category=old), IssueFactory(category=new)
    draft = IssueFactory(category=old, state=IssueState.DRAFT)
    categories.merge(admin, older, old, reason=WHY)

    assert categories.merge(admin, old, new, reason=WHY) == 2

    query = select(Issue.category_id).where(Issue.id.in_((public.id, apart.id, draft.id)))
    assert set(db.session.scalars(query)) == {new.id}
    assert queries.issues_per_category() == {new.id: 3}
    db.session.expire_all()
    assert queries.existing_category(older.id).merged_into_id == new.id
    assert [one.id for one in queries.categories()] == [new.id]
    last = select(AuditEntry.details).where(AuditEntry.event == "CategoriesMerged")
    details = db.session.scalars(last.order_by(AuditEntry.id.desc())).first()
    assert (details["issues"], details["into_id"], details["role"]) == (2, new.id, "admin")


def test_merging_into_itself_or_into_one_that_is_gone(admin):
    category, gone = CategoryFactory(), CategoryFactory()
    categories.retire(admin, gone)

    for into in (category, gone):
        with pytest.raises(Invalid):
            categories.merge(admin, category, into, reason=WHY)
    with pytest.raises(Invalid):
        categories.merge(admin, gone, category, reason="")


@pytest.mark.parametrize("role", [*Role])
def test_topics_are_the_citys_administrators(role):
    person = UserFactory(roles=[role] if role is not Role.SYSTEM else []).as_actor()
    scoped = UserFactory(roles=[Grant(role, area_id=AreaFactory().id)]).as_actor()
    if role is Role.SYSTEM:
        return
    assert policy.can_manage_categories(person) is (role is Role.ADMIN)
    assert not policy.can_manage_categories(scoped)


def test_no_action_takes_others():
    category, other = CategoryFactory(), CategoryFactory()

    for actor, refusal in ((VISITOR, SignInFirst), (UserFactory().as_actor(), Forbidden)):
        for attempt in (
            lambda actor=actor: categories.add(actor, name="Baru"),
            lambda actor=actor: categories.rename(actor, category, name="Baru"),
            lambda actor=actor: categories.move(actor, category, up=True),
            lambda actor=actor: categories.retire(actor, category),
            lambda actor=actor: categories.restore(actor, category),
            lambda actor=actor: categories.merge(actor, category, other, reason=WHY),
        ):
            with pytest.raises(refusal):
                attempt()


# --- pages


@pytest.fixture
def admin_at(client, signed_in):
    signed_in(UserFactory(admin=True))
    return client


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_show(admin_at, language):
    admin_at.set_cookie("lang", language)
    category, retired = CategoryFactory(name="Banjir"), CategoryFactory(name="Lama")
    categories.merge(UserFactory(admin=True).as_actor(), retired, category, reason=WHY)

    for rest in ("", f"/{category.id}", f"/{category.id}/gabung"):
        page = admin_at.get(f"/kelola/kategori{rest}")
        assert page.status_code == 200
        assert f'lang="{language}"' in text_of(page)
        assert "Banjir" in text_of(page)
    assert admin_at.get("/kelola/kategori/999999").status_code == 404


def test_others_see_none_of_it(client, signed_in):
    category = CategoryFactory()
    assert client.get("/kelola/kategori").status_code == 303
    signed_in(UserFactory(coordinator=True))

    for rest in ("", f"/{category.id}", f"/{category.id}/gabung"):
        assert client.get(f"/kelola/kategori{rest}").status_code == 403
    for rest in ("", *(f"/{category.id}/{verb}" for verb in ("pindah", "pensiun", "pakai"))):
        form = {"name": "Baru", "arah": "naik"}
        assert client.post(f"/kelola/kategori{rest}", data=form).status_code == 403


def test_a_topic_is_added_once(admin_at):
    form = {"name": "Banjir", "name_en": "Floods", "cmd_id": "c1"}

    assert admin_at.post("/kelola/kategori", data=form).status_code == 303
    assert admin_at.post("/kelola/kategori", data=form).status_code == 303
    taken = admin_at.post("/kelola/kategori", data=form | {"cmd_id": "c2"})

    assert taken.status_code == 422
    assert "sudah ada" in text_of(taken)
    assert 'value="Floods"' in text_of(taken)
    assert names() == ["Banjir"]


def test_buttons_of_the_list(admin_at):
    first, second = CategoryFactory(name="Air"), CategoryFactory(name="Banjir")

    moved = admin_at.post(f"/kelola/kategori/{second.id}/pindah", data={"arah": "naik"})

    assert moved.location == f"/kelola/kategori#topik-{second.id}"
    assert names() == ["Banjir", "Air"]
    wrong = admin_at.post(f"/kelola/kategori/{second.id}/pindah", data={"arah": "samping"})
    assert wrong.status_code == 422
    assert admin_at.post(f"/kelola/kategori/{first.id}/pensiun").status_code == 303
    assert names() == ["Banjir"]
    assert admin_at.post(f"/kelola/kategori/{first.id}/pakai").status_code == 303
    assert names() == ["Banjir", "Air"]


def test_merging_asks_into_what_and_why(admin_at):
    old, new = CategoryFactory(), CategoryFactory()
    issue = IssueFactory(category=old)
    address = f"/kelola/kategori/{old.id}/gabung"

    assert admin_at.post(address, data={"into_id": str(new.id)}).status_code == 422
    assert admin_at.post(address, data={"reason": WHY}).status_code == 422
    assert admin_at.post(address, data={"into_id": "1x", "reason": WHY}).status_code == 422
    done = admin_at.post(address, data={"into_id": str(new.id), "reason": WHY})

    assert done.status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Issue, issue.id).category_id == new.id


def test_residents_see_english_names_on_english_pages_and_changes_at_once(client):
    admin = UserFactory(admin=True).as_actor()
    category = CategoryFactory(name="Banjir", name_en="Floods")
    issue = IssueFactory(category=category)
    english = client.application.test_client()
    english.set_cookie("lang", "en")

    for address in (f"/isu/{issue.id}", f"/isu?topik={category.id}"):
        assert "Floods" in text_of(english.get(address))
        assert "Banjir" in text_of(client.get(address))
    categories.rename(admin, category, name="Banjir rob", name_en="Tides")

    for address in (f"/isu/{issue.id}", f"/isu?topik={category.id}"):
        assert "Tides" in text_of(english.get(address))
        assert "Banjir rob" in text_of(client.get(address))


def test_the_address_of_a_merged_topic_leads_on(client):
    old, new = CategoryFactory(name="Selokan"), CategoryFactory(name="Drainase")
    issue = IssueFactory(category=old)
    categories.merge(UserFactory(admin=True).as_actor(), old, new, reason=WHY)

    page = text_of(client.get(f"/isu?topik={old.id}"))

    assert f'href="/isu/{issue.id}"' in page
    assert "Selokan" not in page
    assert f'value="{new.id}" selected' in page


def test_the_list_asks_no_more_with_many_topics(admin_at, count_queries):
    def asked():
        with count_queries() as seen:
            assert admin_at.get("/kelola/kategori").status_code == 200
        return len(seen)

    for _n in range(3):
        IssueFactory(category=CategoryFactory())
    asked()
    few = asked()
    for _n in range(57):
        CategoryFactory()

    assert asked() == few
