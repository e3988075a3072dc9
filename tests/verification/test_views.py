"""The pages from the outside: what they say, refuse, and never show."""

import logging
import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, text

from forum.core.actor import Grant, Role, Verification
from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.verification import actions, codes, nik, queries
from forum.verification.models import CodeBatch, ConflictCase
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory
from tests.verification.factories import (
    NIK,
    OTHER_NIK,
    acting,
    codes_for,
    officer,
    resident,
    verified,
)

OWN, DESK = "/akun/verifikasi", "/meja/verifikasi"
KTP, CODE = Verification.IDENTITY_CARD, Verification.CODE


@pytest.fixture
def here():
    return AreaFactory(name="Menteng", parent_name="Jekan Raya")


def text_of(answer):
    return answer.get_data(as_text=True)


def mails_of(app):
    """Everything that was sent: to whom, and what it says."""
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (app.config["VAR"] / "mail").glob("*.eml")
    ]
    return [f"{mail['To']}\n{mail['Subject']}\n{mail.get_content()}" for mail in read]


def card(area, **changes):
    typed = {"name": "Siti Aminah", "nik": NIK, "area_id": area.id, "seen": "y"}
    return typed | {"lives_here": "y"} | changes


# --- one's own page


def test_a_visitor_signs_in_first(client):
    assert client.get(OWN).location == f"/masuk?next={OWN}"
    assert client.post(OWN, data={"code": "7K2M-9XQ4"}).status_code == 303


def test_ones_own_page_says_what_one_may_and_how_to_get_further(
    client, signed_in, here, levels_are
):
    signed_in(resident(here))
    levels_are(speak="ktp")

    page = text_of(client.get(OWN))

    assert "Belum diverifikasi" in page
    assert "Untuk berbicara dalam forum, akun Anda perlu diverifikasi dengan KTP." in page
    assert 'name="code"' in page
    assert "Buat kode untuk petugas" in page


def test_a_code_is_redeemed(client, signed_in, here):
    _batch, printed = codes_for(here)
    person = signed_in(resident(here))

    answer = client.post(OWN, data={"code": printed[0].lower()})

    assert (answer.status_code, answer.location) == (303, OWN)
    page = text_of(client.get(OWN))
    assert "Terverifikasi dengan kode" in page
    assert "berlaku sampai" in page
    assert queries.records_of(person.id)[0].level is CODE


def test_what_was_typed_stays(client, signed_in, here):
    signed_in(resident(here))

    answer = client.post(OWN, data={"code": "7K2M-9XQ4"})

    assert answer.status_code == 422
    assert 'value="7K2M-9XQ4"' in text_of(answer)
    assert "Kode ini tidak dikenal" in text_of(answer)


def test_a_code_of_another_kelurahan_offers_to_move(client, signed_in, here):
    _batch, printed = codes_for(here)
    person = signed_in(resident(AreaFactory()))

    page = text_of(client.post(OWN, data={"code": printed[0]}))
    assert "Ya, saya tinggal di Menteng, Jekan Raya" in page
    assert f'name="moves_to" value="{here.id}"' in page

    answer = client.post(OWN, data={"code": printed[0], "moves_to": here.id})
    assert answer.status_code == 303
    db.session.refresh(person)
    assert (person.area_id, person.verification) == (here.id, CODE)


def test_guessing_codes_is_slow_and_keeps_what_was_typed(client, signed_in, here, limited):
    _batch, printed = codes_for(here)
    signed_in(resident(here))
    for guess in range(10):
        client.post(OWN, data={"code": f"AAAA-AAA{guess}"})

    answer = client.post(OWN, data={"code": printed[0]})

    assert answer.status_code == 429
    assert f'value="{printed[0]}"' in text_of(answer)
    assert "Terlalu sering" in text_of(answer)


def test_guessing_from_one_address_is_slow_with_many_accounts(app, signed_in, here, limited):
    for _account in range(6):
        other = app.test_client()
        signed_in(resident(here), on=other)
        for guess in range(10):
            assert other.post(OWN, data={"code": f"AAAA-AAA{guess}"}).status_code == 422
    other = app.test_client()
    signed_in(resident(here), on=other)

    assert other.post(OWN, data={"code": "AAAA-AAAA"}).status_code == 429


def test_the_desk_code_is_shown_again_while_it_is_good(client, signed_in, here, clock):
    person = signed_in(resident(here))

    answer = client.post(f"{OWN}/kode-meja")

    assert answer.location == f"{OWN}#meja"
    code = codes.desk_code(person.id, queries.desk_code_of(person.id).nonce)
    shown = f"{code[:3]} {code[3:]}"
    assert shown in text_of(client.get(OWN))
    assert shown in text_of(client.get(OWN))
    clock.tick(15 * 60)
    assert shown not in text_of(client.get(OWN))


# --- at the desk


def test_from_code_to_verified(client, app, signed_in, here):
    person = resident(AreaFactory(), name="Siti Aminah")
    made = actions.ask_desk_code(acting(person))
    signed_in(officer(here))

    code = codes.desk_code(person.id, made.nonce)
    answer = client.post(DESK, data={"who": f"{code[:3]} {code[3:]}"})
    assert answer.location == f"{DESK}/{person.id}"
    page = text_of(client.get(answer.location))
    assert "Siti Aminah" in page
    answer = client.post(f"{DESK}/{person.id}", data=card(here))

    assert (answer.status_code, answer.location) == (303, DESK)
    db.session.refresh(person)
    assert (person.verification, person.area_id) == (KTP, here.id)


def test_nobody_is_found(client, signed_in, here):
    signed_in(officer(here))
    elsewhere = resident(AreaFactory(), email="ani@contoh.id")

    for who in ("123456", str(elsewhere.id), "ani@contoh.id", "Orang", ""):
        answer = client.post(DESK, data={"who": who})
        assert answer.status_code == 422
    assert 'value="Orang"' in text_of(client.post(DESK, data={"who": "Orang"}))
    assert client.get(f"{DESK}/{elsewhere.id}").status_code == 404
    assert client.post(f"{DESK}/{elsewhere.id}", data=card(here)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "A"}, "2 sampai 60"),
        ({"seen": ""}, "Lihat KTP asli"),
        ({"lives_here": ""}, "Pastikan alamatnya"),
        ({"area_id": "0"}, "Pilih kelurahan"),
        ({"nik": "6271010107900000"}, "Periksa 16 angkanya"),
        ({"nik": ""}, "Tulis 16 angka"),
    ],
)
def test_the_number_never_comes_back_but_the_rest_does(
    client, signed_in, here, changes, sentence
):
    person = resident(here, name="Nama Lama")
    signed_in(officer(here))
    typed = card(here, name="Nama Baru Panjang") | changes

    answer = client.post(f"{DESK}/{person.id}", data=typed)

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert not typed["nik"] or typed["nik"] not in page
    if typed["name"] != "A":
        assert 'value="Nama Baru Panjang"' in page
    assert "isian ini selalu kosong lagi" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert queries.records_of(person.id) == []


def test_a_conflict_says_a_number_and_nothing_about_who(client, signed_in, here):
    holder = resident(here, public_name="Rahasia Pemegang", email="rahasia@contoh.id")
    verified(holder, officer(here).as_actor())
    claimant = resident(here)
    signed_in(officer(here))

    answer = client.post(f"{DESK}/{claimant.id}", data=card(here))
    case = db.session.scalars(select(ConflictCase)).one()
    assert answer.location == f"{DESK}/kasus/{case.id}"
    told = [
        text_of(client.get(answer.location)),
        text_of(client.get(f"/kelola/kasus-nik/{case.id}")),
    ]

    assert f"Kasus nomor {case.id}" in told[0]
    for page in told:
        assert "Rahasia Pemegang" not in page
        assert "rahasia@contoh.id" not in page
        assert NIK not in page
        assert f"<dd>{holder.id}</dd>" not in page


def test_an_officer_does_not_verify_themselves(client, signed_in, here):
    oneself = signed_in(officer(here, unverified=True))

    page = text_of(client.get(f"{DESK}/{oneself.id}"))
    assert "tidak dapat memverifikasi diri sendiri" in page
    assert 'name="nik"' not in page
    assert client.post(f"{DESK}/{oneself.id}", data=card(here)).status_code == 403


def test_no_number_is_kept_anywhere(client, signed_in, here, app, caplog):
    person = resident(here)
    signed_in(officer(here))
    with caplog.at_level(logging.DEBUG):
        client.post(f"{DESK}/{person.id}", data=card(here))
        client.post(f"{DESK}/{person.id}", data=card(here, nik=OTHER_NIK))
        client.post(f"{DESK}/{person.id}", data=card(here, nik="6271010107900000"))
        deliver_due()

    numbers = (NIK, OTHER_NIK, "6271010107900000")
    assert queries.claim_of(person.id).nik_hash == nik.read(NIK).hash
    assert not any(number in caplog.text for number in numbers)
    rows = [
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608
    ]
    assert any(nik.read(NIK).hash in row for row in rows), "the search would find one"
    assert not any(number in row for row in rows for number in numbers)
    assert not any(number in mail for mail in mails_of(app) for number in numbers)


# --- the office


def test_a_batch_is_made_printed_and_voided(client, signed_in, here):
    signed_in(officer(here))
    typed = {
        "area_id": here.id,
        "rt": "3",
        "rw": "07",
        "count": "2",
        "days": "60",
        "cmd_id": "a",
    }

    assert client.post("/kelola/kode", data=typed).status_code == 303
    assert client.post("/kelola/kode", data=typed).status_code == 303, "sent twice, made once"
    batch = db.session.scalars(select(CodeBatch)).one()
    sheet = client.post(f"/kelola/kode/{batch.id}/cetak")
    page = text_of(sheet)
    printed = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", page)
    assert printed == [codes.printed_code(batch.id, place) for place in (0, 1)]
    assert page.count("RT 003/RW 007, Kelurahan Menteng") == 3  # on each code and above them
    assert "localhost:8000/akun/verifikasi" in page
    assert sheet.headers["Cache-Control"] == "no-store"
    assert "0 dari 2 kode dipakai" in text_of(client.get("/kelola/kode"))

    void = f"/kelola/kode/{batch.id}/batal"
    assert "2 kode RT 003/RW 007" in text_of(client.get(void))
    assert client.post(void).status_code == 303
    assert "Dibatalkan" in text_of(client.get("/kelola/kode"))
    assert client.post(f"/kelola/kode/{batch.id}/cetak").status_code == 303


def test_a_batch_with_mistakes_keeps_what_was_typed(client, signed_in, here):
    signed_in(officer(here))
    typed = {"area_id": here.id, "rt": "x", "rw": "7", "count": "2", "days": "60"}

    answer = client.post("/kelola/kode", data=typed)

    assert answer.status_code == 422
    assert 'value="x"' in text_of(answer)
    assert db.session.scalars(select(CodeBatch)).all() == []


def test_a_verification_is_revoked_with_a_reason_and_the_person_hears_it(
    client, signed_in, here, app
):
    person = resident(here, email="dicabut@contoh.id", public_name="Dewi")
    verified(person, officer(here).as_actor())
    signed_in(officer(here))
    page = f"/kelola/verifikasi/{person.id}"
    assert "Dewi" in text_of(client.get("/kelola/verifikasi"))

    assert client.post(f"{page}/cabut", data={"level": "ktp", "reason": ""}).status_code == 422
    assert (
        client.post(
            f"{page}/cabut", data={"level": "ktp", "reason": "Kartu palsu."}
        ).status_code
        == 303
    )

    db.session.refresh(person)
    assert person.verification is Verification.NONE
    assert "Kartu palsu." in text_of(client.get(page))
    deliver_due()
    (mail,) = [
        mail for mail in mails_of(app) if "dicabut@contoh.id" in mail and "Kartu palsu." in mail
    ]
    assert "Suara yang sudah Anda berikan tetap dihitung." in mail


def test_a_case_is_decided_by_another_officer(client, signed_in, here):
    by = officer(here)
    holder, claimant = resident(here, public_name="Ani"), resident(here, public_name="Budi")
    verified(holder, by.as_actor())
    case_id = verified(claimant, by.as_actor()).case_id
    signed_in(officer(role=Role.ADMIN))
    page = f"/kelola/kasus-nik/{case_id}"
    assert "1 menunggu" in text_of(client.get("/kelola"))
    for word in ("Ani", "Budi", "••••••••••••9999", "Menteng"):
        assert word in text_of(client.get(page))

    assert client.post(page, data={"reason": "Cukup jelas."}).status_code == 422
    answer = client.post(page, data={"decision": "pindah", "reason": "Lurah mengenalnya."})

    assert answer.status_code == 303
    db.session.refresh(holder)
    db.session.refresh(claimant)
    assert (holder.verification, claimant.verification) == (Verification.NONE, KTP)
    answer = client.post(page, data={"decision": "tetap", "reason": "Lurah mengenalnya."})
    assert answer.status_code == 409


PLACES = {
    "desk": ("get", DESK, None),
    "find": ("post", DESK, {"who": "bukan siapa-siapa"}),
    "codes": ("get", "/kelola/kode", None),
    "make": ("post", "/kelola/kode", {}),
    "records": ("get", "/kelola/verifikasi", None),
    "record": ("get", "/kelola/verifikasi/{person}", None),
    "revoke": ("post", "/kelola/verifikasi/{person}/cabut", {}),
    "print": ("post", "/kelola/kode/{batch}/cetak", {}),
    "void": ("get", "/kelola/kode/{batch}/batal", None),
    "cases": ("get", "/kelola/kasus-nik", None),
    "case": ("get", "/kelola/kasus-nik/{case}", None),
    "decide": ("post", "/kelola/kasus-nik/{case}", {}),
}
FOR_OFFICE = {"desk": 403, "find": 403}
ELSEWHERE = dict.fromkeys(("record", "revoke", "print", "void", "case", "decide"), 404)
OK = {"find": 422, "make": 422, "revoke": 422, "decide": 422}


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], dict.fromkeys(PLACES, 403)),
        ([Role.MODERATOR], dict.fromkeys(PLACES, 403)),
        ([Role.OBSERVER], dict.fromkeys(PLACES, 403)),
        ([Role.OFFICIAL], dict.fromkeys(PLACES, 403)),
        ([Role.DESK], OK),
        ("here", OK),
        ("elsewhere", OK | ELSEWHERE),
        ([Role.ADMIN], OK | FOR_OFFICE),
        (None, dict.fromkeys(PLACES, 303)),
    ],
)
def test_each_page_from_the_outside(client, signed_in, here, roles, expected):
    person, other = resident(here), resident(here)
    batch, _printed = codes_for(here)
    by = officer(here).as_actor()
    verified(person, by)
    facts = {"person": person.id, "batch": batch.id, "case": verified(other, by).case_id}
    if roles in ("here", "elsewhere"):
        area = here if roles == "here" else AreaFactory()
        roles = [Grant(Role.DESK, area_id=area.id)]
    if roles is not None:
        signed_in(UserFactory(roles=roles))

    seen = {
        name: getattr(client, method)(address.format(**facts), data=data).status_code
        for name, (method, address, data) in PLACES.items()
    }

    assert seen == dict.fromkeys(PLACES, 200) | expected


@pytest.mark.parametrize("address", ["/kelola/verifikasi", "/kelola/kode", "/kelola/kasus-nik"])
def test_lists_ask_a_fixed_number_of_queries(client, signed_in, here, count_queries, address):
    signed_in(officer(role=Role.ADMIN))
    by, numbers = officer(here).as_actor(), []

    def fill(n):
        for _row in range(n):
            codes_for(here, count=1)
            person = resident(here)
            verified(person, by, f"627101010790{9000 + len(numbers)}")
            verified(resident(here), by, f"627101010790{9000 + len(numbers)}")
            numbers.append(person)

    fill(2)
    client.get(address)
    with count_queries() as few:
        client.get(address)
    fill(10)
    with count_queries() as many:
        client.get(address)

    assert len(few) == len(many)
