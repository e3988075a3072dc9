"""What names a person - names, address, number - and taking it out of texts.

Folders that hold what people wrote use it when someone leaves, before the account itself is
emptied: afterwards nobody knows what to look for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db

MASK = "[nama dihapus]"
WORDS_GONE = "(dihapus atas permintaan penulis)"
_BETWEEN = r"[\s*_~`]+"  # spaces, and the marks of Markdown


@dataclass(frozen=True)
class Names:
    """Everything by which one person is named; `found` is empty for who is gone already."""

    found: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def mask(self, text: str) -> str:
        """The text without the person: each occurrence becomes a note that something stood here."""
        return self.pattern.sub(MASK, text) if self.pattern is not None else text

    def stand_in(self, text: str) -> bool:
        return self.pattern is not None and self.pattern.search(text) is not None

    def mask_all(self, value: Any) -> Any:
        """The same for what JSON can hold."""
        if isinstance(value, str):
            return self.mask(value)
        if isinstance(value, list):
            return [self.mask_all(each) for each in value]
        if isinstance(value, dict):
            return {key: self.mask_all(each) for key, each in value.items()}
        return value


def names_of(user_id: int) -> Names:
    """What names this person now. Ask before the account is emptied."""
    row = db.session.execute(
        select(User.name, User.public_name, User.email, User.phone, User.erased_at).where(
            User.id == user_id
        )
    ).one_or_none()
    if row is None or row.erased_at is not None:
        return names([])
    return names([row.name, row.public_name, row.email, row.phone])


def names(found: Iterable[str | None]) -> Names:
    """These spellings, and for a number all the ways in which people write it."""
    known = tuple(dict.fromkeys(text for text in found if text and len(text) > 1))
    # The longest first: what holds another name must not be taken apart by it.
    parts = sorted({_pattern(text) for text in known}, key=len, reverse=True)
    if not parts:
        return Names((), None)
    return Names(known, re.compile("|".join(parts), re.IGNORECASE))


def _pattern(text: str) -> str:
    if re.fullmatch(r"\+62\d{7,13}", text):
        digits = r"[\s.()-]*".join(text[3:])
        return rf"(?<![\d+])(?:\+?62|0)[\s.()-]*{digits}(?!\d)"
    words = _BETWEEN.join(re.escape(word) for word in text.split())
    return rf"(?<!\w){words}(?!\w)"
