"""The one blueprint of these pages, and what they share."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forum.city.models import Area, Unit
from forum.core.actor import Role
from forum.core.errors import Invalid, Stale
from forum.web import administration, current_actor

bp = Blueprint("city_admin", __name__, url_prefix="/kelola")


def carried_out(form: FlaskForm, work: Callable[[], object]) -> bool:
    """Whether the form makes sense and the action took it; what is wrong then stands in it.

    Someone else's change in between shows as a mistake, too: what was typed stays, and sending
    it again means it.
    """
    if not form.validate_on_submit():
        return False
    try:
        work()
    except (Invalid, Stale) as refusal:
        form.form_errors.append(str(refusal))
        return False
    return True


def status() -> int:
    """Of a page with a form: shown the first time, or again with mistakes."""
    return 422 if request.method == "POST" else 200


def expected_version() -> int | None:
    """The version that the page was made of."""
    return request.args.get("v", type=int)


def show(
    template: str, *, unit: Unit | None = None, area: Area | None = None, **values: Any
) -> str:
    """A page of the administration that says in which role the person acts."""
    if current_actor().has(Role.ADMIN):
        role = _("Pengelola kota")
    elif unit is not None:
        role = _("Pengelola %(name)s", name=unit.name)
    elif area is not None:
        role = _("Pengelola %(name)s", name=area.name)
    else:
        role = None
    return administration.page(template, acting_as=role, unit=unit, area=area, **values)
