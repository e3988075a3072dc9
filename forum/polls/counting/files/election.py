"""What a file of ballots says, and the words for what is wrong in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.polls.counting.base import Candidate
from forum.polls.counting.lot import Lot

MOST_DIGITS = 9  # a count beyond this is no count

KINDS = {
    "rank": "rankings",
    "approval": "approvals",
    "score": "marks",
    "projects": "votes on projects with costs",
}
# Kinds of ballots in files, and the kinds of ballot papers that can be made of them.
PAPERS = {
    "rank": ("rank", "choice"),
    "approval": ("approval",),
    "score": ("score", "grade"),
    "projects": ("projects",),
}


class Wrong(Exception):
    """What is wrong in a file, and in which line (from 1) where one is to blame."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what if line is None else f"line {line}: {what}")


@dataclass(frozen=True)
class Reading:
    """How raw marks are read. `skipped`: ranks left empty are closed up (`close`), or two of them
    in a row end the ballot (`exhaust`).
    """

    skipped: str = "close"


@dataclass(frozen=True)
class Election:
    """Ballots of one kind (a key of PAPERS) as the rules take them.

    `names` of options by id; `params`: settings that the file itself gives (seats of BLT, the
    highest mark of a table); `shown`: the ids that are told outside, where the file's own cannot
    stand in the text of a ballot.
    """

    kind: str
    options: tuple[Candidate, ...]
    names: Mapping[str, str]
    counts: Mapping[str, int]
    params: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def papers(self, ballot: str) -> dict[str, int] | None:
        """The counts for rules that take this kind of ballot paper; None if they do not fit."""
        if ballot not in PAPERS[self.kind]:
            return None
        if ballot != "choice":
            return dict(self.counts)
        firsts: dict[str, int] = {}
        for text, often in self.counts.items():
            first = text.partition(">")[0].replace("=", ",")  # several first ones are invalid
            firsts[first] = firsts.get(first, 0) + often
        return firsts

    def lot(self, seed: str) -> Lot:
        """The lot is drawn with the ids that are told outside."""
        inside = {self.outside(one.id): one.id for one in self.options}
        return Lot(tuple(inside[one] for one in Lot.drawn(seed, inside).order))

    def outside(self, option_id: str) -> str:
        return self.shown.get(option_id, option_id)


def whole(text: str, what: str, line: int, least: int = 0) -> int:
    """A whole number of `least` or more."""
    digits = text.strip()
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS
    if not (fits and int(digits) >= least):
        raise Wrong(f"{what} takes a whole number of {least} or more, not {short(text)}", line)
    return int(digits)


def short(text: str) -> str:
    """A piece of a file, fit for one line of an answer."""
    return repr(text if len(text) <= 40 else text[:39] + "…")
