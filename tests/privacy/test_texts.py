from datetime import timedelta

import pytest

from forum.core import clock as real_clock
from forum.core.actor import VISITOR
from forum.core.errors import Forbidden, Invalid, SignInFirst, Stale
from forum.privacy import actions, queries, standing, texts
from forum.privacy.actions.texts import OneIsAnnounced
from forum.privacy.models import TextKind
from tests.accounts.factories import UserFactory
from tests.privacy.factories import drafts, published

PRIVACY, RULES = TextKind.PRIVACY, TextKind.HOUSE_RULES


@pytest.fixture
def admin():
    return UserFactory(admin=True).as_actor()


def in_days(days):
    return real_clock.today() + timedelta(days=days)


@pytest.mark.pure
@pytest.mark.parametrize("kind", TextKind)
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_text_is_shipped_in_both_languages(kind, language):
    shipped = texts.shipped(kind, language)

    assert shipped.title
    assert "<h2 id=" in texts.render(shipped.source)


@pytest.mark.pure
def test_what_is_linked_to_has_its_place():
    assert 'id="suara"' in texts.render(texts.shipped(PRIVACY, "id").source)


@pytest.mark.pure
@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '## a {#b" onclick="x}',
        "<b onmouseover=alert(1)>x</b>",
    ],
)
def test_a_text_holds_nothing_that_runs(source):
    html = texts.render(source)

    assert "<script" not in html
    assert "<b" not in html
    assert 'href="javascript' not in html
    assert "onclick=" not in html.replace("&quot;", "").split("<h2>")[0]


@pytest.mark.pure
def test_changed_words_are_marked_and_escaped():
    assert (
        texts.changed_words("Disimpan 30 hari.", "Disimpan <60> hari.")
        == "Disimpan <del>30</del><ins>&lt;60&gt;</ins> hari."
    )


def test_seeding_publishes_the_first_versions_once():
    assert actions.seed_texts() == 3
    assert actions.seed_texts() == 0

    assert queries.text_in_force(PRIVACY, "en").version == 1


def test_a_change_is_announced_and_then_holds(clock, admin):
    published()

    version = actions.publish_text(admin, PRIVACY, drafts(), in_force_on=in_days(3))

    assert (version, standing.in_force(PRIVACY).version) == (2, 1)
    assert standing.announced(PRIVACY).version == 2
    clock.tick(4 * 86400)
    assert standing.in_force(PRIVACY).version == 2
    assert queries.text_of(PRIVACY, 1, "id").title == "Privasi"


@pytest.mark.parametrize("days", [None, -1, 0, 2])
def test_privacy_is_announced_three_days_before(admin, days):
    published()

    with pytest.raises(Invalid, match="paling cepat"):
        actions.publish_text(
            admin, PRIVACY, drafts(), in_force_on=None if days is None else in_days(days)
        )


def test_house_rules_may_hold_today(admin):
    published()

    actions.publish_text(admin, RULES, drafts(), in_force_on=in_days(0))

    assert standing.in_force(RULES).version == 2


def test_a_correction_holds_at_once_and_says_why(admin):
    published()

    with pytest.raises(Invalid, match="alasannya"):
        actions.publish_text(admin, PRIVACY, drafts(), in_force_on=None, correction=True)
    actions.publish_text(
        admin, PRIVACY, drafts(), in_force_on=None, correction=True, reason="Salah ketik"
    )

    assert standing.in_force(PRIVACY).version == 2


def test_both_languages_are_needed(admin):
    published()

    with pytest.raises(Invalid, match="kedua bahasa"):
        actions.publish_text(admin, PRIVACY, {"id": drafts()["id"]}, in_force_on=in_days(5))


def test_two_changes_are_not_announced_at_once(admin):
    published()
    actions.publish_text(admin, PRIVACY, drafts(), in_force_on=in_days(5))

    with pytest.raises(OneIsAnnounced):
        actions.publish_text(admin, PRIVACY, drafts(), in_force_on=in_days(9))


def test_who_wrote_on_an_older_version_is_told(admin):
    published()
    actions.publish_text(admin, RULES, drafts(), in_force_on=in_days(0))

    with pytest.raises(Stale):
        actions.publish_text(admin, RULES, drafts(), in_force_on=in_days(0), expected_version=1)


@pytest.mark.parametrize("roles", [{}, {"moderator": True}, {"observer": True}])
def test_others_publish_nothing(roles):
    published()

    with pytest.raises(Forbidden):
        actions.publish_text(
            UserFactory(**roles).as_actor(), RULES, drafts(), in_force_on=in_days(0)
        )


# --- pages


def test_the_version_in_force_and_older_ones_can_be_read(client, clock, admin):
    published()
    actions.publish_text(admin, PRIVACY, drafts(), in_force_on=in_days(3))

    assert "Versi 2 berlaku mulai" in client.get("/privasi").get_data(as_text=True)
    clock.tick(4 * 86400)
    page = client.get("/privasi").get_data(as_text=True)
    assert '<h2 id="baru">Baru</h2>' in page
    assert 'href="/privasi/versi/1"' in page
    assert "Pemungutan suara" in client.get("/privasi/versi/1").get_data(as_text=True)
    assert client.get("/privasi/versi/3").status_code == 404


@pytest.mark.parametrize("path", ["/tata-krama", "/privasi", "/ketentuan"])
def test_before_anything_is_published_the_shipped_text_is_read(client, path):
    assert client.get(path).status_code == 200


def test_the_record_of_processing_is_public(client):
    assert "Entri terbantu" in client.get("/privasi/kegiatan-pemrosesan").get_data(as_text=True)


def test_publishing_shows_first_what_changes(client, signed_in):
    published()
    signed_in(UserFactory(admin=True))
    new = drafts()
    typed = {
        "title_id": new["id"].title,
        "source_id": new["id"].source,
        "note_id": "Baru.",
        "title_en": new["en"].title,
        "source_en": new["en"].source,
        "note_en": "New.",
        "in_force_on": in_days(4).isoformat(),
    }

    shown = client.post("/kelola/teks/privasi", data=typed)
    assert shown.status_code == 200
    assert "<ins>" in shown.get_data(as_text=True)
    assert queries.newest(PRIVACY) == 1

    done = client.post("/kelola/teks/privasi?v=1", data=typed | {"aksi": "terbitkan"})
    assert done.status_code == 303
    assert queries.newest(PRIVACY) == 2


def test_the_page_of_publishing_is_for_administrators(client, signed_in):
    assert client.get("/kelola/teks").status_code == 303
    signed_in(UserFactory(moderator=True))

    assert client.get("/kelola/teks").status_code == 403
    assert client.post("/kelola/teks/privasi").status_code == 403


def test_a_visitor_agrees_to_nothing(client):

    with pytest.raises(SignInFirst):
        actions.agree(VISITOR, [(PRIVACY, 1)])
