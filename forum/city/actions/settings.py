"""Changing what the city decides about its forum."""

import json
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.city import policy, settings
from forum.city.events import SettingChanged
from forum.city.models import Setting
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import after_commit, atomic, db, lock, require_version
from forum.core.errors import Invalid, NotFound
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import clean

LONGEST_REASON = 1000


@atomic()
def change_setting(
    actor: Actor,
    key: str,
    value: Any,
    *,
    expected_version: int | None = None,
    reason: str = "",
) -> None:
    """Decide a setting anew, for all processes within seconds. What it is already is no change.

    `expected_version` is what `queries.setting` answered beside the value; 0 where no one has
    decided yet.
    """
    require(policy.can_change_settings, actor)
    definition = settings.DEFINITIONS.get(key)
    if definition is None:
        raise NotFound("setting")
    row = _hold(key)
    require_version(row, expected_version)
    value = definition.check(value)
    if row.version and row.value == value:
        return
    if definition.wants_reason:
        reason = check_reason(reason)
    row.value = value
    row.version += 1
    row.updated_at, row.updated_by = clock.now(), actor.id
    record(
        SettingChanged(
            key=key,
            value=json.dumps(value, ensure_ascii=False),
            reason=clean(reason),
            actor_id=actor.id,
            role=actor.standing(*policy.MANAGING),
        )
    )
    show_anew()


@atomic()
def show_anew() -> None:
    """A name or a setting that kept pages show has changed: all pages are made anew.

    Part of an action, so it asks for no right of its own.
    """
    row = _hold(settings.EDITION)
    row.value = int(row.value) + 1
    row.version += 1
    row.updated_at = clock.now()
    after_commit(settings.renew)


def check_reason(reason: str) -> str:
    """Why something was done, for the record and for whoever it concerns."""
    reason = clean(reason)
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise Invalid(_("Tulis alasannya, 3 sampai 1.000 huruf."))
    return reason


def _hold(key: str) -> Setting:
    """The row, locked; made where nobody has decided yet."""
    row = db.session.get(Setting, key)
    if row is None:
        try:
            with db.session.begin_nested():
                row = Setting(key=key, value=0, version=0)
                db.session.add(row)
        except IntegrityError:  # someone else made it at this moment
            row = db.session.get_one(Setting, key)
    lock(row)
    return row
