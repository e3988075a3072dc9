"""Inviting people to a role, and what became of it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.city import settings
from forum.core import commands
from forum.core.policy import require
from forum.staff import actions, policy, queries
from forum.staff.forms import InviteForm, ReasonForm
from forum.staff.models import InvitationState
from forum.staff.views.blueprint import administrator, bp, carried_out, chosen, status
from forum.staff.words import INVITATION_STATES, role_words
from forum.web import administration, command_id
from forum.web.limits import WRITING, limiter
from forum.web.paging import cursor


@bp.get("/kelola/undangan")
def invitations() -> ResponseReturnValue:
    actor = administrator()
    state = chosen(InvitationState, "keadaan") or InvitationState.OPEN
    page = queries.invitations_page(actor, state, cursor())
    return administration.page(
        "staff/invitations.html",
        page=page,
        names=queries.names_of(
            {by for each in page.rows for by in (each.invited_by_id, each.accepted_by_id)}
        ),
        state=state,
        states=INVITATION_STATES,
        role_words=role_words,
    )


@bp.route("/kelola/undangan/baru", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def invite() -> ResponseReturnValue:
    actor = administrator()
    form = InviteForm.for_actor(actor, queries.reach_of(actor))

    def work() -> commands.Answer:
        return {"id": actions.invite(actor, **form.values).id}

    if carried_out(form, lambda: commands.once(actor, command_id(), "staff.invite", work)):
        flash(_("Undangan dikirim."), "ok")
        return redirect(url_for(".invitations"), 303)
    page = administration.page(
        "staff/invite.html",
        form=form,
        days=settings.invitation_days(),
        cmd_id=request.form.get("cmd_id"),
    )
    return page, status()


@bp.post("/kelola/undangan/<int:invitation_id>/kirim-lagi")
@limiter.limit(WRITING)
def resend(invitation_id: int) -> ResponseReturnValue:
    actor = administrator()
    actions.resend(actor, queries.invitation_for(actor, invitation_id))
    flash(_("Undangan dikirim lagi dengan tautan baru. Tautan lama tidak berlaku."), "ok")
    return redirect(url_for(".invitations"), 303)


@bp.route("/kelola/undangan/<int:invitation_id>/tarik", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Asks first, and for a reason."""
    actor = administrator()
    invitation = queries.invitation_for(actor, invitation_id)
    require(policy.can_manage_invitation, actor, invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise actions.InvitationOver
    form = ReasonForm()
    if carried_out(
        form, lambda: actions.withdraw_invitation(actor, invitation, reason=form.reason.data)
    ):
        flash(_("Undangan ditarik. Tautannya tidak berlaku lagi."), "ok")
        return redirect(url_for(".invitations"), 303)
    return (
        administration.page(
            "staff/withdraw_invitation.html",
            invitation=invitation,
            form=form,
            role_words=role_words,
        ),
        status(),
    )
