"""Patterns to begin a poll from: what is asked often, with rules that fit it."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.polls.models import Disclosure, Secrecy


@dataclass(frozen=True)
class Pattern:
    """What a new form is filled with; `options` are words to begin with."""

    label: Any
    hint: Any
    options: tuple[Any, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


PATTERNS: dict[str, Pattern] = {
    "keputusan": Pattern(
        _l("Keputusan ya atau tidak"),
        _l("Mengikat, dengan ambang dan kuorum."),
        (_l("Ya"), _l("Tidak"), _l("Abstain")),
        {
            "method": "yes-no",
            "level": "ktp",
            "is_binding": True,
            "quorum": 50,
            "quorum_is_share": True,
        },
    ),
    "pilihan": Pattern(
        _l("Satu dari beberapa pilihan"),
        _l("Suara terbanyak menang."),
        data={"method": "plurality"},
    ),
    "peringkat": Pattern(
        _l("Urutan prioritas"),
        _l("Warga mengurutkan; pilihan yang lemah gugur bertahap."),
        data={"method": "irv", "shuffles": True, "shows_other_methods": True},
    ),
    "wakil": Pattern(
        _l("Beberapa wakil"),
        _l("Kursi dibagi sebanding dengan suara."),
        data={"method": "stv", "seats": 3, "shuffles": True},
    ),
    "anggaran": Pattern(
        _l("Anggaran warga"),
        _l("Warga memilih usulan; dana dibagi menurut bagian yang sama."),
        data={"method": "equal-shares", "level": "ktp", "is_binding": True},
    ),
    "waktu": Pattern(
        _l("Jadwal atau tempat yang cocok"),
        _l("Centang semua yang bisa; suara boleh diganti."),
        data={"method": "approval", "may_change": True, "takes_latecomers": True},
    ),
    "suasana": Pattern(
        _l("Jajak suasana"),
        _l("Cepat, angkanya langsung tampil, tidak memutuskan apa pun."),
        (_l("Setuju"), _l("Ragu"), _l("Tidak setuju")),
        {
            "method": "plurality",
            "disclosure": Disclosure.TALLY.value,
            "secrecy": Secrecy.HIDDEN.value,
            "may_change": True,
            "takes_latecomers": True,
            "minutes": 2,
        },
    ),
}
