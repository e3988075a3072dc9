"""Small invented elections of every kind, in which ties are frequent."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from hypothesis import strategies as some

from forum.polls.counting import METHODS, Result
from tests.polls.counting.elections import tally

LETTERS = "abcdef"
RANKED = ("borda", "irv", "schulze", "ranked-pairs", "copeland", "minimax", "stv")
CONDORCET = ("schulze", "ranked-pairs", "copeland", "minimax")
MARKED = ("score", "star", "majority-judgment")
SIMPLE = ("plurality", "multiple", "approval", *MARKED, "dot")
ALL = (*SIMPLE, *RANKED)
MOST_DOTS = 5


@dataclass(frozen=True)
class Profile:
    """Ballots of one kind as texts; `lot` the luckiest first."""

    kind: str
    options: tuple[str, ...]
    counts: Mapping[str, int]
    lot: tuple[str, ...]

    def tally(self, method: str, **params: Any) -> Result:
        return tally(method, self.counts, self.options, lot=self.lot, **params)

    def renamed(self, names: Mapping[str, str]) -> "Profile":
        def text(old: str) -> str:
            return "".join(names.get(sign, sign) for sign in old)

        counts = {text(one): often for one, often in self.counts.items()}
        options, lot = ([names[one] for one in ids] for ids in (self.options, self.lot))
        return Profile(self.kind, tuple(options), counts, tuple(lot))


def profile(rng: random.Random, kind: str, *, strict: bool = False, least: int = 2) -> Profile:
    options = tuple(LETTERS[: rng.randint(least, 6)])
    counts: Counter[str] = Counter()
    for _ in range(rng.randint(0, 12)):
        counts[ballot(rng, kind, options, strict=strict)] += rng.choice([1, 1, 1, 2, 3, 7])
    lot = list(options)
    rng.shuffle(lot)
    return Profile(kind, options, dict(counts), tuple(lot))


def ballot(rng: random.Random, kind: str, options: Sequence[str], *, strict: bool) -> str:
    if kind == "choice":
        return rng.choice([*options, *options, ""])
    if kind in ("approval", "projects"):
        likes = rng.random()
        return ",".join(one for one in options if rng.random() < likes)
    if kind in ("score", "grade"):
        marks = ((one, rng.choice([0, 0, 1, 2, 3, 4, 5, 5])) for one in options)
        return ",".join(f"{one}:{mark}" for one, mark in marks if mark)
    if kind == "dots":
        dots = Counter(rng.choice(options) for _ in range(rng.randint(0, MOST_DOTS)))
        return ",".join(f"{one}:{dots[one]}" for one in options if dots[one])
    order = list(options)
    rng.shuffle(order)
    order = order[: rng.randint(0, len(order))]
    ranks: list[list[str]] = []
    for one in order:
        if ranks and not strict and rng.random() < 0.25:
            ranks[-1].append(one)
        else:
            ranks.append([one])
    return ">".join("=".join(sorted(rank)) for rank in ranks)


def profiles(
    kind: str, *, strict: bool = False, least: int = 2
) -> some.SearchStrategy[Profile]:
    return some.randoms(use_true_random=False).map(
        lambda rng: profile(rng, kind, strict=strict, least=least)
    )


def for_method(method: str, *, least: int = 2) -> some.SearchStrategy[Profile]:
    return profiles(METHODS[method].ballot, least=least)


def ranks(text: str) -> list[list[str]]:
    return [rank.split("=") for rank in text.split(">")] if text else []


def place(text: str, option: str) -> int:
    """The rank of an option, the best 0; after all ranks where it has none."""
    listed = ranks(text)
    return next((at for at, rank in enumerate(listed) if option in rank), len(listed))


def marks(text: str) -> dict[str, int]:
    parts = (part.split(":") for part in text.split(",") if part)
    return {option: int(mark) for option, mark in parts}


def preferred(one: Profile, a: str, b: str) -> int:
    """How many ballots have a above b, by the words of the definition."""
    if one.kind == "rank":
        return sum(
            often for text, often in one.counts.items() if place(text, a) < place(text, b)
        )
    return sum(
        often
        for text, often in one.counts.items()
        if marks(text).get(a, 0) > marks(text).get(b, 0)
    )


def beats(one: Profile, a: str, b: str) -> bool:
    return preferred(one, a, b) > preferred(one, b, a)


def condorcet_winner(one: Profile) -> str | None:
    for a in one.options:
        if all(beats(one, a, b) for b in one.options if b != a):
            return a
    return None


def condorcet_loser(one: Profile) -> str | None:
    for a in one.options:
        if all(beats(one, b, a) for b in one.options if b != a):
            return a
    return None


def smith_set(one: Profile) -> set[str]:
    """The smallest group whose members beat everyone outside it."""
    for size in range(1, len(one.options)):
        for group in combinations(one.options, size):
            outside = set(one.options) - set(group)
            if all(beats(one, a, b) for a in group for b in outside):
                return set(group)
    return set(one.options)


def voters(one: Profile) -> int:
    """Who said something."""
    return sum(often for text, often in one.counts.items() if text)
