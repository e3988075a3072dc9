"""The desk of Menteng: its officer, somebody registered there, and what was entered for them."""

from typing import Any

from forum.accounts.models import User
from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Grant, Role
from forum.core.db import db
from forum.desk import actions
from forum.desk.actions import Consent, Made
from forum.desk.models import ConsentKind
from forum.issues.actions import Matter
from forum.issues.models import IssueKind
from tests.accounts.factories import UserFactory
from tests.factories import menteng

SPOKEN = Consent(ConsentKind.SPOKEN, witness="Ibu Saksi")


def paper() -> Consent:
    return Consent(ConsentKind.PAPER, form_number="17/2026", form_date=clock.today())


def officer_of(area: Area, **more: Any) -> User:
    grant = Grant(Role.DESK, area_id=area.id)
    user: User = UserFactory(roles=[grant], name="Petugas Satu", **more)
    return user


def registered(officer: Actor, area: Area, name: str = "Salundik Tarung") -> Made:
    return actions.register_person(officer, area, name=name, consent=SPOKEN)


def person_of(made: Made) -> User:
    person = db.session.get(User, made.entry.person_id)
    assert person is not None
    return person


def matter(area: Area, **changes: Any) -> Matter:
    given = {
        "kind": IssueKind.COMPLAINT,
        "title": "Jembatan papan di gang rusak",
        "text": "Papan ketiga patah sejak Senin.",
        "area_id": area.id,
    }
    return Matter(**(given | changes))


class Desk:
    """All of it at once."""

    def __init__(self) -> None:
        self.area = menteng()
        self.officer = officer_of(self.area)
        self.acting = self.officer.as_actor()  # at once: later reads drop the grants
        self.made = registered(self.acting, self.area)
        self.person = person_of(self.made)

    def enter(self, **changes: Any) -> Made:
        guide = changes.pop("guide", "")
        return actions.enter_issue(
            self.acting,
            self.person.id,
            matter(self.area, **changes),
            consent=SPOKEN,
            guide=guide,
        )
