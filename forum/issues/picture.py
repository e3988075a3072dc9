"""What the picture of an issue says when somebody shares its page: always in Indonesian."""

from flask_babel import ngettext

from forum.export.card import Card
from forum.issues.models import Issue
from forum.issues.words import KINDS, STATES
from forum.web import in_language
from forum.web.filters import number


def card_of(issue: Issue) -> Card:
    """Only for an issue that everyone may see and that is not hidden. Its area must be loaded."""
    count = issue.thread.support_count
    with in_language("id"):
        state = STATES[issue.state]
        return Card(
            title=issue.thread.title,
            kind=f"{KINDS[issue.kind].one} {issue.number}",
            state=str(state.label),
            look=state.look,
            place=issue.area.label,
            facts=ngettext("%(n)s dukungan", "%(n)s dukungan", count, n=number(count)),
        )
