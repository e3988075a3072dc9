"""The index follows what is written by itself, in the same transaction.

Every flush of the session is looked at: rows of the tables that kinds watch name the things
that have to be written anew, and just before the commit these are, each once. What is changed
by a statement for many rows at a time passes by unseen: whoever does that calls `changed`.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, event, inspect
from sqlalchemy.orm import Session

from forum.core.db import db
from forum.search import writing
from forum.search.kinds import KINDS, Watch

WAITING = "search: to be written"
ASKED = "search: which are to be written"
Waiting = dict[str, set[int]]


def begin() -> None:
    """Watch every session from now on; doing so twice is harmless."""
    for name, function in (
        ("after_flush", _look),
        ("after_flush_postexec", _write_at_once),
        ("before_commit", write),
        ("after_soft_rollback", _forget),
    ):
        if not event.contains(Session, name, function):
            event.listen(Session, name, function)


def changed(kind: str, ref_ids: Iterable[int]) -> None:
    """These things were changed by a statement that the session did not see."""
    _waiting(db.session()).setdefault(kind, set()).update(ref_ids)


def write(session: Session | None = None) -> None:
    """Write what waits, now. Called before each commit, and by who searches before one."""
    session = session or db.session()
    if session.dirty or session.new or session.deleted:
        session.flush()
    waiting: Waiting = session.info.pop(WAITING, {})
    for kind, statement in session.info.pop(ASKED, ()):
        waiting.setdefault(kind, set()).update(session.scalars(statement))
    for kind, ref_ids in waiting.items():
        writing.write(session, kind, ref_ids)
    if session.info.pop(writing.LEAVING, False):
        writing.clear_out(session)


def _write_at_once(session: Session, _flush: object) -> None:
    """Outside `atomic()`, where no commit is to come: as tests prepare what they look at."""
    if "atomic" not in session.info and (WAITING in session.info or ASKED in session.info):
        write(session)


def _look(session: Session, _flush: object) -> None:
    for row in session.new:
        _note(session, row, whole=True)
    for row in session.deleted:
        _note(session, row, whole=True)
    for row in session.dirty:
        _note(session, row, whole=False)


def _note(session: Session, row: Any, *, whole: bool) -> None:
    for kind, watch in _watches_of(type(row)):
        if whole or _has_changed(row, watch.columns):
            refs = watch.refs(row)
            if isinstance(refs, Select):
                session.info.setdefault(ASKED, []).append((kind, refs))
            elif refs := {ref for ref in refs if ref}:
                _waiting(session).setdefault(kind, set()).update(refs)


def _has_changed(row: Any, columns: Iterable[str]) -> bool:
    state = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in columns)


def _watches_of(table: type) -> list[tuple[str, Watch]]:
    return [
        (name, watch)
        for name, kind in KINDS.items()
        for watch in kind.watches
        if issubclass(table, watch.table)
    ]


def _waiting(session: Session) -> Waiting:
    waiting: Waiting = session.info.setdefault(WAITING, {})
    return waiting


def _forget(session: Session, previous: Any) -> None:
    """Only with the whole transaction: after a savepoint, writing once too often harms nothing."""
    if previous.nested:
        return
    for note in (WAITING, ASKED, writing.LEAVING):
        session.info.pop(note, None)
