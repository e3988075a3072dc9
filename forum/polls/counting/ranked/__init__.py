"""Rules with one winner on ballots that put options in order."""

from forum.polls.counting.base import Method
from forum.polls.counting.ranked.borda import Borda
from forum.polls.counting.ranked.copeland import Copeland
from forum.polls.counting.ranked.irv import InstantRunoff
from forum.polls.counting.ranked.minimax import Minimax
from forum.polls.counting.ranked.ranked_pairs import RankedPairs
from forum.polls.counting.ranked.schulze import Schulze

RANKED: tuple[Method, ...] = (
    Borda(),
    InstantRunoff(),
    Schulze(),
    RankedPairs(),
    Copeland(),
    Minimax(),
)
