"""The one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Pontianak")  # WIB, UTC+7, no daylight saving


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Palangka Raya."""
    return now().astimezone(LOCAL).date()
