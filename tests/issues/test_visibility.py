"""What is secret, anonymous, hidden, a draft or of another area: every door, as each role.

Each matter has a word of its own in its title, its text, its place and the name of its author.
A door leaks where that word comes out of it for somebody who must not read it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.actor import SYSTEM, Grant, Role
from forum.core.db import db
from forum.core.outbox import deliver_due
from forum.decisions import actions as decisions
from forum.decisions import queries as promises
from forum.discussions import actions as discussions
from forum.issues import actions
from forum.issues.actions import Choice
from forum.issues.models import Classification, IssueKind, IssueState, Step
from forum.notifications.models import Notification
from tests.accounts.factories import UserFactory
from tests.factories import AreaFactory, UnitFactory
from tests.issues.factories import opening_of
from tests.issues.test_actions import matter

WORDS = {
    "secret": "zamrudika",
    "hidden": "topazika",
    "draft": "safirika",
    "anonymous": "nilamika",
}
NAME = "Penulis Mutiarika"


@dataclass
class Matter:
    """An issue, the word that gives it away, and who may read it besides its author."""

    issue: Any
    word: str
    readers: frozenset[str]


@pytest.fixture
def people(city: None) -> dict[str, Any]:
    """One of each role; `unit` serves the unit that has the matter, `reported` the one it is about."""
    area = AreaFactory(code="62.71.03.1002", name="Menteng")
    unit, reported = UnitFactory(short_name="Inspek"), UnitFactory()
    made = {
        "author": UserFactory(public_name=NAME, name=NAME, area=area),
        "neighbour": UserFactory(area=area),
        "unit": UserFactory(roles=[Grant(Role.OFFICIAL, unit_id=unit.id)]),
        "head": UserFactory(roles=[Grant(Role.HEAD, unit_id=unit.id)]),
        "reported": UserFactory(roles=[Grant(Role.OFFICIAL, unit_id=reported.id)]),
        "other unit": UserFactory(roles=[Grant(Role.HEAD, unit_id=UnitFactory().id)]),
        "desk": UserFactory(roles=[Grant(Role.DESK, area_id=area.id)]),
    }
    for role in (
        Role.COORDINATOR, Role.MODERATOR, Role.ADMIN, Role.OBSERVER, Role.FACILITATOR,
        Role.SCRIBE,
    ):  # fmt: skip
        made[role.value] = UserFactory(roles=[role])
    made["_unit"], made["_reported"], made["_area"] = unit, reported, area
    return made


def raised(people: dict[str, Any], word: str, **changes: Any) -> Any:
    return actions.raise_issue(
        people["author"].as_actor(),
        matter(
            title=f"Perihal {word} di Jl. Rajawali",
            text=f"Ceritanya {word} sejak Senin.",
            place=f"depan {word}",
            area_id=people["_area"].id,
            **changes,
        ),
    )


@pytest.fixture
def secret(people: dict[str, Any]) -> Matter:
    """About one unit, handled by another."""
    issue = raised(people, WORDS["secret"], secret=True)
    actions.take_step(
        SYSTEM, issue, Step.VERIFY, Choice(classification=Classification.ORDINARY)
    )
    issue.reported_unit_id = people["_reported"].id
    actions.take_step(SYSTEM, issue, Step.ASSIGN, Choice(unit_id=people["_unit"].id))
    decisions.publish_answer(
        people["unit"].as_actor(), issue, **answer_of(people, WORDS["secret"])
    )
    discussions.reply(
        people["author"].as_actor(), issue.thread, text=f"Masih {WORDS['secret']}."
    )
    return Matter(issue, WORDS["secret"], frozenset({"coordinator", "unit", "head"}))


def answer_of(people: dict[str, Any], word: str) -> dict[str, Any]:
    from datetime import timedelta  # noqa: PLC0415

    from forum.core import clock  # noqa: PLC0415
    from forum.decisions.actions import Promise  # noqa: PLC0415
    from forum.decisions.models import Result  # noqa: PLC0415

    return {
        "unit_id": people["_unit"].id,
        "text": f"Kami periksa {word}.",
        "owner": f"Bidang {word}",
        "result": Result.ACCEPTED,
        "promises": [Promise(f"Memeriksa {word}", clock.today() + timedelta(days=3))],
    }


def doors(issue: Any, word: str) -> list[str]:
    """Every page that could show a matter, or hint at it."""
    post = opening_of(issue)
    here = f"/isu/{issue.id}"
    return [
        here, f"{here}/state", f"{here}?lanjut=", f"{here}/kiriman/{post.id}",
        f"{here}/kiriman/{post.id}/lapor", f"{here}/gambar.png", f"{here}/jawaban",
        f"{here}/ringkasan.json", f"{here}/langkah/catat", f"{here}/lapor-nasional",
        "/", "/isu", f"/isu?q={word}", "/isu?urut=dukungan", "/isu?wilayah=62.71.03.1002",
        "/isu/atom.xml", f"/isu/atom.xml?q={word}", "/isu/peta", f"/isu/peta?q={word}",
        "/isu/tugas", "/isu/ekspor.csv", f"/cari?q={word}", f"/cari/atom.xml?q={word}",
        "/pemberitahuan", "/moderasi", "/moderasi/riwayat", "/tindak-lanjut",
        "/tindak-lanjut/atom.xml", "/tindak-lanjut/ekspor.csv", "/forum.ics",
        *(f"/tindak-lanjut/{one.id}" for one in promises.commitments_of(issue.id)),
    ]  # fmt: skip


def seen_by(
    app: Flask, signed_in: Callable[..., Any], user: Any, addresses: list[str], word: str
) -> list[str]:
    """The doors out of which the word comes, though it was not asked for by this person."""
    client: FlaskClient = app.test_client()
    if user is not None:
        signed_in(user, on=client)
    leaks = []
    for address in addresses:
        answer = client.get(address)
        asked = address.count(word)
        found = answer.get_data().decode(errors="replace").lower().replace(f"q={word}", "")
        told = found.count(word)
        echoed = asked and answer.status_code == 200 and is_echo(found, word)
        if told and not echoed:
            leaks.append(f"{address} ({answer.status_code})")
    return leaks


def is_echo(page: str, word: str) -> bool:
    """Only the words that were typed into the search come back: in its field, in what it says."""
    told = ("perihal", "ceritanya", "depan", "periksa", "bidang", "masih")
    return not any(
        f"{before} {word}" in page or f"{before} <mark>{word}" in page for before in told
    )


ROLES = [
    None, "neighbour", "unit", "head", "reported", "other unit", "desk", "coordinator",
    "moderator", "admin", "observer", "facilitator", "scribe",
]  # fmt: skip


@pytest.mark.parametrize("who", ROLES)
def test_a_secret_report(app, signed_in, people, secret, who):
    while deliver_due():
        pass
    user = people[who] if who else None

    leaks = seen_by(app, signed_in, user, doors(secret.issue, secret.word), secret.word)

    if who in secret.readers:
        assert f"/isu/{secret.issue.id} (200)" in leaks
        public = [
            line for line in leaks if line.startswith(("/isu ", "/isu?", "/isu/atom", "/ "))
        ]
        assert public == []  # not even they find it in the lists of everyone
    else:
        assert leaks == []


def test_its_author_reads_a_secret_report(app, signed_in, people, secret):
    leaks = seen_by(
        app, signed_in, people["author"], doors(secret.issue, secret.word), secret.word
    )

    assert f"/isu/{secret.issue.id} (200)" in leaks


@pytest.mark.parametrize("who", ROLES)
def test_what_moderators_hid(app, signed_in, people, who):
    issue = raised(people, WORDS["hidden"])
    discussions.hide_post(SYSTEM, opening_of(issue), ground="spam")
    user = people[who] if who else None
    addresses = [each for each in doors(issue, WORDS["hidden"]) if "moderasi" not in each]

    assert seen_by(app, signed_in, user, addresses, WORDS["hidden"]) == []


@pytest.mark.parametrize("who", ROLES)
def test_a_draft(app, signed_in, people, who):
    issue = actions.save_draft(
        people["author"].as_actor(),
        matter(
            title=f"Perihal {WORDS['draft']} di sini",
            text=f"Ceritanya {WORDS['draft']}.",
            area_id=people["_area"].id,
        ),
    )
    assert issue.state is IssueState.DRAFT
    user = people[who] if who else None

    assert seen_by(app, signed_in, user, doors(issue, WORDS["draft"]), WORDS["draft"]) == []


@pytest.mark.parametrize("who", ROLES)
def test_the_name_of_who_writes_unnamed(app, signed_in, people, who):
    """The words are for everyone; the name, its link and its initials for nobody."""
    issue = raised(people, WORDS["anonymous"], anonymous=True, kind=IssueKind.COMPLAINT)
    discussions.reply(
        people["author"].as_actor(), issue.thread, text="Tambahan saya.", anonymous=True
    )
    actions.take_step(SYSTEM, issue, Step.ASK, Choice("Di mana?"))
    actions.take_step(people["author"].as_actor(), issue, Step.COMPLETE, Choice("Di gang."))
    while deliver_due():
        pass
    user = people[who] if who else None
    addresses = doors(issue, WORDS["anonymous"])

    assert seen_by(app, signed_in, user, addresses, "mutiarika") == []
    author = people["author"].id
    client = app.test_client()
    if user is not None:
        signed_in(user, on=client)
    for address in (f"/isu/{issue.id}", "/isu", f"/isu/{issue.id}/state"):
        assert f"/warga/{author}" not in client.get(address).get_data(as_text=True)


def test_nobody_is_told_of_a_secret_report_who_may_not_read_it(people, secret):
    while deliver_due():
        pass

    told = set(db.session.scalars(db.select(Notification.user_id)))

    allowed = {people[who].id for who in (*secret.readers, "author")}
    assert told <= allowed
