"""All roles within an administrator's scope, and taking one away."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.words import ROLES
from forum.core.actor import Role
from forum.core.policy import require
from forum.staff import actions, policy, queries
from forum.staff.forms import ReasonForm
from forum.staff.queries import RoleFilters
from forum.staff.views.blueprint import (
    administrator,
    bp,
    carried_out,
    chosen,
    row_id,
    status,
    waits,
)
from forum.staff.words import ROLE_STATES, area_words, role_words
from forum.web import administration
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get("/kelola/peran")
def roles() -> ResponseReturnValue:
    actor = administrator()
    state = request.args.get("keadaan", "")
    filters = RoleFilters(
        state=state if state in ROLE_STATES else "berlaku",
        role=chosen(Role, "peran"),
        unit_id=chosen(row_id, "unit"),
        area_id=chosen(row_id, "wilayah"),
    )
    page = queries.grants_page(actor, filters, cursor())
    return administration.page(
        "staff/roles.html",
        page=page,
        names=queries.names_of(
            {each for grant in page.rows for each in (grant.granted_by_id, grant.ended_by_id)}
        ),
        filters=filters,
        reach=queries.reach_of(actor),
        states=ROLE_STATES,
        all_roles=policy.ROLES,
        roles=ROLES,
        role_words=role_words,
        area_words=area_words,
        waits=waits,
        may_withdraw={each.id for each in page.rows if policy.can_withdraw(actor, each)},
    )


@bp.route("/kelola/peran/<int:grant_id>/cabut", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def withdraw_role(grant_id: int) -> ResponseReturnValue:
    """Asks first, and for a reason."""
    actor = administrator()
    grant = queries.grant_for(actor, grant_id)
    require(policy.can_withdraw, actor, grant)
    if not grant.in_force:
        raise actions.RoleOver
    form = ReasonForm()
    if carried_out(form, lambda: actions.withdraw_role(actor, grant, reason=form.reason.data)):
        flash(_("Peran dicabut. Riwayatnya tetap ada."), "ok")
        if policy.runs_the_city(actor) or grant.user_id != actor.id:
            return redirect(url_for(".person", user_id=grant.user_id), 303)
        return redirect(url_for(".own_roles"), 303)
    grant = queries.grant_for(actor, grant_id)
    return (
        administration.page(
            "staff/withdraw.html", grant=grant, form=form, role_words=role_words
        ),
        status(),
    )
