"""`forum tally`: count the ballots of a file."""

import json
from pathlib import Path
from typing import Any

import click

from forum.core.errors import Invalid
from forum.polls.counting import METHODS, Method, Refused, files, report

IN_FILES = {kind for papers in files.PAPERS.values() for kind in papers}
SITE_ONLY = {"yes-no", "multiple"}  # their settings name options of a poll
NAMES = [
    name for name, one in METHODS.items() if one.ballot in IN_FILES and name not in SITE_ONLY
]


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--method", "name", required=True, type=click.Choice(NAMES), help="The rule.")
@click.option(
    "--seats", type=click.IntRange(min=1), help="How many win; a .blt file says it itself."
)
@click.option("--seed", default="", help="The text that the lot is drawn with.")
@click.option(
    "--strength",
    type=click.Choice(["wv", "margins"]),
    help="Of schulze, ranked-pairs, minimax: what makes a victory strong.",
)
@click.option(
    "--overvote",
    type=click.Choice(["skip", "exhaust"]),
    help="Of irv, stv: a rank with several options is passed over, or ends the ballot.",
)
@click.option(
    "--skipped",
    type=click.Choice(["close", "exhaust"]),
    default="close",
    show_default=True,
    help="Of tables of ranks: empty ranks are closed up, or two in a row end the ballot.",
)
@click.option(
    "--greedy",
    type=click.Choice(["skip", "stop"]),
    help="Of greedy, greedy-cost: what does not fit is passed over, or ends the count.",
)
@click.option(
    "--completion",
    type=click.Choice(["none", "add1", "add1-overspend"]),
    help="Of equal-shares: how money that is left is used.",
)
@click.option("--then-greedy", is_flag=True, help="Of budgets: fill up by votes at the end.")
@click.option(
    "--utility",
    type=click.Choice(["cost", "cardinality"]),
    help="Of knapsack, equal-shares: what a project is worth to who voted for it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tally(
    source: Path, name: str, seed: str, skipped: str, as_json: bool, **given: Any
) -> None:
    """Count the ballots of a file, and show how the result comes about.

    The file is PrefLib (.soc .soi .toc .toi .cat), BLT (.blt), Pabulib (.pb) or a table (.csv),
    as described in docs/file-formats.md. The same file, settings and seed always give the same.
    """
    method = METHODS[name]
    try:
        election = files.read(source, files.Reading(skipped=skipped))
        papers = election.papers(method.ballot)
        if papers is None:
            raise Invalid(
                f"{source}: holds {files.KINDS[election.kind]}, from which {name} cannot count"
            )
        params = method.check(_settings(method, election, given), election.options)
    except files.BadFile as error:
        raise Invalid(str(error)) from error
    except Refused as error:
        raise Invalid(f"{source}: {error}") from error
    lot = election.lot(seed)
    result = method.tally(papers, election.options, params, lot)
    if as_json:
        told = report.as_json(result, election, lot, seed=seed)
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo("\n".join(report.lines(result, election)))


def _settings(
    method: Method, election: files.Election, given: dict[str, Any]
) -> dict[str, Any]:
    """What was asked for, else what the file says, where the rule knows such a setting.

    One seat is what every rule without that setting fills, and overvotes are told apart only
    where ranks are: neither is refused where it says nothing new.
    """
    asked = {key: value for key, value in given.items() if value not in (None, False)}
    needed = {"budget": 1} if method.ballot == "projects" else {}
    known = method.check(needed, election.options)
    if asked.get("seats") == 1 and "seats" not in known:
        asked.pop("seats")
    if election.kind == "rank" and "overvote" not in known:
        asked.pop("overvote", None)
    return {one: value for one, value in election.params.items() if one in known} | asked
