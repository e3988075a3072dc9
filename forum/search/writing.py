"""How the index is written: in the transaction of whoever changes a thing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, select, text, update
from sqlalchemy.orm import Session

from forum.search import words
from forum.search.kinds import KINDS, Entry
from forum.search.models import Document, Purge, TitleWord, key_of

BATCH = 500
SMALL = 50_000  # documents: up to here all old parts are rewritten at once, in about a second
SHARED = ("area_id", "category_id")  # what the things of a group have from it
GROUPING = "issue"  # the kind whose things have others in them
LEAVING = "search: somebody leaves"  # noted in the session
QUIET: Mapping[str, Any] = {"synchronize_session": False}
Row = dict[str, Any]
_documents: Any = Document.__table__  # rows by the thousand, past the session
_words: Any = TitleWord.__table__


def write(session: Session, kind: str, ref_ids: Collection[int]) -> int:
    """Write these things into the index as they are now, or take them out; returns how many
    are in it. Runs in the caller's transaction, on which its end depends.
    """
    written = 0
    for part in _parts(sorted(ref_ids), BATCH):
        entries = {entry.ref_id: entry for entry in KINDS[kind].entries(part)}
        rows = [_row(kind, entry) for entry in entries.values()]
        clear(session, kind, part, [row["id"] for row in rows])
        _add(session, rows)
        gone = [ref for ref in part if ref not in entries]
        if kind == GROUPING:
            _follow(session, list(entries.values()), gone)
        written += len(entries)
    return written


def clear_out(session: Session) -> None:
    """SQLite keeps deleted words until parts of its index are merged: merge them.

    At once where that takes about a second; else step by step, by the worker.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    some = select(Document.id).offset(SMALL).limit(1)
    if session.scalar(some) is None:
        session.execute(text("INSERT INTO search_text(search_text) VALUES ('optimize')"))
    else:
        session.execute(insert(Purge).values({}))


def clear(
    session: Session, kind: str, ref_ids: Collection[int], keys: Collection[int] = ()
) -> None:
    """Take these things out, and whatever stands under these keys."""
    mine = (Document.kind == kind) & Document.ref_id.in_(ref_ids)
    statement = select(Document.id).where(or_(mine, Document.id.in_(keys)))
    ids = session.scalars(statement).all()
    if ids:
        session.execute(delete(TitleWord).where(TitleWord.document_id.in_(ids)))
        session.execute(delete(Document).where(Document.id.in_(ids)), execution_options=QUIET)


def _add(session: Session, rows: Sequence[Row]) -> None:
    if not rows:
        return
    session.execute(insert(_documents), rows)
    titles = [
        {"word": word, "document_id": row["id"]}
        for row in rows
        for word in sorted(set(row["title_words"].split()))
        if word.isalpha() and len(word) > words.UNSTEMMED
    ]
    if titles:
        session.execute(insert(_words), titles)


def _row(kind: str, entry: Entry) -> Row:
    title = words.words_in(entry.title)
    body = words.words_in(f"{entry.text}\n{entry.also}")
    return {
        "id": key_of(entry.at, KINDS[kind].number, entry.ref_id),
        "kind": kind,
        "ref_id": entry.ref_id,
        "group_id": entry.group_id,
        "state": entry.state,
        "area_id": entry.area_id,
        "unit_id": entry.unit_id,
        "category_id": entry.category_id,
        "title_stems": " ".join(word.stem for word in title),
        "body_stems": " ".join(word.stem for word in body),
        "title_words": " ".join(word.plain for word in title),
        "body_words": " ".join(word.plain for word in body),
        "made_with": words.mark(),
    }


def _follow(session: Session, entries: Collection[Entry], gone: Collection[int]) -> None:
    """What belongs to an issue is found by its place and topic, and goes with it."""
    for entry in entries:
        given = {name: getattr(entry, name) for name in SHARED}
        session.execute(
            update(Document)
            .where(Document.group_id == entry.ref_id, Document.kind != GROUPING)
            .values(**given),
            execution_options=QUIET,
        )
    if gone:
        within = select(Document.id).where(Document.group_id.in_(gone))
        ids = session.scalars(within).all()
        session.execute(delete(TitleWord).where(TitleWord.document_id.in_(ids)))
        session.execute(delete(Document).where(Document.id.in_(ids)), execution_options=QUIET)


def _parts(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
