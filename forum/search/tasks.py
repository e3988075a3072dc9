"""What the worker does for the index."""

from forum.core.db import db
from forum.core.worker import each_turn
from forum.search import actions, queries


@each_turn
def clear_old_words_out() -> int:
    """A step of clearing out after somebody has left; nothing, and no lock, where none waits."""
    if not queries.is_clearing_out() or db.engine.name != "sqlite":
        return 0
    return 0 if actions.clear_out_a_step() else 1
