"""From numbers to winners: the best first, equal ones told apart by further numbers, then the lot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from forum.polls.counting.base import Tie
from forum.polls.counting.lot import Lot
from forum.polls.counting.numbers import Number

Group = tuple[str, ...]
# What is asked among equals: its name in base.BREAKERS, and from a group a number for each, the
# higher the better.
Breaker = tuple[str, Callable[[Group], Mapping[str, Number]]]


@dataclass(frozen=True)
class Placing:
    winners: tuple[str, ...]
    ranking: tuple[Group, ...]
    ties: tuple[Tie, ...]
    margin: Number | None


def ranking(tally: Mapping[str, Number]) -> tuple[Group, ...]:
    """Groups of equals, the highest number first."""
    groups: dict[Number, list[str]] = {}
    for option, value in tally.items():
        groups.setdefault(value, []).append(option)
    return tuple(tuple(groups[value]) for value in sorted(groups, reverse=True))


def place(
    tally: Mapping[str, Number],
    lot: Lot,
    *,
    seats: int = 1,
    before: Sequence[Breaker] = (),
    unsupported_win: bool = False,
) -> Placing:
    """The `seats` options with the highest numbers; one with 0 wins only if that is allowed."""
    groups = ranking(tally)
    winners: list[str] = []
    ties: list[Tie] = []
    for group in groups:
        free = seats - len(winners)
        if not free or not (unsupported_win or tally[group[0]] > 0):
            break
        if len(group) > 1:
            step = "winner" if free < len(group) else "order"
            ties.append(settle(group, lot, step=step, cut=free, before=before))
            group = ties[-1].order
        winners += group[:free]
    return Placing(tuple(winners), groups, tuple(ties), _margin(tally, winners, seats))


def settle(
    group: Group,
    lot: Lot,
    *,
    step: str,
    cut: int = 1,
    before: Sequence[Breaker] = (),
    round_: int | None = None,
) -> Tie:
    """Put equals in order; what separates the first `cut` from the rest is what broke the tie."""
    asked = [(name, numbers_of(group)) for name, numbers_of in before]
    order = sorted(group, key=lambda one: (*(-of[one] for _, of in asked), lot.position(one)))
    cut = min(cut, len(group) - 1)
    last, next_ = order[cut - 1], order[cut]
    broken_by = next((name for name, of in asked if of[last] != of[next_]), "lot")
    return Tie(group, step, broken_by, tuple(order), round_)


def _margin(tally: Mapping[str, Number], winners: Sequence[str], seats: int) -> Number | None:
    left_out = [value for option, value in tally.items() if option not in winners]
    if len(winners) < seats or not left_out:
        return None
    return min(tally[one] for one in winners) - max(left_out)
