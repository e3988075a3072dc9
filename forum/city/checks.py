"""What is made of a new value of each setting; Invalid, with a sentence, for a wrong one."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from forum.core.actor import Verification
from forum.core.errors import Invalid
from forum.core.text import clean, one_line

LONGEST_NOTICE = 400
MOST_DAYS = 36_500
MOST_MONTHS = 120
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,24}")


def levels(known: Mapping[str, str]) -> Callable[[Any], dict[str, str]]:
    """A level of verification for each action."""

    def check(value: Any) -> dict[str, str]:
        given = _parts(value, known)
        if not all(level in list(Verification) for level in given.values()):
            raise Invalid(_("Pilih tingkat untuk setiap tindakan."))
        return {action: str(level) for action, level in given.items()}

    return check


def promises(known: Mapping[str, int]) -> Callable[[Any], list[dict[str, Any]]]:
    """Rows of days, each with the day since which it holds; sorted, one row for one day."""

    def check(value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not value:
            raise Invalid(_("Isian tidak lengkap. Muat ulang halaman, lalu coba lagi."))
        rows = {}
        for row in value:
            given = _parts(row, ("since", *known))
            since = _day(given.pop("since"))
            if since is None:
                raise Invalid(_("Tulis sejak kapan janji ini berlaku."))
            words = _("Janji waktu 1 sampai 365 hari.")
            rows[since] = {
                "since": since,
                **{name: _number(days, 1, 365, words) for name, days in given.items()},
            }
        return [rows[since] for since in sorted(rows)]

    return check


def retention(known: Mapping[str, Any]) -> Callable[[Any], dict[str, int]]:
    """A number of days, at least one, for each kind."""

    def check(value: Any) -> dict[str, int]:
        return {
            kind: _number(days, 1, MOST_DAYS, _("Lama simpan paling sedikit 1 hari."))
            for kind, days in _parts(value, known).items()
        }

    return check


def election_mode(value: Any) -> dict[str, Any]:
    given = _parts(value, ("on", "from", "to", "text"))
    begins, ends = _day(given["from"]), _day(given["to"])
    if begins and ends and ends < begins:
        raise Invalid(_("Tanggal akhir tidak boleh sebelum tanggal mulai."))
    words = given["text"] if isinstance(given["text"], dict) else {}
    text = {language: clean(str(words.get(language) or "")) for language in ("id", "en")}
    if given["on"] and not text["id"]:
        raise Invalid(_("Tulis pemberitahuan dalam bahasa Indonesia."))
    if any(len(each) > LONGEST_NOTICE for each in text.values()):
        raise Invalid(_("Pemberitahuan paling panjang 400 huruf."))
    return {"on": bool(given["on"]), "from": begins, "to": ends, "text": text}


def verification_months(value: Any) -> dict[str, int]:
    words = _("Masa berlaku verifikasi 1 sampai 120 bulan.")
    return {
        level: _number(months, 1, MOST_MONTHS, words)
        for level, months in _parts(value, ("kode", "ktp")).items()
    }


def invitation_days(value: Any) -> int:
    return _number(value, 1, 90, _("Undangan berlaku 1 sampai 90 hari."))


def files_each(value: Any) -> int:
    return _number(value, 1, 20, _("Jumlah berkas 1 sampai 20."))


def dpo(value: Any) -> dict[str, str]:
    given = _lines(value, ("name", "email", "phone"))
    if given["email"] and not _EMAIL.fullmatch(given["email"]):
        raise Invalid(_("Tulis alamat email yang lengkap, misalnya pdp@contoh.go.id."))
    if given["phone"] and not _PHONE.fullmatch(given["phone"]):
        raise Invalid(_("Tulis nomor telepon dengan angka, misalnya 0536 3221234."))
    return given


def operator(value: Any) -> dict[str, str]:
    given = _lines(value, ("name", "address"))
    if not given["name"]:
        raise Invalid(_("Tulis nama penyelenggara forum."))
    return given


def authority(value: Any) -> dict[str, str]:
    given = _lines(value, ("name", "address"))
    if len(given["name"]) < 3:
        raise Invalid(_("Tulis nama lembaga yang diberi tahu."))
    return given


def _parts(value: Any, names: Any) -> dict[str, Any]:
    """Exactly these parts: a value with more or fewer came from no page of ours."""
    if not isinstance(value, dict) or set(value) != set(names):
        raise Invalid(_("Isian tidak lengkap. Muat ulang halaman, lalu coba lagi."))
    return {name: value[name] for name in names}


def _lines(value: Any, names: tuple[str, ...]) -> dict[str, str]:
    given = {name: one_line(str(text or "")) for name, text in _parts(value, names).items()}
    if any(len(text) > 200 for text in given.values()):
        raise Invalid(_("Isian paling panjang 200 huruf."))
    return given


def _number(value: Any, least: int, most: int, words: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Invalid(words)
    return value


def _day(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Invalid(_("Tulis tanggal yang ada di kalender.")) from None
