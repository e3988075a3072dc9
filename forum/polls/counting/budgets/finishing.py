"""What may follow when a rule is done: filling up by votes, and comparing with greedy."""

from forum.polls.counting.base import Params, Round, Settings
from forum.polls.counting.budgets.greedy import by_votes, take
from forum.polls.counting.budgets.profile import Outcome, Profile


def read_settings(settings: Settings) -> None:
    """`then_greedy`: fill up by votes. `comparison`: see `finished`."""
    settings.flag("then_greedy", default=False)
    settings.flag("comparison", default=False)


def finished(outcome: Outcome, profile: Profile, params: Params) -> Outcome:
    """The outcome filled up where that was asked for, or greedy's, if more voters prefer that.

    A voter prefers the outcome in which more of the projects on their ballot are funded.
    `details` then hold `comparison`: how many voters prefer the rule's outcome (`rule`), that of
    greedy (`greedy`), neither (`neither`), and whether greedy took its place (`replaced`).
    """
    if params["then_greedy"]:
        take(outcome, profile, by_votes(profile), filling=True)
    if not params["comparison"]:
        return outcome
    greedy = Outcome()
    take(greedy, profile, by_votes(profile))
    for_rule, for_greedy = _preferring(profile, outcome.funded, greedy.funded)
    replaced = for_greedy > for_rule
    chosen = greedy if replaced else outcome
    chosen.details["comparison"] = {
        "rule": for_rule,
        "greedy": for_greedy,
        "neither": profile.voters - for_rule - for_greedy,
        "replaced": replaced,
        "instead_of": {profile.ids[one]: one in greedy.funded for one in outcome.funded},
    }
    chosen.rounds.append(
        Round(
            tally={},
            kind="comparison",
            key="replaced" if replaced else "kept",
            details={"rule": for_rule, "greedy": for_greedy},
        )
    )
    return chosen


def _preferring(profile: Profile, one: list[int], other: list[int]) -> tuple[int, int]:
    first, second = frozenset(one), frozenset(other)
    for_first = for_second = 0
    for chosen, often in profile.papers:
        more = len(first.intersection(chosen)) - len(second.intersection(chosen))
        if more > 0:
            for_first += often
        elif more < 0:
            for_second += often
    return for_first, for_second
