"""Names that are shown: none may pass for that of somebody else.

Whoever reads a name must be able to trust the letters they see. So it is of Latin letters only
(a Cyrillic а looks like a Latin one: Unicode Technical Standard 39 calls such pairs
confusables), has no hidden characters, and does not read like an office or a role. Names that
are there already stay.
"""

import re
import unicodedata
from collections.abc import Iterable

from flask_babel import gettext as _

from forum.core.errors import Invalid

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
SIGNS = frozenset(" .,-'\u2019\u2018\u02bc\u2010`")  # 's, Ma`ruf, Nur'aini, Siti-Aminah
MARKS_IN_A_ROW = 2  # an ệ written in parts has two; more paint over the neighbours
LAST_LATIN, MORE_LATIN = "\u024f", range(0x1E00, 0x1F00)  # what living languages write with

# Looking alike is enough: all are compared as their skeletons.
_ALIKE = str.maketrans("013456789l\u0131\u0142\u0111\u00f8", "oieasbtbgiiido")
WORDS = (
    "admin administrator moderator moderasi betang pemerintah pemko pemkot pemprov walikota "
    "sekda dinas badan kelurahan kecamatan lurah camat kadis kaban petugas pejabat pengelola "
    "fasilitator koordinator notulis inspektorat inspektur"
)
BEGINNINGS = (
    "admin moderator betang pemerintah dinas kelurahan kecamatan petugas pejabat pengelola "
    "fasilitator inspektorat"
)
ANYWHERE = "walikota"


class BadName(Invalid):
    """A name that nobody can have here; the message says what to change."""


def skeleton(text: str) -> str:
    """The letters and digits alone, without marks, and those that look alike made the same."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in plain if character.isalnum())
    return plain.translate(_ALIKE).replace("rn", "m").replace("vv", "w")


_WORDS = frozenset(map(skeleton, WORDS.split()))
_BEGINNINGS = tuple(map(skeleton, BEGINNINGS.split()))
_ANYWHERE = skeleton(ANYWHERE)


def one_form(name: str) -> str:
    """The same letters always written the same way, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def require_latin(name: str) -> None:
    """For any name of a person: no hidden characters, no letters of another script."""
    for character in name:
        if unicodedata.category(character) in HIDDEN:
            raise BadName(_("Hapus karakter tersembunyi dari isian ini."))
        if character.isalpha() and not _is_latin(character) and character not in SIGNS:
            raise BadName(
                _(
                    "Pakai huruf Latin saja: “%(letter)s” huruf dari aksara lain, "
                    "walau mungkin terlihat sama.",
                    letter=character,
                )
            )


def require_plain(name: str) -> None:
    """For a name that is shown: of letters, digits and the few signs that names have."""
    require_latin(name)
    marks = 0
    for before, character in zip(f" {name}", name, strict=False):
        marks = marks + 1 if unicodedata.combining(character) else 0
        fits = before.isalpha() or unicodedata.combining(before)
        if marks and fits and marks <= MARKS_IN_A_ROW and "\u0300" <= character <= "\u036f":
            continue
        if not (
            _is_latin(character)
            or (character.isascii() and character.isdecimal())
            or character in SIGNS
        ):
            raise BadName(
                _(
                    "Nama tampil hanya memuat huruf, angka, spasi, titik, koma, tanda hubung, "
                    "dan apostrof. Hapus “%(sign)s”.",
                    sign=character,
                )
            )
    if sum(map(str.isalpha, name)) < 2:
        raise BadName(_("Tulis nama dengan paling sedikit dua huruf."))


def is_official(name: str, taken: Iterable[str] = ()) -> bool:
    """Whether it reads like an office, a role, or one of the names that are `taken`."""
    whole = skeleton(name)
    words = {skeleton(word) for word in re.split(r"[\W_]+", name)}
    if words & _WORDS or whole.startswith(_BEGINNINGS) or _ANYWHERE in whole:
        return True
    first = skeleton(name.partition(",")[0])  # “Damkar, Menteng”
    return not {whole, first}.isdisjoint(skeleton(one) for one in taken if one)


def _is_latin(character: str) -> bool:
    return (character <= LAST_LATIN or ord(character) in MORE_LATIN) and re.match(
        r"LATIN (SMALL|CAPITAL) LETTER", unicodedata.name(character, "")
    ) is not None
