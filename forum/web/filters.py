"""How dates, numbers and names are written, as people in Palangka Raya write them."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal
from flask_babel import gettext as _

from forum.core import clock
from forum.web.languages import language


def day(value: date | datetime) -> str:
    """`Selasa, 24 November 2026`"""
    return format_date(_local(value), "EEEE, d MMMM yyyy", rebase=False)


def short_day(value: date | datetime) -> str:
    """`24 Nov 2026`"""
    return format_date(_local(value), "d MMM yyyy", rebase=False)


def month_name(value: date | datetime) -> str:
    """`November 2026`"""
    return format_date(_local(value), "MMMM yyyy", rebase=False)


def time_of_day(value: datetime) -> str:
    """`14.30 WIB` (Indonesian writes a dot), `14:30 WIB` in English."""
    pattern = "HH.mm" if language() == "id" else "HH:mm"
    return f"{format_datetime(_local(value), pattern, rebase=False)} WIB"


def moment(value: datetime) -> str:
    """`24 November 2026, 14.30 WIB`"""
    return f"{format_date(_local(value), 'd MMMM yyyy', rebase=False)}, {time_of_day(value)}"


def exact_time(value: datetime) -> str:
    """With seconds, for receipts: `19.42.10 WIB`."""
    pattern = "HH.mm.ss" if language() == "id" else "HH:mm:ss"
    return f"{format_datetime(_local(value), pattern, rebase=False)} WIB"


def when(value: datetime) -> str:
    """Relative within two days, else the date."""
    passed = clock.now() - value
    local, today = _local(value).date(), clock.today()
    if timedelta(0) <= passed < timedelta(minutes=1):
        return _("baru saja")
    if timedelta(0) <= passed < timedelta(hours=1):
        return _("%(n)s menit lalu", n=int(passed.total_seconds() // 60))
    if local == today and passed >= timedelta(0):
        return _("%(n)s jam lalu", n=int(passed.total_seconds() // 3600))
    if local == today - timedelta(days=1):
        return _("kemarin, %(time)s", time=time_of_day(value).removesuffix(" WIB"))
    return short_day(value)


def distance(metres: float) -> str:
    """`350 m`, `2,4 km`: no finer than anybody could use."""
    if metres < 1000:
        return _("%(n)s m", n=number(max(10, round(metres, -1))))
    return _("%(n)s km", n=format_decimal(round(metres / 1000, 1 if metres < 20_000 else 0)))


def number(value: int | float) -> str:
    """`1.204` in Indonesian, `1,204` in English."""
    return str(format_decimal(value))


def rupiah(value: int) -> str:
    """`Rp1.250.000`"""
    return f"Rp{number(value)}"


def percent(part: int | float, whole: int | float) -> str:
    """`46,2%`; nothing of nothing is `0%`."""
    return f"{format_decimal(round(part * 100 / whole, 1) if whole else 0)}%"


def duration(seconds: int) -> str:
    """`2 menit 10 detik`"""
    minutes, rest = divmod(max(0, seconds), 60)
    if not minutes:
        return _("%(n)s detik", n=rest)
    if not rest:
        return _("%(n)s menit", n=minutes)
    return _("%(minutes)s menit %(seconds)s detik", minutes=minutes, seconds=rest)


def iso(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _local(value: date | datetime) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(clock.LOCAL)
    return datetime(value.year, value.month, value.day, 12, tzinfo=clock.LOCAL)


def init_app(app: Flask) -> None:
    named = (
        day,
        short_day,
        month_name,
        time_of_day,
        moment,
        exact_time,
        when,
        number,
        rupiah,
        distance,
        duration,
        iso,
    )
    app.jinja_env.filters.update({function.__name__: function for function in named})
    app.jinja_env.globals.update(percent=percent, now=clock.now, today=clock.today)
