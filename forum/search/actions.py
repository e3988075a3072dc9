"""What is done to the index as a whole: building it anew, clearing old words out."""

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, delete, select

from forum.core.db import atomic, db
from forum.search import words, writing
from forum.search.kinds import KINDS
from forum.search.models import Document, Purge, TitleWord

STEP = 500  # pages of the full-text table in one step of clearing out


def rebuild(
    *,
    everything: bool = False,
    said: Callable[[str, int, int], None] | None = None,
    kinds: Collection[str] | None = None,
) -> int:
    """Write what is missing or was made with other words, and take out what is gone.

    Each batch is a transaction of its own: stopped half-way, it goes on where it was.
    `everything` writes all anew. `said(kind, looked at, written)` is told after each batch;
    `kinds` are the only ones looked at. Returns how many were written.
    """
    total = 0
    for kind in KINDS if kinds is None else kinds:
        after = looked_at = written = 0
        while ref_ids := KINDS[kind].refs(after, writing.BATCH):
            after = ref_ids[-1]
            with atomic():
                outdated = _outdated(kind, ref_ids) if not everything else list(ref_ids)
                if outdated:
                    written += writing.write(db.session(), kind, outdated)
            looked_at += len(ref_ids)
            if said is not None:
                said(kind, looked_at, written)
        total += written
    with atomic():
        _drop_orphans()
    return total


def fill_new_kinds() -> None:
    """After an upgrade from before there was an index, or before a kind could be found."""
    if new := [kind for kind in KINDS if not _has_any(kind)]:
        rebuild(kinds=new)


def _has_any(kind: str) -> bool:
    some = select(Document.id).where(Document.kind == kind).limit(1)
    return db.session.scalar(some) is not None


def somebody_leaves() -> None:
    """What they wrote goes out of the old parts of the full-text table, too."""
    session = db.session()
    session.info[writing.LEAVING] = True


@atomic()
def clear_out_a_step() -> bool:
    """One step of merging; True once nothing old is left."""
    waiting = db.session.scalars(select(Purge.id)).all()
    if not waiting:
        return True
    connection = db.session.connection()
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    connection.exec_driver_sql(
        "INSERT INTO search_text(search_text, rank) VALUES ('merge', ?)", (-STEP,)
    )
    after = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    if after - before >= 2:  # as FTS5 says how it tells that there was something to merge
        return False
    db.session.execute(delete(Purge).where(Purge.id.in_(waiting)))
    return True


def _outdated(kind: str, ref_ids: Collection[int]) -> list[int]:
    """Of these, what is not in the index as it would be written today."""
    present = select(Document.ref_id).where(
        Document.kind == kind,
        Document.ref_id.in_(ref_ids),
        Document.made_with == words.mark(),
    )
    known = set(db.session.scalars(present))
    return [ref_id for ref_id in ref_ids if ref_id not in known]


def _drop_orphans() -> None:
    """Rows of kinds or things that are no more."""
    for kind in db.session.scalars(select(Document.kind).distinct()).all():
        if kind not in KINDS:
            _delete_where(Document.kind == kind)
            continue
        after = 0
        while True:
            ids = db.session.scalars(
                select(Document.ref_id)
                .where(Document.kind == kind, Document.ref_id > after)
                .order_by(Document.ref_id)
                .limit(writing.BATCH)
            ).all()
            if not ids:
                break
            after = ids[-1]
            there = {entry.ref_id for entry in KINDS[kind].entries(ids)}
            lost = [ref_id for ref_id in ids if ref_id not in there]
            if lost:
                writing.clear(db.session(), kind, lost)


def _delete_where(condition: ColumnElement[bool]) -> None:
    ids = select(Document.id).where(condition)
    db.session.execute(
        delete(TitleWord).where(TitleWord.document_id.in_(ids)), execution_options=writing.QUIET
    )
    db.session.execute(delete(Document).where(condition), execution_options=writing.QUIET)
