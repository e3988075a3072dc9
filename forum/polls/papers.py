"""Ballot papers: from what was ticked and typed to the text that is counted, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from forum.polls.models import Option, Poll
from forum.polls.shapes import Paper, paper_of

MOST = 9_999


@dataclass(frozen=True)
class Marks:
    """What stands on a paper: chosen options, or a number beside each, by the option's id."""

    chosen: frozenset[str] = frozenset()
    numbers: Mapping[str, str] = field(default_factory=dict)

    def is_chosen(self, option: Option) -> bool:
        return str(option.id) in self.chosen

    def number(self, option: Option) -> str:
        return self.numbers.get(str(option.id), "")


def read(poll: Poll, form: "MultiDict[str, str]") -> Marks:
    """What was sent, as it stands in the form; nothing is checked here."""
    kind = paper_of(poll.method)
    if kind in (Paper.CHOICE, Paper.APPROVAL, Paper.PROJECTS):
        return Marks(chosen=frozenset(form.getlist("option_id")))
    ids = [str(option.id) for option in poll.options]
    return Marks(numbers={one: form.get(f"nilai-{one}", "").strip() for one in ids})


def text_of(poll: Poll, marks: Marks) -> str:
    """The paper as `counting.ballots` has it; what makes no sense there is refused there."""
    kind = paper_of(poll.method)
    if kind in (Paper.CHOICE, Paper.APPROVAL, Paper.PROJECTS):
        order = {str(option.id): place for place, option in enumerate(poll.options)}
        return ",".join(sorted(marks.chosen, key=lambda one: order.get(one, len(order))))
    if kind is Paper.RANK:
        return _ranks(marks.numbers)
    return ",".join(f"{one}:{mark}" for one, mark in marks.numbers.items() if mark)


def _ranks(numbers: Mapping[str, str]) -> str:
    """`1` above `2`, and so on; options with the same number stand at the same rank."""
    ranks: dict[int, list[str]] = {}
    for one, place in numbers.items():
        if place.isascii() and place.isdecimal() and 0 < int(place) <= MOST:
            ranks.setdefault(int(place), []).append(one)
    return ">".join("=".join(ranks[place]) for place in sorted(ranks))


def marks_in(poll: Poll, paper: str) -> Marks:
    """What to tick, so that the paper says this text: for who votes otherwise, or looks again."""
    kind = paper_of(poll.method)
    if kind in (Paper.CHOICE, Paper.APPROVAL, Paper.PROJECTS):
        return Marks(chosen=frozenset(paper.split(",")))
    if kind is Paper.RANK:
        numbers = {
            one: str(place)
            for place, rank in enumerate(paper.split(">"), 1)
            for one in rank.split("=")
        }
        return Marks(numbers=numbers)
    pairs = (part.partition(":") for part in paper.split(",") if ":" in part)
    return Marks(numbers={one: mark for one, _colon, mark in pairs})


def moved(poll: Poll, marks: Marks, option_id: str, *, up: bool) -> Marks:
    """The ranking with one option a place higher or lower; who has no place yet comes last."""
    order = ranked(poll, marks)
    if option_id not in {str(option.id) for option in poll.options}:
        return marks
    if option_id not in order:
        order.append(option_id)
    else:
        here = order.index(option_id)
        there = min(max(here + (-1 if up else 1), 0), len(order) - 1)
        order[here], order[there] = order[there], order[here]
    return Marks(numbers={one: str(place) for place, one in enumerate(order, 1)})


def ranked(poll: Poll, marks: Marks) -> list[str]:
    """The options that have a place, the best first; equal ones as on the paper."""
    ids = [str(option.id) for option in poll.options]
    placed = [one for one in ids if marks.numbers.get(one, "").isdecimal()]
    return sorted(placed, key=lambda one: int(marks.numbers[one]))


def spoken(poll: Poll, paper: str, options: Sequence[Option]) -> str:
    """A ballot in words, for its voter and for named polls: `A, lalu B` or `A: 5, B: 3`."""
    labels = {str(option.id): option.label for option in options}
    kind = paper_of(poll.method)
    if kind is Paper.RANK:
        ranks = [
            " = ".join(labels.get(one, one) for one in rank.split("="))
            for rank in paper.split(">")
        ]
        return " > ".join(ranks)
    if kind in (Paper.CHOICE, Paper.APPROVAL, Paper.PROJECTS):
        return ", ".join(labels.get(one, one) for one in paper.split(","))
    pairs = (part.split(":") for part in paper.split(",") if ":" in part)
    return ", ".join(f"{labels.get(one, one)}: {mark}" for one, mark in pairs)
