"""What the room of a thread is told about the issue it belongs to."""

from collections.abc import Iterable

from forum import live
from forum.issues import fragments, queries
from forum.issues.events import (
    ChainChanged,
    ClockOverdue,
    ClocksChanged,
    IssueHidden,
    IssueMoved,
    IssueRaised,
    LaporNoted,
    MergedSetChanged,
    StepTaken,
)
from forum.issues.threads import IssueThreads, data_of
from forum.live import admission
from forum.live.models import LiveEvent

Progress = IssueMoved | StepTaken | LaporNoted | ClocksChanged | ClockOverdue


@live.tells(
    IssueRaised,
    IssueMoved,
    ChainChanged,
    MergedSetChanged,
    StepTaken,
    LaporNoted,
    ClocksChanged,
    ClockOverdue,
)
def tell_the_room(
    event: IssueRaised | ChainChanged | MergedSetChanged | Progress,
) -> Iterable[live.Line]:
    issue = queries.issue_by_id(event.issue_id)
    yield live.Line(f"thread:{issue.id}", {"issue_id": issue.id}, issue.thread.version)


@live.tells(IssueHidden)
def shut_out(_event: IssueHidden) -> Iterable[live.Line]:
    """It is secret now: who is in its room without a right to it has to leave."""
    yield live.Line(admission.ROOM)


@live.shows("thread", "IssueRaised")
def show_issue(line: LiveEvent) -> live.View:
    return IssueThreads().state(line.facts["issue_id"])


@live.shows("thread", "IssueMoved", "StepTaken", "LaporNoted", "ClocksChanged", "ClockOverdue")
def show_move(line: LiveEvent) -> live.View:
    """How far it is, who has it, by when, and what was done about it."""
    issue = queries.issue_by_id(line.facts["issue_id"])
    html = {"kepala": fragments.head(issue), "rantai": fragments.chain_of(issue)}
    return live.View(data_of(issue), dict(html))


@live.shows("thread", "ChainChanged")
def show_chain(line: LiveEvent) -> live.View:
    """The chain as it is now, and what folders above show on the page."""
    issue = queries.issue_by_id(line.facts["issue_id"])
    html = {"rantai": fragments.chain_of(issue), "bagian": fragments.sections(issue)}
    return live.View({"chain": data_of(issue)["chain"]}, dict(html))


@live.shows("thread", "MergedSetChanged")
def show_merged_set(line: LiveEvent) -> live.View:
    """With which issue it is handled, and which are handled with it."""
    return IssueThreads().state(line.facts["issue_id"])
