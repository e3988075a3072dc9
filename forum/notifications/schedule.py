"""When a mail goes out: at once or with the next summary, and never in somebody's quiet hours.

Pure: what time it is comes from the caller. Days and hours are those of Palangka Raya (WIB),
which knows no summer time; holidays change nothing.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from forum.core.clock import LOCAL
from forum.notifications.models import Frequency, Lane

SUMMARY = time(7, 0)  # of the day, or of Monday
MONDAY = 0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wishes:
    """How one person wants mails. Quiet hours are minutes of the day, `until` not included."""

    frequency: Frequency = Frequency.DAILY
    urgent: bool = True
    is_quiet: bool = True
    quiet_from: int = 21 * 60
    quiet_until: int = 6 * 60

    def takes(self, lane: Lane) -> bool:
        """Whether this person wants mails of that lane at all."""
        if lane is Lane.URGENT:
            return self.urgent
        return self.frequency is not Frequency.NEVER


def due(now: datetime, wishes: Wishes, lane: Lane) -> datetime | None:
    """When a mail about something that happened just now goes out; None for no mail."""
    if not wishes.takes(lane):
        return None
    if lane is Lane.URGENT or wishes.frequency is Frequency.EACH:
        return after_quiet_hours(now, wishes)
    return after_quiet_hours(_next_summary(now, wishes.frequency), wishes)


def after_quiet_hours(at: datetime, wishes: Wishes) -> datetime:
    """The same moment, or the end of the quiet hours it lies in."""
    if not wishes.is_quiet or not _is_quiet(_minute(at), wishes):
        return at
    local = at.astimezone(LOCAL)
    hour, minute = divmod(wishes.quiet_until, 60)
    end = datetime.combine(local.date(), time(hour, minute), LOCAL)
    return (end if end > local else end + DAY).astimezone(at.tzinfo)


def _is_quiet(minute: int, wishes: Wishes) -> bool:
    start, end = wishes.quiet_from, wishes.quiet_until
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end


def _next_summary(now: datetime, frequency: Frequency) -> datetime:
    """The next 07.00, of a Monday for the weekly one; one that is now is not the next."""
    local = now.astimezone(LOCAL)
    at = datetime.combine(local.date(), SUMMARY, LOCAL)
    if at <= local:
        at += DAY
    if frequency is Frequency.WEEKLY:
        at += DAY * ((MONDAY - at.weekday()) % 7)
    return at.astimezone(now.tzinfo)


def _minute(at: datetime) -> int:
    local = at.astimezone(LOCAL)
    return local.hour * 60 + local.minute
