"""What everyone sees: the calendar, an announcement, the minutes, the feeds."""

import calendar as months
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core import clock, markdown
from forum.core.errors import NotFound
from forum.meetings import ics, policy, queries, words
from forum.meetings.board import read_board
from forum.meetings.minutes import minutes_of
from forum.meetings.models import Assignment, Meeting, MeetingState
from forum.meetings.queries import Row
from forum.meetings.views import bp
from forum.polls.outcome import outcome_of
from forum.web import current_actor
from forum.web.paging import cursor, cut, decode

PAGE = 20
YEARS = range(2000, 2101)  # that the calendar knows
Week = list[tuple[int | None, str | None, bool]]


@bp.get("/forum")
def index() -> ResponseReturnValue:
    """What runs now, what comes, what was; beside it a month with its sessions."""
    viewer = current_actor()
    first = _month_asked_for()
    chosen = _day_asked_for()
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    in_month = queries.on_days(viewer, first, last)
    after = _after()
    found = queries.past(viewer, after=after, limit=PAGE + 1)
    return render_template(
        "meetings/index.html",
        running=queries.running(viewer),
        coming=queries.coming(viewer),
        past=cut(found, PAGE, _past_key, is_first=after is None),
        drafts=queries.own_drafts(viewer) if policy.can_schedule(viewer) else [],
        chosen=chosen,
        that_day=queries.on_days(viewer, chosen, chosen) if chosen else [],
        weeks=_weeks(first, in_month),
        month=_neighbours(first),
        policy=policy,
        words=words,
    )


@bp.get("/forum/atom.xml")
def feed() -> ResponseReturnValue:
    """Announced and past sessions, for readers of feeds."""
    rows = queries.recently_announced(current_actor())
    updated = max((_last_step(row.meeting) for row in rows), default=clock.now())
    body = render_template(
        "meetings/atom.xml", rows=rows, updated=updated, last_step=_last_step, words=words
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


@bp.get("/forum.ics")
def subscribe() -> ResponseReturnValue:
    """Running and coming sessions, for calendars that subscribe."""
    viewer = current_actor()
    rows = [*queries.running(viewer), *queries.coming(viewer)]
    return _calendar([row.meeting for row in rows], "forum.ics")


@bp.get("/forum/<int:meeting_id>.ics")
def one_for_calendar(meeting_id: int) -> ResponseReturnValue:
    meeting = queries.meeting_for(current_actor(), meeting_id)
    return _calendar([meeting], f"forum-{meeting.id}.ics")


@bp.get("/forum/<int:meeting_id>")
def detail(meeting_id: int) -> ResponseReturnValue:
    """The announcement: when, where, who, and the agenda."""
    viewer = current_actor()
    board = read_board(queries.meeting_for(viewer, meeting_id))
    return render_template(
        "meetings/detail.html",
        board=board,
        meeting=board.meeting,
        summary=Markup(markdown.render(board.meeting.summary)),  # noqa: S704 - cleaned there
        share_url=url_for(".detail", meeting_id=meeting_id, _external=True),
        policy=policy,
        words=words,
        Assignment=Assignment,
    )


@bp.get("/forum/<int:meeting_id>/notulen")
def minutes(meeting_id: int) -> ResponseReturnValue:
    """The draft minutes; there from the moment the session is finished."""
    board = read_board(queries.meeting_for(current_actor(), meeting_id))
    if board.meeting.state is not MeetingState.MINUTES_DRAFT:
        raise NotFound("minutes")
    return render_template(
        "meetings/minutes.html",
        board=board,
        meeting=board.meeting,
        minutes=minutes_of(board),
        outcome_of=outcome_of,
        words=words,
        Assignment=Assignment,
    )


def _calendar(meetings: list[Meeting], name: str) -> Response:
    body = ics.calendar(
        _("Forum warga Palangka Raya"), meetings, base_url=current_app.config["BASE_URL"]
    )
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _last_step(meeting: Meeting) -> datetime:
    steps = (meeting.finished_at, meeting.ended_at, meeting.opened_at, meeting.created_at)
    return next(step for step in steps if step is not None)


# --- lists and months


def _after() -> tuple[datetime, int] | None:
    """Where the list of past sessions goes on; nonsense is the first page."""
    key = decode(cursor(), datetime, int)
    if key is None or key[0].tzinfo is None or not 0 < key[1] <= queries.LARGEST:
        return None
    return (key[0], key[1]) if key[0].year in YEARS else None


def _past_key(row: Row) -> tuple[datetime, int]:
    return row.meeting.starts_at, row.meeting.id


def _month_asked_for() -> date:
    """`?b=2026-11`, else that of the day asked for, else this month."""
    asked = request.args.get("b") or request.args.get("hari", "")[:7]
    return _date(f"{asked}-01") or clock.today().replace(day=1)


def _day_asked_for() -> date | None:
    return _date(request.args.get("hari", ""))


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _weeks(first: date, rows: Sequence[Row]) -> list[Week]:
    """Monday first; days with a session lead to it, or to the list of that day."""
    by_day: dict[date, list[int]] = {}
    for row in rows:
        local = row.meeting.starts_at.astimezone(clock.LOCAL).date()
        by_day.setdefault(local, []).append(row.meeting.id)
    return [
        [_cell(day, first, by_day.get(day, [])) for day in week]
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _cell(day: date, first: date, ids: list[int]) -> tuple[int | None, str | None, bool]:
    if day.month != first.month:
        return None, None, False
    url = None
    if len(ids) == 1:
        url = url_for(".detail", meeting_id=ids[0])
    elif ids:
        url = url_for(".index", hari=day.isoformat(), _anchor="hari")
    return day.day, url, day == clock.today()


def _neighbours(first: date) -> dict[str, str]:
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    return {
        "title": _month_name(first),
        "prev": url_for(".index", b=f"{before:%Y-%m}", _anchor="bulan"),
        "prev_label": _month_name(before),
        "next": url_for(".index", b=f"{after:%Y-%m}", _anchor="bulan"),
        "next_label": _month_name(after),
    }


def _month_name(day: date) -> str:
    return str(format_date(day, "MMMM yyyy"))
