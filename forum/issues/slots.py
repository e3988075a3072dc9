"""Places on the page of an issue that folders above this one may fill.

A section stands between the opening and the replies. It is kept and sent to everyone who
reads the page, so it must be the same for all, and `actions.chain_changed` must be called
when it changes. An action stands beside the opening and may differ from person to person.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from forum.core.actor import Actor
from forum.issues.models import Issue

Slot = tuple[str, Mapping[str, Any]]  # a template and what it needs
Filler = Callable[[Actor, Issue], Slot | None]
Marker = Callable[[Collection[int]], Mapping[int, str]]
_SECTIONS: list[Filler] = []
_ACTIONS: list[Filler] = []
_MARKS: list[Marker] = []


def detail_section(filler: Filler) -> Filler:
    """Register `fn(viewer, issue) -> (template, context)`, or None for nothing to show."""
    _SECTIONS.append(filler)
    return filler


def detail_action(filler: Filler) -> Filler:
    """Register `fn(viewer, issue) -> (template, context)`, or None for nothing to offer."""
    _ACTIONS.append(filler)
    return filler


def list_mark(marker: Marker) -> Marker:
    """Register `fn(issue_ids) -> {id: unit}`: whose answer a list names beside the issue.

    Rows are kept by the version of the issue, as sections are.
    """
    _MARKS.append(marker)
    return marker


def marks_of(issue_ids: Collection[int]) -> dict[int, str]:
    return {key: value for marker in _MARKS for key, value in marker(issue_ids).items()}


def sections_of(viewer: Actor, issue: Issue) -> list[Slot]:
    return _filled(_SECTIONS, viewer, issue)


def actions_of(viewer: Actor, issue: Issue) -> list[Slot]:
    return _filled(_ACTIONS, viewer, issue)


def _filled(fillers: list[Filler], viewer: Actor, issue: Issue) -> list[Slot]:
    found = (filler(viewer, issue) for filler in fillers)
    return [slot for slot in found if slot is not None]
