"""Passwords that attackers try first: from public lists of stolen ones, and of our own region.

The lists lie in data/passwords as sorted pieces of hashes; see the README there. They are read
at the first question and searched by halving.
"""

import functools
import hashlib
import unicodedata
from bisect import bisect_left
from pathlib import Path

SHORTEST = 10  # shorter ones are refused for being short
WIDTH = 5  # bytes of each hash: a good password is taken for a bad one once in some millions
FILE = Path(__file__).resolve().parents[2] / "data" / "passwords" / "common.bin"

# What lists from abroad do not know, but neighbours do.
LOCAL = frozenset(
    """
    p@ssw0rd123 p@ssword123 passw0rd12 passw0rd123 qwer1234qwer tes1234567 testes1234
    akusayangkamu akusayangibu akuganteng alhamdulillah assalamualaikum
    bersamakitabisa bhinnekatunggalika bismillah1 bismillah123 bismillahirrahmanirrahim
    borneo12345 cintaku123 cintadamai dayakborneo garudaindonesia ibukotanegara
    indonesia1 indonesia12 indonesia123 indonesia17 indonesia45 indonesia1945 indonesiamerdeka
    indonesiaraya isenmulang isenmulang1 isenmulang123 jakarta123 jembatankahayan kahayan123
    kalimantan kalimantan1 kalimantan123 kalimantantengah kalteng123 kaltengberkah katasandi1
    katasandi123 katasandiku kopinggirkali kotacantik kotacantik123 masukmasuk merdeka1945
    palangka123 palangkaraya palangkaraya1 palangkaraya123 pancasila1 pancasila1945 passwordku
    persib1933 rahasia123 rahasiaaku rahasiabanget rahasiaku1 rahasiasaya rumahbetang sayang1234
    sayangkamu sayangku12 sayangku123 sayangmama sayangibu123 sebangau123 semangat45
    semogasukses sepakbola1 terserah123 tidakadalagi tjilikriwut wargakota1
    """.split()
)


def folded(password: str) -> str:
    """The form in which passwords are compared: capital letters make none better."""
    return unicodedata.normalize("NFKC", password).casefold()


def key_of(word: str) -> bytes:
    return hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=WIDTH).digest()


def is_common(password: str) -> bool:
    """Whether many people have this one, in whatever capitals."""
    word = folded(password)
    if word in LOCAL:
        return True
    keys, wanted = _keys(), key_of(word)
    at = bisect_left(range(len(keys) // WIDTH), wanted, key=lambda index: _key(keys, index))
    return _key(keys, at) == wanted


@functools.cache
def _keys() -> bytes:
    return FILE.read_bytes()


def _key(keys: bytes, index: int) -> bytes:
    return keys[index * WIDTH : (index + 1) * WIDTH]
