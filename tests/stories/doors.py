"""The table of all doors: every address of the program, and for whom it opens.

A line is an address asked in one way. `{w.…}` in it is filled in by the world that the test
prepares, `{who}` and `{name}` by the person who asks. The fields of a form would change
something: those who are let in show it. Lines of one group are walked in order, so a poll is
drafted, armed and opened before it is voted in.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.attachments import samples
from tests.browser import PASSWORD
from tests.stories.evening import TOMORROW

VISITOR, RESIDENT, UNVERIFIED, DESK = "visitor", "warga", "warga9", "petugas"
FACILITATOR, OTHER, SCRIBE = "fasilitator2", "fasilitator", "notulis"  # one leads, one does not
MODERATOR, COORDINATOR = "moderator", "koordinator"
OFFICIAL, HEAD, OBSERVER, ADMIN = "pejabat", "kepala", "pengamat", "admin"
EVERYONE = (
    VISITOR, RESIDENT, UNVERIFIED, DESK, FACILITATOR, OTHER, SCRIBE, MODERATOR, COORDINATOR,
    OFFICIAL, HEAD, OBSERVER, ADMIN,
)  # fmt: skip
SIGNED_IN = EVERYONE[1:]
ORGANISERS = (FACILITATOR, OTHER, ADMIN)
LEADING = (FACILITATOR, ADMIN)
MODERATING = (MODERATOR, ADMIN)
MERGING = (MODERATOR, COORDINATOR, OFFICIAL, HEAD)
PACING = (MODERATOR, COORDINATOR, ADMIN)
PINNING = (MODERATOR, COORDINATOR, OFFICIAL, HEAD, ADMIN)

TO_SIGN_IN = "303 to /masuk"
TOKEN = "apa-saja"  # of a link in a mail: one that nobody was sent


@dataclass(frozen=True)
class Door:
    """Who may gets `opens`: the first of them its first answer, later ones its last, for whom
    the thing is done already. The rest get `others`, or what `unless` says.
    """

    method: str
    address: str
    may: tuple[str, ...]
    opens: tuple[str, ...]
    others: str = "403"
    unless: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] | None = None

    def answer_for(self, who: str) -> str:
        if who in self.may:
            return self.opens[0] if who == self.may[0] else self.opens[-1]
        refused = {"403": TO_SIGN_IN}.get(self.others, self.others)
        return self.unless.get(who, refused if who == VISITOR else self.others)


def page(address: str, may: tuple[str, ...] = EVERYONE, opens: str = "200", **how: Any) -> Door:
    return Door("GET", address, may, (opens,), **how)


def form(
    address: str,
    may: tuple[str, ...],
    opens: tuple[str, ...] = ("303",),
    *,
    others: str = "403",
    unless: dict[str, str] | None = None,
    files: dict[str, tuple[str, bytes]] | None = None,
    **fields: str,
) -> Door:
    return Door("POST", address, may, opens, others, unless or {}, fields, files)


ONCE = ("303", "409")  # whoever comes later has a version that is old by then
HIDDEN = {"others": "404"}  # not for you is not there
HIDDEN_SIGN_IN = {"others": "404", "unless": {VISITOR: TO_SIGN_IN}}
SEEN_BY_OTHER = {"others": "404", "unless": {OTHER: "403"}}  # drafts are shown to all who plan

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
PHOTO = {"berkas": ("parit.jpg", samples.jpeg())}

PAGES = [
    *map(page, (
        "/", "/gambar.png", "/isu/1/gambar.png", "/bantuan", "/privasi", "/tata-krama", "/healthz", "/readyz",
        "/isu", "/isu/atom.xml", "/isu/1", "/isu/1/state",
        "/isu/peta", "/isu/peta/wilayah?titik=-2.21,113.91", "/isu/peta/garis-{w.outlines}.svg",
        "/suara", "/suara/atom.xml", "/suara/1", "/suara/1/panel", "/suara/1/state",
        "/suara/1/hasil", "/suara/6/hasil", "/suara/6/hasil.csv",
        "/forum", "/forum/atom.xml", "/forum.ics", "/forum/1", "/forum/1.ics",
        "/forum/1/langsung", "/forum/1/langsung/keadaan", "/forum/1/layar", "/forum/1/state",
        "/forum/3/notulen", "/cari", "/cari?q=banjir&jenis=issue", "/cari/atom.xml",
        "/akun/konfirmasi", "/akun/lupa-sandi", "/akun/periksa-email",
        "/static/dist/{w.style}", "/static/web/app.js",
    )),
    page("/isu/1/kiriman/2", opens="303"),
    page("/bahasa/en", opens="303"),
    page("/forum/1/notulen", opens="404"),
    page("/forum/1/konsol", (OTHER, FACILITATOR, SCRIBE, OBSERVER, ADMIN)),
    page(f"/akun/konfirmasi/{TOKEN}", opens="410"),
    page(f"/akun/sandi-baru/{TOKEN}", opens="410"),
    page(f"/masuk/tautan/{TOKEN}", opens="410"),
    page("/masuk", (VISITOR,), others="303"),
    page("/daftar", (VISITOR,), others="303"),
    page("/keluar", SIGNED_IN, unless={VISITOR: "303"}),
]  # fmt: skip

ACCOUNTS = [
    page("/akun", SIGNED_IN),
    form("/akun/nama", SIGNED_IN, public_name="{name}"),
    form("/akun/tampilan", SIGNED_IN, theme="auto", text="biasa", language="id"),
    form("/akun/konfirmasi", EVERYONE, email="{who}@contoh.id"),
    form("/akun/lupa-sandi", EVERYONE, email="{who}@contoh.id"),
    form(f"/akun/konfirmasi/{TOKEN}", EVERYONE, ("410",)),
    form(f"/masuk/tautan/{TOKEN}", EVERYONE, ("410",)),
    form(f"/akun/sandi-baru/{TOKEN}", EVERYONE, ("410",), password="di bawah pohon karet"),
    form("/daftar", (VISITOR,), name="Pintu Depan", email="pintu@contoh.id", area_id="{w.area}",
         password="di bawah pohon karet", adult="y", agreed="y"),
    form("/masuk", EVERYONE, email="warga4@betang.example", password=PASSWORD),
    form("/keluar", EVERYONE),
]  # fmt: skip

NOTIFICATIONS = [
    page("/pemberitahuan", SIGNED_IN),
    page("/pemberitahuan/state", SIGNED_IN, unless={VISITOR: "401"}),
    page("/pemberitahuan/{w.notification}", (RESIDENT,), "303", **HIDDEN_SIGN_IN),
    form("/pemberitahuan/{w.notification}/tandai", (RESIDENT,), nilai="belum", **HIDDEN_SIGN_IN),
    form("/pemberitahuan/dibaca", SIGNED_IN),
    page("/pemberitahuan/ikuti", SIGNED_IN),
    form("/pemberitahuan/ikuti", SIGNED_IN, apa="thread:1", tingkat="semua"),
    form("/pemberitahuan/ikuti/berhenti-semua", SIGNED_IN),
    page("/pemberitahuan/pengaturan", SIGNED_IN),
    form("/pemberitahuan/pengaturan", SIGNED_IN, frequency="harian", quiet_from="1260",
         quiet_until="360"),
    form("/pemberitahuan/pengaturan/coba-lagi", SIGNED_IN),
    page(f"/pemberitahuan/berhenti/{TOKEN}", opens="410"),
    form(f"/pemberitahuan/berhenti/{TOKEN}", EVERYONE, ("410",)),
]  # fmt: skip

ISSUES = [
    page("/isu/baru", SIGNED_IN),
    page("/isu/draf", SIGNED_IN),
    form("/isu/baru/serupa", SIGNED_IN, ("200",), title="Parit tersumbat"),
    form("/isu/baru/dukung", SIGNED_IN, ("303",), dukung="2"),
    page("/isu/baru/dukung/2", SIGNED_IN),
    form("/isu/baru", SIGNED_IN, **ISSUE),
    # another person's draft
    page("/isu/{w.draft}", (RESIDENT,), **HIDDEN),
    page("/isu/{w.draft}/state", (RESIDENT,), **HIDDEN),
    page("/isu/{w.draft}/ubah", (RESIDENT,), **HIDDEN),
    page("/isu/{w.draft}/kiriman/{w.draft_post}", (RESIDENT,), "303", **HIDDEN),
    form("/isu/{w.draft}/ubah", (RESIDENT,), aksi="draf", **ISSUE, **HIDDEN),
    form("/isu/{w.draft}/terbitkan", (RESIDENT,), **HIDDEN),
    form("/isu/{w.other_draft}/balas", (), others="404", text="Halo.", voice="warga",
         unless={VISITOR: TO_SIGN_IN, RESIDENT: "409"}),
    form("/isu/{w.other_draft}/hapus", (RESIDENT,), **HIDDEN),
    # what is public stays as it was said
    page("/isu/{w.issue}/ubah", ()),
    form("/isu/{w.issue}/ubah", (), **ISSUE),
    form("/isu/{w.issue}/terbitkan", ()),
    form("/isu/{w.issue}/hapus", ()),
    form("/isu/{w.issue}/balas", SIGNED_IN, text="Saya juga melihatnya.", voice="warga"),
    page("/isu/{w.issue}/kiriman/{w.post}/dukung", SIGNED_IN, "303"),
    form("/isu/{w.issue}/kiriman/{w.post}/dukung", SIGNED_IN, nilai="1"),
    page("/isu/{w.issue}/kiriman/{w.post}/lapor", SIGNED_IN),
    form("/isu/{w.issue}/kiriman/{w.post}/lapor", SIGNED_IN, ground="data_pribadi"),
    form("/isu/{w.issue}/dibaca", SIGNED_IN, ("204",), kiriman="{w.post}"),
    page("/isu/{w.issue}/sebutan?q=dinas", SIGNED_IN),
    page("/isu/{w.issue}/teks"),
    page("/isu/{w.issue}/belum-dibaca", opens="303"),
    page("/isu/{w.issue}/pro-kontra", opens="404"),  # a complaint has no two sides
    page("/isu/{w.talk}/pro-kontra"),
    page("/isu/{w.talk}/kiriman/{w.argument}/setuju", SIGNED_IN, "303"),
    form("/isu/{w.talk}/kiriman/{w.argument}/setuju", SIGNED_IN, nilai="1"),
    page("/isu/{w.issue}/kiriman/{w.post}/riwayat"),
    page("/isu/{w.issue}/kiriman/{w.own_post}/sunting", (RESIDENT,)),
    form("/isu/{w.issue}/kiriman/{w.own_post}/sunting", (RESIDENT,), text="Sudah tiga hari.",
         revision="0"),
    page("/isu/{w.issue}/kiriman/{w.own_post}/hapus", (RESIDENT,)),
    form("/isu/{w.issue}/kiriman/{w.own_post}/hapus", (RESIDENT,), aksi="hapus"),
    page("/isu/{w.issue}/kiriman/{w.post}/sematkan", PINNING),
    form("/isu/{w.issue}/kiriman/{w.post}/sematkan", PINNING, nilai="1",
         reason="Jadwal yang dicari banyak orang."),
    page("/isu/{w.issue}/pembahasan", PACING),
    form("/isu/{w.issue}/pembahasan", PACING, aksi="jeda", minutes="0",
         reason="Pembahasan sudah tenang."),
    form("/tulisan/draf", SIGNED_IN, ("204",), tempat="balas-{w.issue}", isi="Saya kira"),
    form("/tulisan/pratinjau", SIGNED_IN, ("200",), isi="**tebal**"),
    page("/isu/{w.fresh}/langkah/verifikasi", (COORDINATOR,)),
    page("/isu/{w.fresh}/langkah/lengkapi", (), unless={RESIDENT: "409"}),
    page("/isu/{w.fresh}/langkah/tanggapi", (), "404", others="404"),
    form("/isu/{w.fresh}/langkah/verifikasi", (COORDINATOR,), ONCE,
         classification="tidak_berkadar_pengawasan"),
    page("/isu/{w.fresh}/lapor-nasional", (COORDINATOR,)),
    form("/isu/{w.fresh}/lapor-nasional", (COORDINATOR,), number="5512345"),
    page("/isu/{w.secret}", (RESIDENT, COORDINATOR), **HIDDEN),
    page("/isu/{w.secret}/state", (RESIDENT, COORDINATOR), **HIDDEN),
    page("/isu/{w.double}/gabung", MERGING),
    page("/isu/{w.double}/gabung?ke={w.fresh}", MERGING),
    form("/isu/{w.double}/gabung", MERGING, ONCE, ke="{w.fresh}", note="Parit yang sama."),
    page("/isu/{w.double}/langkah/keberatan", (RESIDENT,)),
    form("/isu/{w.double}/langkah/keberatan", (RESIDENT,), note="Parit saya di seberang."),
    page("/isu/{w.double}/langkah/tetap-gabung", (COORDINATOR, MODERATOR)),
    form("/isu/{w.double}/langkah/tetap-gabung", (COORDINATOR, MODERATOR), ONCE,
         note="Satu saluran dari ujung ke ujung."),
    page("/isu/{w.double}/langkah/pisahkan", MERGING),
    form("/isu/{w.double}/langkah/pisahkan", MERGING, ONCE, note="Ternyata dua parit."),
    page("/isu/tugas", (COORDINATOR, OFFICIAL, HEAD, DESK, MODERATOR)),
    page("/isu/ekspor.csv", (COORDINATOR, ADMIN)),
    page("/isu/{w.issue}/jawaban", (OFFICIAL, HEAD)),
    form("/isu/{w.issue}/jawaban", (OFFICIAL, HEAD), unit="{w.unit_of_official}",
         owner="Kepala Bidang", text="Parit dikeruk pekan depan.", due_on=TOMORROW.isoformat(),
         result="diterima", what="Mengeruk parit"),
    page("/isu/{w.issue}/selesai", (OFFICIAL, HEAD)),
    form("/isu/{w.issue}/selesai", (OFFICIAL, HEAD), ("422",)),
    page("/isu/{w.issue}/konfirmasi", (RESIDENT,)),
    form("/isu/{w.issue}/konfirmasi", (RESIDENT,), ("422",)),
    *map(page, ("/tindak-lanjut", "/tindak-lanjut/atom.xml", "/tindak-lanjut/ekspor.csv",
                "/tindak-lanjut/{w.promise}")),
    page("/tindak-lanjut/{w.promise}/perkembangan", (OFFICIAL, HEAD)),
    form("/tindak-lanjut/{w.promise}/perkembangan", (OFFICIAL, HEAD), text="Alat sudah tiba."),
    *(page(f"/isu/{{w.issue}}/ringkasan.{kind}",
           (COORDINATOR, FACILITATOR, OTHER, OFFICIAL, HEAD, ADMIN))
      for kind in ("csv", "json", "docx", "pdf")),
]  # fmt: skip

FILES = [
    page("/berkas/{w.file}"),
    page("/berkas/{w.file}/320"),
    page("/berkas/{w.file}/800"),
    page("/berkas/{w.draft_file}", (RESIDENT,), **HIDDEN),
    page("/berkas/{w.waiting_file}", (RESIDENT,), **HIDDEN),
    page("/berkas/{w.waiting_file}/320", (RESIDENT,), **HIDDEN),
    form("/berkas", SIGNED_IN, ("200",), files=PHOTO),
    form("/berkas/{w.file}/hapus", (), **HIDDEN_SIGN_IN),
    form("/berkas/{w.waiting_file}/hapus", (RESIDENT,), ("204",), **HIDDEN_SIGN_IN),
]  # fmt: skip

MODERATION = [
    page("/moderasi", MODERATING),
    page("/moderasi/riwayat", MODERATING),
    form("/moderasi/{w.case}/putuskan?v={w.case_version}", MODERATING, ONCE,
         **{"p{w.case}-decision": "hide", "p{w.case}-ground": "data_pribadi",
            "p{w.case}-message": "Jangan menulis alamat rumah orang."}),
    form("/moderasi/{w.case}/pulihkan?v={w.case_version}", MODERATING, ONCE),
]  # fmt: skip

POLLS = [
    page("/suara/baru", ORGANISERS),
    form("/suara/baru", ORGANISERS, **QUESTION),
    # a draft is for those who manage it
    *(page(f"/suara/{{w.poll}}{rest}", ORGANISERS, **HIDDEN)
      for rest in ("", "/panel", "/hasil", "/kelola")),
    page("/suara/{w.poll}/state", (), **HIDDEN),  # it has no room yet
    form("/suara/{w.poll}", (), others="404", option_id="{w.option}",
         unless={FACILITATOR: "403", OTHER: "409", ADMIN: "409"}),
    form("/suara/{w.poll}/kelola?v={w.poll_version}", ORGANISERS, ONCE, **QUESTION, **HIDDEN),
    form("/suara/{w.poll}/siapkan?v={w.poll_version}", ORGANISERS, ONCE, **HIDDEN),
    # armed, everyone may read it
    page("/suara/{w.poll}"),
    page("/suara/{w.poll}/kelola", ORGANISERS),
    form("/suara/{w.poll}/kelola?v={w.poll_version}", ORGANISERS, ("409",), **QUESTION),
    form("/suara/{w.poll}/buka?v={w.poll_version}", ORGANISERS, ONCE, minutes="60"),
    page("/suara/{w.poll}/hasil.csv", (), **HIDDEN),
    # neither who is not verified nor who put the question
    form("/suara/{w.poll}", tuple(who for who in SIGNED_IN if who not in (UNVERIFIED, FACILITATOR)),
         option_id="{w.option}"),
    form("/suara/{w.poll}/perpanjang", ORGANISERS, ("422",)),
    form("/suara/{w.poll}/tutup?v={w.poll_version}", ORGANISERS),
    page("/suara/{w.counted_poll}/hasil.csv", ORGANISERS, **HIDDEN),
    form("/suara/{w.counted_poll}/terbitkan?v={w.poll_version}", ORGANISERS),
    page("/suara/{w.poll}/pemilih", (), **HIDDEN),  # it is no named poll
    form("/suara/{w.poll}/sesudahnya", ORGANISERS, isi="Dikerjakan bulan depan."),
    form("/suara/{w.poll}/batalkan", ORGANISERS, ("409",), alasan="Daftarnya keliru."),
    form("/suara/{w.poll}/ulangi", ORGANISERS, ("409",)),
    page("/suara/{w.poll}/hasil.csv"),
]  # fmt: skip

FORUM = "/forum/{w.meeting}"
AN_EVENING = [
    page("/forum/baru", ORGANISERS),
    form("/forum/baru", ORGANISERS, **PLAN),
    # a draft is for those who plan, and its console and plan for those who lead it
    *(page(f"{FORUM}{rest}", ORGANISERS, **HIDDEN)
      for rest in ("", ".ics", "/langsung", "/langsung/keadaan", "/layar", "/state")),
    *(page(f"{FORUM}{rest}", LEADING, **SEEN_BY_OTHER)
      for rest in ("/konsol", "/ubah", "/acara/{w.item}/ubah")),
    form(f"{FORUM}/ubah?v={{w.version}}", LEADING, ONCE, **PLAN, **SEEN_BY_OTHER),
    form(f"{FORUM}/acara", LEADING, **ITEM, **SEEN_BY_OTHER),
    form(f"{FORUM}/umumkan?v={{w.version}}", LEADING, ONCE, **SEEN_BY_OTHER),
    # announced, everyone may see it
    page(FORUM),
    page(f"{FORUM}/ubah", LEADING),
    page(f"{FORUM}/acara/{{w.item}}/ubah", LEADING),
    form(f"{FORUM}/ubah?v={{w.version}}", LEADING, ONCE, **PLAN),
    form(f"{FORUM}/acara", LEADING, **ITEM),
    form(f"{FORUM}/acara/{{w.item}}/ubah?v={{w.item_version}}", LEADING, ONCE, **ITEM),
    form(f"{FORUM}/acara/{{w.item}}/pindah?v={{w.version}}", LEADING, ONCE, arah="turun"),
    form(f"{FORUM}/acara/{{w.last_item}}/hapus?v={{w.version}}", LEADING, ("303", "404")),
    form(f"{FORUM}/acara/{{w.item}}/siap?v={{w.item_version}}", LEADING, ONCE),
    # the evening itself
    page(f"{FORUM}/konsol", (*LEADING, OBSERVER)),
    page(f"{FORUM}/state?room=staff", (*LEADING, OBSERVER), **HIDDEN),
    form(f"{FORUM}/buka?v={{w.version}}", LEADING, ONCE),
    form(f"{FORUM}/acara/{{w.item}}/aktifkan?v={{w.item_version}}", LEADING, ONCE),
    form(f"{FORUM}/acara/{{w.item}}/tangan",
         tuple(who for who in SIGNED_IN if who != FACILITATOR), arah="naik"),
    form(f"{FORUM}/antrean/{{w.waiting}}/panggil?v={{w.waiting_version}}", LEADING, ONCE),
    form(f"{FORUM}/antrean/{{w.called}}/mulai?v={{w.called_version}}", LEADING, ONCE),
    form(f"{FORUM}/antrean/{{w.speaking}}/selesai?v={{w.speaking_version}}", LEADING, ONCE),
    form(f"{FORUM}/antrean/{{w.waiting}}/keluarkan?v={{w.waiting_version}}", LEADING, ONCE,
         alasan="tidak-hadir"),
    form(f"{FORUM}/pemungutan", LEADING, for_item="{w.item}", minutes="",
         question=QUESTION["question"], options="Parit timur\nParit barat"),
    form(f"{FORUM}/pemungutan/{{w.its_poll}}/buka?v={{w.its_poll_version}}", LEADING, ONCE),
    form(f"{FORUM}/pemungutan/{{w.its_poll}}/tutup?v={{w.its_poll_version}}", LEADING),
    form(f"{FORUM}/pemungutan/{{w.its_counted_poll}}/umumkan?v={{w.its_poll_version}}", LEADING),
    form(f"{FORUM}/hasil", LEADING, ONCE, item_id="{w.item}", version="{w.item_version}",
         kind="noted", text="Parit timur dikeruk dulu."),
    form(f"{FORUM}/tutup?v={{w.version}}", LEADING, ONCE),
    form(f"{FORUM}/selesaikan?v={{w.version}}", LEADING, ONCE),
    page(f"{FORUM}/notulen"),
]  # fmt: skip

# What belongs to people: accounts, their verification, roles, privacy, the desk, the city. Forms are
# sent empty: whoever may send them at all is told what is missing (422), or that there is no such
# thing (404); what they do is tested where it is made.
PEOPLE = [
    page("/akun/keamanan/penyedia", EVERYONE, "404"),  # no provider is set
    form("/akun/keamanan/penyedia", EVERYONE, ("404",)),
    *(page(address, SIGNED_IN, "200") for address in (
        "/akun/akses",
        "/akun/data",
        "/akun/keamanan",
        "/akun/keamanan/bukti",
        "/akun/keamanan/cadangan",
        "/akun/keamanan/kode",
        "/akun/keamanan/kunci",
        "/akun/kontak",
        "/akun/peran",
        "/akun/persetujuan",
        "/akun/verifikasi",
        "/akun/hapus",
        "/akun/perangkat",
    )),
    *(form(address, SIGNED_IN, ("422",)) for address in (
        "/akun/akses",
        "/akun/buktikan",
        "/akun/buktikan/kunci",
        "/akun/buktikan/pesan",
        "/akun/data/permintaan",
        "/akun/keamanan/bukti",
        "/akun/keamanan/kunci",
        "/akun/kontak",
        "/akun/kontak/kode",
        "/akun/sandi",
        "/akun/verifikasi",
        "/akun/hapus",
    )),
    *(form(address, SIGNED_IN, ("404",)) for address in (
        "/akun/akses/1/cabut",
        "/akun/keamanan/kunci/1",
        "/akun/keamanan/kunci/1/hapus",
        "/akun/keamanan/penyedia/1/putus",
        "/akun/hapus/batal",
        "/akun/perangkat/999999/keluarkan",
    )),
    *(page(address, SIGNED_IN, "303") for address in (
        "/akun/buktikan",
        "/akun/keamanan/kode/hapus",
        "/masuk/kedua",
    )),
    *(form(address, SIGNED_IN, ("303",)) for address in (
        "/akun/buktikan/kirim",
        "/akun/buktikan/kode",
        "/akun/data/salinan",
        "/akun/keamanan/bukti/kirim",
        "/akun/keamanan/kode",
        "/akun/keamanan/kode/hapus",
        "/akun/kelurahan",
        "/akun/kontak/hapus/text",
        "/akun/persetujuan",
        "/akun/verifikasi/kode-meja",
        "/masuk/kedua",
        "/masuk/kedua/cadangan",
        "/akun/peran/nip/hapus",
    )),
    *(form(address, SIGNED_IN, ("200",)) for address in (
        "/akun/buktikan/kunci/mulai",
        "/akun/keamanan/kunci/mulai",
    )),
    *(page(address, SIGNED_IN, "404") for address in (
        "/akun/data/salinan/999999",
        "/akun/keamanan/kunci/1",
        "/akun/keamanan/kunci/1/hapus",
    )),
    *(form(address, SIGNED_IN, ("409",)) for address in (
        "/akun/keamanan/cadangan",
    )),
    *(page(address, EVERYONE, "404") for address in (
        "/akun/keamanan/penyedia/mulai",
        "/kios",
        "/masuk/penyedia",
        "/masuk/penyedia/kembali",
    )),
    *(page(address, EVERYONE, "303 to /masuk") for address in (
        "/akun/kode",
        "/masuk/penyedia/daftar",
    )),
    *(form(address, EVERYONE, ("303 to /masuk",)) for address in (
        "/akun/kode",
        "/akun/kode/kirim-ulang",
        "/masuk/kode",
        "/masuk/penyedia/daftar",
    )),
    *(page(address, EVERYONE, "200") for address in (
        "/catatan/titik-periksa",
        "/ketentuan",
        "/ketentuan/versi/1",
        "/lacak",
        "/privasi/kegiatan-pemrosesan",
        "/privasi/versi/1",
        "/tata-krama/versi/1",
        "/warga/1",
    )),
    *(page(address, (DESK, OBSERVER, ADMIN,), "200") for address in (
        "/kelola",
    )),
    *(page(address, (OBSERVER, ADMIN,), "200") for address in (
        "/kelola/catatan",
        "/kelola/catatan.csv",
        "/kelola/pembersihan",
    )),
    *(page(address, (ADMIN,), "200") for address in (
        "/kelola/insiden",
        "/kelola/insiden/baru",
        "/kelola/kategori",
        "/kelola/kategori/1",
        "/kelola/kategori/1/gabung",
        "/kelola/libur",
        "/kelola/libur/1",
        "/kelola/libur/1/hapus",
        "/kelola/libur/impor",
        "/kelola/orang",
        "/kelola/orang/1",
        "/kelola/janji",
        "/kelola/pemilihan",
        "/kelola/penduduk",
        "/kelola/penduduk/1",
        "/kelola/penduduk/angka/1/hapus",
        "/kelola/pengelola-data",
        "/kelola/peran",
        "/kelola/peran/1/cabut",
        "/kelola/permintaan-data",
        "/kelola/permintaan-data/1",
        "/kelola/retensi",
        "/kelola/teks",
        "/kelola/teks/privasi",
        "/kelola/tingkat",
        "/kelola/undangan",
        "/kelola/undangan/1/tarik",
        "/kelola/undangan/baru",
        "/kelola/unit",
        "/kelola/unit/1",
        "/kelola/unit/1/buka",
        "/kelola/unit/1/tutup",
        "/kelola/unit/baru",
        "/kelola/wilayah",
        "/kelola/wilayah/1",
        "/kelola/wilayah/1/hapus",
        "/kelola/wilayah/baru",
    )),
    *(page(address, (ADMIN,), "404") for address in (
        "/kelola/insiden/1",
        "/kelola/insiden/1/langkah/tutup",
        "/kelola/insiden/1/surat",
        "/kelola/insiden/1/ubah",
    )),
    *(form(address, (ADMIN,), ("404",)) for address in (
        "/kelola/insiden/1/catatan",
        "/kelola/insiden/1/langkah/tutup",
        "/kelola/insiden/1/ubah",
    )),
    *(form(address, (ADMIN,), ("422",)) for address in (
        "/kelola/insiden/baru",
        "/kelola/kategori",
        "/kelola/kategori/1/gabung",
        "/kelola/kategori/1/pindah",
        "/kelola/libur",
        "/kelola/libur/1",
        "/kelola/libur/impor",
        "/kelola/orang/1/peran",
        "/kelola/janji",
        "/kelola/pemilihan",
        "/kelola/penduduk/1",
        "/kelola/pengelola-data/penyelenggara",
        "/kelola/pengelola-data/lembaga",
        "/kelola/peran/1/cabut",
        "/kelola/permintaan-data",
        "/kelola/permintaan-data/1",
        "/kelola/retensi",
        "/kelola/teks/privasi",
        "/kelola/tingkat",
        "/kelola/tingkat/masa",
        "/kelola/tingkat/undangan",
        "/kelola/undangan/1/tarik",
        "/kelola/undangan/baru",
        "/kelola/unit/1/buka",
        "/kelola/unit/1/tutup",
        "/kelola/unit/baru",
        "/kelola/wilayah/baru",
    )),
    *(page(address, (DESK, ADMIN,), "200") for address in (
        "/kelola/kasus-nik",
        "/kelola/kode",
        "/kelola/verifikasi",
        "/kelola/verifikasi/1",
        "/meja",
        "/meja/dukungan/baru",
        "/meja/entri",
        "/meja/entri/baru",
        "/meja/kios",
        "/meja/warga/baru",
    )),
    *(page(address, (DESK, ADMIN,), "404") for address in (
        "/kelola/kasus-nik/1",
        "/kelola/kode/999999/batal",
    )),
    page("/meja/entri/1/slip", (DESK, ADMIN)),
    form("/meja/entri/1/pin", (DESK, ADMIN)),
    *(form(address, (DESK, ADMIN,), ("404",)) for address in (
        "/kelola/kasus-nik/1",
        "/kelola/kode/999999/batal",
        "/kelola/kode/999999/cetak",
        "/meja/dukungan/baru",
        "/meja/entri/baru",
    )),
    *(form(address, (ADMIN,), ("303",)) for address in (
        "/kelola/kategori/1",
        "/kelola/kategori/1/pensiun",
        "/kelola/kategori/1/pakai",
        "/kelola/libur/1/hapus",
        "/kelola/penduduk/angka/1/hapus",
        "/kelola/pengelola-data",
        "/kelola/undangan/1/kirim-lagi",
        "/kelola/unit/1",
        "/kelola/wilayah/1",
    )),
    *(form(address, (DESK, ADMIN,), ("422",)) for address in (
        "/kelola/kode",
        "/kelola/verifikasi/1/cabut",
        "/meja/kios",
        "/meja/warga/baru",
    )),
    *(page(address, (), "403") for address in (
        "/kelola/orang/1/langkah-kedua",
    )),
    *(form(address, (), ("403",)) for address in (
        "/kelola/orang/1/langkah-kedua",
    )),
    *(form(address, (ADMIN,), ("409",)) for address in (
        "/kelola/wilayah/1/hapus",
    )),
    *(form(address, EVERYONE, ("404",)) for address in (
        "/kios/akhiri",
        "/kios/masuk",
        "/kios/slip",
    )),
    *(page(address, EVERYONE, "303") for address in (
        "/kios/selesai",
        "/lacak/ambil-alih",
        "/lacak/hasil",
    )),
    *(form(address, EVERYONE, ("303",)) for address in (
        "/kios/selesai",
        "/lacak/ambil-alih",
        "/lacak/hasil",
        "/lacak/pindahkan",
        "/lacak/tutup",
    )),
    *(form(address, EVERYONE, ("422",)) for address in (
        "/lacak",
        "/masuk/kunci",
    )),
    *(form(address, EVERYONE, ("409",)) for address in (
        "/masuk/kedua/kunci",
        "/masuk/kedua/kunci/mulai",
    )),
    *(form(address, EVERYONE, ("200",)) for address in (
        "/masuk/kunci/mulai",
    )),
    *(page(address, (DESK,), "200") for address in (
        "/meja/verifikasi",
        "/meja/verifikasi/1",
    )),
    *(form(address, (DESK,), ("422",)) for address in (
        "/meja/verifikasi",
        "/meja/verifikasi/1",
    )),
    *(page(address, (DESK,), "404") for address in (
        "/meja/verifikasi/kasus/1",
    )),
    *(page(address, EVERYONE, "410") for address in (
        "/undangan/apa-saja",
    )),
    *(form(address, EVERYONE, ("410",)) for address in (
        "/undangan/apa-saja/daftar",
        "/undangan/apa-saja/terima",
    )),
]  # fmt: skip

DOORS = {
    "pages": PAGES,
    "accounts": ACCOUNTS,
    "notifications": NOTIFICATIONS,
    "files": FILES,
    "issues": ISSUES,
    "moderation": MODERATION,
    "polls": POLLS,
    "an evening": AN_EVENING,
    "people": PEOPLE,
}
