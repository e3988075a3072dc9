"""`forum due`: until when something must be done, counted in working days."""

import json
from datetime import date
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from forum.city import queries, workdays
from forum.city.actions.register import shipped_holidays
from forum.city.holiday_file import as_day
from forum.city.models import Holiday
from forum.core.db import db
from forum.core.errors import Refused


def show_due_date(app: Flask, received: str, days: str, *, as_json: bool) -> None:
    """Print the due date; years without known holidays are named on stderr."""
    begin, number = _date(received), _number(days)
    closed = closed_days(app)
    try:
        due = workdays.due_date(begin, number, closed)
    except ValueError as error:
        raise Refused(f"DAYS takes fewer: {error}") from error
    for year in queries.years_without(closed, begin, due):
        click.echo(f"forum: no holidays are known for {year}: only weekends count", err=True)
    answer = {"received": begin.isoformat(), "days": number, "due": due.isoformat()}
    click.echo(json.dumps(answer) if as_json else due.isoformat())


def closed_days(app: Flask) -> frozenset[date]:
    """From the table; where there is none yet, from the file that is shipped."""
    database = db.engine.url.database
    if db.engine.name == "sqlite" and not (database and Path(database).exists()):
        return shipped_holidays(app.config["CITY"])
    try:
        there = inspect(db.engine).has_table(Holiday.__tablename__)
    except OperationalError as error:
        raise Refused("the database does not answer") from error
    return queries.closed_days.get() if there else shipped_holidays(app.config["CITY"])


def _date(text: str) -> date:
    day = as_day(text)
    if day is None:
        raise Refused(f"DATE takes a day such as 2026-11-24, from 2000 to 2100, not {text}")
    return day


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
    if not 0 <= number <= workdays.MOST:
        raise Refused(f"DAYS takes a number from 0 to {workdays.MOST}, not {text}")
    return number
