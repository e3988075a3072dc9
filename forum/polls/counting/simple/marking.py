"""Rules on ballots that give options a number: the highest sum wins."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Settings
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot
from forum.polls.counting.placing import place
from forum.polls.counting.simple.sums import summed

HIGHEST = 100  # a scale longer than this is a slip of the finger


class Marking:
    """The paper: each option gets a mark from 0 to `high` (5); what is not marked has 0."""

    name: ClassVar[str]
    ballot: ClassVar[str] = "score"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        self.read_settings(settings)
        settings.whole("high", least=1, most=HIGHEST, default=5)
        return settings.done()

    def read_settings(self, settings: Settings) -> None:
        """Read what the rule itself can be told."""

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        marks = ballots.read_marks(paper, ballots.indexed(options), 0, params["high"])
        return ballots.write_marks(marks, options)


class Score(Marking):
    """Each option gets 0 to `high` (5) points from each ballot; the highest sum wins.

    What is not marked has 0. `seats` (1): so many win. `margin` in points. `details`: `valid`
    ballots.
    """

    name: ClassVar[str] = "score"

    def read_settings(self, settings: Settings) -> None:
        settings.whole("seats", least=1, default=1)

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        scale = ballots.Scale(options, params["high"])
        parts = ballots.counted(counts, scale.fits)
        sums = scale.sums(parts.often)
        placing = place(sums, lot, seats=params["seats"])
        return summed(self.name, params, parts, sums, placing)


class Dot:
    """Each voter spreads up to `dots` (5), at most `most` on one option; the highest sum wins.

    Without `most` all dots may go to one. Ties: more voters with a dot on it. `seats` (1): so
    many win. `margin` in dots. `details`: `valid` ballots and `voters` of each option.
    """

    name: ClassVar[str] = "dot"
    ballot: ClassVar[str] = "dots"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        settings.whole("seats", least=1, default=1)
        dots = settings.whole("dots", least=1, most=HIGHEST, default=5)
        settings.whole("most", least=1, most=dots, default=dots)
        return settings.done()

    def validate(self, paper: str, options: Sequence[Candidate], params: Params) -> str:
        index = ballots.indexed(options)
        marks = ballots.read_marks(paper, index, 0, HIGHEST**2)
        given = sum(dots for _, dots in marks)
        if given > params["dots"]:
            raise Refused("too_many_dots", most=params["dots"], given=given)
        if any(dots > params["most"] for _, dots in marks):
            raise Refused("too_many_on_one", most=params["most"])
        return ballots.write_marks(marks, options)

    def tally(
        self,
        counts: Mapping[str, int],
        options: Sequence[Candidate],
        params: Params,
        lot: Lot,
    ) -> Result:
        scale = ballots.Scale(options, params["most"])

        def fits(parts: list[str]) -> bool:
            return scale.fits(parts) and scale.total(parts) <= params["dots"]

        parts = ballots.counted(counts, fits)
        sums, voters = scale.sums(parts.often), scale.voters(parts.often)
        placing = place(
            sums, lot, seats=params["seats"], before=[("voters", lambda group: voters)]
        )
        return summed(self.name, params, parts, sums, placing, voters=voters)
