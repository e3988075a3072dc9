"""The doors of notifications."""

from forum.notifications.views import following, lists, mails  # noqa: F401
from forum.notifications.views.blueprint import bp
from forum.notifications.views.mails import refused_mail

__all__ = ["bp", "refused_mail"]
