"""The index from the command line: `forum search rebuild`."""

import click
from flask.cli import with_appcontext

from forum.search import actions, queries


@click.group()
def search() -> None:
    """Look after the index of the search."""


@search.command()
@click.option("--everything", is_flag=True, help="Write all of it anew, also what is in order.")
@click.option("--quiet", is_flag=True, help="Say only what was done in the end.")
@with_appcontext
def rebuild(everything: bool, quiet: bool) -> None:
    """Write what is missing or outdated into the index, and take out what is gone.

    Needed after `sinonim.csv` was changed. The forum may be served meanwhile. Stopped half-way,
    it goes on where it was when it is called again.
    """

    def said(kind: str, looked_at: int, written: int) -> None:
        click.echo(f"{kind}: {looked_at} looked at, {written} written", err=True)

    written = actions.rebuild(everything=everything, said=None if quiet else said)
    total, _outdated = queries.in_the_index()
    click.echo(f"{written} written, {total} in the index")
