"""A whole invented city for measuring: residents, threads and replies, made from sentence parts.

Pure: the same seed gives the same city, nothing is written and no database is needed. The
parts lie in `data/demo/phrases.json`. Dates are ages, as in the small city: `days_ago` counts
back from the day of loading, `hours_after` on from the thread's first post. Field names are
those of `people.json` and `issues.json`; the thread's own `text` is its first post.
"""

import csv
import json
import random
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

DATA = Path(__file__).resolve().parents[2] / "data"
SHORTEST, LONGEST = 250, 500  # characters in a post
FIRST_POSTS = 20  # posts in the first thread, which benches read
OLDEST = 720.0  # days

STATES = {
    "aduan": {
        "diterima": 4, "diverifikasi": 5, "didisposisikan": 8, "diproses": 14,
        "ditanggapi": 24, "selesai": 40, "ditolak": 5,
    },
    "usulan": {
        "diajukan": 10, "dibahas_opd": 20, "diterima": 15, "ditunda": 12,
        "dilaksanakan": 18, "selesai": 18, "ditolak": 7,
    },
    "tanya": {"diterima": 5, "didisposisikan": 8, "ditanggapi": 27, "selesai": 60},
    "diskusi": {"terbuka": 55, "ditutup": 45},
}  # fmt: skip
ANSWERED = {"ditanggapi", "selesai", "ditolak", "ditunda", "dilaksanakan"}
REFUSED = {"ditolak", "ditunda"}
MOODS = {"agree": 30, "facts": 25, "disagree": 18, "asks": 13, "thanks": 14}
REPLY_PARTS = {
    "agree": ("effect", "pro", "fact"),
    "facts": ("fact", "cause", "effect"),
    "disagree": ("con", "fact", "wish"),
    "asks": ("questions", "fact", "questions"),
    "thanks": ("progress", "fact", "wish"),
}
Phrases = dict[str, Any]
Slots = dict[str, str]


class Resident(TypedDict):
    """As in `people.json`; keys are `w00001` and on."""

    key: str
    email: str
    name: str
    public_name: str
    role: str
    area: str
    unit: None
    verified: str


class Answer(TypedDict):
    """As in `issues.json`; the author is an official of `people.json`."""

    author: str
    unit: str
    hours_after: float
    text: str
    owner: str
    due_in_days: int


class Thread(TypedDict):
    """As in `issues.json`, without its replies; keys are `t0001` and on."""

    key: str
    kind: str
    title: str
    area: str
    category: str
    author: str
    days_ago: float
    state: str
    place: str
    text: str
    supports: list[str]
    official_answer: Answer | None


class Reply(TypedDict):
    """As in `issues.json`, with the key of its thread; `parent` is an earlier, top-level reply."""

    key: str
    thread: str
    author: str
    hours_after: float
    text: str
    parent: str | None
    supports: list[str]


class City(NamedTuple):
    """Threads from the oldest to the newest, after a first one of exactly 20 posts.

    Replies stand thread by thread, in the order they were written.
    """

    residents: list[Resident]
    threads: list[Thread]
    replies: list[Reply]


def city(
    seed: int = 7, *, residents: int = 5_000, threads: int = 2_000, posts: int = 40_000
) -> City:
    """Make the city; `posts` counts the threads' first posts too."""
    if posts < threads + FIRST_POSTS - 1 or threads < 1 or residents < 1:
        raise ValueError("a city has a resident, a thread, and posts for every thread")
    rng = random.Random(seed)  # noqa: S311 - invention, not a secret
    people = _residents(rng, residents)
    writers = _Writers(rng, [person["key"] for person in people])
    made = City(people, [], [])
    ages = [30.0, *sorted((rng.uniform(0.3, OLDEST) for _ in range(threads - 1)), reverse=True)]
    counts = _reply_counts(rng, threads, posts - threads)
    for number, (age, count) in enumerate(zip(ages, counts, strict=True), 1):
        _Talk(rng, writers, f"t{number:04d}", age, count).write(made)
    return made


@cache
def _phrases() -> Phrases:
    text = (DATA / "demo" / "phrases.json").read_text(encoding="utf-8")
    phrases: Phrases = json.loads(text)
    return phrases


@cache
def _areas() -> dict[str, tuple[str, int]]:
    """Name and weight of every kelurahan; the weights follow roughly where people live."""
    with (DATA / "palangkaraya" / "wilayah.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tingkat"] == "kelurahan"]
    weights = {parent: iter(given) for parent, given in _phrases()["weights"].items()}
    return {row["kode"]: (row["nama"], next(weights[row["kode_induk"]])) for row in rows}


def _weights_of(*districts: str) -> dict[str, int]:
    """The weights of the kelurahan in these kecamatan; of all where none is named."""
    return {
        code: weight
        for code, (_, weight) in _areas().items()
        if not districts or code.rpartition(".")[0] in districts
    }


def _weighted(rng: random.Random, table: dict[str, int], k: int = 1) -> list[str]:
    return rng.choices(list(table), weights=list(table.values()), k=k)


def _residents(rng: random.Random, count: int) -> list[Resident]:
    places = _weighted(rng, _weights_of(), count)
    peoples = {key: names["weight"] for key, names in _phrases()["names"].items()}
    made = []
    for number, (area, people) in enumerate(
        zip(places, _weighted(rng, peoples, count), strict=True), 1
    ):
        name = _name(rng, _phrases()["names"][people])
        handle = "".join(
            letter for letter in name.lower() if letter.isascii() and letter.isalpha()
        )
        made.append(
            Resident(
                key=f"w{number:05d}",
                email=f"{handle}.{number:05d}@warga.example",
                name=name,
                public_name=name,
                role="resident",
                area=area,
                unit=None,
                verified="ktp" if rng.random() < 0.82 else "none",
            )
        )
    return made


def _name(rng: random.Random, names: dict[str, list[str]]) -> str:
    """A clan's name is the same for women and men; other second names are not."""
    sex = rng.choice(["male", "female"])
    last = names.get(f"{sex}_last", names["male_last"])
    return f"{rng.choice(names[sex])} {rng.choice(last)}"


def _reply_counts(rng: random.Random, threads: int, replies: int) -> list[int]:
    """Uneven, as in life: most threads are short, a few very long. The sum is exact."""
    first = FIRST_POSTS - 1
    sizes = [rng.lognormvariate(0, 0.8) for _ in range(threads - 1)]
    left = replies - first
    if not sizes:
        return [replies]
    scale = left / sum(sizes)
    counts = [int(size * scale) for size in sizes]
    for index in rng.sample(range(len(counts)), left - sum(counts)):
        counts[index] += 1
    return [first, *counts]


class _Writers:
    """Who writes and who supports: a few people are heard often, most seldom."""

    def __init__(self, rng: random.Random, keys: Sequence[str]) -> None:
        self.rng = rng
        self.keys = keys
        self.weights = list(accumulate(rng.paretovariate(1.3) for _ in keys))

    def one(self) -> str:
        return self.rng.choices(self.keys, cum_weights=self.weights)[0]

    def supporters(self, mean: float, author: str) -> list[str]:
        count = min(int(self.rng.expovariate(1 / mean)), len(self.keys))
        return [key for key in self.rng.sample(self.keys, count) if key != author]


class _Talk:
    """One thread: its place, its subject, and decks of sentences that are not drawn twice
    before all others were."""

    def __init__(
        self, rng: random.Random, writers: _Writers, key: str, days_ago: float, replies: int
    ) -> None:
        phrases = _phrases()
        self.rng, self.writers, self.key, self.replies = rng, writers, key, replies
        self.days_ago = round(days_ago, 3)
        weights = [topic["weight"] for topic in phrases["topics"]]
        self.topic: dict[str, Any] = rng.choices(phrases["topics"], weights)[0]
        title = rng.choice(self.topic["titles"])
        self.kind: str = title["kind"]
        self.area = _weighted(rng, _weights_of(*self.topic["districts"]))[0]
        self.decks: dict[str, list[str]] = {}
        self.place: Slots = {
            "kel": _areas()[self.area][0],
            "rt": f"{rng.randint(1, 18):03d}",
            "rw": f"{rng.randint(1, 9):03d}",
            "patokan": rng.choice(phrases["landmarks"]),
            "sejak": rng.choice(phrases["since"]),
        }
        streets = phrases["streets"].get(self.area, phrases["generic_streets"])
        self.place["jalan"] = rng.choice(streets).format(**self.place)
        self.title = _capital(title["text"].format(**self.place))

    def write(self, made: City) -> None:
        """Add the thread and its replies to the city."""
        state = _weighted(self.rng, STATES[self.kind])[0]
        author = self.writers.one()
        made.threads.append(
            Thread(
                key=self.key,
                kind=self.kind,
                title=self.title,
                area=self.area,
                category=self.topic["category"],
                author=author,
                days_ago=self.days_ago,
                state=state,
                place=f"{_capital(self.place['jalan'])}, {self.place['patokan']}",
                text=self._opening(),
                supports=self.writers.supporters(14, author),
                official_answer=self._answer(state) if self._is_answered(state) else None,
            )
        )
        made.replies.extend(self._replies())

    def _is_answered(self, state: str) -> bool:
        """A proposal is accepted (`diterima`) with an answer; a complaint is only received."""
        return state in ANSWERED or (self.kind, state) == ("usulan", "diterima")

    def _hour(self) -> float:
        """Most is said in the first days, the rest at any time until today."""
        span = self.days_ago * 24 * 0.95
        soon = self.rng.expovariate(1 / 120)
        return soon if soon < span and self.rng.random() < 0.85 else span * self.rng.random()

    def _replies(self) -> list[Reply]:
        hours = sorted(self._hour() for _ in range(self.replies))
        made: list[Reply] = []
        tops: list[str] = []
        quotable = ""
        for number, hour in enumerate(hours, 1):
            parent = self.rng.choice(tops[-8:]) if tops and self.rng.random() < 0.35 else None
            author = self.writers.one()
            text = self._reply(late=number > self.replies / 3, quotable=quotable)
            made.append(
                Reply(
                    key=f"{self.key}-{number}",
                    thread=self.key,
                    author=author,
                    hours_after=round(hour, 3),
                    text=text,
                    parent=parent,
                    supports=self.writers.supporters(1.2, author),
                )
            )
            if parent is None:
                tops.append(made[-1]["key"])
            quotable = text if text.isprintable() and "**" not in text else ""
        return made

    def _opening(self) -> str:
        lead = self.rng.choice(_phrases()["leads"][self.kind])
        sentences = [self._said(lead), *self._draw("problem", "cause", "effect", "fact")]
        return self._finish(sentences, self._draw("wish", "wish"), lists=0.3)

    def _reply(self, *, late: bool, quotable: str) -> str:
        mood = _weighted(self.rng, MOODS)[0]
        if mood == "thanks" and not late:
            mood = "agree"
        opener = self._said(self.rng.choice(_phrases()["openers"][mood]))
        sentences = [opener, *self._draw(*REPLY_PARTS[mood])]
        text = self._finish(sentences, self._draw("wish"), lists=0.06)
        if quotable and self.rng.random() < 0.08:
            return _quoted(quotable, text)
        return text

    def _answer(self, state: str) -> Answer:
        words = _phrases()["official"]
        body = self._draw("official", "official")
        if state in REFUSED:
            body = [self.rng.choice(words["refuse"]), *body[:1]]
        text = " ".join(
            [self.rng.choice(words["open"]), *body, self.rng.choice(words["close"])]
        )
        closed = state in {"selesai", "ditolak"}
        ago = int(self.days_ago * self.rng.uniform(0.2, 0.9))
        unit = self.topic["unit"]
        return Answer(
            author="pejabat" if unit == "pupr" else f"pejabat-{unit}",
            unit=unit,
            hours_after=round(min(self.rng.uniform(30, 220), self.days_ago * 20), 2),
            text=text.format(**self._slots()),
            owner=unit,
            due_in_days=-ago if closed else self.rng.randint(-6, 60),
        )

    def _finish(self, sentences: list[str], wishes: list[str], *, lists: float) -> str:
        """Join the parts into a post of a natural length, now and then with Markdown."""
        closer = self._said(self.rng.choice(_phrases()["closers"]))
        if self.rng.random() < lists:
            points = dict.fromkeys([*wishes, *self._draw("wish")])
            title = self.rng.choice(_phrases()["lists"])
            text = "\n\n".join([_fit(sentences), title, "\n".join(f"- {p}" for p in points)])
            if len(points) > 1 and len(text) <= LONGEST:
                return text
        text = _fit([*sentences, *wishes])
        while len(text) < SHORTEST:
            extra = self._draw(self.rng.choice(["fact", "effect", "cause"]))[0]
            text = text if extra in text else f"{text} {extra}"
        if self.rng.random() < 0.1 and text.endswith(wishes[0]):
            text = f"{text.removesuffix(wishes[0])}**{wishes[0]}**"
        return f"{text} {closer}" if len(text) + len(closer) < LONGEST else text

    def _draw(self, *parts: str) -> list[str]:
        return [self._said(self._next(part)) for part in parts]

    def _next(self, part: str) -> str:
        deck = self.decks.get(part)
        if not deck:
            source = self.topic[part] if part in self.topic else _phrases()[part]
            deck = self.decks[part] = self.rng.sample(source, len(source))
        return deck.pop()

    def _said(self, sentence: str) -> str:
        return _capital(sentence.format(**self._slots())) if "{" in sentence else sentence

    def _slots(self) -> Slots:
        phrases = _phrases()
        return self.place | {
            "hari": self.rng.choice(phrases["days"]),
            "jam": self.rng.choice(phrases["times"]),
            "n": str(self.rng.randint(3, 9)),
            "m": str(self.rng.randint(12, 95)),
        }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _quoted(earlier: str, text: str) -> str:
    """Put the earlier post's second sentence above the text, if there is one and it fits."""
    parts = earlier.split(". ")
    if len(parts) < 3 or len(parts[1]) + len(text) + 5 > LONGEST:
        return text
    return f"> {parts[1]}.\n\n{text}"


def _fit(sentences: Sequence[str]) -> str:
    """As many whole sentences as a post holds; none is said twice."""
    text = ""
    for sentence in dict.fromkeys(sentences):
        if len(text) + len(sentence) + 10 > LONGEST:  # room for marks around a wish
            break
        text = f"{text} {sentence}" if text else sentence
    return text
