"""What the folder of privacy keeps, for tests."""

from datetime import timedelta
from typing import Any

import factory

from forum.core import clock
from forum.privacy import standing
from forum.privacy.actions import Draft, seed_texts
from forum.privacy.models import CLOCK, DataRequest, Incident, RequestKind
from tests.factories import Factory


def published() -> None:
    """The texts as they are shipped: version 1 of each is in force."""
    seed_texts()
    standing.renew()


def drafts(note: str = "Satu bagian baru.") -> dict[str, Draft]:
    return {
        "id": Draft(
            "Privasi", "Kami menyimpan sesedikit mungkin.\n\n## Baru {#baru}\n\nAda.", note
        ),
        "en": Draft(
            "Privacy", "We keep as little as we can.\n\n## New {#baru}\n\nThere.", note
        ),
    }


class DataRequestFactory(Factory):
    class Meta:
        model = DataRequest

    kind = RequestKind.CORRECTION
    subject = "nama lengkap"
    wrong = "Ejaannya keliru."
    right = "Yang benar memakai y."
    asked_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model_class: type[DataRequest], *args: Any, **kwargs: Any) -> DataRequest:
        kwargs.setdefault("due_at", kwargs["asked_at"] + CLOCK)
        made: DataRequest = super()._create(model_class, *args, **kwargs)
        return made


class IncidentFactory(Factory):
    class Meta:
        model = Incident

    title = "Berkas cadangan tertinggal"
    data = "Nama tampil dan alamat email."
    story = "Cadangan tertinggal di komputer bersama pada Senin pagi."
    handling = "Berkas dihapus, kata sandi diganti."
    found_at = factory.LazyFunction(lambda: clock.now() - timedelta(hours=1))
    affected = factory.LazyFunction(list)

    @classmethod
    def _create(cls, model_class: type[Incident], *args: Any, **kwargs: Any) -> Incident:
        kwargs.setdefault("due_at", kwargs["found_at"] + CLOCK)
        made: Incident = super()._create(model_class, *args, **kwargs)
        return made
