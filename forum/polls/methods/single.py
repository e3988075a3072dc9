from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.polls.methods.base import Result


class Single:
    """One option each; the one with the most votes wins. Equal at the top stays a tie."""

    name: ClassVar[str] = "plurality"
    ballot: ClassVar[str] = "choice"

    def validate(self, paper: str, options: Sequence[int]) -> str:
        chosen = [one for one in paper.split(",") if one]
        if not chosen:
            raise Invalid(_("Pilih satu dulu, lalu kirim."))
        if len(chosen) > 1:
            raise Invalid(_("Pilih satu saja."))
        if chosen[0] not in map(str, options):
            raise Invalid(_("Pilihan itu tidak ada pada surat suara ini."))
        return chosen[0]

    def tally(self, counts: Mapping[str, int], options: Sequence[int]) -> Result:
        votes = {option: counts.get(str(option), 0) for option in options}
        ballots, blank = sum(counts.values()), counts.get("", 0)
        most = max(votes.values(), default=0)
        top = tuple(option for option in options if votes[option] == most) if most else ()
        return Result(
            winners=top if len(top) == 1 else (),
            tally=votes,
            ties=(top,) if len(top) > 1 else (),
            ballots=ballots,
            blank=blank,
            invalid=ballots - blank - sum(votes.values()),
        )
