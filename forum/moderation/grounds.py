"""On what grounds content may be hidden (domain.md §9), and how each is said.

Criticism of officials is never one of them.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Ground:
    """`label` names it in a list; `because` goes on from "disembunyikan karena …"."""

    label: str
    because: str


GROUNDS: dict[str, Ground] = {
    "ujaran_kebencian": Ground(
        _l("Ujaran kebencian atau SARA"), _l("memuat ujaran kebencian atau menyerang SARA")
    ),
    "pornografi": Ground(_l("Pornografi"), _l("memuat pornografi")),
    "perjudian": Ground(_l("Perjudian"), _l("memuat ajakan berjudi")),
    "fitnah": Ground(_l("Fitnah"), _l("memuat fitnah")),
    "ancaman": Ground(_l("Ancaman"), _l("memuat ancaman")),
    "data_pribadi": Ground(_l("Data pribadi orang lain"), _l("memuat data pribadi orang lain")),
    "spam": Ground(_l("Spam"), _l("merupakan spam")),
    "kampanye": Ground(_l("Kampanye politik praktis"), _l("memuat kampanye politik praktis")),
}


def because(ground: str | None) -> str:
    """Why something was hidden, for a sentence; older grounds are named in general."""
    known = GROUNDS.get(ground or "")
    return str(known.because if known else _l("melanggar tata krama forum"))
