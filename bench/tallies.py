"""How long a count takes and how much memory it needs: `python -m bench.tallies --ballots N`.

Every rule counts invented ballots on 20 options (projects), each ballot nearly unlike any other,
in a process of its own. Beside it stands the fastest library at hand that knows the rule.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from forum.polls.counting import METHODS, Candidate, Lot

OPTIONS = 20
SIZES = (10_000, 100_000, 1_000_000)
PATIENCE = 900  # seconds
LIBRARIES = {"star": "starvote", "irv": "pyrankvote", "stv": "pyrankvote"}
MOST_FOR_LIBRARIES = 100_000  # beyond that they take too long or too much memory
MEGABYTE = 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tallies")
    parser.add_argument("--ballots", type=int, help=f"one size in place of {SIZES}")
    parser.add_argument("--methods", nargs="*", default=list(METHODS), choices=list(METHODS))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--library", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.ballots, library=options.library)))
        return
    sizes = (options.ballots,) if options.ballots else SIZES
    print("\n".join(report(sizes, options.methods)))


def report(sizes: tuple[int, ...] = SIZES, methods: list[str] | None = None) -> list[str]:
    lines = [
        f"| rule, {OPTIONS} options | ballots | seconds | MB | library | seconds | MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for method in methods or list(METHODS):
        for ballots in sizes:
            ours = _apart(method, ballots)
            library = LIBRARIES.get(method, "")
            theirs = ("", "", "")
            if library and ballots <= MOST_FOR_LIBRARIES:
                theirs = (library, *_apart(method, ballots, "--library"))
            cells = (method, f"{ballots:,}", *ours, *theirs)
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1], file=sys.stderr, flush=True)
    return lines


def _apart(method: str, ballots: int, *more: str) -> tuple[str, str]:
    command = [
        sys.executable,
        "-m",
        "bench.tallies",
        "--one",
        method,
        "--ballots",
        str(ballots),
    ]
    try:
        done = subprocess.run(
            [*command, *more], capture_output=True, text=True, check=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return f"over {PATIENCE}", ""
    told = json.loads(done.stdout.splitlines()[-1])
    return f"{told['seconds']:.2f}", f"{told['megabytes']:.0f}"


def measure(method: str, ballots: int, *, library: bool) -> dict[str, float]:
    """Seconds of the count alone, and the process's highest memory, ballots included."""
    counts = invented(METHODS[method].ballot, ballots)
    count = theirs(method, counts) if library else ours(method, counts)
    begun = time.perf_counter()
    count()
    seconds = time.perf_counter() - begun
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "megabytes": highest / MEGABYTE}


def ours(method: str, counts: dict[str, int]) -> Callable[[], Any]:
    ids = _ids()
    options = [Candidate(one, cost=50_000 + 7_919 * int(one)) for one in ids]
    given: dict[str, Any] = {}
    if METHODS[method].ballot == "projects":
        given = {"budget": 800_000}
    elif method == "yes-no":
        given = {"yes": "1", "no": "2"}
    elif method in ("stv", "multiple"):
        given = {"seats": 5}
    if method == "multiple":
        given["most"] = OPTIONS
    rule = METHODS[method]
    params = rule.check(given, options)
    lot = Lot.drawn("bench", ids)
    return lambda: rule.tally(counts, options, params, lot)


def theirs(method: str, counts: dict[str, int]) -> Callable[[], Any]:
    papers = [text for text, often in counts.items() for _ in range(often) if text]
    if method == "star":
        import starvote  # noqa: PLC0415 - only the process that measures it loads it

        marks = [
            {**dict.fromkeys(_ids(), 0)}
            | {part.split(":")[0]: int(part.split(":")[1]) for part in text.split(",")}
            for text in papers
        ]
        return lambda: starvote.election(starvote.star, marks)
    import pyrankvote  # noqa: PLC0415

    people = {one: pyrankvote.Candidate(one) for one in _ids()}
    ballots = [pyrankvote.Ballot([people[one] for one in text.split(">")]) for text in papers]
    if method == "irv":
        return lambda: pyrankvote.instant_runoff_voting(list(people.values()), ballots)
    return lambda: pyrankvote.single_transferable_vote(
        list(people.values()), ballots, number_of_seats=5
    )


def invented(kind: str, ballots: int) -> dict[str, int]:
    """Ballots by text. Options with low numbers are liked more, so that there is a winner."""
    rng = random.Random(20)
    return dict(Counter(_ballot(rng, kind) for _ in range(ballots)))


def _ids() -> list[str]:
    return [str(number) for number in range(1, OPTIONS + 1)]


def _ballot(rng: random.Random, kind: str) -> str:
    ids = _ids()
    if kind == "choice":
        return str(min(rng.randint(1, OPTIONS), rng.randint(1, OPTIONS)))
    if kind in ("approval", "projects"):
        return ",".join(one for one in ids if rng.random() < 0.5 - int(one) / 60)
    if kind in ("score", "grade"):
        marks = ((one, rng.randint(0, 5)) for one in ids)
        return ",".join(f"{one}:{mark}" for one, mark in marks if mark)
    if kind == "dots":
        dots = Counter(min(rng.choices(range(OPTIONS), k=2)) for _ in range(5))
        return ",".join(f"{ids[place]}:{dots[place]}" for place in sorted(dots))
    liking = {one: rng.random() + int(one) / 40 for one in ids}
    return ">".join(sorted(ids, key=liking.__getitem__))


if __name__ == "__main__":
    main()
