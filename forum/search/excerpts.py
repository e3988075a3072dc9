"""The passage of a text that answers, with the words that were found marked."""

from collections.abc import Sequence

from markupsafe import Markup

from forum.search import words
from forum.search.wishes import Wish
from forum.search.words import Word

LENGTH = 220  # characters
BEFORE = 60  # of these, in front of the first word that fits


def marked(text: str, wish: Wish) -> Markup:
    """The whole of a short text, such as a title, with what fits in `<mark>`."""
    return _mark(text, 0, len(text), _fitting(words.words_in(text), wish))


def excerpt(text: str, wish: Wish, length: int = LENGTH) -> Markup:
    """About `length` characters around the passage that holds most of what was looked for."""
    if len(text) <= length:
        return marked(text, wish)
    found = words.words_in(text)
    hits = _fitting(found, wish)
    start = _best_start(hits, length)
    start = _at_a_word(text, max(0, start - BEFORE)) if start > BEFORE else 0
    end = min(len(text), start + length)
    if end < len(text):
        cut = text.rfind(" ", start, end)
        end = cut if cut > start else end
    passage = _mark(text, start, end, hits)
    return Markup("{}{}{}").format(
        "… " if start else "", passage, " …" if end < len(text) else ""
    )


def _mark(text: str, start: int, end: int, hits: Sequence[Word]) -> Markup:
    """Everything of the text is escaped; only the tags are ours."""
    parts: list[Markup | str] = []
    at = start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        parts += [
            text[at : hit.start],
            Markup("<mark>{}</mark>").format(text[hit.start : hit.end]),
        ]
        at = hit.end
    parts.append(text[at:end])
    return Markup("").join(parts)


def _fitting(found: Sequence[Word], wish: Wish) -> list[Word]:
    """The words that answer the wish, in their order; those of one place once."""
    stems = set(wish.stems)
    begun = words.begun_with(wish.prefix) if wish.prefix else set()
    fits: dict[tuple[int, int], Word] = {}
    for index, word in enumerate(found):
        place = (word.start, word.end)
        if word.stem in stems or (
            wish.prefix
            and (
                word.plain.startswith(wish.prefix)
                or word.plain in begun
                or word.stem == words.stem(wish.prefix)
            )
        ):
            fits.setdefault(place, word)
        for phrase in wish.phrases:
            part = found[index : index + len(phrase)]
            if tuple(each.plain for each in part) == phrase:
                fits |= {(each.start, each.end): each for each in part}
    return sorted(fits.values(), key=lambda word: word.start)


def _best_start(hits: Sequence[Word], length: int) -> int:
    """Where a passage would begin that holds the most different words; 0 without any."""
    best, most = 0, 0
    for index, hit in enumerate(hits):
        inside = {each.stem for each in hits[index:] if each.end <= hit.start + length - BEFORE}
        if len(inside) > most:
            best, most = hit.start, len(inside)
    return best


def _at_a_word(text: str, position: int) -> int:
    space = text.find(" ", position)
    return position if space < 0 else space + 1
