"""The words of notifications and of following."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.notifications.models import Frequency, Level, Matter
from forum.notifications.queries import Filter

FILTERS: dict[Filter, Any] = {
    Filter.ALL: _l("Semua"),
    Filter.UNREAD: _l("Belum dibaca"),
    Filter.FOLLOWED: _l("Tentang yang saya ikuti"),
    Filter.OTHER: _l("Untuk saya sendiri"),
}
MATTERS: dict[Matter, Any] = {
    Matter.THREAD: _l("Isu"),
    Matter.PERSON: _l("Orang"),
    Matter.AREA: _l("Wilayah"),
    Matter.CATEGORY: _l("Topik"),
}


@dataclass(frozen=True)
class Choice:
    """What a level is called, and what it means."""

    label: Any
    meaning: Any


LEVELS: dict[Level, Choice] = {
    Level.EVERYTHING: Choice(_l("Semua"), _l("setiap tanggapan, jawaban, dan langkah")),
    Level.IMPORTANT: Choice(
        _l("Penting"), _l("jawaban, langkah, dan yang ditujukan kepada Anda")
    ),
    Level.MUTED: Choice(_l("Diam"), _l("tetap di daftar, tanpa kabar")),
}
FREQUENCIES: dict[Frequency, Any] = {
    Frequency.EACH: _l("Setiap ada kabar"),
    Frequency.DAILY: _l("Ringkasan harian, pukul 07.00"),
    Frequency.WEEKLY: _l("Ringkasan mingguan, Senin pukul 07.00"),
    Frequency.NEVER: _l("Tidak lewat email"),
}
