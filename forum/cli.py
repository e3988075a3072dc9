"""The command line: `forum serve`, `forum worker`, `forum demo`, … and each folder's own.

Exit codes: 0 on success, 2 on wrong use or bad input, with one clear line on stderr.
"""

import json
import sys
from pathlib import Path
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError
from flask import Flask
from flask_migrate import upgrade

from forum import create_app
from forum.accounts.cli import user
from forum.city.actions import load_city
from forum.city.cli import show_due_date
from forum.config import WrongSetting
from forum.core.errors import Refused
from forum.demo.actions import fill_in
from forum.opinions.cli import opinions
from forum.polls.cli import tally
from forum.privacy.actions import seed_texts
from forum.search.actions import fill_new_kinds
from forum.search.cli import search
from forum.shell import backup as backups
from forum.shell import doctor as checks
from forum.shell import serve as serving
from forum.shell.export import write_export


def application(**overrides: Any) -> Flask:
    try:
        return create_app(overrides)
    except WrongSetting as error:
        raise click.UsageError(str(error)) from error


class Shell(click.Group):
    """Shows what was refused, and wrong use, as one line, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (Refused, WrongSetting) as error:
            click.echo(f"forum: {error or type(error).__name__}", err=True)
            ctx.exit(2)
        except NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            click.echo(f"forum: {' '.join(error.format_message().split())}", err=True)
            ctx.exit(2)


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"]})
def forum() -> None:
    """Betang, the citizen forum of Kota Palangka Raya."""


@forum.command()
@click.option("--no-worker", is_flag=True, help="Leave the background work to `forum worker`.")
def serve(no_worker: bool) -> None:
    """Serve the forum with the current settings."""
    serving.serve(application(), worker=not no_worker)


@forum.command()
def worker() -> None:
    """Do the background work alone: mails, notifications, what the clock asks for."""
    serving.work_alone()


@forum.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the present version."""
    migrate(application())


def migrate(app: Flask) -> None:
    """Run all migrations that are still missing; also loads the city's register and texts, and
    builds the index of the search where there is none yet.
    """
    app.config["VAR"].mkdir(parents=True, exist_ok=True)
    with app.app_context():
        upgrade()
        load_city(app.config["CITY"])
        seed_texts()
        fill_new_kinds()


@forum.command()
def routes() -> None:
    """List every address with its methods, one a line."""
    app = application()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        click.echo(f"{methods:12} {rule.rule}")


@forum.command()
@click.option(
    "--size", type=click.Choice(["small", "city"]), default="small", show_default=True
)
def demo(size: str) -> None:
    """Fill in the demo city: invented people, issues, forums and polls."""
    app = application()
    if not app.config["DEMO"]:
        raise Refused("the demo city needs FORUM_DEMO=1")
    with app.app_context():
        click.echo(fill_in(size))


@forum.command()
@click.argument("what", type=click.Choice(["thread"]))
@click.argument("number", type=click.IntRange(min=1))
@click.option("--format", "extension", required=True, help="pdf, docx, csv or json")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def export(what: str, number: int, extension: str, out: Path) -> None:
    """Write the summary of a thread for those who decide."""
    app = application()
    with app.test_request_context(base_url=app.config["BASE_URL"]):
        write_export(what, number, extension, out)
    click.echo(str(out))


@forum.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-keys", is_flag=True, help="Also keep the secret keys; guard the file.")
def backup(out: Path, with_keys: bool) -> None:
    """Copy database and uploads consistently, also while serving."""
    click.echo(backups.backup(application(), out, with_keys=with_keys))


@forum.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Overwrite the state that is there.")
def restore(source: Path, replace: bool) -> None:
    """Bring back what a backup holds."""
    click.echo(backups.restore(application(), source, replace=replace))


@forum.command(context_settings={"ignore_unknown_options": True})  # -3 is a number, too
@click.argument("received", metavar="DATE")
@click.argument("days", metavar="DAYS")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def due(received: str, days: str, as_json: bool) -> None:
    """Say by which day something is due: DAYS working days after receipt on DATE.

    Saturdays, Sundays, public holidays and joint leave do not count, nor does the day of
    receipt. DATE is written as 2026-11-24.
    """
    app = application()
    with app.app_context():
        show_due_date(app, received, days, as_json=as_json)


@forum.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(as_json: bool) -> None:
    """Check settings, database, migrations, queue, mail, disk and clock."""
    app = application()
    with app.app_context():
        findings = checks.examine(app)
    if as_json:
        click.echo(json.dumps({f.name: {"ok": f.ok, "detail": f.detail} for f in findings}))
    else:
        for finding in findings:
            mark = "ok   " if finding.ok else "WRONG"
            click.echo(f"{mark} {finding.name}: {finding.detail}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)


forum.add_command(user)
forum.add_command(search)
forum.add_command(opinions)
forum.add_command(tally)


def main() -> None:
    forum(prog_name="forum")


if __name__ == "__main__":
    main()
