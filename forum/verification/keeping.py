"""How long the hash of a NIK is still needed after its verification is gone.

Folders above this one know of reasons; they register here.
"""

from collections.abc import Callable
from datetime import datetime

Reason = Callable[[int], datetime | None]
_REASONS: dict[str, Reason] = {}


def keeps_until(function: Reason) -> Reason:
    """Register a reason to keep it: `function(user_id)` gives the moment it ends, or None.

    It is asked once more at that moment, so an estimate will do.
    """
    _REASONS[f"{function.__module__}.{function.__name__}"] = function
    return function


def kept_until(user_id: int) -> datetime | None:
    """The latest of all reasons; None where nothing keeps it."""
    ends = [end for reason in _REASONS.values() if (end := reason(user_id)) is not None]
    return max(ends, default=None)
