"""Two engines behind one way to ask: SQLite's FTS5, and PostgreSQL's tsvector with GIN.

Both are given the same tokens and understand the same wish, so they find the same things;
each ranks by its own means (bm25, ts_rank), with a title weighing most. Tokens are letters
and digits only, so nothing of what was typed can be taken for syntax.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.types import Float, Integer

from forum.core.db import db
from forum.search import words
from forum.search.models import OF_REF, Document
from forum.search.wishes import Wish

# How much a hit counts: stems of titles, stems of texts, words of titles, words of texts, kind.
FTS5_WEIGHTS = (8.0, 1.0, 4.0, 0.5, 0.0)
TS_RANK_WEIGHTS = "{0.05, 0.4, 0.1, 1.0}"  # of D, C, B, A

_text = table("search_text", column("rowid"), column("search_text"))
_terms: ColumnElement[Any] = literal_column("search_document.terms", TSVECTOR)


@dataclass(frozen=True)
class Asked:
    """A statement over `Document` that is restricted to what fits."""

    statement: Select[Any]
    key: Any  # to order by, the newest first, without sorting


def asked(
    wish: Wish,
    *columns: Any,
    any_of: bool = False,
    kind: str | None = None,
    scored: bool = True,
) -> Asked:
    """Select these columns of the documents that fit, and their `score`.

    `any_of`: one of its words is enough.
    """
    engine = _fts5 if db.engine.dialect.name == "sqlite" else _tsquery
    statement, score, key = engine(wish, any_of, kind)
    shown = (*columns, score.label("score")) if scored else columns
    return Asked(statement.with_only_columns(*shown, maintain_column_froms=True), key)


def refs(wish: Wish, kind: str) -> Select[int]:
    """The numbers of the things of this kind that fit. They stand in the keys themselves, so on
    SQLite nothing but the full-text table is read.
    """
    number: ColumnElement[int] = literal_column(str((1 << OF_REF) - 1), Integer)
    if db.engine.dialect.name == "sqlite":
        fits = _text.c.search_text.op("MATCH")(_match(wish, False, kind))
        return select(_text.c.rowid.op("&")(number).label("ref_id")).where(fits)
    statement, _score, key = _tsquery(wish, False, kind)
    return statement.with_only_columns(key.op("&")(number).label("ref_id"))


Engine = tuple[Select[Any], ColumnElement[float], Any]


def _fts5(wish: Wish, any_of: bool, kind: str | None) -> Engine:
    match = _match(wish, any_of, kind)
    weights = ", ".join(map(str, FTS5_WEIGHTS))
    statement = (
        select(Document.id)
        .select_from(_text)
        .join(Document, Document.id == _text.c.rowid)
        .where(_text.c.search_text.op("MATCH")(match))
    )
    return statement, literal_column(f"-bm25(search_text, {weights})", Float), _text.c.rowid


def _tsquery(wish: Wish, any_of: bool, kind: str | None) -> Engine:
    query = sql_cast(_ts_query(wish, any_of), TSQUERY)
    weights: ColumnElement[Any] = literal_column(f"'{TS_RANK_WEIGHTS}'::real[]")
    statement: Select[Any] = select(Document.id).where(_terms.op("@@")(query))
    if kind is not None:
        statement = statement.where(Document.kind == kind)
    return statement, func.ts_rank(weights, _terms, query, 1), Document.id


# --- FTS5

STEMS, WORDS = "{title_stems body_stems}", "{title_words body_words}"


def _match(wish: Wish, any_of: bool, kind: str | None) -> str:
    match = _fts5_query(wish, any_of)
    return match if kind is None else f'(kind : "{kind}") AND ({match})'


def _fts5_query(wish: Wish, any_of: bool) -> str:
    wanted = [f'{STEMS} : "{stem}"' for stem in wish.stems]
    wanted += [_fts5_phrase(phrase) for phrase in wish.phrases]
    if wish.prefix:
        begun = [f'{WORDS} : "{wish.prefix}" *', f'{STEMS} : "{words.stem(wish.prefix)}"']
        begun += [f'{WORDS} : "{one}"' for one in sorted(words.begun_with(wish.prefix))]
        wanted.append(f"({' OR '.join(begun)})")
    query = (" OR " if any_of else " AND ").join(wanted)
    never = [f'{STEMS} : "{stem}"' for stem in wish.never]
    never += [_fts5_phrase(phrase) for phrase in wish.never_phrases]
    return f"({query}) NOT ({' OR '.join(never)})" if never else query


def _fts5_phrase(phrase: Iterable[str]) -> str:
    return f'{WORDS} : "{" ".join(phrase)}"'


# --- PostgreSQL: A stems of titles, B stems of texts, C words of titles, D words of texts


def _ts_query(wish: Wish, any_of: bool) -> str:
    wanted = [f"'{stem}':AB" for stem in wish.stems]
    wanted += [_ts_phrase(phrase) for phrase in wish.phrases]
    if wish.prefix:
        begun = [f"'{wish.prefix}':*CD", f"'{words.stem(wish.prefix)}':AB"]
        begun += [f"'{one}':CD" for one in sorted(words.begun_with(wish.prefix))]
        wanted.append(f"({' | '.join(begun)})")
    query = (" | " if any_of else " & ").join(wanted)
    never = [f"!'{stem}':AB" for stem in wish.never]
    never += [f"!{_ts_phrase(phrase)}" for phrase in wish.never_phrases]
    return " & ".join([f"({query})", *never])


def _ts_phrase(phrase: Iterable[str]) -> str:
    """Within a title, or within a text, never from the one into the other."""
    inside = [" <-> ".join(f"'{word}':{weight}" for word in phrase) for weight in ("C", "D")]
    return f"(({inside[0]}) | ({inside[1]}))"
