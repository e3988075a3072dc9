"""How polls are found: by question, explanation and options."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from forum import search
from forum.city.models import Area, Unit
from forum.core import markdown
from forum.core.actor import Actor
from forum.core.db import db
from forum.polls import policy
from forum.polls.models import Option, Poll, PollState
from forum.search import Entry, Found, Watch
from forum.search.kinds import RefId, states


@search.kind("poll")
class Polls(search.Kind):
    """Drafts are not in the index: who may plan polls finds them in their own list."""

    number = 3
    tables = (Poll,)
    label, one = _l("Pemungutan suara"), _l("Pemungutan suara")
    watches = (
        Watch(
            Poll,
            ("question", "description", "state", "area_id", "unit_id", "created_at"),
            lambda poll: [poll.id],
        ),
        Watch(Option, ("label", "hint", "poll_id"), lambda option: [option.poll_id]),
    )

    def indexed(self) -> Select[Any]:
        return select(Poll.id).where(Poll.state != PollState.DRAFT)

    def shown_to(self, viewer: Actor) -> Select[Any]:
        return select(Poll.id).where(policy.visible_to(viewer))

    def written_by(self, viewer: Actor, ref_id: RefId) -> ColumnElement[bool] | None:
        return ref_id.in_(select(Poll.id).where(Poll.author_id == viewer.id))

    def entries(self, ref_ids: Collection[int]) -> Iterable[Entry]:
        rows = db.session.execute(
            select(
                Poll.id, Poll.created_at, Poll.question, Poll.description, Poll.state,
                Poll.area_id, Poll.unit_id, Area.name, Area.parent_name,
                Unit.name.label("unit"), Unit.short_name,
            )
            .outerjoin(Area, Area.id == Poll.area_id)
            .outerjoin(Unit, Unit.id == Poll.unit_id)
            .where(Poll.id.in_(ref_ids), Poll.state != PollState.DRAFT)
        ).all()  # fmt: skip
        options = _options_of(ref_ids)
        for row in rows:
            beside = (row.name, row.parent_name, row.unit, row.short_name)
            yield Entry(
                ref_id=row.id,
                at=row.created_at,
                title=row.question,
                text=markdown.plain(row.description),
                also="\n".join([*options[row.id], *filter(None, beside)]),
                state=row.state.value,
                area_id=row.area_id,
                unit_id=row.unit_id,
            )

    def found(self, viewer: Actor, ref_ids: Collection[int]) -> Mapping[int, Found]:
        polls = db.session.scalars(
            select(Poll)
            .where(Poll.id.in_(ref_ids), policy.visible_to(viewer))
            .options(selectinload(Poll.options), joinedload(Poll.area))
        )
        return {
            poll.id: Found(
                title=poll.question,
                text=markdown.plain(poll.description)
                or ", ".join(option.label for option in poll.options),
                url=f"/suara/{poll.id}",
                at=poll.created_at,
                status=_status(poll),
                facts=(poll.area.label,) if poll.area else (),
            )
            for poll in polls
        }


def _options_of(poll_ids: Collection[int]) -> Mapping[int, list[str]]:
    texts: defaultdict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Option.poll_id, Option.label, Option.hint)
        .where(Option.poll_id.in_(poll_ids))
        .order_by(Option.poll_id, Option.position)
    )
    for poll_id, label, hint in rows:
        texts[poll_id] += [label, hint]
    return texts


def _status(poll: Poll) -> tuple[str, str, str]:
    if poll.state is PollState.ARMED:
        return "info", "clock", _("Segera dibuka")
    if poll.state is PollState.OPEN:
        return "warn", "ballot", _("Terbuka")
    if poll.state is PollState.PUBLISHED:
        return "done", "check", _("Hasil diumumkan")
    return "info", "lock", _("Ditutup, menunggu diumumkan")


states("suara-terbuka", lambda: _("Pemungutan terbuka"), PollState.OPEN.value)
states("suara-hasil", lambda: _("Hasil pemungutan diumumkan"), PollState.PUBLISHED.value)
