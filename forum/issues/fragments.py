"""The pieces of issues as everyone sees them, kept by the version of the thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from forum.accounts.words import ROLES
from forum.city import queries as city
from forum.city.workdays import calendar_day
from forum.core import markdown
from forum.core.actor import VISITOR, Role
from forum.discussions import queries as threads
from forum.discussions.voices import badge
from forum.issues import chain, lifecycle, queries, slots
from forum.issues.clocks import Pause, office_days
from forum.issues.models import Issue, IssueKind, IssueState
from forum.issues.queries import Row
from forum.issues.words import CLASSES, CLOCKS, FIELDS, KINDS, STATES
from forum.web import caching, language
from forum.web.filters import number

EXCERPT = 180
_NEWS = Markup("<span data-news></span>")  # where a row says what is new to its reader


def head(issue: Issue) -> Markup:
    """Title, state, number and place, at the top of the page."""
    return caching.kept(
        ("issue head", issue.id, issue.thread.version, language()),
        lambda: _head(issue),
    )


def chain_of(issue: Issue) -> Markup:
    """What became of it, link by link, and the steps that are still to come."""
    return caching.kept(
        ("issue chain", issue.id, issue.thread.version, language()),
        lambda: _chain(issue),
    )


def sections(issue: Issue) -> Markup:
    """What folders above have to say between the opening and the replies."""
    return caching.kept(
        ("issue sections", issue.id, issue.thread.version, language()),
        lambda: render_template(
            "issues/_sections.html", sections=filled(slots.sections_of(VISITOR, issue))
        ),
    )


def description(issue: Issue) -> Markup:
    """The first words, for previews of shared links."""
    return caching.kept(
        ("issue description", issue.id, issue.thread.version, language()),
        lambda: _description(issue),
    )


def filled(many: Iterable[slots.Slot]) -> list[Markup]:
    """What stands in the places that folders above have filled."""
    return [
        Markup(render_template(template, **given))  # noqa: S704 - it came out of a template
        for template, given in many
    ]


def rows(many: Iterable[Row], *, h: int = 3) -> list[Markup]:
    """Issues as rows of a list, under headings of this level.

    Who answered is asked once for all of them, and only where a row has to be made anew.
    """
    shown = list(many)
    marks = cache(lambda: slots.marks_of([row.id for row in shown]))
    return [
        caching.kept(
            ("issue row", row.id, row.version, language(), h), partial(_row, row, h, marks)
        )
        for row in shown
    ]


def with_news(
    rows: Sequence[Markup], many: Sequence[Row], unread: Mapping[int, int]
) -> list[Markup]:
    """The rows with how much each has that is new to this person."""
    return [
        html.replace(_NEWS, _news(unread[row.id])) if row.id in unread else html
        for html, row in zip(rows, many, strict=True)
    ]


def _news(count: int) -> Markup:
    most = threads.MOST_UNREAD
    shown = number(count) if count <= most else f"{number(most)}+"
    words = ngettext("%(n)s tanggapan baru", "%(n)s tanggapan baru", count, n=shown)
    return Markup('<span class="status status--info">{}</span>').format(words)


def _head(issue: Issue) -> str:
    """Of a merged one it names the other by its number alone, which never changes."""
    into = issue.thread.merged_into_id
    head = queries.issue_by_id(into) if into is not None else None
    return render_template(
        "issues/_head.html", issue=issue, head=head, kinds=KINDS, states=STATES
    )


def _row(row: Row, h: int, marks: Callable[[], Mapping[int, str]]) -> str:
    return render_template(
        "issues/_row.html",
        row=row,
        h=h,
        excerpt=markdown.excerpt(row.begins, EXCERPT),
        answered_by=marks().get(row.id),
        kinds=KINDS,
        states=STATES,
    )


def _description(issue: Issue) -> str:
    if issue.thread.is_hidden:
        return _("Isi isu ini disembunyikan moderator.")
    source = threads.opening_of(issue.id).source or ""
    return str(escape(markdown.excerpt(source, 160)))


def _chain(issue: Issue) -> str:
    links = chain.links_of(VISITOR, issue.id)
    kinds = {link.kind for link in links}
    missing = [
        step
        for step, found in (
            ("agenda_item", {"agenda_item"}),
            ("poll", {"poll"}),
            ("outcome", {"outcome", "answer"}),
        )
        if not kinds & found and issue.state not in lifecycle.ENDS
    ]
    return render_template(
        "issues/_chain.html",
        issue=issue,
        links=links,
        missing=missing,
        states=STATES,
        clocks=CLOCKS,
        classes=CLASSES,
        fields=FIELDS,
        proposal=queries.proposal_of(issue.id) if issue.kind is IssueKind.PROPOSAL else None,
        waited=_waited(issue),
        repeated=_repeated(issue),
    )


def _waited(issue: Issue) -> tuple[int, int] | None:
    """Of what came to an end: the working days of the office, the days its reporter waited."""
    if issue.state is not IssueState.DONE:
        return None
    done_on = queries.settled_on(issue.id)
    if done_on is None:
        return None
    received = calendar_day(issue.thread.created_at)
    pauses = [Pause(row.since, row.until) for row in queries.pauses_of(issue.id)]
    office = office_days(received, done_on, city.closed_days.get(), pauses)
    return office, (done_on - received).days


def _repeated(issue: Issue) -> list[tuple[str, str]]:
    """The same proposal in other years: number and address."""
    if issue.kind is not IssueKind.PROPOSAL:
        return []
    others = list(queries.repeated_by(VISITOR, issue.id))
    if issue.repeats_id is not None:
        others += queries.public_issues([issue.repeats_id])
    return [(other.number, f"/isu/{other.id}") for other in others]


def standing_label(role: str | None, unit: str | None) -> str:
    """Who took a step: `Pelapor`, `Koordinator`, a unit by its short name, `Sistem`."""
    if role is None:
        return _("Pelapor")
    if role == Role.SYSTEM:
        return _("Sistem")
    return badge(role, unit) or str(ROLES[Role(role)])
