"""Letters of groups, which stay with the people whatever order the arithmetic finds them in."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from string import ascii_uppercase


def letters(
    members: Sequence[Sequence[int]], previous: Mapping[str, Sequence[int]]
) -> list[str]:
    """A letter for each group: those of the previous map, so that most people keep theirs.

    A group without a predecessor takes the first letter that was not in use. `members` are ids
    of participants, at most five groups.
    """
    before = {letter: frozenset(people) for letter, people in previous.items()}
    shared = [
        {letter: len(people.intersection(group)) for letter, people in before.items()}
        for group in members
    ]
    places = [*sorted(before), *[""] * len(members)]
    best = max(
        permutations(places, len(members)),
        key=lambda given: sum(
            shared[number].get(letter, 0) for number, letter in enumerate(given)
        ),
    )
    free = (letter for letter in ascii_uppercase if letter not in before)
    return [
        letter if letter and shared[number][letter] else next(free)
        for number, letter in enumerate(best)
    ]
