"""What follows for discussions from things that happen elsewhere."""

from forum.accounts.events import PublicNameChanged
from forum.core.events import subscribe
from forum.discussions import actions


@subscribe(PublicNameChanged)
def show_the_new_name(event: PublicNameChanged) -> None:
    """Pages that were kept show the old name."""
    actions.show_new_name(event.user_id)
