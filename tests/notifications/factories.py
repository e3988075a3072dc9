"""Notifications for tests, as if someone had been told."""

import factory

from forum.notifications.models import Notification
from tests.factories import Factory


class NotificationFactory(Factory):
    class Meta:
        model = Notification

    key = factory.Sequence(lambda n: f"occasion:{n}")
    kind = "greeting"
    facts = factory.LazyFunction(dict)
