"""Words as the index keeps them: folded, spelled in one way, and cut down to their stem.

Both databases keep the same plain tokens, made here when something is written and again when
something is asked, so both find the same. A token is made of ASCII letters and digits only:
neither engine has anything left to cut or to fold.

Stems are Snowball's for Indonesian (after Tala, 2003). What it gets wrong, other spellings of
places and words that mean the same stand in `sinonim.csv` of the city's folder.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer

METHOD = "1"  # how words are made; another number makes the whole index outdated
LONGEST = 60  # letters of a token
UNSTEMMED = 3  # letters: what is this short has no affixes

_WORD = re.compile(r"\w+(?:['’ʼ]\w+)*")
_JOINTS = str.maketrans("", "", "'’ʼ_")
_stemmer = snowballstemmer.stemmer("indonesian")

# They stand in every second sentence and say nothing about what is looked for.
STOPWORDS = frozenset(
    """
    ada adalah agar akan aku anda antara apa apakah atas atau bagi bahwa banyak beberapa belum
    berada bila bisa boleh bu bukan cukup dalam dan dapat dari daripada dekat demi dengan depan
    di dia hal hampir hanya harap harus hingga hari ia ini itu jadi jangan jika juga kalau kami
    kamu karena ke kepada ketika kita kok lagi lah lain lalu lebih maka mana masih mau melalui
    mereka mohon mulai namun nya oleh pada pak para paling pernah per pula pun punya saat saja
    sama sampai sangat saya sebab sebagai sebelum sebuah secara sedang sehingga sejak sekali
    selalu selama semua seorang seperti sering serta sesuai setelah setiap siapa situ sudah
    supaya tak tanpa tapi telah tentang terlalu terima kasih terus tetap tiap tidak toh tolong
    untuk ya yaitu yakni yang
    the and for with from this that are was not have has
    """.split()
)


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text, as it is found."""

    start: int
    end: int
    plain: str
    stem: str


class Synonyms:
    """Ways to write the same, each a sequence of folded words, with the one that is kept."""

    def __init__(self, rows: Sequence[tuple[str, str]] = ()) -> None:
        self.kept: dict[tuple[str, ...], tuple[str, ...]] = {}
        for one, others in rows:
            target = tuple(folded(one))
            for other in others.split(","):
                given = tuple(folded(other))
                if given and target and given != target:
                    self.kept[given] = target
        self.sizes: dict[str, list[int]] = {}  # by the first word, the longest first
        for first, size in sorted(
            {(given[0], len(given)) for given in self.kept}, reverse=True
        ):
            self.sizes.setdefault(first, []).append(size)
        made = f"{METHOD} {sorted(self.kept.items())}"
        self.mark = hashlib.blake2b(made.encode(), digest_size=5).hexdigest()

    def begun_with(self, letters: str) -> set[str]:
        """Words that are kept for what begins with these letters: `seb` also means Sabangau."""
        return {
            target[0] for given, target in self.kept.items() if given[0].startswith(letters)
        } - {letters}


_synonyms = Synonyms()


def load(city: Path) -> None:
    """Read `sinonim.csv` of the city's folder (columns `kata`, `sama_dengan`), if it has one."""
    global _synonyms
    file, rows = city / "sinonim.csv", []
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as lines:
            rows = [(row["kata"], row["sama_dengan"]) for row in csv.DictReader(lines)]
    _synonyms = Synonyms(rows)


def mark() -> str:
    """Names the method and the synonyms that words are made with now."""
    return _synonyms.mark


def begun_with(letters: str) -> set[str]:
    return _synonyms.begun_with(letters)


def words_in(text: str) -> list[Word]:
    """All words of a text in their order; several that are one name share their place."""
    found = [
        (match.start(), match.end(), token)
        for match in _WORD.finditer(text)
        if (token := _fold(match.group()))
    ]
    return list(_spelled_in_one_way(found))


def stems_in(text: str) -> list[str]:
    return [word.stem for word in words_in(text)]


def folded(text: str) -> list[str]:
    """The words of a text without accents and capitals, each as it was written."""
    return [token for match in _WORD.finditer(text) if (token := _fold(match.group()))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`kebanjiran` and `membanjiri` to `banjir`."""
    if len(word) <= UNSTEMMED or not word.isalpha():
        return word
    return str(_stemmer.stemWord(word)) or word


def _spelled_in_one_way(found: Sequence[tuple[int, int, str]]) -> Iterator[Word]:
    at = 0
    while at < len(found):
        size, target = _same_as(found, at)
        start, end = found[at][0], found[at + size - 1][1]
        for token in target:
            yield Word(start, end, token, stem(token))
        at += size


def _same_as(found: Sequence[tuple[int, int, str]], at: int) -> tuple[int, tuple[str, ...]]:
    """How many words from here on are written otherwise, and how they are kept."""
    for size in _synonyms.sizes.get(found[at][2], ()):
        given = tuple(token for _start, _end, token in found[at : at + size])
        if given in _synonyms.kept:  # at the end of the text it may be shorter than `size`
            return len(given), _synonyms.kept[given]
    return 1, (found[at][2],)


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    """Lower case, without accents; a letter that ASCII lacks becomes its number."""
    plain = unicodedata.normalize("NFKD", word.translate(_JOINTS)).casefold()
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return "".join(
        letter if letter.isascii() else f"u{ord(letter):x}"
        for letter in letters
        if letter.isalnum()
    )[:LONGEST]
