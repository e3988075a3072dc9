"""`forum user …`: accounts made by the city itself."""

import sys

import click
from flask.cli import with_appcontext

from forum.accounts import actions
from forum.core.actor import SYSTEM, Role
from forum.core.errors import Refused

GRANTED = [role.value for role in Role if role is not Role.SYSTEM]


class BadInput(click.ClickException):
    """Wrong use or bad input: one line on stderr."""

    exit_code = 2


@click.group()
def user() -> None:
    """Make accounts for the people who run the forum."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="Full name, as on the identity card.")
@click.option("--role", required=True, type=click.Choice(GRANTED), help="What they may do.")
@click.option("--unit", "unit_code", help="Code of the unit the role is held for.")
@click.option(
    "--area",
    "area_code",
    help="Code of the area the role is held for; of a resident, where they live.",
)
@with_appcontext
def create(
    email: str, name: str, role: str, unit_code: str | None, area_code: str | None
) -> None:
    """Make an account. The password is one line on standard input."""
    try:
        made = actions.create_user(
            SYSTEM,
            email=email,
            name=name,
            role=Role(role),
            password=_password(),
            area_code=area_code,
            unit_code=unit_code,
        )
    except Refused as error:
        raise BadInput(str(error)) from error
    click.echo(made.email)


def _password() -> str:
    """Typed unseen where someone sits at the keyboard."""
    if sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
