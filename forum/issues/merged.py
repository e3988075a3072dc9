"""What the page of an issue says of those that are handled with it."""

from forum.core import markdown
from forum.core.actor import Actor
from forum.issues import queries, slots
from forum.issues.models import Issue

EXCERPT = 240


@slots.detail_section
def also_said(_viewer: Actor, issue: Issue) -> slots.Slot | None:
    """Each with its author and its first words; what moderators hid is left out."""
    members = queries.members_of(issue.id)
    if not members:
        return None
    shown = [(row, markdown.excerpt(row.begins, EXCERPT)) for row in members]
    return "issues/_members.html", {"members": shown, "most": queries.MOST_MEMBERS}
