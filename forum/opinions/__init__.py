"""Opinions: statements that people agree or disagree with, and the map of who answers alike.

This much is arithmetic without a database. What is asked often (the statistics, a person's own
place, the next statement) is plain Python; what makes a map needs numpy, which is loaded only by
who calls `compute`: a server that draws no map pays neither its memory nor its start.
"""

import os
from collections.abc import Collection

from forum.opinions.result import OpinionMap
from forum.opinions.votes import Votes

# Read when numpy is loaded, which is later. On cores that are also asked for pages, its threads
# wait for each other: one alone is quicker, and leaves the other cores to those who are served.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__all__ = ["OpinionMap", "Votes", "compute"]


def compute(
    votes: Votes, rejected: Collection[int] = (), previous: OpinionMap | None = None
) -> OpinionMap:
    """The map of these votes: see `forum.opinions.computing.compute`."""
    from forum.opinions import computing

    return computing.compute(votes, rejected, previous)
