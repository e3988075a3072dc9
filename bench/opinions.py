"""How long the opinion map takes, and how much memory, on invented votes of planted groups.

Each size runs in a process of its own. Three answers in ten are given; four groups hold one
opinion each and stray one time in five. Run alone by `python -m bench.opinions`; with
`--oracle FOLDER`, the folder of installed packages that holds red-dwarf, that program draws the
10,000 × 500 map, too (it makes no base clusters and keeps nothing of the last run).
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

SIZES = ((2_000, 200), (10_000, 500), (50_000, 300))
BESIDE = (10_000, 500)  # the size that the oracle draws
ANSWERED, STRAYS = 0.3, 0.2
SHARES = (0.4, 0.3, 0.2, 0.1)  # of the participants
ROOT = Path(__file__).resolve().parent.parent
Measured = dict[str, Any]
T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.opinions")
    parser.add_argument("--oracle", type=Path, help="packages of an environment with red-dwarf")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        people, statements = map(int, options.one.split("x"))
        measure = theirs if options.oracle else ours
        print(json.dumps(measure(people, statements)))
    else:
        print("\n".join(report(options.oracle)))


def report(oracle: Path | None = None) -> list[str]:
    """A table of seconds and megabytes."""
    lines = [
        "| opinion map | votes | reading rows s | first map s | next map s | peak MB | groups |",
        "|---|---|---|---|---|---|---|",
    ]
    for people, statements in SIZES:
        lines.append(line("the forum", people, statements, in_a_process(people, statements)))
    if oracle is not None:
        lines.append(line("red-dwarf", *BESIDE, in_a_process(*BESIDE, oracle)))
    return lines


def line(name: str, people: int, statements: int, measured: Measured) -> str:
    cells = [
        f"{name}: {people:,} × {statements}",
        f"{measured['votes']:,}",
        *(seconds(measured.get(key)) for key in ("rows", "first", "next")),
        f"{measured['peak']:.0f} (before: {measured['before']:.0f})",
        str(measured["groups"]),
    ]
    return f"| {' | '.join(cells)} |"


def seconds(number: float | None) -> str:
    return "–" if number is None else f"{number:.2f}"


def in_a_process(people: int, statements: int, oracle: Path | None = None) -> Measured:
    arguments = ["--one", f"{people}x{statements}"]
    arguments += ["--oracle", str(oracle)] if oracle is not None else []
    done = subprocess.run(
        [sys.executable, "-m", "bench.opinions", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr.strip().splitlines()[-1])
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def ours(people: int, statements: int) -> Measured:
    """Rows as a database gives them, then the map, then the map again with its memory."""
    from forum.opinions import Votes, computing  # noqa: PLC0415 - the oracle has its own numpy

    rows = invented(people, statements)
    before = peak()
    votes, reading = timed(
        lambda: Votes.cast(rows, participants=range(people), statements=range(statements))
    )
    drawn, first = timed(lambda: computing.compute(votes))
    again, following = timed(lambda: computing.compute(votes, previous=drawn))
    return {
        "votes": len(rows), "rows": reading, "first": first, "next": following,
        "peak": peak(), "before": before, "groups": again.k,
    }  # fmt: skip


def theirs(people: int, statements: int) -> Measured:
    """The oracle from the form of rows that it takes, which are made before."""
    oracle = Path(sys.argv[sys.argv.index("--oracle") + 1])
    sys.path.insert(0, str(oracle))
    from reddwarf.implementations.polis import (  # noqa: PLC0415 - only from the folder that was named
        run_pipeline,
    )

    votes = [
        {"participant_id": person, "statement_id": statement, "vote": vote, "modified": number}
        for number, (person, statement, vote) in enumerate(invented(people, statements))
    ]
    before = peak()
    drawn, first = timed(lambda: run_pipeline(votes=votes, random_state=1))
    groups = len(set(drawn.clusterer.labels_))
    return {
        "votes": len(votes), "first": first, "peak": peak(), "before": before, "groups": groups
    }  # fmt: skip


def invented(people: int, statements: int) -> list[tuple[int, int, int]]:
    import numpy as np  # noqa: PLC0415 - the oracle has its own numpy

    chance = np.random.default_rng(5)
    opinions = chance.choice([-1, 1], (len(SHARES), statements))
    group = chance.choice(len(SHARES), people, p=SHARES)
    rows: list[tuple[int, int, int]] = []
    for person in range(people):
        answered = np.nonzero(chance.random(statements) < ANSWERED)[0]
        strays = chance.random(len(answered)) < STRAYS
        votes = np.where(
            strays, chance.integers(-1, 2, len(answered)), opinions[group[person], answered]
        )
        rows += [
            (person, statement, vote)
            for statement, vote in zip(answered.tolist(), votes.tolist(), strict=True)
        ]
    return rows


def timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


def peak() -> float:
    """Megabytes that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
