from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.events import PersonRegistered
from forum.audit.models import AuditEntry
from forum.core import clock as real_clock
from forum.core.db import atomic, db
from forum.core.outbox import record
from forum.privacy import actions, queries
from forum.privacy.models import Consent, TextKind
from tests.accounts.factories import UserFactory
from tests.discussions import parlour  # noqa: F401 - what the thread belongs to
from tests.discussions.factories import ThreadFactory
from tests.privacy.factories import drafts, published

PRIVACY, RULES = TextKind.PRIVACY, TextKind.HOUSE_RULES


def in_days(days):
    return real_clock.today() + timedelta(days=days)


def changed(kind=PRIVACY, days=3, **how):
    admin = UserFactory(admin=True).as_actor()
    return actions.publish_text(admin, kind, drafts(), in_force_on=in_days(days), **how)


def who_agreed():
    """Somebody who registered while version 1 was in force."""
    user = UserFactory(agreed_at=real_clock.now())
    actions.record_consent(user.id, how="form")
    return user


def test_registering_leaves_proof_of_what_was_agreed_to():
    published()
    user = UserFactory(agreed_at=real_clock.now())

    with atomic():
        record(PersonRegistered(user_id=user.id))

    rows = db.session.scalars(select(Consent).where(Consent.user_id == user.id)).all()
    assert {(row.kind, row.version, row.how) for row in rows} == {
        (kind, 1, "form") for kind in TextKind
    }
    kept = select(AuditEntry).where(AuditEntry.event == "ConsentGiven")
    assert len(db.session.scalars(kept).all()) == 3


@pytest.mark.parametrize("how", ["paper", "spoken", "oidc"])
def test_the_desk_says_how_somebody_agreed(how):
    published()
    user = UserFactory()

    actions.record_consent(user.id, how=how)
    actions.record_consent(user.id, how=how)

    assert [row.how for row in queries.consents_of(user.id)] == [how] * 3


def test_nobody_agrees_by_silence():
    with pytest.raises(ValueError, match="silence"):
        actions.record_consent(UserFactory().id, how="silence")


def test_who_agreed_before_versions_owes_nothing_until_a_text_changes(clock):
    published()
    user = UserFactory(agreed_at=real_clock.now())
    assert queries.due_for(user) == []

    changed()

    [due] = queries.due_for(user)
    assert (due.kind, due.version, due.needs_consent, due.is_in_force) == (
        PRIVACY,
        2,
        True,
        False,
    )
    clock.tick(4 * 86400)
    assert queries.due_for(user)[0].is_in_force


def test_house_rules_are_made_known_and_not_agreed_to():
    published()
    user = who_agreed()

    changed(RULES, 0)

    assert [(due.kind, due.needs_consent) for due in queries.due_for(user)] == [(RULES, False)]


def test_a_correction_is_made_known_and_not_agreed_to():
    published()
    user = who_agreed()

    changed(correction=True, reason="Salah ketik")

    assert [due.needs_consent for due in queries.due_for(user)] == [False]


def test_a_banner_tells_until_it_was_read(client, signed_in):
    published()
    user = signed_in(who_agreed())
    assert "Baca dan setujui" not in client.get("/isu").get_data(as_text=True)
    changed()
    assert "Baca dan setujui" in client.get("/isu").get_data(as_text=True)

    assert client.post("/akun/persetujuan").status_code == 303

    assert "Baca dan setujui" not in client.get("/isu").get_data(as_text=True)
    assert (PRIVACY, 2) in {(row.kind, row.version) for row in queries.consents_of(user.id)}


def test_the_banner_is_for_those_signed_in(client):
    published()
    changed()

    assert "Baca dan setujui" not in client.get("/isu").get_data(as_text=True)


def test_a_page_asks_nothing_once_nothing_is_due(client, signed_in, count_queries):
    published()
    signed_in(who_agreed())
    client.get("/akun/persetujuan")

    client.get("/bantuan")
    with count_queries() as seen:
        client.get("/bantuan")

    assert not [statement for statement in seen if "privacy_" in statement]


def test_writing_waits_for_consent_thirty_days_later(client, clock, signed_in):
    published()
    user = who_agreed()
    thread = ThreadFactory()
    opening = f"/isu/{thread.id}/balas"
    changed(days=3)

    clock.tick(20 * 86400)
    signed_in(user)
    assert client.post(opening, data={"text": "Boleh"}).status_code != 409
    clock.tick(14 * 86400)
    signed_in(user)
    refused = client.post(opening, data={"text": "Belum"})
    assert refused.status_code == 409
    assert "Persetujuan" in refused.get_data(as_text=True)
    assert client.get("/isu").status_code == 200
    assert client.post("/akun/data/permintaan", data={}).status_code == 422

    client.post("/akun/persetujuan")

    assert client.post(opening, data={"text": "Sudah"}).status_code != 409


def test_new_people_have_thirty_days_too(clock):
    published()
    clock.tick(100 * 86400)
    made_by_the_city = UserFactory(created_at=real_clock.now())

    due = queries.due_for(made_by_the_city)

    assert {each.kind for each in due} == set(TextKind)
    assert not queries.must_consent_first(made_by_the_city, due)
    clock.tick(31 * 86400)
    assert queries.must_consent_first(made_by_the_city, due)
