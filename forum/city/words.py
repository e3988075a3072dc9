"""What kinds, levels and settings of the city are called on pages."""

from flask_babel import lazy_gettext as _l

from forum.city.models import AreaLevel, HolidayKind
from forum.core.actor import Verification

HOLIDAY_KINDS = {
    HolidayKind.PUBLIC: _l("Libur nasional"),
    HolidayKind.JOINT_LEAVE: _l("Cuti bersama"),
}

AREA_LEVELS = {
    AreaLevel.CITY: _l("Kota"),
    AreaLevel.DISTRICT: _l("Kecamatan"),
    AreaLevel.VILLAGE: _l("Kelurahan"),
}

UNIT_KINDS = {
    "sekretariat": _l("Sekretariat"),
    "inspektorat": _l("Inspektorat"),
    "badan": _l("Badan"),
    "dinas": _l("Dinas"),
    "satuan": _l("Satuan"),
    "kecamatan": _l("Kecamatan"),
    "kelurahan": _l("Kelurahan"),
    "lainnya": _l("Lainnya"),
}

ACTIONS = {
    "read": _l("Membaca"),
    "post": _l("Menulis isu dan tanggapan"),
    "support": _l("Mendukung tulisan"),
    "vote": _l("Memberi suara"),
    "speak": _l("Minta bicara dalam forum"),
}

LEVELS = {
    Verification.NONE: _l("Tanpa verifikasi"),
    Verification.CODE: _l("Kode"),
    Verification.IDENTITY_CARD: _l("KTP"),
}

LEVEL_MEANINGS = {
    Verification.NONE: _l(
        "Siapa saja yang punya akun. Untuk membaca: semua orang, juga tanpa akun."
    ),
    Verification.CODE: _l(
        "Warga yang pernah memasukkan kode dari kelurahan atau RT. Kode menunjukkan bahwa "
        "orang itu dapat dijangkau di wilayahnya, bukan siapa dia."
    ),
    Verification.IDENTITY_CARD: _l(
        "Warga yang KTP-nya sudah dilihat petugas kelurahan: satu orang, satu akun. "
        "Tidak berarti Dukcapil sudah mengonfirmasinya."
    ),
}

PROMISES = {
    "verification": _l("Verifikasi, hari kerja"),
    "first_answer": _l("Tanggapan pertama instansi, hari kerja"),
    "complaint": _l("Penyelesaian aduan tidak berkadar pengawasan, hari kerja"),
    "supervision": _l("Penyelesaian aduan berkadar pengawasan, hari kerja"),
    "question": _l("Jawaban pertanyaan, hari kerja"),
    "formal": _l("Jawaban permintaan informasi resmi (UU 14/2008), hari kerja"),
    "formal_extension": _l("Perpanjangan permintaan informasi resmi, hari kerja"),
    "reporter": _l("Pelapor menanggapi hasil, hari kerja"),
    "escalation": _l("Diteruskan ke Sekretariat Daerah setelah lewat batas, hari kerja"),
    "completion_wait": _l("Pelapor melengkapi laporan, hari kalender"),
    "objection": _l("Keberatan atas penggabungan, hari kalender"),
}
