"""What has been raised already: things that say the same as what somebody is writing.

The words that tell most (rare among what is there, in the title rather than the text) fetch
candidates from the index; how alike two are is then reckoned here, the same on both databases.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import desc, func, literal, select, union_all

from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import db
from forum.search import engines, watching, words
from forum.search.models import Document, first_key
from forum.search.policy import visible_to
from forum.search.wishes import Wish

SHORTEST = 2  # words that tell something; below that nothing is suggested
READ = 2_000  # letters of the text
CANDIDATES = 24  # words that are weighed
TELLING = 8  # of these, those that are looked for
COUNTED = 1_000  # things with a word: one with more tells nothing
FETCHED = 60
RECENT = timedelta(days=365)
ENOUGH = 0.53  # how alike two have to be, from 0 to about 1
UNHEARD = 0.35  # of a word of the title that stands in none: it hints at something new
IN_TITLE = 2.0  # how much more a word of the new title tells than one of its text
TITLE_SHARE = 0.35  # what the title of the other counts beside the words of ours
SAME_AREA, OTHER_AREA, SAME_CATEGORY = 1.25, 0.75, 1.15


@dataclass(frozen=True)
class Draft:
    """What somebody has written so far."""

    title: str
    text: str
    area_id: int | None = None
    category_id: int | None = None


def similar(
    viewer: Actor, kind: str, draft: Draft, *, states: Collection[str], limit: int = 3
) -> list[int]:
    """The numbers of things of this kind, in one of these states and at most a year old, that
    this viewer may see and that are about the same; the likest first, often none.
    """
    watching.write()
    ours = _telling_words(draft)
    if len(ours) < SHORTEST:
        return []
    weights, unheard = _weights(kind, ours)
    telling = sorted(weights, key=lambda stem: (-weights[stem], stem))[:TELLING]
    if len(telling) < SHORTEST:
        return []
    whole = unheard + sum(weights[stem] for stem in telling)
    rows = _candidates(viewer, kind, telling, states)
    scored = [
        (
            _alike(row, draft, set(ours), {each: weights[each] for each in telling}, whole),
            row.id,
            row.ref_id,
        )
        for row in rows
    ]
    likest = sorted((each for each in scored if each[0] >= ENOUGH), reverse=True)
    return [ref_id for _score, _id, ref_id in likest[:limit]]


def _telling_words(draft: Draft) -> dict[str, float]:
    """Stems with how much each counts by its place, those of the title first."""
    ours: dict[str, float] = {}
    for text, weight in ((draft.title, IN_TITLE), (draft.text[:READ], 1.0)):
        for word in words.words_in(text):
            if word.plain not in words.STOPWORDS and len(word.stem) > 2:
                ours.setdefault(word.stem, weight)
    return dict(list(ours.items())[:CANDIDATES])


def _weights(kind: str, ours: dict[str, float]) -> tuple[dict[str, float], float]:
    """What each word tells: the rarer among the things there are, the more; and together those
    of the title that stand in none: they cannot fetch any, but hint that this is new.
    """
    counts = []
    for stem in ours:
        asked = engines.asked(
            Wish(stems=(stem,)), literal(1).label("one"), kind=kind, scored=False
        )
        some = asked.statement.limit(COUNTED + 1).subquery()
        counts.append(
            select(literal(stem).label("stem"), func.count().label("n")).select_from(some)
        )
    some = (
        select(literal(1).label("one"))
        .where(Document.kind == kind)
        .limit(COUNTED + 1)
        .subquery()
    )
    counts.append(select(literal(""), func.count()).select_from(some))
    found: dict[str, int] = dict(db.session.execute(union_all(*counts)).all())
    total = found.pop("")
    tells = {
        stem: ours[stem] * math.log((total + 1) / (n + 0.5) + 0.5) for stem, n in found.items()
    }
    known = {stem: weight for stem, weight in tells.items() if 0 < found[stem] <= COUNTED}
    new = [tells[stem] for stem, n in found.items() if n == 0 and ours[stem] == IN_TITLE]
    return known, UNHEARD * sum(new)


def _candidates(
    viewer: Actor, kind: str, telling: Sequence[str], states: Collection[str]
) -> Sequence[Any]:
    columns = (
        Document.id, Document.ref_id, Document.title_stems, Document.body_stems,
        Document.area_id, Document.category_id,
    )  # fmt: skip
    wish = Wish(stems=tuple(telling))
    asked = engines.asked(wish, *columns, any_of=True, kind=kind)
    since = first_key(clock.now() - RECENT)
    statement = asked.statement.where(
        Document.kind == kind,
        Document.id >= since,
        Document.state.in_(states),
        visible_to(viewer),
    )
    best = statement.order_by(desc("score"), asked.key.desc()).limit(FETCHED)
    return db.session.execute(best).all()


def _alike(
    row: Any, draft: Draft, ours: set[str], telling: dict[str, float], whole: float
) -> float:
    """The share of our telling words that the other has, and of its title that we have."""
    title, body = set(row.title_stems.split()), set(row.body_stems.split())
    shared = [stem for stem in telling if stem in title or stem in body]
    if len(shared) < SHORTEST:
        return 0.0
    has = sum(telling[stem] * (1.0 if stem in title else 0.7) for stem in shared)
    theirs = {stem for stem in title if len(stem) > 2 and stem not in words.STOPWORDS}
    covered = len(theirs & ours) / len(theirs) if theirs else 0.0
    score = (1 - TITLE_SHARE) * has / whole + TITLE_SHARE * covered
    if draft.area_id is not None and row.area_id is not None:
        score *= SAME_AREA if draft.area_id == row.area_id else OTHER_AREA
    if draft.category_id is not None and draft.category_id == row.category_id:
        score *= SAME_CATEGORY
    return score
