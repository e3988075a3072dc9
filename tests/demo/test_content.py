"""The demo city's content holds together: keys, references, times, votes, house rules."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forum.core.actor import Role
from forum.decisions.models import Result
from forum.decisions.words import REASONS, reasons_for
from forum.demo import generate
from forum.demo.generate import ANSWERED, STATES, City
from forum.demo.photos import SCENES, drawn
from forum.issues.models import IssueKind

pytestmark = pytest.mark.pure

DATA = Path(__file__).resolve().parents[2] / "data"
ACCOUNTS = {
    "warga", *(f"warga{n}" for n in range(2, 10)), "petugas", "fasilitator", "fasilitator2",
    "notulis", "saksi", "saksi2", "moderator", "moderator2", "koordinator", "pejabat",
    "kepala", "pengamat", "admin",
}  # fmt: skip
ROLES = {role.value for role in Role if role is not Role.SYSTEM}
GROUNDS = {"data_pribadi", "fitnah", "spam", "ujaran_kebencian"}
OUTCOMES = {"decided", "noted", "action", "referred", "no_consensus"}
PROMISES = {"informasi", "konsultasi", "pelibatan", "kolaborasi", "pemberdayaan"}


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (DATA / "demo" / f"{name}.json").read_text(encoding="utf-8")
    )
    return rows


def codes(file: str, **wanted: str) -> set[str]:
    with (DATA / "palangkaraya" / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["kode"] for row in rows if all(row[key] == value for key, value in wanted.items())
    }


PEOPLE = {person["key"]: person for person in read("people")}
ISSUES = {issue["key"]: issue for issue in read("issues")}
SESSIONS = {session["key"]: session for session in read("sessions")}
DESK = {person["key"]: person for person in read("desk")}
POLLS = {poll["key"]: poll for poll in read("polls")}
ITEMS = {item["key"]: item for session in SESSIONS.values() for item in session["items"]}
AREAS = codes("wilayah.csv", tingkat="kelurahan")
UNITS = codes("opd.csv")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


@pytest.mark.parametrize("name", ["people", "issues", "desk", "sessions", "polls"])
def test_keys_are_unique(name: str) -> None:
    rows = read(name)
    keys = [row["key"] for row in rows]
    keys += [part["key"] for row in rows for part in row.get("replies", row.get("items", []))]

    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("name", ["people", "issues", "desk", "sessions", "polls", "phrases"])
def test_no_number_could_be_a_phone_or_an_identity_card(name: str) -> None:
    text = (DATA / "demo" / f"{name}.json").read_text(encoding="utf-8")

    assert re.findall(r"\d{10,}|08\d{2}[-. ]?\d{3,4}[-. ]?\d{3,}", text) == []


def test_every_demo_account_is_there_and_nobody_else_can_sign_in() -> None:
    ours = {p["email"].removesuffix("@betang.example") for p in PEOPLE.values()}
    strangers = {p["email"] for p in PEOPLE.values() if p["key"] not in ACCOUNTS}

    assert ours >= ACCOUNTS
    assert all(re.fullmatch(r"[a-z.]+@(warga|opd)\.example", email) for email in strangers)


def test_people_have_a_role_a_kelurahan_and_a_known_unit() -> None:
    for person in PEOPLE.values():
        assert person["role"] in ROLES, person
        assert person["area"] in AREAS, person
        assert person["unit"] is None or person["unit"] in UNITS, person
        assert person["verified"] in {"ktp", "none"}, person
        assert 2 <= len(person["name"]) <= 60, person
        assert len(person["public_name"]) <= 60, person
    assert PEOPLE["warga9"]["verified"] == "none"


def test_invented_residents_live_in_at_least_twenty_kelurahan() -> None:
    residents = [p for p in PEOPLE.values() if p["email"].endswith("@warga.example")]

    assert len(residents) == 36
    assert len({person["area"] for person in residents}) >= 20


def test_official_and_head_share_a_unit_that_no_facilitator_or_moderator_is_of() -> None:
    neutral = [p for p in PEOPLE.values() if p["role"] in {"facilitator", "moderator"}]

    assert PEOPLE["pejabat"]["unit"] == PEOPLE["kepala"]["unit"] == "pupr"
    assert "pupr" not in {person["unit"] for person in neutral}


def test_issues_are_of_a_known_kind_state_place_and_length() -> None:
    for issue in ISSUES.values():
        assert issue["state"] in STATES[issue["kind"]], issue["key"]
        assert issue["area"] in AREAS, issue["key"]
        assert 10 <= len(issue["title"]) <= 200, issue["key"]
        assert len(issue["place"] or "") <= 160, issue["key"]
        assert len(issue["category"]) <= 60, issue["key"]
        assert 0 <= issue["days_ago"] <= 60, issue["key"]
        for post in [issue, *issue["replies"]]:
            assert 0 < len(post["text"]) <= 10_000, post["key"]
    assert len(ISSUES) == 43


def test_what_the_desk_entered_has_a_proof_of_consent_and_is_seen_in_every_shape() -> None:
    raised = {person["key"]: person["issue"] for person in DESK.values()}
    for person in DESK.values():
        proof = {"spoken": "witness", "paper": "form_number"}[person["consent"]["kind"]]
        assert person["consent"][proof], person["key"]
        assert person["area"] in AREAS, person["key"]
        assert person["key"] not in PEOPLE
        assert {support["issue"] for support in person["supports"]} <= set(ISSUES)
        for support in person["supports"]:
            days_ago = ISSUES[support["issue"]]["days_ago"]
            assert support["days_ago"] < min(days_ago, person["days_ago"]), person["key"]
    for key, issue in raised.items():
        assert issue["state"] in STATES[issue["kind"]], key
        assert issue["days_ago"] < DESK[key]["days_ago"], key
        assert (issue["entered_by"] == "guide") == ("guide" in issue), key
        for post in [issue, *issue["replies"]]:
            assert set(post["supports"]) <= set(PEOPLE), post["key"]
    assert {person["consent"]["kind"] for person in DESK.values()} == {"spoken", "paper"}
    assert {issue["entered_by"] for issue in raised.values()} == {"desk", "guide"}
    assert any(issue.get("anonymous") for issue in raised.values())
    assert any(person["verified"] == "ktp" for person in DESK.values())


def test_some_residents_write_without_their_name_and_no_official_does() -> None:
    unnamed = [
        reply
        for issue in ISSUES.values()
        for reply in issue["replies"]
        if reply.get("anonymous")
    ]

    assert unnamed
    assert {PEOPLE[reply["author"]]["role"] for reply in unnamed} == {"resident"}


def test_posts_name_people_that_exist_and_nobody_supports_twice_or_themselves() -> None:
    for issue in ISSUES.values():
        for post in [issue, *issue["replies"]]:
            assert post["author"] in PEOPLE, post["key"]
            assert set(post["supports"]) <= set(PEOPLE) - {post["author"]}, post["key"]
            assert len(set(post["supports"])) == len(post["supports"]), post["key"]


def test_only_residents_support_so_that_the_city_stays_neutral() -> None:
    supporters = {
        key
        for issue in ISSUES.values()
        for post in [issue, *issue["replies"]]
        for key in post["supports"]
    }

    assert {PEOPLE[key]["role"] for key in supporters} == {"resident"}


def test_replies_follow_each_other_and_none_is_from_tomorrow() -> None:
    for issue in ISSUES.values():
        before = {None}
        hours = [reply["hours_after"] for reply in issue["replies"]]
        assert hours == sorted(hours), issue["key"]
        assert all(0 < hour < issue["days_ago"] * 24 for hour in hours), issue["key"]
        for reply in issue["replies"]:
            assert reply["parent"] in before, reply["key"]
            before.add(reply["key"])


def test_answers_come_from_the_unit_of_their_author_and_where_the_state_needs_one() -> None:
    for issue in ISSUES.values():
        answer = issue["official_answer"]
        if issue["state"] in ANSWERED:
            assert answer, issue["key"]
        if answer:
            assert PEOPLE[answer["author"]]["role"] in {"official", "head", "coordinator"}
            assert answer["unit"] == PEOPLE[answer["author"]]["unit"], issue["key"]
            assert answer["owner"] in UNITS, issue["key"]
            assert isinstance(answer["due_in_days"], int), issue["key"]
            kind, result = IssueKind(issue["kind"]), Result(answer["result"])
            assert (result in REASONS) == bool(answer["reason"]), issue["key"]
            assert not answer["reason"] or answer["reason"] in reasons_for(result, kind)
            assert 0 < answer["hours_after"] < issue["days_ago"] * 24, issue["key"]


def test_the_flagship_has_the_most_supporters_and_fourteen_replies() -> None:
    flagship = ISSUES["banjir-gobos"]
    residents = {p["key"] for p in PEOPLE.values() if p["role"] == "resident"}

    assert PEOPLE[flagship["author"]]["name"] == "Rina Wati"
    assert set(flagship["supports"]) == residents - {"warga"}
    assert len(flagship["replies"]) == 14


def test_two_replies_are_flagged_each_with_its_ground() -> None:
    flagged = [r for issue in ISSUES.values() for r in issue["replies"] if r.get("flags")]

    assert len(flagged) == 2
    for reply in flagged:
        for flag in reply["flags"]:
            assert flag["ground"] in GROUNDS
            assert flag["reporter"] in PEOPLE
            assert flag["reporter"] != reply["author"]


def test_sessions_are_staffed_by_people_of_that_role_and_of_another_unit() -> None:
    for session in SESSIONS.values():
        leads = [session["facilitator"], *session["co_facilitators"]]
        assert {PEOPLE[key]["role"] for key in leads} == {"facilitator"}, session["key"]
        assert PEOPLE[session["scribe"]]["role"] == "scribe", session["key"]
        assert session["unit"] in UNITS - {PEOPLE[key]["unit"] for key in leads}
        assert session["iap2"] in PROMISES, session["key"]
        assert set(session["registered"]) <= set(PEOPLE), session["key"]
        for question in session["questions"]:
            assert {question["author"], *question["supports"]} <= set(PEOPLE)
            assert question["author"] not in question["supports"]
            assert len(question["text"]) <= 240, question


def test_agendas_fill_their_time_and_refer_to_what_exists() -> None:
    for session in SESSIONS.values():
        assert sum(item["minutes"] for item in session["items"]) == session["planned_minutes"]
        for item in session["items"]:
            assert item["issue"] is None or item["issue"] in ISSUES, item["key"]
            assert {POLLS[key]["item"] for key in item["polls"]} <= {item["key"]}
            assert (item["outcome"] is not None) == (item["state"] == "done"), item["key"]
            if item["outcome"]:
                assert item["outcome"]["kind"] in OUTCOMES, item["key"]
                assert item["outcome"]["owner"] in {*UNITS, None}, item["key"]


def test_one_session_is_live_with_one_item_in_hand_and_one_person_speaking() -> None:
    live = [s for s in SESSIONS.values() if s["state"] == "live"]
    in_hand = [i for s in live for i in s["items"] if i["state"] in {"active", "deciding"}]
    speakers = [entry for session in live for i in session["items"] for entry in i["speakers"]]

    assert len(live) == 1
    assert [item["issue"] for item in in_hand] == ["banjir-gobos"]
    assert [POLLS[key]["state"] for item in in_hand for key in item["polls"]] == ["open"]
    assert [s["person"] for s in speakers if s["state"] == "speaking"] == ["warga2"]
    assert all((s["seconds"] is None) == (s["state"] != "done") for s in speakers)
    assert {s["person"] for s in speakers} <= set(PEOPLE)


def test_polls_come_in_every_state_and_one_is_an_exact_tie() -> None:
    states = Counter(poll["state"] for poll in POLLS.values())
    ties = [
        poll["key"]
        for poll in POLLS.values()
        if poll["state"] == "published"
        and sorted(poll["votes"].values())[-1] == sorted(poll["votes"].values())[-2]
    ]

    assert states == {"draft": 1, "open": 3, "closed": 1, "published": 3}
    assert ties == ["jam-bebas-kendaraan"]


def test_no_poll_has_more_votes_than_people_entitled_to_cast_them() -> None:
    for poll in POLLS.values():
        entitled = [
            person
            for person in PEOPLE.values()
            if person["role"] == "resident"
            and person["verified"] == "ktp"
            and poll["area"] in (None, person["area"])
        ]
        assert sum(poll["votes"].values()) <= len(entitled), poll["key"]
        assert all(int(index) < len(poll["options"]) for index in poll["votes"]), poll["key"]
        assert poll["organiser"] in UNITS, poll["key"]
        assert poll["item"] is None or poll["key"] in ITEMS[poll["item"]]["polls"], poll["key"]
        assert 10 <= len(poll["question"]) <= 200, poll["key"]


@pytest.mark.parametrize("name", ["people", "issues", "sessions", "polls"])
def test_texts_have_no_stray_spaces(name: str) -> None:
    for text in strings(read(name)):
        assert text == text.strip()
        assert "  " not in text, text


@pytest.fixture(scope="module")
def made() -> City:
    return generate.city()


def test_the_big_city_has_the_numbers_that_benches_count_on(made: City) -> None:
    replies = Counter(reply["thread"] for reply in made.replies)

    assert len(made.residents) == 5_000
    assert len(made.threads) == 2_000
    assert len(made.threads) + len(made.replies) == 40_000
    assert replies[made.threads[0]["key"]] == 19


def test_the_same_seed_makes_the_same_city_and_another_seed_another() -> None:
    size = {"residents": 50, "threads": 20, "posts": 400}

    assert generate.city(3, **size) == generate.city(3, **size)
    assert generate.city(3, **size) != generate.city(4, **size)


def test_the_big_city_holds_together(made: City) -> None:
    people = {resident["key"] for resident in made.residents}
    threads = {thread["key"]: thread for thread in made.threads}
    parents = {reply["key"]: reply["parent"] for reply in made.replies}

    assert len({resident["email"] for resident in made.residents}) == len(people)
    assert len(parents) == len(made.replies)
    assert not people & set(PEOPLE)
    assert {thread["area"] for thread in made.threads} <= AREAS
    for thread in made.threads:
        assert thread["state"] in STATES[thread["kind"]]
        assert 10 <= len(thread["title"]) <= 200
        assert len(thread["place"]) <= 160
        if answer := thread["official_answer"]:
            assert PEOPLE[answer["author"]]["unit"] == answer["unit"]
    for reply in made.replies:
        assert reply["hours_after"] < threads[reply["thread"]]["days_ago"] * 24
        assert reply["author"] in people
        if reply["parent"]:
            assert reply["parent"].startswith(f"{reply['thread']}-")
            assert parents[reply["parent"]] is None


def test_posts_of_the_big_city_are_of_natural_length_and_finished(made: City) -> None:
    texts = [row["text"] for row in (*made.threads, *made.replies)]

    assert all(200 <= len(text) <= 500 for text in texts)
    assert not [text for text in texts if re.search(r"[{}]|\d{10}", text)]
    assert len(set(texts)) > 0.98 * len(texts)


def test_photos_are_drawn_and_say_that_they_are() -> None:
    photos = [photo for issue in read("issues") for photo in issue.get("photos", [])]
    photos += [
        note
        for issue in read("issues")
        for promise in (issue["official_answer"] or {}).get("promises", [])
        for note in promise.get("notes", [])
        if "scene" in note
    ]

    assert {photo["scene"] for photo in photos} == set(SCENES)
    assert all(photo["alt"].startswith("Gambar peragaan: ") for photo in photos)
    for scene in SCENES:
        assert drawn(scene) == drawn(scene)
