"""Invitations for tests, sent by an administrator of the city unless said otherwise."""

from datetime import timedelta
from typing import Any

import factory

from forum.core import clock
from forum.core.actor import Role
from forum.staff import links
from forum.staff.models import Invitation
from tests.accounts.factories import UserFactory
from tests.factories import Factory

REASON = "Surat tugas 800/12/2026"


class InvitationFactory(Factory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"undangan{n}@contoh.id")
    role = Role.OBSERVER
    reason = REASON
    invited_by: Any = None
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=7))

    @classmethod
    def _create(cls, model_class: type[Invitation], *args: Any, **kwargs: Any) -> Invitation:
        inviter = kwargs.pop("invited_by") or UserFactory(admin=True)
        made: Invitation = super()._create(
            model_class, *args, invited_by_id=inviter.id, **kwargs
        )
        return made


def link_of(invitation: Invitation) -> str:
    """The address in the mail. Needs an application context."""
    return f"/undangan/{links.token_of(invitation.id, invitation.key)}"
