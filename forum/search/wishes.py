"""What somebody typed into the search field, understood. Nothing that is typed is an error."""

import re
from dataclasses import dataclass

from forum.search import words

LONGEST = 200  # characters that are read
MOST = 12  # words or phrases that are looked for
SHORTEST_PREFIX = 2

_PARTS = re.compile(r'(-?)(?:["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+))')


@dataclass(frozen=True)
class Wish:
    """All of `stems` and `phrases`, and a word that begins with `prefix`, but none of `never`.

    `stems` are stems; a phrase is a sequence of words as they are written. `typed` are the
    words as they came, for what was perhaps misspelt.
    """

    stems: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""
    never: tuple[str, ...] = ()
    never_phrases: tuple[tuple[str, ...], ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: what is only excluded leaves the whole city."""
        return not (self.stems or self.phrases or self.prefix)

    @property
    def parts(self) -> int:
        return len(self.stems) + len(self.phrases) + bool(self.prefix)


def understand(text: str, *, typing: bool = False) -> Wish:
    """`banjir "jalan besar" -parit`; while somebody is `typing`, the last word is a beginning."""
    stems: list[str] = []
    said_little: list[str] = []
    phrases: list[tuple[str, ...]] = []
    never: list[str] = []
    never_phrases: list[tuple[str, ...]] = []
    typed: list[str] = []
    text = text[:LONGEST]
    plain = (
        ""  # what stands outside quotation marks, in its order: several words may be one name
    )
    for minus, phrase, word in _PARTS.findall(text):
        if phrase:
            found = tuple(each.plain for each in words.words_in(phrase))
            if found:
                (never_phrases if minus else phrases).append(found)
        elif minus:
            found = tuple(each.plain for each in words.words_in(word))
            if len(found) == 1:
                never.append(words.words_in(word)[0].stem)
            elif found:
                never_phrases.append(found)
        elif word:
            plain += f" {word}"
    asked = words.words_in(plain)
    prefix = ""
    if typing and asked and text[-1:].isalnum():
        last = asked[-1]
        begun = words.folded(plain[last.start : last.end])
        if begun and len(begun[-1]) >= SHORTEST_PREFIX:
            prefix = begun[-1]
            asked = [one for one in asked if one.start != last.start]
    for one in asked:
        typed.append(one.plain)
        (said_little if one.plain in words.STOPWORDS else stems).append(one.stem)
    if not stems and not phrases and not prefix:
        stems = said_little
    return Wish(
        stems=tuple(dict.fromkeys(stems))[:MOST],
        phrases=tuple(dict.fromkeys(phrases))[:MOST],
        prefix=prefix,
        never=tuple(dict.fromkeys(never))[:MOST],
        never_phrases=tuple(dict.fromkeys(never_phrases))[:MOST],
        typed=tuple(dict.fromkeys(typed))[:MOST],
    )
