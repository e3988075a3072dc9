"""What follows: copies are made, people are told, the clock erases and clears away."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.contact import address_of, tell
from forum.accounts.events import PersonRegistered, PublicNameChanged
from forum.accounts.models import User
from forum.city import settings
from forum.core.db import db
from forum.core.events import subscribe
from forum.core.worker import every
from forum.privacy import actions, queries
from forum.privacy.events import (
    DataCopyReady,
    DataCopyRequested,
    DataRequestAnswered,
    ErasureRequested,
    IncidentToldTo,
    UnusedAccountNoticed,
)
from forum.privacy.models import RequestKind
from forum.web import in_language


@subscribe(PersonRegistered, within=True)
def keep_the_consent(event: PersonRegistered) -> None:
    """Who registers ticked the box: the proof stands or falls with the account."""
    actions.record_consent(event.user_id, how="form")


@subscribe(PublicNameChanged, within=True)
def count_as_a_correction(event: PublicNameChanged) -> None:
    """People mend their own name; that is an answered request, too."""
    if event.actor_id != event.user_id:
        return
    gone = db.session.scalar(select(User.erased_at).where(User.id == event.user_id))
    if gone is None:
        actions.close_automatic(event.user_id, RequestKind.CORRECTION)


@subscribe(DataCopyRequested)
def make_the_copy(event: DataCopyRequested) -> None:
    actions.build_copy(event.copy_id)


@subscribe(DataCopyReady)
def say_that_the_copy_is_there(event: DataCopyReady) -> None:
    copy = queries.copy_by_id(event.copy_id)
    if copy is not None and copy.expires_at is not None:
        _tell(
            event.user_id,
            _l("Salinan data Anda sudah siap"),
            "copy_ready",
            until=copy.expires_at,
            link=address_of("privacy.own"),
        )


@subscribe(ErasureRequested)
def say_when_the_account_goes(event: ErasureRequested) -> None:
    request = queries.request_by_id(event.request_id)
    if request is not None and request.acts_at is not None:
        _tell(
            event.user_id,
            _l("Akun Betang Anda akan dihapus"),
            "erasure",
            at=request.acts_at,
            link=address_of("privacy.leaving"),
        )


@subscribe(UnusedAccountNoticed)
def warn_the_unused(event: UnusedAccountNoticed) -> None:
    request = queries.request_by_id(event.request_id)
    if request is not None and request.acts_at is not None:
        _tell(
            event.user_id,
            _l("Akun Betang Anda lama tidak dipakai"),
            "unused",
            at=request.acts_at,
            link=address_of("accounts.sign_in"),
        )


@subscribe(DataRequestAnswered)
def send_the_answer(event: DataRequestAnswered) -> None:
    request = queries.request_by_id(event.request_id)
    if request is not None and event.user_id is not None:
        _tell(
            event.user_id,
            _l("Permintaan Anda tentang data pribadi sudah dijawab"),
            "answered",
            number=request.id,
            link=address_of("privacy.own"),
        )


@subscribe(IncidentToldTo)
def tell_of_the_breach(event: IncidentToldTo) -> None:
    incident = queries.incident_by_id(event.incident_id)
    if incident is not None:
        _tell(
            event.user_id,
            _l("Pemberitahuan kebocoran data pribadi"),
            "breach",
            incident=incident,
            operator=settings.operator(),
            dpo=settings.dpo(),
            link=address_of("privacy.show", kind="privasi"),
        )


def _tell(user_id: int, subject: Any, template: str, **values: Any) -> None:
    """The person may be gone by now, or have left neither mail nor number."""
    user = queries.reachable(user_id)
    if user is not None:
        with in_language(user.language):
            tell(user, subject, f"privacy/mail/{template}.txt", **values)


@every(60)
def erase_whose_time_has_come() -> object:
    return actions.erase_due()


@every(20)
def let_the_journal_forget() -> object:
    return actions.wipe_journal()


@every(600)
def make_the_round() -> Mapping[str, int] | None:
    return actions.run_daily()
