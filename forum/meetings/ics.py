"""Sessions as an iCalendar feed (RFC 5545), which phones and office programs subscribe to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from forum.core import clock, markdown
from forum.meetings.models import Meeting

LONGEST_LINE = 75  # bytes, the line end not counted


def calendar(name: str, meetings: Iterable[Meeting], *, base_url: str) -> str:
    """The whole feed; times are UTC, so that no rules of a time zone are needed."""
    host = urlsplit(base_url).hostname or "localhost"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Betang//Forum warga//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for meeting in meetings:
        lines += _event(meeting, host, base_url)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(meeting: Meeting, host: str, base_url: str) -> list[str]:
    url = f"{base_url}/forum/{meeting.id}"
    words = [markdown.plain(meeting.summary), meeting.link, url]
    return [
        "BEGIN:VEVENT",
        f"UID:forum-{meeting.id}@{host}",
        f"DTSTAMP:{_moment(clock.now())}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTART:{_moment(meeting.starts_at)}",
        f"DTEND:{_moment(meeting.ends_at)}",
        f"SUMMARY:{_text(meeting.title)}",
        f"LOCATION:{_text(meeting.place or meeting.link)}",
        "DESCRIPTION:" + _text("\n".join(word for word in words if word)),
        f"URL:{url}",
        "END:VEVENT",
    ]


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Backslash, semicolon, comma and line ends are written with a backslash."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value.replace("\r", "")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes, never cut inside a character; the rest begins with a space."""
    while len(line.encode()) > LONGEST_LINE:
        cut = LONGEST_LINE
        while len(line[:cut].encode()) > LONGEST_LINE:
            cut -= 1
        yield line[:cut]
        line = f" {line[cut:]}"
    yield line
