"""The record in plain words: what happened, in which role, and what the ids are of."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.words import ROLES
from forum.core.actor import Role
from forum.core.events import Event

# By the name of the event's class: most events belong to folders that stand above this one.
SENTENCES: dict[str, Any] = {
    # people
    "PersonRegistered": _l("Orang mendaftar"),
    "KnownAddressUsed": _l("Pendaftaran dengan alamat yang sudah punya akun"),
    "ConfirmationRequested": _l("Tautan konfirmasi email diminta"),
    "AddressConfirmed": _l("Alamat email dikonfirmasi"),
    "PasswordResetRequested": _l("Tautan kata sandi baru diminta"),
    "PasswordChanged": _l("Kata sandi diganti"),
    "AccountCreated": _l("Akun dibuat oleh kota"),
    "PublicNameChanged": _l("Nama tampilan diganti"),
    "DeviceSignedIn": _l("Masuk dari sebuah perangkat"),
    "DeviceSignedOut": _l("Perangkat dikeluarkan"),
    "OtherDevicesSignedOut": _l("Semua perangkat lain dikeluarkan"),
    "CodeGeneratorAdded": _l("Aplikasi kode dipasang"),
    "CodeGeneratorRemoved": _l("Aplikasi kode dilepas"),
    "PasskeyAdded": _l("Kunci sandi ditambahkan"),
    "PasskeyRemoved": _l("Kunci sandi dihapus"),
    "PasskeyLooksCopied": _l("Kunci sandi mungkin disalin orang"),
    "RecoveryCodesRenewed": _l("Kode cadangan dibuat baru"),
    "RecoveryCodeUsed": _l("Kode cadangan dipakai"),
    "SecondFactorReset": _l("Langkah kedua dihapus oleh pengelola"),
    "IdentityLinked": _l("Akun dihubungkan dengan layanan lain"),
    "IdentityUnlinked": _l("Hubungan dengan layanan lain diputus"),
    "SignInCodeRequested": _l("Kode masuk diminta"),
    "SignInDoubted": _l("Masuk yang meragukan"),
    "ProofRequested": _l("Kode pembuktian diminta"),
    "ContactChangeRequested": _l("Perubahan alamat atau nomor diminta"),
    "ContactChanged": _l("Alamat atau nomor diganti"),
    "ContactRemoved": _l("Alamat atau nomor dihapus"),
    "HomeChanged": _l("Wilayah tempat tinggal diganti"),
    "TokenMade": _l("Token akses dibuat"),
    "TokenRevoked": _l("Token akses dicabut"),
    "AccountErased": _l("Akun dihapus"),
    # staff
    "StaffInvited": _l("Petugas diundang"),
    "InvitationSentAgain": _l("Undangan petugas dikirim ulang"),
    "InvitationWithdrawn": _l("Undangan petugas ditarik"),
    "InvitationAccepted": _l("Undangan petugas diterima"),
    "RoleGiven": _l("Peran diberikan"),
    "RoleWithdrawn": _l("Peran dicabut"),
    "RoleExpired": _l("Peran berakhir"),
    "RoleEnding": _l("Peran segera berakhir"),
    "StaffNumberRemoved": _l("NIP dihapus"),
    # verification
    "PersonVerified": _l("Warga diverifikasi"),
    "VerificationRevoked": _l("Verifikasi dicabut"),
    "VerificationEnding": _l("Verifikasi segera berakhir"),
    "VerificationExpired": _l("Verifikasi berakhir"),
    "ConflictOpened": _l("NIK yang sudah terpakai ditemukan"),
    "ConflictDecided": _l("NIK yang sudah terpakai diputuskan"),
    "CodesMade": _l("Kode verifikasi dibuat"),
    "CodesPrinted": _l("Kode verifikasi dicetak"),
    "CodesVoided": _l("Kode verifikasi dibatalkan"),
    # privacy
    "TextPublished": _l("Teks ketentuan diterbitkan"),
    "ConsentGiven": _l("Persetujuan diberikan"),
    "DataCopyRequested": _l("Salinan data diminta"),
    "DataCopyReady": _l("Salinan data siap"),
    "DataCopyDownloaded": _l("Salinan data diunduh"),
    "DataRequestMade": _l("Permintaan data pribadi diajukan"),
    "DataRequestAnswered": _l("Permintaan data pribadi dijawab"),
    "ErasureRequested": _l("Penghapusan akun diminta"),
    "ErasureCancelled": _l("Penghapusan akun dibatalkan"),
    "UnusedAccountNoticed": _l("Akun lama tidak dipakai"),
    "PersonErased": _l("Data orang dihapus"),
    "RetentionRan": _l("Data yang lewat masa simpan dihapus"),
    "IncidentNoted": _l("Insiden data dicatat"),
    "IncidentChanged": _l("Catatan insiden data diubah"),
    "IncidentTold": _l("Insiden data diberitahukan kepada warga"),
    "IncidentToldTo": _l("Seorang warga diberi tahu tentang insiden data"),
    "AuthorityTold": _l("Insiden data dilaporkan kepada lembaga"),
    # the desk
    "EntryMade": _l("Entri terbantu dibuat"),
    "PinIssued": _l("PIN slip dibuat"),
    "PersonClaimed": _l("Entri terbantu diambil pemiliknya"),
    "KioskStarted": _l("Kios dimulai"),
    "KioskEnded": _l("Kios diakhiri"),
    # the city
    "HolidaysChanged": _l("Daftar hari libur diubah"),
    "HolidayNoted": _l("Hari libur dicatat"),
    "HolidayRemoved": _l("Hari libur dihapus"),
    "HolidaysImported": _l("Hari libur dimuat dari berkas"),
    "AreaAdded": _l("Wilayah ditambahkan"),
    "AreaChanged": _l("Wilayah diubah"),
    "AreaRemoved": _l("Wilayah dihapus"),
    "PopulationNoted": _l("Jumlah penduduk dicatat"),
    "PopulationRemoved": _l("Jumlah penduduk dihapus"),
    "UnitAdded": _l("Unit ditambahkan"),
    "UnitChanged": _l("Unit diubah"),
    "UnitClosed": _l("Unit ditutup"),
    "UnitReopened": _l("Unit dibuka kembali"),
    "SettingChanged": _l("Pengaturan diubah"),
    # notifications
    "Notified": _l("Pemberitahuan dibuat"),
    "NotificationsRead": _l("Pemberitahuan dibaca"),
    # moderation
    "ContentFlagged": _l("Tulisan dilaporkan"),
    "CaseDecided": _l("Perkara moderasi diputuskan"),
    "CaseReversed": _l("Putusan moderasi dibatalkan"),
    # discussions and issues
    "PostPublished": _l("Balasan dikirim"),
    "FilesAttached": _l("Berkas ditambahkan"),
    "FilesRemoved": _l("Berkas dihapus"),
    "PostSupported": _l("Dukungan diberikan"),
    "SupportWithdrawn": _l("Dukungan ditarik"),
    "MergedSetChanged": _l("Isu gabungan berubah"),
    "SupportRecounted": _l("Dukungan isu gabungan dihitung ulang"),
    "PostHidden": _l("Tulisan disembunyikan"),
    "PostRestored": _l("Tulisan ditampilkan kembali"),
    "AuthorRenamed": _l("Nama penulis di diskusi diperbarui"),
    "Mentioned": _l("Seseorang disebut dalam tulisan"),
    "ArgumentVoted": _l("Sikap terhadap argumen dicatat"),
    "PostEdited": _l("Tulisan disunting penulisnya"),
    "PostDeleted": _l("Tulisan dihapus penulisnya"),
    "PostUndeleted": _l("Penghapusan tulisan diurungkan"),
    "PostPinned": _l("Tanggapan disematkan"),
    "PostUnpinned": _l("Sematan dilepas"),
    "DiscussionClosed": _l("Pembahasan ditutup"),
    "DiscussionReopened": _l("Pembahasan dibuka kembali"),
    "PaceSet": _l("Mode lambat diatur"),
    "IssueRaised": _l("Isu diterbitkan"),
    "IssueMoved": _l("Tahap isu berubah"),
    "StepTaken": _l("Langkah penanganan isu dicatat"),
    "IssueHidden": _l("Isu menjadi rahasia"),
    "LaporNoted": _l("Nomor LAPOR! isu dicatat"),
    "ClocksChanged": _l("Batas waktu isu dihitung ulang"),
    "ClockReminded": _l("Batas waktu isu diingatkan"),
    "ClockOverdue": _l("Batas waktu isu terlewat"),
    "ClockEscalated": _l("Isu yang terlambat diteruskan ke atasan"),
    "MailRefused": _l("Alamat email menolak kiriman untuk seterusnya"),
    "MailTriedAgain": _l("Email dicoba lagi ke alamat yang pernah menolak"),
    "ManyNotified": _l("Pengikut diberi tahu"),
    "NotificationUnread": _l("Pemberitahuan ditandai belum dibaca"),
    "FollowersToTell": _l("Pengikut akan diberi tahu"),
    "FollowChanged": _l("Cara mengikuti diubah"),
    "FollowingEnded": _l("Berhenti mengikuti"),
    "MailWishesChanged": _l("Pengaturan email diubah"),
    "ChainChanged": _l("Rantai keputusan isu berubah"),
    "AnswerPublished": _l("Jawaban resmi diterbitkan"),
    "CommitmentNoted": _l("Catatan pada janji tindak lanjut"),
    "CommitmentLate": _l("Janji tindak lanjut lewat tenggat"),
    "ConfirmationAsked": _l("Isu dinyatakan selesai, pelapor diminta memastikan"),
    "ConfirmationGiven": _l("Hasil isu dikonfirmasi, disanggah, atau tidak ditanggapi"),
    # polls
    "PollDrafted": _l("Pemungutan suara dirancang"),
    "PollArmed": _l("Pemungutan suara siap dibuka"),
    "PollOpened": _l("Pemungutan suara dibuka"),
    "CategoriesMerged": _l("Dua kategori digabung"),
    "CategoryAdded": _l("Kategori ditambahkan"),
    "CategoryChanged": _l("Kategori diubah"),
    "CategoryRestored": _l("Kategori dipakai lagi"),
    "CategoryRetired": _l("Kategori tidak dipakai lagi"),
    "EnrolmentCodeRequested": _l("Kode pemasangan langkah kedua diminta"),
    "VoteCast": _l("Suara diberikan"),
    "BallotReplaced": _l("Suara diganti"),
    "PollExtended": _l("Pemungutan suara diperpanjang"),
    "PollClosed": _l("Pemungutan suara ditutup"),
    "PollSealed": _l("Suara disegel untuk dihitung"),
    "PollAnnulled": _l("Pemungutan suara dibatalkan"),
    "OutcomeStated": _l("Yang dilakukan sesudah pemungutan ditulis"),
    "VotersToRemind": _l("Yang belum memilih diingatkan"),
    "PollCounted": _l("Suara dihitung"),
    "PollPublished": _l("Hasil suara diumumkan"),
    # citizen forums
    "MeetingDrafted": _l("Forum warga dirancang"),
    "MeetingChanged": _l("Rencana forum warga diubah"),
    "MeetingScheduled": _l("Forum warga diumumkan"),
    "MeetingOpened": _l("Forum warga dibuka"),
    "MeetingEnded": _l("Forum warga ditutup"),
    "MinutesDrafted": _l("Notulen dirancang"),
    "ItemReady": _l("Acara siap"),
    "ItemActivated": _l("Acara dimulai"),
    "ItemDeciding": _l("Acara memutuskan dengan suara"),
    "ItemResumed": _l("Acara dilanjutkan"),
    "ItemDone": _l("Acara selesai"),
    "PollAttached": _l("Pemungutan suara dipasang pada acara"),
    "HandRaised": _l("Tangan diangkat"),
    "HandLowered": _l("Tangan diturunkan"),
    "SpeakerCalled": _l("Pembicara dipanggil"),
    "SpeakerStarted": _l("Pembicara mulai bicara"),
    "SpeakerFinished": _l("Pembicara selesai"),
    "SpeakerRemoved": _l("Pembicara dikeluarkan dari antrean"),
    # the demo
    "DemoFilled": _l("Kota contoh diisi"),
    "DemoSessionBegun": _l("Forum contoh dimulai"),
}

# What a detail is called, and the page that shows it: an endpoint and the name of its argument.
DETAILS: dict[str, tuple[Any, str, str]] = {
    "issue_id": (_l("isu"), "issues.detail", "issue_id"),
    "poll_id": (_l("suara"), "polls.detail", "poll_id"),
    "meeting_id": (_l("forum"), "meetings.detail", "meeting_id"),
    "user_id": (_l("akun"), "staff.person", "user_id"),
    "thread_id": (_l("diskusi"), "", ""),
    "post_id": (_l("tulisan"), "", ""),
    "item_id": (_l("acara"), "", ""),
    "entry_id": (_l("entri"), "", ""),
    "person_id": (_l("akun"), "staff.person", "user_id"),
    "told_id": (_l("diberi tahu"), "staff.person", "user_id"),
    "former_id": (_l("alamat lama"), "", ""),
    "passkey_id": (_l("kunci sandi"), "", ""),
    "identity_id": (_l("layanan"), "", ""),
    "token_id": (_l("token"), "", ""),
    "grant_id": (_l("peran"), "", ""),
    "replaces": (_l("menggantikan"), "", ""),
    "invitation_id": (_l("undangan"), "", ""),
    "record_id": (_l("berkas"), "", ""),
    "batch_id": (_l("kelompok kode"), "", ""),
    "copy_id": (_l("salinan"), "", ""),
    "request_id": (_l("permintaan"), "", ""),
    "incident_id": (_l("insiden"), "", ""),
    "kind": (_l("jenis"), "", ""),
    "version": (_l("versi"), "", ""),
    "level": (_l("tingkat"), "", ""),
    "how": (_l("cara"), "", ""),
    "by": (_l("lewat"), "", ""),
    "left": (_l("sisa"), "", ""),
    "count": (_l("jumlah"), "", ""),
    "counts": (_l("jumlah"), "", ""),
    "people": (_l("orang"), "", ""),
    "granted": (_l("dikabulkan"), "", ""),
    "moved": (_l("dipindahkan"), "", ""),
    "given": (_l("peran"), "", ""),
    "consent": (_l("persetujuan"), "", ""),
    "correction": (_l("perbaikan"), "", ""),
    "replaced": (_l("diganti"), "", ""),
    "into_own": (_l("ke akun sendiri"), "", ""),
    "issues": (_l("isu"), "", ""),
    "case_id": (_l("perkara"), "", ""),
    "flag_id": (_l("laporan"), "", ""),
    "answer_id": (_l("jawaban"), "", ""),
    "notification_id": (_l("pemberitahuan"), "", ""),
    "device_id": (_l("perangkat"), "", ""),
    "area_id": (_l("wilayah"), "", ""),
    "unit_id": (_l("unit"), "", ""),
    "before": (_l("sebelumnya"), "", ""),
    "after": (_l("sesudahnya"), "", ""),
    "decision": (_l("putusan"), "", ""),
    "size": (_l("ukuran"), "", ""),
    "day": (_l("tanggal"), "", ""),
    "year": (_l("tahun"), "", ""),
    "code": (_l("kode"), "", ""),
    "key": (_l("kunci"), "", ""),
    "added": (_l("ditambahkan"), "", ""),
    "changed": (_l("diubah"), "", ""),
}

TEXTS: dict[str, Any] = {
    "reason": _l("Alasan"),
    "message": _l("Pesan"),
    "note": _l("Catatan"),
    "value": _l("Nilai baru"),
}

FAULTS: dict[str, Any] = {
    "changed": _l("isinya tidak sama dengan yang disegel"),
    "gone": _l("entri hilang"),
    "gap": _l("segel hilang"),
    "chain": _l("segel tidak bersambung"),
    "checkpoint": _l("titik periksa tidak cocok"),
    "key": _l("kunci tanda tangan hilang"),
    "head": _l("ujung rantai tidak cocok"),
    "text": _l("teks alasan tidak sama dengan yang ditulis"),
    "unsealed": _l("entri tidak pernah disegel"),
}


def kinds() -> set[str]:
    """The names of all events that can be recorded; what only stands for its kinds is none."""
    return {
        name
        for name, kind in Event.by_name.items()
        if name in SENTENCES or not kind.__subclasses__()
    }


def sentence(event: str) -> str:
    """What happened; for an event without words of its own, its name in pieces."""
    known = SENTENCES.get(event)
    return str(known) if known is not None else _in_pieces(event)


def role(standing: str | None) -> str:
    """The standing in which someone acted: `admin area:3` is `Pengelola (wilayah 3)`."""
    if not standing:
        return ""
    name, _blank, scope = standing.partition(" ")
    try:
        label = str(ROLES[Role(name)])
    except (KeyError, ValueError):
        return standing
    kind, _colon, number = scope.partition(":")
    if kind == "area":
        return _("%(role)s (wilayah %(n)s)", role=label, n=number)
    if kind == "unit":
        return _("%(role)s (unit %(n)s)", role=label, n=number)
    return label


def details(values: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Each detail with its label, and the address of its page where there is one."""
    return [
        (label(name), _shown(value), _address(name, value))
        for name, value in values.items()
        if value is not False and value not in (None, "", [], {})
    ]


def label(name: str) -> str:
    known = DETAILS.get(name)
    return str(known[0]) if known is not None else name.removesuffix("_id").replace("_", " ")


def _shown(value: Any) -> str:
    if value is True:
        return _("ya")
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items())
    return str(value)


def _address(name: str, value: Any) -> str | None:
    _label, endpoint, argument = DETAILS.get(name, ("", "", ""))
    if endpoint not in current_app.view_functions or not isinstance(value, int) or value < 1:
        return None
    values: dict[str, Any] = {argument: value}
    return url_for(endpoint, **values)


def _in_pieces(name: str) -> str:
    pieces = "".join(f" {one.lower()}" if one.isupper() else one for one in name).split()
    return " ".join(pieces).capitalize()
