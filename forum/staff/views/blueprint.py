"""The one blueprint of these pages, and what they share."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from forum.accounts.models import NEEDS_SECOND_FACTOR, RoleGrant, User
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.staff import policy, queries
from forum.web import administration, current_actor

bp = Blueprint("staff", __name__)


def register_sections() -> None:
    for key, title, endpoint, waiting in (
        ("orang", _l("Orang"), "staff.people", None),
        ("peran", _l("Daftar peran"), "staff.roles", queries.ending_count),
        ("undangan", _l("Undangan petugas"), "staff.invitations", queries.unanswered_count),
    ):
        administration.section(
            key,
            group="orang",
            title=title,
            endpoint=endpoint,
            rule=policy.can_manage_staff,
            waiting=waiting,
        )


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """These pages name people, or carry a link that leads to a role."""
    response.headers["Cache-Control"] = "no-store"
    return response


def administrator() -> Actor:
    """Whoever asks, if these pages are for them."""
    actor = current_actor()
    require(policy.can_manage_staff, actor)
    return actor


def carried_out(form: FlaskForm, work: Callable[[], object]) -> bool:
    """Whether the form makes sense and the action took it; what is wrong then stands in it."""
    if not form.validate_on_submit():
        return False
    try:
        work()
    except Invalid as refusal:
        form.form_errors.append(str(refusal))
        return False
    return True


def status() -> int:
    """Of a page with a form: shown the first time, or again with mistakes."""
    return 422 if request.method == "POST" else 200


def chosen(kind: Callable[[str], Any], name: str) -> Any:
    """What the address asks for, or None for what makes no sense."""
    try:
        return kind(request.args[name])
    except (KeyError, ValueError):
        return None


def row_id(text: str) -> int:
    number = int(text)
    if not 0 < number <= queries.LARGEST:
        raise ValueError(text)
    return number


def waits(user: User, grant: RoleGrant) -> bool:
    """The role is given, but its holder has no second factor yet: it is not in force."""
    return (
        grant.in_force
        and grant.role in NEEDS_SECOND_FACTOR
        and not (user.has_second_factor or user.is_demo)
    )
