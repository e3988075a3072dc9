"""The ways of deciding, in words: what each is called, how one votes by it, what may be set."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.polls.counting import METHODS

GRADES = (  # of majority judgment, from worst to best; the number is stored
    _l("Ditolak"),
    _l("Kurang"),
    _l("Cukup"),
    _l("Baik"),
    _l("Sangat baik"),
    _l("Istimewa"),
)


class Paper(StrEnum):
    """The kinds of ballot paper: a key of `counting.ballots`."""

    CHOICE = "choice"
    APPROVAL = "approval"
    SCORE = "score"
    GRADE = "grade"
    RANK = "rank"
    PROJECTS = "projects"
    DOTS = "dots"


@dataclass(frozen=True)
class Shape:
    """A way of deciding. `settings` are those of its rule that organisers may set."""

    label: Any
    how: Any  # how one votes, as a sentence
    counted: Any  # how it is decided, as a sentence
    settings: tuple[str, ...] = ()


SHAPES: dict[str, Shape] = {
    "yes-no": Shape(
        _l("Ya atau tidak"),
        _l("Pilih satu: ya, tidak, atau abstain."),
        _l("Usul diterima bila bagian suara “ya” melewati ambang yang ditetapkan."),
        ("base", "share", "strict"),
    ),
    "plurality": Shape(
        _l("Satu pilihan"),
        _l("Pilih satu."),
        _l("Yang mendapat suara terbanyak terpilih."),
    ),
    "multiple": Shape(
        _l("Beberapa pilihan"),
        _l("Centang beberapa pilihan."),
        _l("Yang paling banyak dicentang terpilih, sebanyak tempat yang tersedia."),
        ("least", "most", "seats"),
    ),
    "approval": Shape(
        _l("Persetujuan"),
        _l("Centang semua yang Anda setujui, berapa pun banyaknya."),
        _l("Yang paling banyak disetujui terpilih."),
    ),
    "score": Shape(
        _l("Nilai 0 sampai 5"),
        _l("Beri tiap pilihan nilai 0 sampai 5."),
        _l("Jumlah nilai tertinggi terpilih."),
    ),
    "star": Shape(
        _l("Nilai, lalu putaran akhir (STAR)"),
        _l("Beri tiap pilihan nilai 0 sampai 5."),
        _l(
            "Dua jumlah nilai tertinggi masuk putaran akhir; di sana terpilih yang dinilai lebih "
            "tinggi pada lebih banyak surat suara."
        ),
    ),
    "majority-judgment": Shape(
        _l("Penilaian mayoritas"),
        _l("Nilai tiap pilihan dengan salah satu dari enam kata."),
        _l("Terpilih yang nilai tengahnya tertinggi."),
    ),
    "dot": Shape(
        _l("Bagi titik"),
        _l("Bagikan titik Anda kepada pilihan-pilihan."),
        _l("Jumlah titik terbanyak terpilih."),
        ("dots", "most_on_one"),
    ),
    "borda": Shape(
        _l("Peringkat: Borda"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l(
            "Tiap pilihan mendapat satu angka untuk setiap pilihan di bawahnya; jumlah tertinggi terpilih."
        ),
    ),
    "irv": Shape(
        _l("Peringkat: gugur bertahap (IRV)"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l(
            "Pilihan dengan suara pertama paling sedikit gugur, lalu suaranya pindah ke pilihan "
            "berikutnya. Berhenti saat satu pilihan melewati separuh suara."
        ),
    ),
    "schulze": Shape(
        _l("Peringkat: satu lawan satu (Schulze)"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l("Semua pilihan diadu satu lawan satu; terpilih yang jalur kemenangannya terkuat."),
    ),
    "ranked-pairs": Shape(
        _l("Peringkat: satu lawan satu (pasangan terkuat)"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l("Semua pilihan diadu satu lawan satu; kemenangan terbesar dikunci lebih dulu."),
    ),
    "copeland": Shape(
        _l("Peringkat: satu lawan satu (Copeland)"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l("Terpilih yang paling banyak menang bila semua pilihan diadu satu lawan satu."),
    ),
    "minimax": Shape(
        _l("Peringkat: satu lawan satu (minimaks)"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l("Terpilih yang kekalahan terbesarnya paling kecil."),
    ),
    "stv": Shape(
        _l("Peringkat: beberapa kursi (STV)"),
        _l("Urutkan dari yang paling Anda sukai."),
        _l(
            "Yang mencapai kuota terpilih; kelebihan suaranya dan suara yang gugur pindah ke "
            "pilihan berikutnya, sampai semua kursi terisi."
        ),
        ("seats",),
    ),
    "greedy": Shape(
        _l("Anggaran: suara terbanyak"),
        _l("Centang usulan yang Anda dukung."),
        _l("Usulan didanai menurut jumlah dukungannya, selama masih cukup dananya."),
        ("budget",),
    ),
    "greedy-cost": Shape(
        _l("Anggaran: suara terbanyak tiap rupiah"),
        _l("Centang usulan yang Anda dukung."),
        _l("Usulan didanai menurut dukungan tiap rupiahnya, selama masih cukup dananya."),
        ("budget",),
    ),
    "knapsack": Shape(
        _l("Anggaran: susunan terbaik"),
        _l("Centang usulan yang Anda dukung."),
        _l("Dipilih susunan usulan dalam pagu yang dukungannya paling besar."),
        ("budget",),
    ),
    "equal-shares": Shape(
        _l("Anggaran: bagian yang sama"),
        _l("Centang usulan yang Anda dukung."),
        _l(
            "Setiap pemilih memegang bagian yang sama dari pagu. Sebuah usulan didanai oleh para "
            "pendukungnya bersama-sama, sampai tidak ada lagi yang terjangkau."
        ),
        ("budget",),
    ),
    "phragmen": Shape(
        _l("Anggaran: menabung bersama (Phragmén)"),
        _l("Centang usulan yang Anda dukung."),
        _l(
            "Setiap pemilih menabung sama cepat; sebuah usulan didanai begitu tabungan para "
            "pendukungnya cukup."
        ),
        ("budget",),
    ),
}


def shape_of(method: str) -> Shape:
    return SHAPES[method]


def paper_of(method: str) -> Paper:
    """Which kind of ballot paper this way of deciding needs."""
    return Paper(METHODS[method].ballot)
