"""Kinds of notifications: the folder that sends one says here how it reads.

Stored are ids alone; the words are made when the list is shown, in the reader's language and
as things are then. A kind is asked once for all of its rows, so that a page costs a fixed
number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import gettext as _

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """What a notification says in one sentence, and the page it leads to."""

    sentence: str
    url: str


# Any: each kind knows the shape of its own facts.
Words = Callable[[Any], Sequence[Text | None]]
Kind = TypeVar("Kind", bound=Callable[..., Sequence[Any]])
KINDS: dict[str, Words] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register how notifications of this kind read: a list of facts in, a list of Text out.

    None in a place of the list stands for what is gone or is not for this person any more.
    """

    def register(words: Kind) -> Kind:
        if name in KINDS:
            raise ValueError(f"two kinds of notification are named {name}")
        KINDS[name] = words
        return words

    return register


def texts(rows: Sequence[tuple[str, Facts]]) -> list[Text]:
    """The words for these (kind, facts), in their order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (name, _facts) in enumerate(rows):
        places[name].append(place)
    found: dict[int, Text] = {}
    for name, at in places.items():
        words = KINDS.get(name)
        if words is None:
            continue
        answers = words([rows[place][1] for place in at])
        for place, text in zip(at, answers, strict=True):
            if text is not None:
                found[place] = text
    return [found.get(place) or _gone() for place in range(len(rows))]


def _gone() -> Text:
    return Text(_("Isi pemberitahuan ini sudah tidak ada."), "/pemberitahuan")
