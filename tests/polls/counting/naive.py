"""Rules by the words of their definitions, one ballot at a time: they share no code with ours.

Where the lot decides they follow every way it might fall, or take the order that is given.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, permutations

from tests.polls.counting.profiles import Profile, beats, marks, place, preferred, ranks


def single(one: Profile) -> list[str]:
    """Every ballot by itself."""
    return [text for text, often in one.counts.items() if text for _ in range(often)]


def usable(text: str) -> list[str]:
    """The options of a ballot in order, ranks with several of them left out."""
    return [rank[0] for rank in ranks(text) if len(rank) == 1]


# --- instant runoff: every winner that some lot would give


def possible_runoff_winners(one: Profile) -> set[str]:
    ballots = [usable(text) for text in single(one)]

    def winners(left: frozenset[str]) -> set[str]:
        heads = [next((each for each in ballot if each in left), None) for ballot in ballots]
        votes = {each: heads.count(each) for each in left}
        best = max(votes.values())
        if 2 * best > sum(votes.values()):
            return {each for each in left if votes[each] == best}
        fewest = [each for each in left if votes[each] == min(votes.values())]
        return set().union(*(winners(left - {each}) for each in fewest))

    return winners(frozenset(one.options)) if any(ballots) else set()


# --- Condorcet rules


def strength(one: Profile, a: str, b: str, kind: str) -> int:
    if not beats(one, a, b):
        return 0
    return preferred(one, a, b) - (preferred(one, b, a) if kind == "margins" else 0)


def schulze_winners(one: Profile, kind: str) -> set[str]:
    """All paths are walked."""
    beat = {
        (a, b): strength(one, a, b, kind) for a in one.options for b in one.options if a != b
    }

    def path(a: str, b: str) -> int:
        between = [each for each in one.options if each not in (a, b)]
        best = 0
        for size in range(len(between) + 1):
            for middle in permutations(between, size):
                stops = (a, *middle, b)
                best = max(best, min(beat[step] for step in pairwise(stops)))
        return best

    return {
        a for a in one.options if all(path(a, b) >= path(b, a) for b in one.options if b != a)
    }


def minimax_winners(one: Profile, kind: str) -> set[str]:
    worst = {
        a: max(strength(one, b, a, kind) for b in one.options if b != a) for a in one.options
    }
    return {a for a in one.options if worst[a] == min(worst.values())}


def copeland_winners(one: Profile) -> set[str]:
    def points(a: str) -> Fraction:
        return sum(
            (
                Fraction(2 if beats(one, a, b) else 0 if beats(one, b, a) else 1, 2)
                for b in one.options
                if b != a
            ),
            start=Fraction(0),
        )

    best = max(points(a) for a in one.options)
    tied = [a for a in one.options if points(a) == best]
    sums = borda(one)
    return {a for a in tied if sums[a] == max(sums[each] for each in tied)}


def borda(one: Profile) -> dict[str, Fraction]:
    sums = dict.fromkeys(one.options, Fraction(0))
    for text in single(one):
        for a in one.options:
            for b in one.options:
                if a != b:
                    mine, other = place(text, a), place(text, b)
                    sums[a] += Fraction((mine < other) - (mine > other) + 1, 2)
    return sums


def ranked_pairs_winners(one: Profile, kind: str) -> set[str]:
    """Who tops the order of options that the strongest victories allow, with the lot given."""
    luck = {option: at for at, option in enumerate(one.lot)}

    def key(beat: tuple[str, str]) -> tuple[int, ...]:
        votes, margin = (strength(one, *beat, each) for each in ("wv", "margins"))
        first, second = (votes, margin) if kind == "wv" else (margin, votes)
        return (-first, -second, luck[beat[0]], -luck[beat[1]])

    pairs = [(a, b) for a in one.options for b in one.options if a != b and beats(one, a, b)]
    orders = list(permutations(one.options))
    for a, b in sorted(pairs, key=key):
        kept = [order for order in orders if order.index(a) < order.index(b)]
        orders = kept or orders
    return {order[0] for order in orders}


# --- marks


def judgment_order(one: Profile, voters: int, given: Sequence[str]) -> list[str]:
    """Options by their majority values, equal ones in alphabetic order."""

    def value(option: str) -> list[int]:
        grades = sorted(marks(text).get(option, 0) for text in given)
        grades = [0] * (voters - len(grades)) + grades
        taken = []
        while grades:
            taken.append(grades.pop((len(grades) - 1) // 2))
        return taken

    return sorted(sorted(one.options), key=value, reverse=True)


def possible_star_winners(one: Profile) -> set[str]:
    """Any two of the highest sums may meet, and either may win if they are equal there."""
    if not single(one):
        return set()
    sums = {
        option: sum(marks(text).get(option, 0) for text in single(one))
        for option in one.options
    }
    won: set[str] = set()
    for a, b in combinations(one.options, 2):
        others = [sums[each] for each in one.options if each not in (a, b)]
        if not others or min(sums[a], sums[b]) >= max(others):
            won |= {x for x, y in ((a, b), (b, a)) if not beats(one, y, x)}
    return won


# --- several seats


def transferable_vote(one: Profile, seats: int) -> Iterator[Mapping[str, int]]:
    """The tallies of every stage in units of 10⁻⁵, each ballot carried by itself.

    The last thing given is the options elected, in order, with their number.
    """
    ballots = [[usable(text), 100_000] for text in single(one) if usable(text)]
    luck = {option: at for at, option in enumerate(one.lot)}
    quota = (len(ballots) // (seats + 1) + 1) * 100_000
    left = set(one.options)
    elected: list[str] = []
    waiting: dict[str, int] = {}  # who has a surplus to pass on
    kept: dict[str, int] = {}
    stages: list[dict[str, int]] = []
    holder: list[str | None] = [ballot[0][0] for ballot in ballots]

    def best_first(option: str) -> tuple[object, ...]:
        return (*(-stage[option] for stage in reversed(stages)), luck[option])

    while ballots:
        tally = {
            option: kept[option]
            if option in kept
            else sum(
                int(value)
                for (_, value), at in zip(ballots, holder, strict=True)
                if at == option
            )
            for option in [*left, *elected]
        }
        stages.append(tally)
        yield tally
        reached = sorted((each for each in left if tally[each] >= quota), key=best_first)
        elected += reached
        left -= set(reached)
        waiting |= {each: tally[each] for each in reached if tally[each] > quota}
        kept |= {each: tally[each] for each in reached}
        if len(elected) == seats:
            break
        if len(left) <= seats - len(elected):
            elected += sorted(left, key=best_first)
            break
        if waiting:
            gone = min(waiting, key=best_first)
            total = waiting.pop(gone)
            kept[gone] = quota
        else:
            gone = max(left, key=best_first)
            left.discard(gone)
            total = 0
        for number, (order, value) in enumerate(ballots):
            if holder[number] == gone:
                if total:
                    ballots[number][1] = (total - quota) * value // total
                after = order[order.index(gone) + 1 :]
                holder[number] = next((each for each in after if each in left), None)
    yield {option: at for at, option in enumerate(elected)}
