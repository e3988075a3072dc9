import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from forum.polls.counting import ballots
from forum.polls.counting.base import Candidate, Params, Result, Settings
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot

BASES = ("valid", "cast", "present", "entitled")


class YesNo:
    """A proposal passes with more than a share of a base that was chosen beforehand.

    Settings: `yes`, `no` and perhaps `abstain` are ids of options; `base` is `valid` (yes and no,
    the default), `cast` (all ballots, blank and invalid ones too), `present` or `entitled`, whose
    number is given as a setting of the same name at the count; `share` ("1/2") of it must be
    exceeded, or with `strict` false reached. The lot has no part: what is equal is not passed.

    `winners` is the yes option, or nobody. `details`: `base` as a number, `needed` votes,
    `passed`. `margin`: of a proposal that did not pass, the further yes votes that would have
    passed it; of one that did, the further no votes that would have stopped it, or where those do
    not change the base, the yes votes that it had to lose for that. None where no number would do.
    """

    name: ClassVar[str] = "yes-no"
    ballot: ClassVar[str] = "choice"

    def check(self, params: Params, options: Sequence[Candidate]) -> Params:
        settings = Settings(self.name, params)
        named = [
            settings.option("yes", options, needed=True),
            settings.option("no", options, needed=True),
            settings.option("abstain", options, needed=False),
        ]
        given = [one for one in named if one is not None]
        if len(set(given)) < len(given):
            raise Refused("bad_setting", name="yes, no, abstain", takes="different options")
        settings.one_of("base", BASES, default="valid")
        settings.share("share", default="1/2")
        settings.flag("strict", default=True)
        settings.whole("present", least=0)
        settings.whole("entitled", least=0)
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
        """Refused where the base is the present or the entitled and their number is missing."""
        known = {one.id for one in options}
        parts = ballots.counted(counts, lambda ticks: len(ticks) == 1 and ticks[0] in known)
        votes = {one.id: parts.often[one.id] for one in options}
        yes, no = votes[params["yes"]], votes[params["no"]]
        base = {"valid": yes + no, "cast": parts.ballots}.get(params["base"])
        grows = base is not None
        if base is None:
            base = params[params["base"]]
        if base is None:
            raise Refused("missing_setting", method=self.name, name=params["base"])
        share, strict = Fraction(params["share"]), params["strict"]
        needed = _needed(share * base, strict)
        passed = yes >= needed
        margin = _margin(yes, base, share, needed=needed, strict=strict, grows=grows)
        return Result(
            method=self.name,
            params=params,
            winners=(params["yes"],) if passed else (),
            tally=votes,
            ballots=parts.ballots,
            blank=parts.blank,
            invalid=parts.invalid,
            margin=margin,
            details={"base": base, "needed": needed, "passed": passed, "valid": yes + no},
        )


def _needed(threshold: Fraction, strict: bool) -> int:
    """Nothing passes without a single yes."""
    return max(1, math.floor(threshold) + 1 if strict else math.ceil(threshold))


def _margin(
    yes: int, base: int, share: Fraction, *, needed: int, strict: bool, grows: bool
) -> int | None:
    if not grows:
        if yes >= needed:
            return yes - needed + 1
        return needed - yes if needed <= base else None
    if yes >= needed:
        spare = yes / share - base  # so many more in the base, and the share is just reached
        return math.ceil(spare) if strict else math.floor(spare) + 1
    if share == 1:  # every further yes raises what is needed as much
        return 1 if not strict and base == 0 else None
    missing = (share * base - yes) / (1 - share)
    return max(1, math.floor(missing) + 1 if strict else math.ceil(missing))
