"""The pages of accounts: joining, every way in, a lost password, one's own pages."""

from forum.accounts.views.blueprint import bp

__all__ = ["bp"]

from forum.accounts.views import (  # noqa: F401
    coding,
    contacts,
    devices,
    fresh,
    joining,
    oidc,
    own,
    passkeys,
    proving,
    recovering,
    second_factor,
    signing_in,
)
