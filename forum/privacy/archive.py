"""The archive that a person gets: the same facts as JSON and as a page to read."""

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from flask import current_app
from markupsafe import Markup

from forum.accounts.traces import Rows
from forum.core import clock
from forum.core.offload import offload
from forum.web import in_language
from forum.web.filters import day, moment

# The page is read from a disk, years later perhaps: everything it needs is in it.
STYLE = Markup(
    "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;"
    "padding:0 1rem;color:#1b211d;background:#fff}h2{margin-top:2.5rem;border-bottom:2px solid "
    "#0d5c47}article{border:1px solid #c9cec5;border-radius:6px;padding:.5rem 1rem;margin:1rem 0}"
    "dt{font-weight:600}dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}</style>"
)
TITLES = {  # others are called by their name
    "second_factor": "Langkah kedua saat masuk",
    "consents": "Persetujuan",
    "requests": "Permintaan data pribadi",
    "peran": "Peran",
    "nip": "NIP",
    "audit": "Catatan tindakan Anda",
    "tulisan": "Tulisan Anda",
    "dukungan": "Dukungan Anda",
    "isu": "Isu Anda",
    "suara": "Suara Anda",
    "laporan": "Laporan Anda kepada moderator",
    "lampiran": "Foto dan dokumen Anda",
}


def write_archive(
    file: BinaryIO,
    language: str,
    about: Mapping[str, Rows],
    attached: Iterable[tuple[str, bytes]] = (),
) -> None:
    """A ZIP with data.json, data.html and the files; labels are Indonesian in both."""
    made_at = clock.now()
    facts = {"dibuat": made_at.isoformat(timespec="seconds"), "data": about}
    with in_language("id"):
        page = current_app.jinja_env.get_template("privacy/copy.html").render(
            sections=[(title_of(name), rows) for name, rows in about.items()],
            made_at=made_at,
            style=STYLE,
            shown=shown,
        )
    text = json.dumps(facts, ensure_ascii=False, indent=1, default=str)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        offload(archive.writestr, "data.json", text)
        offload(archive.writestr, "data.html", page)
        for path, content in attached:  # one at a time: there may be many
            offload(archive.writestr, path, content, zipfile.ZIP_STORED)


def title_of(name: str) -> str:
    return TITLES.get(name, name[:1].upper() + name[1:].replace("_", " "))


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return "\n".join(shown(each) for each in value) or "-"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {shown(each)}" for key, each in value.items()) or "-"
    text = str(value)
    if _MOMENT.fullmatch(text):
        return moment(datetime.fromisoformat(text))
    if _DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return text
