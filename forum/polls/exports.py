"""The tables that polls can hand out."""

from flask_babel import gettext as _

from forum.export import Column, Table
from forum.polls.models import Poll
from forum.polls.outcome import outcome_of


def results(poll: Poll) -> Table:
    """Votes per option of a counted poll, most votes first; needs its options.

    Whether it may be handed out is for the caller to ask (`policy.can_see_result`).
    """
    outcome = outcome_of(poll)
    assert outcome is not None, "a result is exported once there is one"
    rows = outcome.rows
    ballots = outcome.ballots
    winners = {option.id for option in outcome.winners}
    return Table(
        name=f"suara-{poll.id}-hasil",
        columns=[
            Column(_("Pilihan"), lambda row: row[0].label, "option"),
            Column(_("Suara"), lambda row: row[1], "votes"),
            *(
                [Column(_("Persen"), lambda row: _share(row[1], ballots), "percent")]
                if outcome.is_of_all
                else []
            ),
            Column(_("Terpilih"), lambda row: row[0].id in winners, "winner"),
            Column(_("Jumlah suara"), lambda row: ballots, "ballots"),
            Column(_("Yang berhak"), lambda row: outcome.entitled, "entitled"),
        ],
        rows=rows,
    )


def _share(votes: int | float, ballots: int) -> float:
    return round(votes * 100 / ballots, 1) if ballots else 0.0
