"""What every way of counting offers.

A method is a pure function over counted ballots: it never touches the database, the clock or
a random source, and compares whole numbers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol


@dataclass(frozen=True)
class Result:
    """The outcome of a count. `ties` holds groups of options that nothing here told apart."""

    winners: tuple[int, ...]
    tally: Mapping[int, int]
    ties: tuple[tuple[int, ...], ...]
    ballots: int
    blank: int
    invalid: int

    def as_json(self) -> dict[str, Any]:
        return {
            "winners": list(self.winners),
            "tally": {str(option_id): votes for option_id, votes in self.tally.items()},
            "ties": [list(tie) for tie in self.ties],
            "ballots": self.ballots,
            "blank": self.blank,
            "invalid": self.invalid,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Result":
        return cls(
            winners=tuple(stored["winners"]),
            tally={int(option_id): votes for option_id, votes in stored["tally"].items()},
            ties=tuple(tuple(tie) for tie in stored["ties"]),
            ballots=stored["ballots"],
            blank=stored["blank"],
            invalid=stored["invalid"],
        )


class Method(Protocol):
    """`name` is stored with the poll; `ballot` is the kind of ballot paper it needs."""

    name: ClassVar[str]
    ballot: ClassVar[str]

    def validate(self, paper: str, options: Sequence[int]) -> str:
        """The ballot in canonical form; Invalid, with the reason, where it makes no sense."""
        ...

    def tally(self, counts: Mapping[str, int], options: Sequence[int]) -> Result:
        """Count ballots that were grouped: canonical ballot to how often it was cast."""
        ...
