"""`forum opinions`: the map of an exported conversation."""

import json
from pathlib import Path
from typing import Any

import click

from forum.opinions import OpinionMap, compute
from forum.opinions.polis import read
from forum.opinions.statistics import Agreed, Typical

Texts = dict[int, str]
Told = tuple[int, bool, int, int]  # statement, whether agreed with, votes, seen


@click.command()
@click.argument("source", metavar="FOLDER|VOTES.csv", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def opinions(source: Path, as_json: bool) -> None:
    """Group people who answer alike, and say what groups and everybody agree on.

    The source is a folder with a Polis export (participants-votes.csv or votes.csv, and
    comments.csv for texts and rejected statements), or one file of votes in either form. The
    files are described in docs/file-formats.md.
    """
    conversation = read(source)
    result = compute(conversation.votes, conversation.rejected)
    if as_json:
        click.echo(json.dumps(described(result, conversation.texts), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(result, conversation.texts)))


def described(result: OpinionMap, texts: Texts) -> dict[str, Any]:
    """What the map says of groups and statements, and nothing about single participants."""
    return {
        "participants": result.participants,
        "statements": len(result.statements),
        "k": result.k,
        "groups": [
            {
                "id": number,
                "letter": group.letter,
                "size": group.size,
                "representative": [_typical(one, texts) for one in group.representative],
            }
            for number, group in enumerate(result.groups)
        ],
        "consensus": {
            "agree": [_agreed(one, texts) for one in result.agreed],
            "disagree": [_agreed(one, texts) for one in result.disagreed],
        },
        "bridging": [
            {"id": one.statement, "for": _side(one.agreeing), "score": one.score}
            for one in result.bridging
        ],
        "dividing": list(result.dividing),
    }


def _typical(one: Typical, texts: Texts) -> dict[str, Any]:
    return _agreed(one, texts) | {
        "agrees": one.agrees,
        "ratio": one.ratio,
        "ratio_z": one.contrast,
        "best_agree": one.best_agree,
    }


def _agreed(one: Agreed | Typical, texts: Texts) -> dict[str, Any]:
    return {
        "id": one.statement,
        "text": texts.get(one.statement, ""),
        "for": _side(one.agreeing),
        "votes": one.votes,
        "seen": one.seen,
        "share": one.share,
        "z": one.certainty,
    }


def _side(agreeing: bool) -> str:
    return "agree" if agreeing else "disagree"


def _lines(result: OpinionMap, texts: Texts) -> list[str]:
    asked = len(result.statements)
    lines = [f"{result.participants} participants, {asked} statements, {result.k} groups"]
    for group in result.groups:
        told = [_told(one) for one in group.representative]
        lines += ["", f"Group {group.letter}: {group.size} people. Typical of it:"]
        lines += _rows(told, texts)
    for title, found in (("agree", result.agreed), ("disagree", result.disagreed)):
        told = [(one.statement, one.agreeing, one.votes, one.seen) for one in found]
        lines += ["", f"Most of all participants {title}:", *_rows(told, texts)]
    return lines


def _told(one: Typical) -> Told:
    agreeing = one.agreeing or one.best_agree
    return one.statement, agreeing, one.agrees if agreeing else one.votes, one.seen


def _rows(found: list[Told], texts: Texts) -> list[str]:
    return [
        f"  {statement:>5}  {_side(agreeing):8}  {votes:>6} of {seen:<6}  "
        f"{' '.join(texts.get(statement, '').split())[:96]}".rstrip()
        for statement, agreeing, votes, seen in found
    ] or ["  nothing"]
