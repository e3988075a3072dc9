"""Kinds of notifications: the folder that sends one says here how it reads.

Stored are ids alone; the words are made when the list is shown, in the reader's language and
as things are then. A kind is asked once for all of its rows, so that a page costs a fixed
number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import gettext as _

from forum.notifications.models import Lane

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
URGENT: set[str] = set()
BESIDES: dict[str, Callable[[Any], Collection[int | None]]] = {}


def kind(
    name: str,
    *,
    urgent: bool = False,
    besides: Callable[[Any], Collection[int | None]] | None = None,
) -> Callable[[Kind], Kind]:
    """Register how notifications of this kind read: a list of facts in, a list of Text out.

    None in a place of the list stands for what is gone or is not for this person any more.
    What is `urgent` is over by the time of the next summary: it has mails of its own.
    `besides(facts)` are the followers who are not told: whoever did it, and whoever hears of it
    in other words. It is asked when they are told, so that no record has to name them.
    """

    def register(words: Kind) -> Kind:
        if name in KINDS:
            raise ValueError(f"two kinds of notification are named {name}")
        KINDS[name] = words
        if urgent:
            URGENT.add(name)
        if besides is not None:
            BESIDES[name] = besides
        return words

    return register


def besides(name: str, facts: Facts) -> set[int]:
    """Who follows what happened, but is not told of it as a follower."""
    found_ids = BESIDES[name](facts) if name in BESIDES else ()
    return {user_id for user_id in found_ids if user_id is not None}


def lane_of(name: str) -> Lane:
    """With which mails a notification of this kind goes."""
    return Lane.URGENT if name in URGENT else Lane.USUAL


def texts(rows: Sequence[tuple[str, Facts]]) -> list[Text]:
    """The words for these (kind, facts), in their order; what is gone is said to be."""
    return [text or gone() for text in found(rows)]


def found(rows: Sequence[tuple[str, Facts]]) -> list[Text | None]:
    """The words for these (kind, facts), in their order; None for what is gone."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (name, _facts) in enumerate(rows):
        places[name].append(place)
    texts_at: dict[int, Text] = {}
    for name, at in places.items():
        words = KINDS.get(name)
        if words is None:
            continue
        answers = words([rows[place][1] for place in at])
        for place, text in zip(at, answers, strict=True):
            if text is not None:
                texts_at[place] = text
    return [texts_at.get(place) for place in range(len(rows))]


def gone() -> Text:
    return Text(_("Isi pemberitahuan ini sudah tidak ada."), "/pemberitahuan")
