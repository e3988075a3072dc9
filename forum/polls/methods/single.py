from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.polls.methods.base import Choices, Result


class Single:
    """One option each; the one with the most votes wins. Equal at the top stays a tie."""

    name: ClassVar[str] = "single"
    ballot: ClassVar[str] = "choice"

    def validate(self, choices: Sequence[int], options: Sequence[int]) -> Choices:
        if not choices:
            raise Invalid(_("Pilih satu dulu, lalu kirim."))
        if len(choices) > 1:
            raise Invalid(_("Pilih satu saja."))
        if choices[0] not in options:
            raise Invalid(_("Pilihan itu tidak ada pada surat suara ini."))
        return (choices[0],)

    def tally(self, counts: Mapping[Choices, int], options: Sequence[int]) -> Result:
        votes = {option: counts.get((option,), 0) for option in options}
        ballots, blank = sum(counts.values()), counts.get((), 0)
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
