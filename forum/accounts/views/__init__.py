"""The pages of accounts: joining, signing in and out, a lost password, one's own page."""

from forum.accounts.views.blueprint import bp

__all__ = ["bp"]

from forum.accounts.views import joining, own, recovering, signing_in  # noqa: F401
