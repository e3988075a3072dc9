"""Who answered what: one byte for each participant and statement."""

from collections.abc import Iterable
from dataclasses import dataclass

AGREE, PASS, DISAGREE = 1, 0, -1
EMPTY = 2  # not voted
BYTES = {AGREE: 1, PASS: 0, DISAGREE: 255}  # as they stand in `cells`


@dataclass(frozen=True)
class Votes:
    """A table of participants (rows) by statements (columns), both known by whole numbers.

    `cells` holds the rows one after another, each cell a signed byte: 1 agree, 0 pass, -1
    disagree, 2 not voted.
    """

    participants: tuple[int, ...]
    statements: tuple[int, ...]
    cells: bytes

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.participants) * len(self.statements):
            raise ValueError("there must be one cell for each participant and statement")
        if len(set(self.participants)) != len(self.participants):
            raise ValueError("a participant has several rows")
        if len(set(self.statements)) != len(self.statements):
            raise ValueError("a statement has several columns")

    @classmethod
    def cast(
        cls,
        rows: Iterable[tuple[int, int, int]],
        *,
        participants: Iterable[int] = (),
        statements: Iterable[int] = (),
    ) -> "Votes":
        """From (participant, statement, vote) in the order of time: the last vote counts.

        `participants` and `statements` name those who must be there also without a vote. Both
        are sorted. ValueError for a vote that is none of 1, 0, -1.
        """
        column = {statement: number for number, statement in enumerate(sorted(set(statements)))}
        table = {participant: bytearray() for participant in participants}
        for participant, statement, vote in rows:
            row = table.setdefault(participant, bytearray())
            place = column.setdefault(statement, len(column))
            _widen(row, place + 1)
            try:
                row[place] = BYTES[vote]
            except KeyError:
                raise ValueError(f"a vote is 1, 0 or -1, not {vote}") from None
        people, order = sorted(table), sorted(column)
        places = [column[statement] for statement in order]
        for row in table.values():
            _widen(row, len(column))
        cells = b"".join(bytes([table[one][place] for place in places]) for one in people)
        return cls(tuple(people), tuple(order), cells)

    def of(self, participant: int) -> dict[int, int]:
        """What one participant answered, by statement."""
        width = len(self.statements)
        begin = self.participants.index(participant) * width
        cells = memoryview(self.cells[begin : begin + width]).cast("b")
        return {
            statement: vote
            for statement, vote in zip(self.statements, cells, strict=True)
            if vote != EMPTY
        }


def _widen(row: bytearray, width: int) -> None:
    row.extend([EMPTY] * (width - len(row)))
