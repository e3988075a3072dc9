"""The pages under /kelola: each folder registers its own; here is the list of them.

A section names who may open it. The list shows a person only what they may open, and how much
waits there for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from forum.core.actor import Actor
from forum.core.policy import require
from forum.web.identity import current_actor

bp = Blueprint("administration", __name__)

Rule = Callable[[Actor], bool]
Count = Callable[[Actor], int]

GROUPS: dict[str, Any] = {
    "orang": _l("Orang"),
    "kota": _l("Kota"),
    "aturan": _l("Aturan"),
    "privasi": _l("Privasi"),
    "catatan": _l("Catatan"),
}


@dataclass(frozen=True)
class Section:
    """A page of the administration. `waiting` counts what asks for attention there."""

    key: str
    group: str
    title: Any  # a lazy string
    endpoint: str
    rule: Rule
    waiting: Count | None = None


_SECTIONS: dict[str, Section] = {}


def section(
    key: str,
    *,
    group: str,
    title: Any,
    endpoint: str,
    rule: Rule,
    waiting: Count | None = None,
) -> None:
    """Register a page under /kelola. Registering it again (another application) is fine."""
    if group not in GROUPS:
        raise ValueError(f"no group of administration pages is named {group}")
    _SECTIONS[key] = Section(key, group, title, endpoint, rule, waiting)


def sections_for(actor: Actor) -> list[Section]:
    """The pages this person may open, group by group."""
    order = list(GROUPS)
    mine = [one for one in _SECTIONS.values() if one.rule(actor)]
    return sorted(mine, key=lambda one: order.index(one.group))


def can_administer(actor: Actor) -> bool:
    """Whoever may open at least one page of the administration."""
    return bool(sections_for(actor))


Standing = Callable[[Actor, tuple[str, ...]], str]
_naming: list[Standing] = []


def names_standing(function: Standing) -> Standing:
    """Register who says, in words, in which of some roles a person acts."""
    _naming[:] = [function]
    return function


@bp.app_template_global()
def standing(*roles: str) -> str:
    """`Petugas Kelurahan Menteng`: in which of these roles, the first that is theirs, whoever
    is signed in acts; without any named, in which at all. Empty for those who hold none.

    Costs one query where the role is held for an area or a unit, so ask where it is shown.
    """
    actor = current_actor()
    if not actor.signed_in or not _naming:
        return ""
    known: dict[tuple[str, ...], str] = g.setdefault("standing", {})
    if roles not in known:
        known[roles] = _naming[0](actor, roles)
    return known[roles]


def page(template: str, *, acting_as: str | None = None, **values: Any) -> str:
    """Render a page that extends `web/kelola.html`; it says in which role the person acts."""
    return render_template(
        template,
        admin_sections=sections_for(current_actor()),
        admin_groups=GROUPS,
        acting_as=acting_as or standing(),
        **values,
    )


@bp.app_context_processor
def _may_administer() -> dict[str, bool]:
    actor = current_actor()
    return {"can_administer": actor.signed_in and can_administer(actor)}


@bp.get("/kelola")
def index() -> ResponseReturnValue:
    actor = current_actor()
    require(can_administer, actor)
    waiting = {
        one.key: one.waiting(actor) for one in sections_for(actor) if one.waiting is not None
    }
    return page("web/kelola_index.html", waiting=waiting)


def first_page_for(actor: Actor) -> str | None:
    """Where the administration begins for this person; None for those it is not for."""
    return url_for("administration.index") if can_administer(actor) else None
