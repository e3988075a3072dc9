"""The chain: what became of an issue, link by link.

Agenda items, polls, outcomes and answers belong to folders above this one; each registers
here how its links to an issue are found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.core.actor import Actor


@dataclass(frozen=True)
class Link:
    """One link: what it is, where it is read, and how it stands.

    `kind` is one of step, agenda_item, poll, outcome, answer, commitment, closing. A step is read where it stands:
    it has a `note` and no `url`. `state` is done, now or next as in
    a timeline; `label` names the kind for people; `facts` is for machines.
    """

    kind: str
    id: int
    at: datetime
    label: str
    title: str
    url: str
    detail: str = ""
    note: str = ""  # plain text
    state: str = "done"
    facts: dict[str, object] | None = None


Finder = Callable[[Actor, int], Sequence[Link]]
_FINDERS: list[Finder] = []


def finds_links(finder: Finder) -> Finder:
    """Register a finder `(viewer, issue_id) -> links` that asks a fixed number of queries."""
    _FINDERS.append(finder)
    return finder


def links_of(viewer: Actor, issue_id: int) -> list[Link]:
    """Everything that this viewer may see of the issue's chain, in the order of time."""
    found = [link for finder in _FINDERS for link in finder(viewer, issue_id)]
    return sorted(found, key=lambda link: (link.at, link.kind, link.id))
