"""Asking permission."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from forum.core.actor import Actor
from forum.core.errors import Forbidden, SignInFirst

P = ParamSpec("P")


def require(
    rule: Callable[Concatenate[Actor, P], bool], actor: Actor, *args: P.args, **kwargs: P.kwargs
) -> None:
    """Raise Forbidden, naming the rule, unless the rule says yes.

    Who is not signed in is asked to sign in instead (SignInFirst).
    """
    if rule(actor, *args, **kwargs):
        return
    if not actor.signed_in and not actor.is_system:
        raise SignInFirst(rule.__name__)
    raise Forbidden(rule.__name__)
