"""The texts in which ballots are stored and counted, one for each kind of ballot paper.

Equal ballots have equal texts; a blank ballot is "".

| kind | text | order |
|---|---|---|
| choice | `7` | |
| approval, projects | `2,7,9` | that of the options |
| score, grade, dots | `2:5,7:1`: option:mark, marks of 0 left out | that of the options |
| rank | `3>1=2>4`: best first, what is missing is below all | equal ranks: that of the options |

A rank `!` is one that held several options of which nobody knows any more which: files of raw
marks have it, papers do not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from forum.polls.counting.base import Candidate
from forum.polls.counting.errors import Refused

UNKNOWN_OVERVOTE = "!"

Index = Mapping[str, int]  # option id to its place among the options
Marks = tuple[tuple[int, int], ...]  # option, mark
Ranks = tuple[tuple[int, ...], ...]  # options by rank; () is an overvote of unknown options


def indexed(options: Sequence[Candidate]) -> dict[str, int]:
    return {one.id: place for place, one in enumerate(options)}


def _place(option_id: str, index: Index) -> int:
    place = index.get(option_id.strip())
    if place is None:
        raise Refused("not_an_option", option=option_id.strip() or "(nothing)")
    return place


# --- one option


def read_choice(text: str, index: Index) -> int | None:
    """The option chosen, None on a blank ballot."""
    if not text.strip():
        return None
    if "," in text:
        raise Refused("one_only")
    return _place(text, index)


# --- some options


def read_set(text: str, index: Index) -> tuple[int, ...]:
    """The options chosen, each once, in the order of the options."""
    if not text.strip():
        return ()
    return tuple(sorted({_place(part, index) for part in text.split(",")}))


def write_set(chosen: Iterable[int], options: Sequence[Candidate]) -> str:
    return ",".join(options[place].id for place in sorted(set(chosen)))


# --- a mark for each option


def read_marks(text: str, index: Index, low: int, high: int) -> Marks:
    """Options with their marks, those of 0 left out. Marks lie from `low` to `high`."""
    if not text.strip():
        return ()
    marks: dict[int, int] = {}
    for part in text.split(","):
        option_id, colon, number = part.rpartition(":")
        if not colon:
            raise Refused("not_a_mark", mark=part.strip() or "(nothing)")
        place = _place(option_id, index)
        if place in marks:
            raise Refused("marked_twice", option=option_id.strip())
        marks[place] = _mark(number.strip(), option_id.strip(), low, high)
    return tuple((place, marks[place]) for place in sorted(marks) if marks[place])


def _mark(number: str, option_id: str, low: int, high: int) -> int:
    digits = number.removeprefix("-")
    whole = digits.isascii() and digits.isdecimal() and len(digits) < 10
    if not (whole and low <= int(number) <= high):
        raise Refused("mark_range", option=option_id, low=low, high=high)
    return int(number)


def write_marks(marks: Iterable[tuple[int, int]], options: Sequence[Candidate]) -> str:
    return ",".join(f"{options[place].id}:{mark}" for place, mark in sorted(marks) if mark)


# --- an order of options


def read_ranks(text: str, index: Index) -> Ranks:
    """Ranks, the best first. An option that is repeated keeps its first rank."""
    if not text.strip():
        return ()
    ranks: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for part in text.split(">"):
        if part == UNKNOWN_OVERVOTE:
            ranks.append(())
            continue
        rank = {_place(one, index) for one in part.split("=")} - seen
        seen |= rank
        if rank:
            ranks.append(tuple(sorted(rank)))
    return tuple(ranks)


def write_ranks(ranks: Iterable[Iterable[int]], options: Sequence[Candidate]) -> str:
    written = ("=".join(options[place].id for place in sorted(rank)) for rank in ranks)
    return ">".join(rank or UNKNOWN_OVERVOTE for rank in written)


# --- many at once

CHUNK = 200_000  # so many parts are held at a time
BYTE = 256


@dataclass(frozen=True)
class Parts:
    """How often each part of a ballot (an option, an option with its mark) was cast in all."""

    often: Counter[str]
    valid: int
    blank: int
    invalid: int

    @property
    def ballots(self) -> int:
        return self.valid + self.blank + self.invalid


def counted(counts: Mapping[str, int], fits: Callable[[list[str]], bool]) -> Parts:
    """Add up the parts of all ballots whose parts fit; the others are invalid."""
    often: Counter[str] = Counter()
    chunk: list[str] = []
    valid = invalid = 0
    for text, times in counts.items():
        if not text:
            continue
        parts = text.split(",")
        if not fits(parts):
            invalid += times
            continue
        valid += times
        if times == 1:
            chunk += parts
            if len(chunk) > CHUNK:
                often.update(chunk)
                chunk = []
        else:
            for part in parts:
                often[part] += times
    often.update(chunk)
    return Parts(often, valid, counts.get("", 0), invalid)


class Scale:
    """Reads the parts `option:mark` of canonical ballots with marks up to `high`."""

    def __init__(self, options: Sequence[Candidate], high: int) -> None:
        self.ids = [one.id for one in options]
        self.high = high
        self._read = {
            f"{one}:{mark}": (one, mark) for one in self.ids for mark in range(1, high + 1)
        }

    def marks(self, parts: list[str]) -> dict[str, int] | None:
        """Option to mark; None where a part makes no sense or an option is marked twice."""
        try:
            marks = dict(map(self._read.__getitem__, parts))
        except KeyError:
            return None
        return marks if len(marks) == len(parts) else None

    def fits(self, parts: list[str]) -> bool:
        return self.marks(parts) is not None

    def total(self, parts: list[str]) -> int:
        return sum(self._read[part][1] for part in parts)

    def sums(self, often: Mapping[str, int]) -> dict[str, int]:
        return self._added(often, lambda mark: mark)

    def voters(self, often: Mapping[str, int]) -> dict[str, int]:
        return self._added(often, lambda mark: 1)

    def top_marks(self, often: Mapping[str, int]) -> dict[str, int]:
        return {one: often.get(f"{one}:{self.high}", 0) for one in self.ids}

    def distribution(self, often: Mapping[str, int], voters: int) -> dict[str, list[int]]:
        """How often each option got each mark, from 0; who gave none gave 0."""
        given = {
            one: [often.get(f"{one}:{mark}", 0) for mark in range(1, self.high + 1)]
            for one in self.ids
        }
        return {one: [voters - sum(marks), *marks] for one, marks in given.items()}

    def _added(self, often: Mapping[str, int], worth: Callable[[int], int]) -> dict[str, int]:
        sums = dict.fromkeys(self.ids, 0)
        for part, times in often.items():
            option, mark = self._read[part]
            sums[option] += times * worth(mark)
        return sums


Read = TypeVar("Read")


@dataclass(frozen=True)
class Box(Generic[Read]):
    """What lay in the ballot box: ballots that say something with how often each was cast."""

    papers: list[tuple[Read, int]]
    blank: int
    invalid: int

    @property
    def valid(self) -> int:
        return sum(often for _, often in self.papers)

    @property
    def ballots(self) -> int:
        return self.valid + self.blank + self.invalid


def opened(counts: Mapping[str, int], read: Callable[[str], Read]) -> Box[Read]:
    """Read every text; what `read` refuses is invalid."""
    papers: list[tuple[Read, int]] = []
    invalid = 0
    for text, often in counts.items():
        if not text or not often:
            continue
        try:
            papers.append((read(text), often))
        except Refused:
            invalid += often
    return Box(papers, counts.get("", 0), invalid)


Order = Sequence[int]  # options, the best first, no two equal


@dataclass(frozen=True)
class Rankings:
    """Ranked ballots with how often each was cast: those in strict order, and the others."""

    strict: list[tuple[Order, int]]
    loose: list[tuple[Ranks, int]]
    blank: int
    invalid: int

    @property
    def valid(self) -> int:
        return sum(often for _, often in self.strict) + sum(often for _, often in self.loose)

    @property
    def ballots(self) -> int:
        return self.valid + self.blank + self.invalid


def ranked(counts: Mapping[str, int], options: Sequence[Candidate]) -> Rankings:
    """Read every ballot; what cannot be read is invalid."""
    index = indexed(options)
    packed = bytes if len(options) <= BYTE else tuple  # a million ballots must fit in memory
    read = Rankings([], [], counts.get("", 0), 0)
    invalid = 0
    for text, often in counts.items():
        if not text:
            continue
        parts = text.split(">")
        try:
            order = packed(map(index.__getitem__, parts))
        except KeyError:
            order = None
        if order is not None and len(set(order)) == len(order):
            read.strict.append((order, often))
            continue
        try:
            read.loose.append((read_ranks(text, index), often))
        except Refused:
            invalid += often
    return replace(read, invalid=invalid)


def in_order(ranks: Ranks, *, exhaust: bool) -> Order:
    """A ballot for rules that need strict ranks: a rank with several options is an overvote,
    which is skipped, or ends the ballot.
    """
    kept: list[int] = []
    for rank in ranks:
        if len(rank) == 1:
            kept += rank
        elif exhaust:
            break
    return kept
