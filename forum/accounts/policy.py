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


def can_reset_second_factor(actor: Actor, user: User) -> bool:
    """An administrator who could have given the person all they hold; nobody their own.

    Needs `user.grants` to be loaded. Residents hold nothing: only the city's administrators.
    """
    if actor.is_system or actor.id == user.id:
        return actor.is_system
    held = [grant for grant in user.grants if grant.in_force]
    if not held:
        return actor.has(Role.ADMIN)
    return all(
        actor.has(Role.ADMIN, area_id=grant.area_id, unit_id=grant.unit_id) for grant in held
    )
