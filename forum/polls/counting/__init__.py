"""Counting: pure rules from counted ballots to a result, with all that explains it.

Nothing here needs more than Python's standard library, nor any other folder of the house: these
very files are handed out with the ballots of a secret poll, so that anyone can count again.
"""

from forum.polls.counting.base import Candidate, Method, Params, Result, Round, Tie
from forum.polls.counting.budgets import BUDGETS
from forum.polls.counting.errors import Refused
from forum.polls.counting.lot import Lot
from forum.polls.counting.ranked import RANKED
from forum.polls.counting.simple import SIMPLE
from forum.polls.counting.stv import SingleTransferable

METHODS: dict[str, Method] = {
    one.name: one for one in (*SIMPLE, *RANKED, SingleTransferable(), *BUDGETS)
}

__all__ = [
    "METHODS",
    "Candidate",
    "Lot",
    "Method",
    "Params",
    "Refused",
    "Result",
    "Round",
    "Tie",
]
