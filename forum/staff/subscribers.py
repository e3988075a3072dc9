"""Mails to those who are invited, and to those whose roles change; what the clock asks for."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts import contact
from forum.accounts.models import RoleGrant, User
from forum.city import queries as units
from forum.city import settings
from forum.city.events import UnitClosed
from forum.core.events import subscribe
from forum.core.worker import every
from forum.staff import actions, links, queries
from forum.staff.events import (
    InvitationSentAgain,
    RoleEnding,
    RoleGiven,
    RoleWithdrawn,
    StaffInvited,
)
from forum.staff.words import role_words
from forum.web import in_language

HOUR = 3600

settings.retention("invitations", default=90, title=_l("Alamat pada undangan petugas"))


@subscribe(StaffInvited, InvitationSentAgain)
def send_the_invitation(event: StaffInvited | InvitationSentAgain) -> None:
    """The link is made here, of the key that holds now."""
    invitation = queries.invitation_by_id(event.invitation_id)
    if invitation is None or not invitation.is_open:
        return
    with in_language(invitation.language):
        role = role_words(invitation.role, invitation.area, invitation.unit)
        subject = _("Undangan menjadi %(role)s di Betang", role=role)
    by = invitation.invited_by_id
    given = {
        "role": role,
        "inviter": queries.names_of({by}).get(by or 0, ""),
        "until": invitation.until,
        "expires_at": invitation.expires_at,
        "link": contact.address_of(
            "staff.invitation", token=links.token_of(invitation.id, invitation.key)
        ),
    }
    template = "staff/mail/invitation.txt"
    if invitation.email is not None:
        contact.mail_to(invitation.email, invitation.language, subject, template, **given)
    elif invitation.phone is not None:
        contact.text_to(invitation.phone, invitation.language, subject, template, **given)


@subscribe(UnitClosed, within=True)
def end_what_was_for_the_unit(event: UnitClosed) -> None:
    """Closing a unit and ending its roles is one change."""
    actions.end_all_of_unit(
        units.unit_by_id(event.unit_id),
        reason=event.reason,
        closed_by=event.actor_id,
        role=event.role,
    )


@subscribe(RoleGiven)
def tell_of_a_new_role(event: RoleGiven) -> None:
    _tell(event.user_id, event.grant_id, "staff/mail/role_given.txt")


@subscribe(RoleWithdrawn)
def tell_of_a_lost_role(event: RoleWithdrawn) -> None:
    _tell(event.user_id, event.grant_id, "staff/mail/role_withdrawn.txt")


@subscribe(RoleEnding)
def tell_of_an_ending(event: RoleEnding) -> None:
    """The holder, and each administrator who may prolong it, in mails of their own."""
    template = "role_ending" if event.told_id == event.user_id else "role_ending_admin"
    _tell(event.told_id, event.grant_id, f"staff/mail/{template}.txt")


@every(HOUR)
def see_to_roles_that_end() -> None:
    actions.end_roles_run_out()
    actions.warn_of_endings()


@every(24 * HOUR)
def forget_old_invitations() -> None:
    actions.forget_old_invitations()


def _tell(told_id: int, grant_id: int, template: str) -> None:
    told, grant = queries.user_now(told_id), queries.grant_by_id(grant_id)
    if told is None or grant is None:
        return
    with in_language(told.language):
        role = role_words(grant.role, grant.area, grant.unit)
        subject = _SUBJECTS[template.rpartition("/")[2]](role)
        given = {
            "role": role,
            "until": grant.until,
            "reason": _reason(grant, template),
            "person": grant.user.public_name,
            "needs_factor": _waits(told, grant),
            "security": contact.address_of("accounts.security"),
            "roles": contact.address_of("staff.own_roles"),
            "person_page": contact.address_of("staff.person", user_id=grant.user_id),
        }
        contact.tell(told, subject, template, **given)


_SUBJECTS = {
    "role_given.txt": lambda role: _("Peran Anda di Betang: %(role)s", role=role),
    "role_withdrawn.txt": lambda role: _("Peran Anda sebagai %(role)s berakhir", role=role),
    "role_ending.txt": lambda role: _("Peran Anda sebagai %(role)s segera berakhir", role=role),
    "role_ending_admin.txt": lambda role: _("Peran segera berakhir: %(role)s", role=role),
}


def _reason(grant: RoleGrant, template: str) -> str:
    withdrawn = template.endswith("role_withdrawn.txt")
    return (grant.end_reason if withdrawn else grant.reason) or ""


def _waits(user: User, grant: RoleGrant) -> bool:
    return grant.user_id == user.id and user.must_add_second_factor
