"""BLT: the usual form for elections by single transferable vote."""

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate
from forum.polls.counting.files.election import Election, Reading, Wrong, short, whole

SKIPPED = "-"
MOST_OPTIONS = 10_000


def read(text: str, reading: Reading) -> Election:
    """`options seats`, numbers of withdrawn options with a minus, ballots, names, title."""
    lines = [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.strip().startswith("#")
    ]
    number, line = lines[0] if lines else (1, "")
    head = line.split()
    if len(head) != 2:
        raise Wrong(
            f"the first line is options and seats, such as 11 4, not {short(line)}", number
        )
    size = whole(head[0], "the number of options", number, least=1)
    if size > MOST_OPTIONS:
        raise Wrong(f"more than {MOST_OPTIONS} options", number)
    seats = whole(head[1], "the number of seats", number, least=1)
    rest = lines[1:]
    withdrawn: set[int] = set()
    while rest and rest[0][1].startswith("-"):
        number, line = rest.pop(0)
        withdrawn |= {_option(one.removeprefix("-"), size, number) for one in line.split()}
    everyone = [Candidate(str(place + 1)) for place in range(size)]
    counts: dict[str, int] = {}
    while rest and rest[0][1] != "0":
        number, line = rest.pop(0)
        if line.startswith('"'):
            raise Wrong("the ballots must end with a line 0", number)
        often, ranks = _ballot(line, size, withdrawn, number)
        paper = ballots.write_ranks(ranks, everyone)
        counts[paper] = counts.get(paper, 0) + often
    if not rest:
        raise Wrong("the ballots must end with a line 0")
    names = _names(rest[1:], size)
    options = tuple(one for place, one in enumerate(everyone) if place not in withdrawn)
    if not options:
        raise Wrong("all options are withdrawn")
    called = {one.id: names[place] for place, one in enumerate(everyone)}
    return Election(
        "rank", options, {one.id: called[one.id] for one in options}, counts, {"seats": seats}
    )


def _ballot(
    line: str, size: int, withdrawn: set[int], number: int
) -> tuple[int, list[list[int]]]:
    parts = line.split()
    if len(parts) < 2 or parts[-1] != "0":
        raise Wrong("a ballot is a count, options and a 0 at the end", number)
    often = whole(parts[0], "the count", number)
    ranks: list[list[int]] = []
    seen = set(withdrawn)
    for part in parts[1:-1]:
        if part == SKIPPED:
            continue
        rank = [_option(one, size, number) for one in part.split("=")]
        ranks.append([place for place in rank if place not in seen])
        seen |= set(rank)
    return often, [rank for rank in ranks if rank]


def _names(lines: list[tuple[int, str]], size: int) -> list[str]:
    names = []
    for number, line in lines[:size]:
        if not (len(line) > 1 and line[0] == line[-1] == '"'):
            raise Wrong(f"a name stands between quotes, not {short(line)}", number)
        names.append(line[1:-1])
    if len(names) < size:
        raise Wrong(f"{len(names)} names for {size} options")
    return names


def _option(text: str, size: int, line: int) -> int:
    place = whole(text, "an option", line, least=1) - 1
    if place >= size:
        raise Wrong(f"{place + 1} is not an option: there are {size}", line)
    return place
