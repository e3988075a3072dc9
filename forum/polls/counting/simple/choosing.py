"""Rules on ballots that tick one option or some: the most ticks win."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Settings
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot
from forum.polls.counting.placing import place
from forum.polls.counting.simple.sums import summed


class Plurality:
    """One option each; most votes win. `seats` (1): so many win.

    `margin` in votes. A ballot that ticks several options is invalid.
    """

    name: ClassVar[str] = "plurality"
    ballot: ClassVar[str] = "choice"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        settings.whole("seats", least=1, default=1)
        return settings.done()

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        chosen = ballots.read_choice(paper, ballots.indexed(options))
        return "" if chosen is None else options[chosen].id

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        return _most_ticks(self.name, counts, options, params, lot, least=1, most=1)


class Approval:
    """Any number of options each, at most `most` where that is set; most approvals win.

    `seats` (1): so many win. `margin` in approvals. `details`: `valid` ballots.
    """

    name: ClassVar[str] = "approval"
    ballot: ClassVar[str] = "approval"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        settings.whole("seats", least=1, default=1)
        settings.whole("most", least=1)
        return settings.done()

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        return _ticked(paper, options, least=0, most=params["most"])

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        most = params["most"]
        return _most_ticks(self.name, counts, options, params, lot, least=0, most=most)


class Multiple:
    """From `least` (1) to `most` options each; the `seats` (1) options with most marks win.

    `most` is the number of seats where it is not set. `margin` in marks. A blank ballot is
    allowed whatever `least` says. `details`: `valid` ballots.
    """

    name: ClassVar[str] = "multiple"
    ballot: ClassVar[str] = "approval"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        seats = settings.whole("seats", least=1, default=1)
        most = settings.whole("most", least=1, default=seats)
        settings.whole("least", least=0, most=most, default=1)
        return settings.done()

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        return _ticked(paper, options, least=params["least"], most=params["most"])

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        least, most = params["least"], params["most"]
        return _most_ticks(self.name, counts, options, params, lot, least=least, most=most)


def _ticked(paper: str, options: Sequence[Candidate], *, least: int, most: int | None) -> str:
    chosen = ballots.read_set(paper, ballots.indexed(options))
    if most is not None and len(chosen) > most:
        raise Refused("too_many", most=most)
    if chosen and len(chosen) < least:
        raise Refused("too_few", least=least)
    return ballots.write_set(chosen, options)


def _most_ticks(
    name: str,
    counts: Mapping[str, int],
    options: Sequence[Candidate],
    params: Params,
    lot: Lot,
    *,
    least: int,
    most: int | None,
) -> Result:
    known = frozenset(one.id for one in options)
    limit = len(options) if most is None else most

    def fits(ticks: list[str]) -> bool:
        distinct = set(ticks)
        return (
            distinct <= known and len(distinct) == len(ticks) and least <= len(ticks) <= limit
        )

    parts = ballots.counted(counts, fits)
    tally = {one.id: parts.often[one.id] for one in options}
    placing = place(tally, lot, seats=params["seats"])
    return summed(name, params, parts, tally, placing)
