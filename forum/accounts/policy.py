"""Who may do what with accounts."""

from forum.accounts.models import Device, User
from forum.core.actor import Actor, Role


def can_register(actor: Actor) -> bool:
    """Registering is for those who are not signed in."""
    return not actor.signed_in


def can_create(actor: Actor) -> bool:
    """The city itself makes accounts for its staff, from the shell or by its administrators."""
    return actor.is_system or actor.has(Role.ADMIN)


def can_edit(actor: Actor, user: User) -> bool:
    """An account is its owner's."""
    return actor.id == user.id


def may_enter(user: User, *, demo: bool) -> bool:
    """Closed accounts do not sign in, nor do invented people outside a demonstration."""
    return user.active and user.erased_at is None and (demo or not user.is_demo)


def can_sign_out(actor: Actor, device: Device) -> bool:
    """One's own devices, from any of them."""
    return actor.id is not None and actor.id == device.user_id
