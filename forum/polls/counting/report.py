"""A result told in plain text, and as the JSON object of the command line."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from forum.polls.counting.base import BREAKERS, STEPS, Result, Tie
from forum.polls.counting.files.election import Election
from forum.polls.counting.lot import Lot
from forum.polls.counting.numbers import Number

BAR = 30  # signs
WIDEST = 32
MOST_IN_MATRIX = 20
EXHAUSTED = "(exhausted)"

Names = Mapping[str, str]


# --- JSON


def as_json(result: Result, election: Election, lot: Lot, *, seed: str) -> dict[str, Any]:
    """What `forum tally --json` prints: see docs/file-formats.md."""
    told = result.as_json()
    for_all = {
        "ties": told["ties"],
        "blank": told["blank"],
        "invalid": told["invalid"],
        "details": told["details"],
        "seed": seed,
        "lot": list(lot.order),
        "options": [{"id": one.id, "name": election.names[one.id]} for one in election.options],
    }
    if election.kind == "projects":
        shown = _budget(result, told, election) | for_all
    else:
        winners = [{"id": one, "name": election.names[one]} for one in result.winners]
        told["winners"] = winners
        shown = {key: value for key, value in told.items() if key not in for_all} | for_all
    inside = {one.id: election.outside(one.id) for one in election.options}
    outside: dict[str, Any] = _renamed(shown, inside)
    return outside


def _budget(result: Result, told: Mapping[str, Any], election: Election) -> dict[str, Any]:
    costs = {one.id: one.cost or 0 for one in election.options}
    return {
        "method": result.method,
        "params": told["params"],
        "funded": told["winners"],
        "cost": sum(costs[one] for one in result.winners),
        "budget": result.params["budget"],
        "projects": [
            {
                "id": one.id,
                "name": election.names[one.id],
                "cost": costs[one.id],
                "votes": told["tally"][one.id],
                "funded": one.id in result.winners,
            }
            for one in election.options
        ],
        "ballots": told["ballots"],
        "rounds": told["rounds"],
    }


def _renamed(value: Any, inside: Mapping[str, str]) -> Any:
    """Ids as they are told outside. Inside, those that differ cannot be mistaken for a text."""
    if isinstance(value, str):
        return inside.get(value, value)
    if isinstance(value, dict):
        return {inside.get(key, key): _renamed(one, inside) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, inside) for one in value]
    return value


# --- for people


def lines(result: Result, election: Election) -> Iterator[str]:
    """The outcome, the numbers and how it came about."""
    names = {one: name or one for one, name in election.names.items()}
    settings = ", ".join(f"{key} {_told(value, names)}" for key, value in _set(result))
    yield f"Method   {result.method}" + (f" ({settings})" if settings else "")
    yield f"Ballots  {result.ballots} ({result.blank} blank, {result.invalid} invalid)"
    yield ""
    if election.kind == "projects":
        yield from _projects(result, election, names)
    else:
        yield from _winners(result, names)
        yield from _numbers(result, names)
        yield from _reasons(result, names)
        if len(result.rounds) > 1:
            yield from _rounds(result, names)
        if result.matrix:
            yield from _matrix(result, names)
    yield from _ties(result.ties, names)


def _set(result: Result) -> Iterator[tuple[str, Any]]:
    for key, value in result.params.items():
        if value not in (None, [], False):
            yield key, value


def _told(value: Any, names: Names) -> str:
    if isinstance(value, list | tuple):
        return "+".join(names.get(one, str(one)) for one in value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)


def _winners(result: Result, names: Names) -> Iterator[str]:
    if not result.winners:
        yield "No winner: nobody voted for an option."
    for place, one in enumerate(result.winners, start=1):
        yield f"Winner{f' {place}' if len(result.winners) > 1 else ''}  {names[one]}"
    yield ""


def _numbers(result: Result, names: Names) -> Iterator[str]:
    """A bar for each option, in the order of the ranking or of the numbers."""
    ranked = [one for group in result.ranking for one in group]
    order = ranked or sorted(result.tally, key=lambda one: -result.tally[one])
    longest = max((abs(float(one)) for one in result.tally.values()), default=0.0)
    width = _width([names[one] for one in order])
    digits = max((len(number(result.tally[one])) for one in order), default=0)
    gauges = result.details.get("gauges", {})
    for one in order:
        value = result.tally[one]
        bar = "█" * int(BAR * abs(float(value)) / longest) if longest else ""
        gauge = gauges.get(one)
        more = _gauge(gauge, result.details["voters"]) if gauge else bar
        yield f"  {_cut(names[one], width)}  {number(value):>{digits}}  {more}".rstrip()
    if result.margin is not None:
        yield f"  {number(result.margin)} apart at the line between winning and not"
    yield ""


def _gauge(gauge: Mapping[str, Any], voters: int) -> str:
    sign = "+" if gauge["plus"] else "-"
    above, below = (_percent(gauge[side], voters) for side in ("above", "below"))
    return f"{sign}  {above} above, {below} below"


def _percent(part: int, whole: int) -> str:
    tenths = round(Fraction(1000 * part, whole)) if whole else 0
    return f"{tenths // 10}.{tenths % 10} %"


def _reasons(result: Result, names: Names) -> Iterator[str]:
    details = result.details
    if "quota" in details:
        yield f"Quota {details['quota']} of {details['valid']} valid ballots"
        yield ""
    if "condorcet_winner" in details and result.winners:
        best = details["condorcet_winner"]
        if best is None:
            group = ", ".join(names[one] for one in details["smith"])
            yield f"No option beats every other one. The smallest unbeaten group: {group}"
        else:
            chosen = "chosen" if details["chose_condorcet"] else "not chosen"
            yield f"Preferred to every other option: {names[best]} ({chosen} by this rule)"
        yield ""


def _rounds(result: Result, names: Names) -> Iterator[str]:
    for place, one in enumerate(result.rounds, start=1):
        yield f"Round {place}"
        width = _width([EXHAUSTED, *(names[option] for option in one.tally)])
        came = one.details.get("transferred", {})
        for option in sorted(one.tally, key=lambda option: -one.tally[option]):
            without = option in one.details.get("elected_without_quota", ())
            mark = (
                "elected" if option in one.elected else "takes a free seat" if without else ""
            )
            mark = "dropped" if option in one.eliminated else mark
            more = f"+{number(came[option])}" if option in came else ""
            value = number(one.tally[option])
            yield f"  {_cut(names[option], width)}  {value:>14}  {more:>13}  {mark}".rstrip()
        if one.details.get("surplus_of"):
            yield f"  next: the surplus of {names[one.details['surplus_of']]} goes on"
        if one.exhausted:
            yield f"  {_cut(EXHAUSTED, width)}  {number(one.exhausted):>14}"
    yield ""


def _matrix(result: Result, names: Names) -> Iterator[str]:
    matrix = result.matrix or {}
    if not 1 < len(matrix) <= MOST_IN_MATRIX:
        return
    yield "Ballots that prefer the option of the row to that of the column"
    width = _width([f"{place}  {names[one]}" for place, one in enumerate(matrix, start=1)])
    digits = max(len(str(votes)) for row in matrix.values() for votes in row.values())
    heads = (f"{place:>{digits}}" for place in range(1, len(matrix) + 1))
    yield f"  {' ' * width}  {' '.join(heads)}"
    for place, (one, row) in enumerate(matrix.items(), start=1):
        cells = (f"{row.get(other, '·'):>{digits}}" for other in matrix)
        yield f"  {_cut(f'{place}  {names[one]}', width)}  {' '.join(cells)}"
    yield ""


def _projects(result: Result, election: Election, names: Names) -> Iterator[str]:
    costs = {one.id: one.cost or 0 for one in election.options}
    spent = sum(costs[one] for one in result.winners)
    budget = result.params["budget"]
    yield (
        f"Funded   {len(result.winners)} of {len(costs)} projects "
        f"for {spent} of {budget} ({_percent(spent, budget)})"
    )
    yield ""
    width = _width([names[one] for one in costs])
    left = sorted(set(costs) - set(result.winners), key=lambda one: -result.tally[one])
    votes = len(str(max(result.tally.values(), default=0)))
    money = len(str(max(costs.values(), default=0)))
    facts = result.details.get("projects", {})
    for title, group in (("Funded", result.winners), ("Not funded", left)):
        yield title
        for one in group:
            cells = f"{result.tally[one]:>{votes}} votes  {costs[one]:>{money}}"
            told = _fact(facts.get(one, {}))
            yield f"  {_cut(names[one], width)}  {cells}  {told}".rstrip()
    yield ""


def _fact(facts: Mapping[str, Any]) -> str:
    if "price" in facts and "payers" in facts:
        return f"{facts['payers']} paid at most {float(facts['price']):.2f} each"
    if facts.get("filled"):
        return "added by votes at the end"
    if "missing" in facts:
        return f"{float(facts['missing']):.2f} were missing"
    return ""


def _ties(ties: Sequence[Tie], names: Names) -> Iterator[str]:
    for tie in ties:
        where = f" in round {tie.round}" if tie.round else ""
        order = ", ".join(names[one] for one in tie.order)
        yield f"Tie{where} ({STEPS[tie.step]}), broken by {BREAKERS[tie.broken_by]}: {order}"


def number(value: Number) -> str:
    """Whole numbers as they are, others with five places at most."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.5f}".rstrip("0")


def _width(texts: Sequence[str]) -> int:
    return min(WIDEST, max(map(len, texts), default=0))


def _cut(text: str, width: int) -> str:
    return f"{text if len(text) <= width else text[: width - 1] + '…':{width}}"
