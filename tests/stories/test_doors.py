"""Every address from the outside: who is let in, who is sent away, and that nothing stirs then."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import socketio

from tests.servers import Forum
from tests.stories.evening import TODAY, TOMORROW
from tests.stories.people import PATIENCE, Caller, Passes, one, rows

pytestmark = pytest.mark.browser

VISITOR, RESIDENT, UNVERIFIED = "visitor", "warga", "warga9"
FACILITATOR, MODERATOR, OFFICIAL = "fasilitator", "moderator", "pejabat"
DESK, OBSERVER, ADMIN = "petugas", "pengamat", "admin"
EVERYONE = (
    VISITOR, RESIDENT, UNVERIFIED, FACILITATOR, MODERATOR, OFFICIAL, DESK, OBSERVER, ADMIN,
)  # fmt: skip
SIGNED_IN = EVERYONE[1:]
ORGANISERS = (FACILITATOR, ADMIN)
STAFF = (*ORGANISERS, OBSERVER)

TO_SIGN_IN = "303 to /masuk"
META = re.compile(r'name="csrf-token" content="([^"]+)"')
UNKNOWN = ("99999", "99999999999", "-1")

# What must be as it was after somebody was sent away. What the worker does by itself (mails,
# notifications, counts of them) is not among it.
KEPT = {
    **dict.fromkeys(
        "meeting meeting_item meeting_item_poll meeting_speaker meeting_staff poll poll_option "
        "poll_ballot issue discussion_thread discussion_post discussion_support moderation_case "
        "moderation_flag decision_official_answer core_command account_role_grant".split(),
        "*",
    ),
    "account_user": "id, email, name, public_name, password, active, confirmed_at, language",
}


# --- the table


@dataclass(frozen=True)
class Door:
    """One address, asked in one way: for whom it opens, and how.

    `{w.…}` in the address and the fields is filled in by the World, `{who}` is who asks. The
    fields would change something, as those show who are let in. `opens` is what the first of
    them gets, and what later ones get, for whom the thing may be done already.
    """

    method: str
    address: str
    may: tuple[str, ...]
    opens: tuple[str, ...]
    others: str = "403"
    visitors: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def answer_for(self, who: str, first: bool) -> str:
        if who in self.may:
            return self.opens[0] if first else self.opens[-1]
        if who == VISITOR:
            return self.visitors or {"403": TO_SIGN_IN}.get(self.others, self.others)
        return self.others


def page(address: str, may: tuple[str, ...] = EVERYONE, opens: str = "200", **how: str) -> Door:
    return Door("GET", address, may, (opens,), **how)


def form(address: str, may: tuple[str, ...], *opens: str, **how: Any) -> Door:
    fields = {name.replace("__", "-"): how.pop(name) for name in list(how)
              if name not in ("others", "visitors", "fields")}  # fmt: skip
    return Door("POST", address, may, opens or ("303",), fields={**fields, **how.pop("fields", {})}, **how)


PLAN = {
    "title": "Parit Jl. Tjilik Riwut", "day": TOMORROW.isoformat(), "hour": "19:00",
    "planned_minutes": "60", "place": "Aula Kelurahan Menteng", "promise": "involve",
    "unit_id": "{w.unit}",
}  # fmt: skip
ITEM = {"title": "Parit mana yang dikeruk dulu", "planned_minutes": "15"}
QUESTION = {
    "question": "Parit mana yang sebaiknya dikeruk dulu?",
    "options-0-label": "Parit timur",
    "options-1-label": "Parit barat",
}
ISSUE = {
    "kind": "aduan", "title": "Parit Jl. Tjilik Riwut tersumbat", "text": "Sejak Senin.",
    "area_id": "{w.area}", "voice": "warga",
}  # fmt: skip

PAGES = [
    *map(page, (
        "/", "/bantuan", "/privasi", "/tata-krama", "/healthz", "/readyz",
        "/isu", "/isu/atom.xml", "/isu/1", "/isu/1/state",
        "/suara", "/suara/atom.xml", "/suara/1", "/suara/1/panel", "/suara/1/state",
        "/suara/1/hasil", "/suara/6/hasil", "/suara/6/hasil.csv",
        "/forum", "/forum/atom.xml", "/forum.ics", "/forum/1", "/forum/1.ics",
        "/forum/1/langsung", "/forum/1/langsung/keadaan", "/forum/1/layar", "/forum/1/state",
        "/forum/3/notulen", "/akun/konfirmasi", "/akun/lupa-sandi", "/akun/periksa-email",
        "/static/dist/{w.style}", "/static/web/actions.js",
    )),
    page("/isu/1/kiriman/2", opens="303"),
    page("/bahasa/en", opens="303"),
    page("/forum/1/notulen", opens="404"),
    page("/akun/konfirmasi/apa-saja", opens="410"),
    page("/akun/sandi-baru/apa-saja", opens="410"),
    page("/masuk", (VISITOR,), others="303"),
    page("/daftar", (VISITOR,), others="303"),
    page("/keluar", SIGNED_IN, visitors="303", others=""),
]  # fmt: skip

ACCOUNTS = [
    page("/akun", SIGNED_IN),
    form("/akun/nama", SIGNED_IN, public_name="{w.names[{who}]}"),
    form("/akun/tampilan", SIGNED_IN, theme="auto", text="biasa", language="id"),
    form("/akun/konfirmasi", EVERYONE, email="{who}@contoh.id"),
    form("/akun/lupa-sandi", EVERYONE, email="{who}@contoh.id"),
    form("/akun/konfirmasi/apa-saja", EVERYONE, "410"),
    form("/akun/sandi-baru/apa-saja", EVERYONE, "410", password="{w.password}"),
    form("/daftar", (VISITOR,), name="Pintu Depan", email="pintu@contoh.id", area_id="{w.area}",
         password="kelapa sawit di tepi rawa", adult="y", agreed="y"),
    form("/masuk", EVERYONE, email="warga4@betang.example", password="{w.password}"),
    form("/keluar", EVERYONE),
]  # fmt: skip

NOTIFICATIONS = [
    page("/pemberitahuan", SIGNED_IN),
    page("/pemberitahuan/state", SIGNED_IN, visitors="401"),
    page("/pemberitahuan/{w.notification}", (RESIDENT,), "303", others="404", visitors=TO_SIGN_IN),
    form("/pemberitahuan/dibaca", SIGNED_IN),
]

ISSUES = [
    page("/isu/baru", SIGNED_IN),
    page("/isu/draf", SIGNED_IN),
    form("/isu/baru", SIGNED_IN, **ISSUE),
    # another person's draft
    page("/isu/{w.draft}", (RESIDENT,), others="404"),
    page("/isu/{w.draft}/state", (RESIDENT,), others="404"),
    page("/isu/{w.draft}/ubah", (RESIDENT,), others="404"),
    page("/isu/{w.draft}/kiriman/{w.draft_post}", (RESIDENT,), "303", others="404"),
    form("/isu/{w.draft}/ubah", (RESIDENT,), others="404", aksi="draf", **ISSUE),
    form("/isu/{w.draft}/balas", (), others="404", visitors=TO_SIGN_IN, text="Halo", voice="warga"),
    form("/isu/{w.draft}/terbitkan", (RESIDENT,), others="404"),
    form("/isu/{w.other_draft}/hapus", (RESIDENT,), others="404"),
    # what is public stays as it was said
    page("/isu/{w.issue}/ubah", ()),
    form("/isu/{w.issue}/ubah", (), **ISSUE),
    form("/isu/{w.issue}/hapus", ()),
    form("/isu/{w.issue}/balas", SIGNED_IN, text="Saya juga melihatnya.", voice="warga"),
    page("/isu/{w.issue}/kiriman/{w.post}/dukung", SIGNED_IN, "303", others="403"),
    form("/isu/{w.issue}/kiriman/{w.post}/dukung", SIGNED_IN, nilai="1"),
    page("/isu/{w.issue}/kiriman/{w.post}/lapor", SIGNED_IN),
    form("/isu/{w.issue}/kiriman/{w.post}/lapor", SIGNED_IN, ground="data_pribadi"),
    form("/isu/{w.issue}/tahap", (OFFICIAL, ADMIN), "303", "409",
         tahap="diverifikasi", dari="diterima"),
    page("/isu/{w.issue}/jawaban", (OFFICIAL,)),
    form("/isu/{w.issue}/jawaban", (OFFICIAL,), unit="{w.units_of_official}", owner="Kepala Bidang",
         text="Parit dikeruk pekan depan.", due_on=TOMORROW.isoformat()),
    *(page(f"/isu/{{w.issue}}/ringkasan.{kind}", (FACILITATOR, OFFICIAL, ADMIN))
      for kind in ("pdf", "docx", "csv", "json")),
]  # fmt: skip

MODERATION = [
    page("/moderasi", (MODERATOR, ADMIN)),
    page("/moderasi/riwayat", (MODERATOR, ADMIN)),
    form("/moderasi/{w.case}/putuskan?v={w.case_version}", (MODERATOR, ADMIN), "303", "409",
         fields={"p{w.case}-decision": "{w.hide}", "p{w.case}-ground": "data_pribadi",
                 "p{w.case}-message": "Jangan menulis alamat rumah orang."}),
    form("/moderasi/{w.case}/pulihkan?v={w.case_version}", (MODERATOR, ADMIN), "303", "409"),
]  # fmt: skip

POLLS = [
    page("/suara/baru", ORGANISERS),
    form("/suara/baru", ORGANISERS, **QUESTION),
    page("/suara/{w.poll}", ORGANISERS, others="404"),
    page("/suara/{w.poll}/state", ORGANISERS, others="404"),
    page("/suara/{w.poll}/panel", ORGANISERS, others="404"),
    page("/suara/{w.poll}/hasil", ORGANISERS, others="404"),
    page("/suara/{w.poll}/kelola", ORGANISERS, others="404"),
    form("/suara/{w.poll}", (), others="404", option_id="{w.option}"),
    form("/suara/{w.poll}/kelola?v={w.poll_version}", ORGANISERS, "303", "409",
         others="404", **QUESTION),
    form("/suara/{w.poll}/siapkan?v={w.poll_version}", ORGANISERS, "303", "409", others="404"),
    page("/suara/{w.poll}/kelola", ORGANISERS),
    form("/suara/{w.poll}/kelola?v={w.poll_version}", (), **QUESTION, others="403"),
    form("/suara/{w.poll}/buka?v={w.poll_version}", ORGANISERS, "303", "409", minutes="60"),
    page("/suara/{w.poll}"),
    page("/suara/{w.poll}/hasil.csv", (), others="404"),
    # neither who is not verified nor who put the question
    form("/suara/{w.poll}", (RESIDENT, MODERATOR, OFFICIAL, DESK, OBSERVER, ADMIN),
         option_id="{w.option}"),
    form("/suara/{w.poll}/tutup?v={w.poll_version}", ORGANISERS, "303", "409"),
    page("/suara/{w.counted_poll}/hasil.csv", ORGANISERS, others="404"),
    form("/suara/{w.counted_poll}/terbitkan?v={w.poll_version}", ORGANISERS, "303", "409"),
    page("/suara/{w.poll}/hasil.csv"),
]  # fmt: skip

AN_EVENING = [
    page("/forum/baru", ORGANISERS),
    form("/forum/baru", ORGANISERS, **PLAN),
    # a draft is for those who plan
    *(page(f"/forum/{{w.meeting}}{rest}", ORGANISERS, others="404")
      for rest in ("", ".ics", "/langsung", "/layar", "/konsol", "/state", "/ubah",
                   "/acara/{w.item}/ubah")),
    form("/forum/{w.meeting}/ubah?v={w.version}", ORGANISERS, "303", "409", others="404", **PLAN),
    form("/forum/{w.meeting}/acara", ORGANISERS, others="404", **ITEM),
    form("/forum/{w.meeting}/umumkan?v={w.version}", ORGANISERS, "303", "409", others="404"),
    # once announced everyone may see it, but not plan it
    page("/forum/{w.meeting}"),
    page("/forum/{w.meeting}/ubah", ORGANISERS),
    page("/forum/{w.meeting}/acara/{w.item}/ubah", ORGANISERS),
    form("/forum/{w.meeting}/umumkan?v={w.version}", ORGANISERS, "409"),
    form("/forum/{w.meeting}/ubah?v={w.version}", ORGANISERS, "303", "409", **PLAN),
    form("/forum/{w.meeting}/acara", ORGANISERS, **ITEM),
    form("/forum/{w.meeting}/acara/{w.item}/ubah?v={w.item_version}", ORGANISERS, "303", "409",
         **ITEM),
    form("/forum/{w.meeting}/acara/{w.item}/pindah?v={w.version}", ORGANISERS, "303", "409",
         arah="turun"),
    form("/forum/{w.meeting}/acara/{w.last_item}/hapus?v={w.version}", ORGANISERS, "303", "404"),
    form("/forum/{w.meeting}/acara/{w.item}/siap?v={w.item_version}", ORGANISERS, "303", "409"),
    # the evening itself
    page("/forum/{w.meeting}/konsol", STAFF),
    page("/forum/{w.meeting}/state?room=staff", STAFF, others="404"),
    form("/forum/{w.meeting}/buka?v={w.version}", ORGANISERS, "303", "409"),
    form("/forum/{w.meeting}/acara/{w.item}/aktifkan?v={w.item_version}", ORGANISERS,
         "303", "409"),
    form("/forum/{w.meeting}/acara/{w.item}/tangan",
         tuple(who for who in SIGNED_IN if who != FACILITATOR), arah="naik"),
    form("/forum/{w.meeting}/antrean/{w.waiting}/panggil?v={w.waiting_version}", ORGANISERS,
         "303", "409"),
    form("/forum/{w.meeting}/antrean/{w.called}/mulai?v={w.called_version}", ORGANISERS,
         "303", "409"),
    form("/forum/{w.meeting}/antrean/{w.speaking}/selesai?v={w.speaking_version}", ORGANISERS,
         "303", "409"),
    form("/forum/{w.meeting}/antrean/{w.waiting}/keluarkan?v={w.waiting_version}", ORGANISERS,
         "303", "409", alasan="Sudah pulang"),
    form("/forum/{w.meeting}/pemungutan", ORGANISERS, for_item="{w.item}", minutes="",
         question="Parit mana yang dikeruk dulu?", options="Parit timur\nParit barat"),
    form("/forum/{w.meeting}/pemungutan/{w.its_poll}/buka?v={w.its_poll_version}", ORGANISERS,
         "303", "409"),
    form("/forum/{w.meeting}/pemungutan/{w.its_poll}/tutup?v={w.its_poll_version}", ORGANISERS,
         "303", "409"),
    form("/forum/{w.meeting}/pemungutan/{w.its_counted_poll}/umumkan?v={w.its_poll_version}",
         ORGANISERS, "303", "409"),
    form("/forum/{w.meeting}/hasil", ORGANISERS, "303", "409", item_id="{w.resumed_item}",
         version="{w.item_version}", kind="noted", text="Parit timur dikeruk dulu."),
    form("/forum/{w.meeting}/tutup?v={w.version}", ORGANISERS, "303", "409"),
    form("/forum/{w.meeting}/selesaikan?v={w.version}", ORGANISERS, "303", "409"),
    page("/forum/{w.meeting}/notulen"),
]  # fmt: skip

DOORS = {
    "pages": PAGES,
    "accounts": ACCOUNTS,
    "notifications": NOTIFICATIONS,
    "issues": ISSUES,
    "moderation": MODERATION,
    "polls": POLLS,
    "an evening": AN_EVENING,
}
