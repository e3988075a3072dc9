"""Reads opinion votes as Polis exports them: see docs/file-formats.md."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from forum.core.errors import Invalid
from forum.opinions.votes import BYTES, EMPTY, Votes

VOTES, TABLE, COMMENTS = "votes.csv", "participants-votes.csv", "comments.csv"
REJECTED = -1
_MOST_CELLS = 200_000_000
_LONGEST = 15  # digits of a number, such as a time in milliseconds
_CELLS = {"1": BYTES[1], "0": BYTES[0], "-1": BYTES[-1], "": EMPTY}


@dataclass(frozen=True)
class Conversation:
    """What a folder or file says: the votes, the rejected statements, texts and groups.

    `groups` is the group that the exporting service had put each participant in.
    """

    votes: Votes
    rejected: frozenset[int] = frozenset()
    texts: dict[int, str] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)


def read(path: Path) -> Conversation:
    """A folder of an export, or one file of votes in either form.

    In a folder the table of participants is read where there is one, else the single votes.
    `Invalid` names file and line of the first mistake.
    """
    if not path.is_dir():
        return _votes_in(path)
    sources = [path / name for name in (TABLE, VOTES) if (path / name).is_file()]
    if not sources:
        raise Invalid(f"{path}: holds neither {TABLE} nor {VOTES}")
    found = _votes_in(sources[0])
    if not (path / COMMENTS).is_file():
        return found
    rejected, texts = read_comments(path / COMMENTS)
    return Conversation(found.votes, rejected, texts, found.groups)


def _votes_in(path: Path) -> Conversation:
    lines = _Lines(path)
    if {"comment-id", "voter-id", "vote"} <= set(lines.header):
        return Conversation(Votes.cast(_single_votes(lines)))
    if lines.header[:1] == ["participant"]:
        return _table(lines)
    raise lines.wrong(
        "the first line must name the columns comment-id, voter-id and vote, "
        "or begin with participant"
    )


def read_comments(path: Path) -> tuple[frozenset[int], dict[int, str]]:
    """The ids of rejected statements, and the text of every statement."""
    lines = _Lines(path)
    id_, moderated = lines.column("comment-id"), lines.column("moderated")
    body = lines.header.index("comment-body") if "comment-body" in lines.header else None
    rejected, texts = set(), {}
    for row in lines:
        statement = lines.number(row[id_], "comment-id")
        if statement in texts:
            raise lines.wrong(f"statement {statement} is there twice")
        texts[statement] = row[body] if body is not None else ""
        if lines.number(row[moderated], "moderated", negative=True) == REJECTED:
            rejected.add(statement)
    return frozenset(rejected), texts


def _single_votes(lines: "_Lines") -> Iterator[tuple[int, int, int]]:
    """In the order of time; votes of the same moment as they stand in the file."""
    statement, voter = lines.column("comment-id"), lines.column("voter-id")
    vote = lines.column("vote")
    time = lines.header.index("timestamp") if "timestamp" in lines.header else None
    found: list[tuple[int, int, int, int]] = []
    people, asked = set(), set()
    for row in lines:
        if row[vote] not in ("1", "0", "-1"):
            raise lines.wrong(f"vote takes 1, 0 or -1, not {_shown(row[vote])}")
        at = lines.number(row[time], "timestamp") if time is not None else 0
        person = lines.number(row[voter], "voter-id")
        on = lines.number(row[statement], "comment-id")
        people.add(person)
        asked.add(on)
        lines.fits(len(people), len(asked))
        found.append((at, person, on, int(row[vote])))
    found.sort(key=lambda one: one[0])
    return ((person, on, cast) for _, person, on, cast in found)


def _table(lines: "_Lines") -> Conversation:
    """One row for each participant, one column for each statement, named by its number."""
    columns = [n for n, name in enumerate(lines.header) if name.isascii() and name.isdecimal()]
    statements = [lines.number(lines.header[n], "the name of a column") for n in columns]
    if len(set(statements)) != len(statements):
        raise lines.wrong("a statement has several columns")
    group = lines.header.index("group-id") if "group-id" in lines.header else None
    people: dict[int, bytes] = {}
    groups = {}
    for row in lines:
        person = lines.number(row[0], "participant")
        if person in people:
            raise lines.wrong(f"participant {person} is there twice")
        try:
            people[person] = bytes([_CELLS[row[n]] for n in columns])
        except KeyError as odd:
            raise lines.wrong(
                f"a vote is 1, 0, -1 or empty, not {_shown(odd.args[0])}"
            ) from None
        if group is not None and row[group]:
            groups[person] = lines.number(row[group], "group-id")
        lines.fits(len(people), len(columns))
    votes = Votes(tuple(people), tuple(statements), b"".join(people.values()))
    return Conversation(votes, groups=groups)


class _Lines:
    """The rows of a CSV file, and the line that is being read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.line = 0  # none is read yet
        self._rows = self._read()
        self.header = [name.strip() for name in next(self._rows, [])]
        if not self.header:
            raise Invalid(f"{path}: is empty")
        if len(set(self.header)) != len(self.header):
            raise self.wrong("two columns are called the same")

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            if row:
                if len(row) != len(self.header):
                    raise self.wrong(f"has {len(row)} cells, not {len(self.header)}")
                yield row

    def _read(self) -> Iterator[list[str]]:
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                for row in reader:
                    self.line = reader.line_num
                    yield row
        except UnicodeDecodeError:
            raise Invalid(f"{self.path}: is not text in UTF-8") from None
        except csv.Error as error:
            raise Invalid(f"{self.path}, line {self.line + 1}: {error}") from None
        except OSError as error:
            raise Invalid(f"{self.path}: {error.strerror}") from None

    def wrong(self, what: str) -> Invalid:
        return Invalid(f"{self.path}, line {self.line}: {what}")

    def column(self, name: str) -> int:
        if name not in self.header:
            raise self.wrong(f"there is no column {name}")
        return self.header.index(name)

    def number(self, text: str, what: str, *, negative: bool = False) -> int:
        digits = text.removeprefix("-") if negative else text
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST):
            raise self.wrong(f"{what} takes a whole number, not {_shown(text)}")
        return int(text)

    def fits(self, people: int, asked: int) -> None:
        if people * asked > _MOST_CELLS:
            raise self.wrong(f"more than {_MOST_CELLS} votes are possible, which is too many")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
