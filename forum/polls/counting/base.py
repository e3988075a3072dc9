"""What every way of counting takes and gives.

A method is a pure function over counted ballots: it never touches a database, the clock or a
random source. Whole numbers and exact fractions decide every comparison.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from forum.polls.counting import numbers
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot
from forum.polls.counting.numbers import Number

Params = Mapping[str, Any]  # settings of a rule, as they can stand in JSON

RESERVED = ",:>=!"  # these divide the texts of ballots


@dataclass(frozen=True)
class Candidate:
    """An option as the rules see it. `cost` is in whole rupiah, for budgets only."""

    id: str
    cost: int | None = None


STEPS = {
    "winner": "equal where only some can win",
    "order": "both win; equal in the order of winners",
    "drop": "equally few votes, one is dropped",
    "surplus": "equal surpluses, one is passed on first",
    "finalist": "equal sums, not all can go to the runoff",
    "runoff": "preferred on equally many ballots",
    "beat": "equally strong victories that cannot all stand",
    "project": "equally well supported, one is taken first",
}
BREAKERS = {
    "lot": "the lot",
    "earlier_round": "the latest earlier round in which they differ",
    "pairwise": "the one preferred to each of the others",
    "pairwise_wins": "more victories among the tied",
    "top_marks": "more of the highest mark",
    "sum": "the higher sum",
    "borda": "the higher Borda sum",
    "voters": "marked by more voters",
    "cost": "the lower cost",
    "approvals": "more approvals",
}


@dataclass(frozen=True)
class Tie:
    """Options that were equal at a step, what told them apart, and the order it gave them.

    `step` and `broken_by` are names of sentences: see STEPS and BREAKERS.
    """

    options: tuple[str, ...]
    step: str
    broken_by: str
    order: tuple[str, ...]  # who is preferred first
    round: int | None = None  # counted from 1

    def as_json(self) -> dict[str, Any]:
        return {
            "options": list(self.options),
            "step": self.step,
            "broken_by": self.broken_by,
            "order": list(self.order),
            "round": self.round,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Tie":
        return cls(
            tuple(stored["options"]),
            stored["step"],
            stored["broken_by"],
            tuple(stored["order"]),
            stored["round"],
        )


@dataclass(frozen=True)
class Round:
    """One step of a count.

    `tally` in votes (of score rules: points); `exhausted` ballots (in STV: votes) that count for
    nobody any more; `kind` says what sort of step it was and `key` why it ended as it did: the
    name of a sentence. `details` are the numbers of that sentence, per kind of step.
    """

    tally: Mapping[str, Number]
    elected: tuple[str, ...] = ()
    eliminated: tuple[str, ...] = ()
    exhausted: Number = 0
    kind: str = "count"
    key: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "tally": numbers.to_json(dict(self.tally)),
            "elected": list(self.elected),
            "eliminated": list(self.eliminated),
            "exhausted": numbers.to_json(self.exhausted),
            "kind": self.kind,
            "key": self.key,
            "details": numbers.to_json(dict(self.details)),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Round":
        return cls(
            tally=numbers.from_json(stored["tally"]),
            elected=tuple(stored["elected"]),
            eliminated=tuple(stored["eliminated"]),
            exhausted=numbers.from_json(stored["exhausted"]),
            kind=stored["kind"],
            key=stored["key"],
            details=numbers.from_json(stored["details"]),
        )


Matrix = Mapping[str, Mapping[str, int]]  # matrix[a][b]: ballots with a above b


@dataclass(frozen=True)
class Result:
    """The outcome of a count, with all that is needed to explain it.

    - `winners` in the order in which they won; of budgets the funded projects. Empty when nobody
      voted, and where a proposal was not passed.
    - `tally`: the headline number of each option; `ranking`: groups of equals, best first, where
      the rule gives one.
    - `ballots` all ballots counted, of which `blank` chose nothing and `invalid` made no sense
      under the rule.
    - `margin`: the votes (of score rules: points) between the last that won and the first that
      did not; with so many more for the latter, and nothing else changed, they would be equal.
      None where a rule has no such number.
    - `details`: further numbers, described at each method. Tuples, not lists, inside.
    """

    method: str
    params: Params
    winners: tuple[str, ...]
    tally: Mapping[str, Number]
    ballots: int
    blank: int
    invalid: int = 0
    ranking: tuple[tuple[str, ...], ...] = ()
    rounds: tuple[Round, ...] = ()
    matrix: Matrix | None = None
    ties: tuple[Tie, ...] = ()
    margin: Number | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "params": dict(self.params),
            "winners": list(self.winners),
            "tally": numbers.to_json(dict(self.tally)),
            "ranking": [list(group) for group in self.ranking],
            "rounds": [one.as_json() for one in self.rounds],
            "matrix": numbers.to_json(self.matrix),
            "ties": [one.as_json() for one in self.ties],
            "ballots": self.ballots,
            "blank": self.blank,
            "invalid": self.invalid,
            "margin": numbers.to_json(self.margin),
            "details": numbers.to_json(dict(self.details)),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Result":
        return cls(
            method=stored["method"],
            params=stored["params"],
            winners=tuple(stored["winners"]),
            tally=numbers.from_json(stored["tally"]),
            ballots=stored["ballots"],
            blank=stored["blank"],
            invalid=stored["invalid"],
            ranking=tuple(tuple(group) for group in stored["ranking"]),
            rounds=tuple(Round.from_json(one) for one in stored["rounds"]),
            matrix=stored["matrix"],
            ties=tuple(Tie.from_json(one) for one in stored["ties"]),
            margin=numbers.from_json(stored["margin"]),
            details=numbers.from_json(stored["details"]),
        )


class Method(Protocol):
    """`name` as on the command line; `ballot`: the kind of ballot paper, see `ballots`."""

    @property
    def name(self) -> str: ...

    @property
    def ballot(self) -> str: ...

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        """The settings with defaults filled in; Refused where they make no sense."""
        ...

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        """The ballot's canonical text, "" for a blank one; Refused where it makes no sense."""
        ...

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        """Count ballots that were grouped: canonical text to how often it was cast.

        `params` as `check` gave them. A text that makes no sense counts as invalid.
        """
        ...


def check_options(options: Sequence[Candidate]) -> None:
    """Refused where ids are repeated or hold what divides the texts of ballots."""
    seen = set()
    for one in options:
        if one.id in seen:
            raise Refused("same_option", option=one.id)
        if not one.id or one.id.strip() != one.id or set(one.id) & set(RESERVED):
            raise Refused("bad_option_id")
        seen.add(one.id)


class Settings:
    """Reads the settings of a rule one by one, and refuses those that it does not know."""

    def __init__(self, method: str, params: Params) -> None:
        self.method = method
        self._given = dict(params)
        self._read: dict[str, Any] = {}

    def whole(
        self, name: str, *, least: int, most: int | None = None, default: Any = None
    ) -> Any:
        """A whole number, or the default (which may be None)."""
        value = self._given.pop(name, None)
        fits = type(value) is int and value >= least and (most is None or value <= most)
        if value is not None and not fits:
            limits = f"of {least} or more" if most is None else f"from {least} to {most}"
            raise Refused("bad_setting", name=name, takes=f"a whole number {limits}")
        return self._keep(name, default if value is None else value)

    def one_of(self, name: str, choices: Sequence[str], *, default: str) -> str:
        value = self._given.pop(name, None)
        if value is not None and value not in choices:
            raise Refused("bad_setting", name=name, takes=" or ".join(choices))
        return str(self._keep(name, default if value is None else value))

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._given.pop(name, None)
        if value is not None and type(value) is not bool:
            raise Refused("bad_setting", name=name, takes="true or false")
        return bool(self._keep(name, default if value is None else value))

    def option(self, name: str, options: Sequence[Candidate], *, needed: bool) -> str | None:
        """The id of one of the options."""
        value = self._given.pop(name, None)
        if value is None and needed:
            raise Refused("missing_setting", method=self.method, name=name)
        if value is not None and value not in [one.id for one in options]:
            raise Refused("bad_setting", name=name, takes="the id of an option")
        kept: str | None = self._keep(name, value)
        return kept

    def options(self, name: str, options: Sequence[Candidate]) -> list[str]:
        """Ids of some of the options, not all; none where it is not given."""
        value = self._given.pop(name, None) or []
        ids = [one.id for one in options]
        listed = isinstance(value, list | tuple) and all(one in ids for one in value)
        if not listed or len(set(value)) < len(value) or (value and len(value) >= len(ids)):
            raise Refused("bad_setting", name=name, takes="ids of some options, not of all")
        return list(self._keep(name, list(value)))

    def share(self, name: str, *, default: str) -> Fraction:
        """A part of the whole, kept as "a/b"."""
        text = self._given.pop(name, None)
        value = numbers.fraction(default if text is None else str(text))
        if value is None or not 0 < value <= 1:
            raise Refused("bad_setting", name=name, takes="a fraction such as 1/2, at most 1/1")
        self._keep(name, f"{value.numerator}/{value.denominator}")
        return value

    def done(self) -> Params:
        """All settings read; Refused if others were given."""
        for name in sorted(self._given):
            raise Refused("unknown_setting", method=self.method, name=name)
        return self._read

    def _keep(self, name: str, value: Any) -> Any:
        self._read[name] = value
        return value
