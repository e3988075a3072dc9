"""Rules that share out a budget among projects (voting.md section 6)."""

from forum.polls.counting.budgets.equal_shares import EqualShares
from forum.polls.counting.budgets.greedy import Greedy, GreedyByCost
from forum.polls.counting.budgets.knapsack import Knapsack
from forum.polls.counting.budgets.method import Budgeting
from forum.polls.counting.budgets.phragmen import Phragmen

BUDGETS: tuple[Budgeting, ...] = (
    Greedy(),
    GreedyByCost(),
    Knapsack(),
    EqualShares(),
    Phragmen(),
)

__all__ = ["BUDGETS", "Budgeting"]
