"""What may be wrong with a ballot, the settings of a rule, or a file of ballots."""

from typing import Any

KEYS = {
    "not_an_option": "{option} is not on this ballot paper",
    "one_only": "this ballot takes one option only",
    "too_many": "this ballot takes at most {most} options",
    "too_few": "this ballot takes at least {least} options",
    "equal_ranks": "two options cannot have the same rank on this ballot",
    "not_a_mark": "a mark is written option:number, not {mark}",
    "marked_twice": "{option} has more than one mark",
    "mark_range": "a mark for {option} is a whole number from {low} to {high}",
    "too_many_dots": "this ballot spreads at most {most} dots, not {given}",
    "too_many_on_one": "one option takes at most {most} dots",
    "over_budget": "the chosen projects cost {cost}, more than {most}",
    "unknown_setting": "{method} knows no setting {name}",
    "bad_setting": "{name} takes {takes}",
    "missing_setting": "{method} needs {name}",
    "no_cost": "{option} has no cost",
    "bad_option_id": "an option's id has none of the characters , : > = ! and no spaces at its ends",
    "same_option": "two options have the id {option}",
}


class Refused(Exception):
    """A ballot, setting or file makes no sense: `key` (one of KEYS) and the facts of its sentence.

    Whoever shows it to people words it in their language; `str()` is the English sentence.
    """

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(KEYS[key].format_map(facts))
        self.key = key
        self.facts = facts
