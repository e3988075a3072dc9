"""PrefLib: orders of options (.soc .soi .toc .toi) and approvals (.cat)."""

import re
from collections.abc import Callable, Iterator

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate
from forum.polls.counting.files.election import Election, Reading, Wrong, short, whole

NAME = re.compile(r"#\s*ALTERNATIVE NAME\s+(\d{1,9})\s*:(.*)")
NUMBER = re.compile(r"#\s*NUMBER (ALTERNATIVES|VOTERS)\s*:(.*)")
GROUP = re.compile(r"\{([^{}]*)\}|([^,{}]+)")
BALLOT = re.compile(r"(?:\{[^{}]*\}|[^,{}]+)(?:,(?:\{[^{}]*\}|[^,{}]+))*")

Group = tuple[int, ...]
Write = Callable[[list[Group], tuple[Candidate, ...]], str]


def read_orders(text: str, reading: Reading) -> Election:
    """`3: 2,{1,4}` is three ballots with 2 first, then 1 and 4 equal; the rest is unranked."""
    return _read(text, "rank", lambda groups, options: ballots.write_ranks(groups, options))


def read_categories(text: str, reading: Reading) -> Election:
    """`3: {1,2},{3}` is three ballots; who stands in the first category is approved."""
    return _read(
        text, "approval", lambda groups, options: ballots.write_set(groups[0], options)
    )


def _read(text: str, kind: str, write: Write) -> Election:
    names: dict[str, str] = {}
    said: dict[str, int] = {}
    counts: dict[str, int] = {}
    options: tuple[Candidate, ...] = ()
    index: dict[str, int] = {}
    for number, line in _lines(text):
        if line.startswith("#"):
            _head(line, number, names, said)
            continue
        if not options:
            _agree(said.get("ALTERNATIVES"), len(names), "names of alternatives")
            options = tuple(Candidate(one) for one in names)
            index = ballots.indexed(options)
        before, colon, order = line.partition(":")
        if not colon:
            raise Wrong(f"a ballot is written count: order, not {short(line)}", number)
        often = whole(before, "the count", number)
        groups = _groups(order.strip(), index, number)
        if kind == "rank":
            groups = [group for group in groups if group]
        paper = write(groups, options) if groups else ""
        counts[paper] = counts.get(paper, 0) + often
    if not names:
        raise Wrong("names no alternatives")
    _agree(said.get("VOTERS"), sum(counts.values()), "ballots")
    return Election(kind, options, names, counts)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _head(line: str, number: int, names: dict[str, str], said: dict[str, int]) -> None:
    named = NAME.match(line)
    if named:
        option_id = str(int(named[1]))
        if option_id in names:
            raise Wrong(f"alternative {option_id} is named twice", number)
        names[option_id] = named[2].strip() or option_id
    counted = NUMBER.match(line)
    if counted:
        said[counted[1]] = whole(counted[2], f"NUMBER {counted[1]}", number)


def _agree(said: int | None, there: int, what: str) -> None:
    if said is not None and said != there:
        raise Wrong(f"the head says {said} {what}, but there are {there}")


def _groups(order: str, index: dict[str, int], line: int) -> list[Group]:
    if order and not BALLOT.fullmatch(order):
        raise Wrong(f"{short(order)} is not an order such as 1,2,{{3,4}}", line)
    groups: list[Group] = []
    seen: set[int] = set()
    for several, one in GROUP.findall(order):
        group = tuple(
            _option(part, index, line) for part in (several or one).split(",") if part
        )
        if seen & set(group) or len(set(group)) < len(group):
            raise Wrong("an alternative stands there twice", line)
        seen |= set(group)
        groups.append(group)
    return groups


def _option(text: str, index: dict[str, int], line: int) -> int:
    place = index.get(text.strip())
    if place is None:
        raise Wrong(f"{short(text.strip())} is not an alternative", line)
    return place
