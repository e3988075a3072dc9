"""Everything that can be done with roles and the invitations that lead to them.

All changes of roles wait in one line (`hold_roles`): it is there that two administrators who
withdraw each other find out who was first, and that the last one is kept.
"""

from forum.staff.actions.clockwork import (
    end_roles_run_out,
    forget_old_invitations,
    warn_of_endings,
)
from forum.staff.actions.closing import end_all_of_unit
from forum.staff.actions.invitations import accept, invite, join, resend, withdraw_invitation
from forum.staff.actions.parts import NAME, REASON
from forum.staff.actions.refusals import InvitationOver, LastAdministrator, NotTheirs, RoleOver
from forum.staff.actions.roles import give_role, remove_staff_number, withdraw_role

__all__ = [
    "NAME",
    "REASON",
    "InvitationOver",
    "LastAdministrator",
    "NotTheirs",
    "RoleOver",
    "accept",
    "end_all_of_unit",
    "end_roles_run_out",
    "forget_old_invitations",
    "give_role",
    "invite",
    "join",
    "remove_staff_number",
    "resend",
    "warn_of_endings",
    "withdraw_invitation",
    "withdraw_role",
]
