"""Rebuild data/passwords/common.bin from lists of passwords, one a line or a JSON array.

    python scripts/build_passwords.py LIST… [--wide LIST…]

Each password is put into the form in which it is compared, and what is too short to be accepted
anyway is left out. Of a wide list - millions that were stolen once, in no order - only those are
taken that guessers come to soon: a word of the other lists with usual digits behind it, something
said twice, few different digits, and what is Indonesian. Of the rest the first bytes of a hash are
kept, sorted: small, quick to search, and nobody stumbles over the words themselves.
"""

import json
import re
import sys
from pathlib import Path

from forum.accounts.common_passwords import FILE, SHORTEST, folded, key_of

USUAL = re.compile(
    r"([a-z]{4,})(0?[1-9]|00|1[0-2]|123(4(5(6)?)?)?|007|69|77|88|99|19[7-9]\d|20[0-2]\d)"
)
INDONESIAN = re.compile(
    "sayang|cinta|indonesia|bismillah|alhamdulillah|rahasia|kalimantan|borneo|garuda|merdeka|"
    "pancasila|jakarta|bandung|surabaya|palangka|banjarmasin|dayak|masuk|sandi|ganteng|cantik|"
    "anakku|bunda|mama|ayah|ibuku|keluarga|bahagia|selamat|semangat|sukses|terima|kasih|persib|"
    "persija|persebaya|surga|rumah|kucing|matahari|bintang|bulan|malam|merah|putih|indah|manis|"
    "kamu|akusuka"
)


def main() -> None:
    names, wide_names = _split(sys.argv[1:])
    known = {word for name in names for word in _words(name)}
    if not known:
        sys.exit(__doc__)
    chosen = known | {
        word for name in wide_names for word in _words(name) if _comes_soon(word, known)
    }
    keys = {key_of(word) for word in chosen if len(word) >= SHORTEST}
    FILE.write_bytes(b"".join(sorted(keys)))
    print(f"{len(keys)} passwords, {FILE.stat().st_size} bytes")


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--wide" not in arguments:
        return arguments, []
    at = arguments.index("--wide")
    return arguments[:at], arguments[at + 1 :]


def _words(name: str) -> list[str]:
    text = Path(name).read_text(encoding="utf-8", errors="replace")
    return [
        folded(word)
        for word in (json.loads(text) if name.endswith(".json") else text.splitlines())
    ]


def _comes_soon(word: str, known: set[str]) -> bool:
    half = len(word) // 2
    usual = USUAL.fullmatch(word)
    return (
        (usual is not None and usual[1] in known)
        or word[:half] * 2 == word
        or (word.isdigit() and len(set(word)) <= 4)
        or INDONESIAN.search(word) is not None
    )


if __name__ == "__main__":
    main()
