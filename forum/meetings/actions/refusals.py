"""What can be the matter when something is asked of a citizen forum."""

from forum.core.errors import Invalid, Refused


class NotPlannable(Refused):
    """The session has begun: its plan stands."""


class NotComplete(Invalid):
    """Something is missing that an announced session needs."""


class NotScheduled(Refused):
    """Only an announced session can be opened."""


class NotLive(Refused):
    """The session is not running."""


class NotClosing(Refused):
    """Only a session that was ended can be finished."""


class ItemNotReady(Refused):
    """The item is not in a state that allows this."""


class AnotherItemActive(Refused):
    """One item at a time."""


class StillOpen(Refused):
    """A poll is undecided or someone is speaking."""


class QueueClosed(Refused):
    """Hands are raised while the item is being dealt with."""


class NotTheirTurn(Refused):
    """Someone raised the hand earlier."""


class NotInLine(Refused):
    """This hand is not where it would have to be."""
