"""The doors to answers, promises, confirmation and briefs."""

from forum.decisions.views import answering, closing, ledger  # noqa: F401
from forum.decisions.views.blueprint import bp, promises

__all__ = ["bp", "promises"]
