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

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
