"""What the worker does for the record."""

from forum.audit import actions, queries
from forum.core.worker import every

COURTESY = 0.01  # seconds between batches of a look at everything: others want to be served


@every(1)
def seal() -> None:
    """Once a second and not at every turn: in a lively hour one seal transaction serves many."""
    actions.seal_all()


@every(60)
def sign() -> None:
    """A checkpoint an hour, however often the program is started anew."""
    if queries.checkpoint_is_due():
        actions.checkpoint()


@every(60)
def check() -> None:
    """A look at everything, a few times a day."""
    if queries.check_is_due():
        actions.note_check(queries.verify(pause=COURTESY))
