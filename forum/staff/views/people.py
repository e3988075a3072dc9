"""Finding people, and one person's roles."""

from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import addresses, phones, second_factor
from forum.accounts import policy as accounts_policy
from forum.accounts.models import User
from forum.accounts.views.fresh import require_fresh
from forum.accounts.words import ROLES, VERIFICATION
from forum.core import commands
from forum.core.actor import Actor, Role, Verification
from forum.core.errors import Forbidden
from forum.core.policy import require
from forum.core.text import one_line
from forum.staff import actions, nip, policy, queries
from forum.staff.forms import ReasonForm, RoleForm
from forum.staff.queries import Filters
from forum.staff.views.blueprint import (
    administrator,
    bp,
    carried_out,
    chosen,
    row_id,
    status,
    waits,
)
from forum.staff.words import area_words, role_words
from forum.web import administration, command_id
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor

LONGEST_QUERY = 254


@bp.get("/kelola/orang")
def people() -> ResponseReturnValue:
    """By public name, number of account, or whole address; never by the name on the KTP."""
    actor = administrator()
    filters = _filters()
    return administration.page(
        "staff/people.html",
        page=queries.people_page(actor, filters, cursor()),
        filters=filters,
        reach=queries.reach_of(actor),
        all_roles=policy.ROLES,
        roles=ROLES,
        levels=VERIFICATION,
        role_words=role_words,
        area_words=area_words,
        waits=waits,
        whole=policy.runs_the_city(actor),
    )


@bp.get("/kelola/orang/<int:user_id>")
def person(user_id: int) -> ResponseReturnValue:
    actor = administrator()
    user = queries.person_for(actor, user_id)
    return _person(actor, user, RoleForm.for_actor(actor, queries.reach_of(actor)))


@bp.post("/kelola/orang/<int:user_id>/peran")
@limiter.limit(WRITING)
def give_role(user_id: int) -> ResponseReturnValue:
    actor = administrator()
    user = queries.person_for(actor, user_id)
    form = RoleForm.for_actor(actor, queries.reach_of(actor))

    def work() -> commands.Answer:
        return {"id": actions.give_role(actor, user, **form.values).id}

    if carried_out(form, lambda: commands.once(actor, command_id(), "staff.role", work)):
        flash(_("Peran diberikan."), "ok")
        return redirect(url_for(".person", user_id=user_id), 303)
    return _person(actor, queries.person_for(actor, user_id), form), 422


@bp.route("/kelola/orang/<int:user_id>/langkah-kedua", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    """For someone who lost phone and recovery codes, and was seen in person."""
    actor = administrator()
    user = queries.person_for(actor, user_id)
    require(_can_reset, actor, user)
    require_fresh()
    form = ReasonForm()
    if carried_out(form, lambda: second_factor.reset(actor, user, form.reason.data)):
        flash(_("Langkah kedua dihapus. Orang itu memasangnya lagi saat masuk."), "ok")
        return redirect(url_for(".person", user_id=user_id), 303)
    return administration.page("staff/reset.html", user=user, form=form), status()


def _can_reset(actor: Actor, user: User) -> bool:
    """What this folder asks, and what the folder of accounts asks of everyone."""
    return policy.can_reset_second_factor(
        actor, user
    ) and accounts_policy.can_reset_second_factor(actor, user)


def _person(actor: Actor, user: User, form: RoleForm) -> str:
    if actor.id is None:
        raise Forbidden("person")
    grants = sorted(user.grants, key=lambda grant: -grant.id)
    held = [grant for grant in grants if grant.in_force]
    number = queries.staff_number(user.id) if policy.can_see_staff_number(actor, user) else None
    return administration.page(
        "staff/person.html",
        user=user,
        held=held,
        ended=[grant for grant in grants if not grant.in_force],
        names=queries.names_of(
            {each for grant in grants for each in (grant.granted_by_id, grant.ended_by_id)}
        ),
        devices=queries.devices_count(user.id),
        number=nip.shown(number.nip) if number is not None else None,
        levels=VERIFICATION,
        role_words=role_words,
        waits=waits,
        form=form,
        cmd_id=request.form.get("cmd_id"),
        may_give=policy.can_give_to(actor, user),
        may_reset=_can_reset(actor, user),
        may_withdraw={grant.id for grant in held if policy.can_withdraw(actor, grant)},
        visible={grant.id for grant in grants if policy.can_withdraw(actor, grant)},
    )


def _filters() -> Filters:
    q = one_line(request.args.get("q", ""))[:LONGEST_QUERY]
    filters = Filters(
        q=q,
        role=chosen(Role, "peran"),
        unit_id=chosen(row_id, "unit"),
        area_id=chosen(row_id, "wilayah"),
        level=chosen(Verification, "tingkat"),
    )
    if "@" in q:
        return replace(filters, email=addresses.normalised(q) or q.lower())
    return replace(filters, phone=phones.normalised(q) if q else None)
