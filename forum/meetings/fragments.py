"""The pieces of a session's pages that its rooms renew: the same for everyone in the room.

They hold nothing personal: no token, nobody's own hand or ballot. Buttons in them belong to
the page's one form, and the page overlays what concerns its reader.
"""

from collections.abc import Collection

from flask import render_template

from forum.meetings import words
from forum.meetings.board import Board
from forum.polls import panel
from forum.polls.outcome import outcome_of

Html = dict[str, str | None]

# Which piece is which template, by the id of its element.
PUBLIC = {
    "strip-sesi": "_strip",
    "kini": "_now",
    "suara-sesi": "_poll",
    "antrean": "_queue",
    "catatan": "_notes",
}
STAFF = {
    "konsol-atas": "console/_head",
    "konsol-acara": "console/_agenda",
    "konsol-antrean": "console/_queue",
    "konsol-suara": "console/_polls",
}
EVERYTHING = tuple(PUBLIC)


def public(board: Board, ids: Collection[str] = EVERYTHING, *, said: str = "") -> Html:
    """Pieces of the public pages; `said` is spoken to those who cannot see them change."""
    return {each: _render(PUBLIC[each], board, said=said) for each in PUBLIC if each in ids}


def staff(board: Board) -> Html:
    """All pieces of the console."""
    return {each: _render(name, board) for each, name in STAFF.items()}


def hadir(people: int) -> str:
    """How many are following."""
    return render_template("meetings/_present.html", people=people)


def turnout(poll_id: int, ballots: int, entitled: int) -> str:
    """How many ballots are in: for those who run the session, never for the hall."""
    return render_template(
        "meetings/console/_turnout.html", poll_id=poll_id, ballots=ballots, entitled=entitled
    )


def _render(name: str, board: Board, **context: object) -> str:
    return render_template(
        f"meetings/{name}.html",
        board=board,
        words=words,
        panel=panel,
        outcome_of=outcome_of,
        **context,
    )
