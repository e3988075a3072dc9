"""What is typed on the pages of privacy."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from forum.core import clock
from forum.privacy.models import RequestKind
from forum.privacy.words import REQUESTS
from forum.web.validators import Chosen, length, one_line, required

ASKABLE = (
    RequestKind.CORRECTION,
    RequestKind.RESTRICTION,
    RequestKind.WITHDRAWAL,
    RequestKind.OBJECTION,
)


class RequestForm(FlaskForm):
    """What somebody wants done with their data."""

    kind = RadioField(
        _l("Permintaan"),
        choices=[SelectChoice(kind.value, REQUESTS[kind]) for kind in ASKABLE],
        validate_choice=False,
        validators=[Chosen(_l("Pilih jenis permintaan."))],
    )
    subject = StringField(
        _l("Data yang mana"),
        filters=[one_line],
        validators=[required(_l("Sebut datanya, misalnya nama lengkap.")), length(2, 120)],
    )
    wrong = TextAreaField(
        _l("Apa masalahnya"),
        validators=[required(_l("Tulis apa masalahnya.")), length(3, 2000)],
    )
    right = TextAreaField(_l("Yang seharusnya"), validators=[length(maximum=2000)])


class PaperForm(RequestForm):
    """The same of somebody without an account, who came to an office."""

    contact = StringField(
        _l("Nama dan cara menghubungi"),
        filters=[one_line],
        validators=[required(_l("Tulis cara menghubungi orangnya.")), length(3, 200)],
    )


class AnswerForm(FlaskForm):
    granted = RadioField(
        _l("Jawaban"),
        choices=[
            SelectChoice("ya", _l("Dipenuhi")),
            SelectChoice("tidak", _l("Tidak dapat dipenuhi")),
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih jawaban."))],
    )
    answer = TextAreaField(
        _l("Penjelasan"), validators=[required(_l("Tulis penjelasannya.")), length(3, 2000)]
    )


class EraseForm(FlaskForm):
    """Leaving for good."""

    takes_words = RadioField(
        _l("Tulisan Anda"),
        default="tinggal",
        choices=[
            SelectChoice("tinggal", _l("Tetap ada, tanpa nama saya")),
            SelectChoice("hapus", _l("Hapus juga isinya")),
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih apa yang terjadi dengan tulisan Anda."))],
    )
    when = RadioField(
        _l("Kapan"),
        default="nanti",
        choices=[
            SelectChoice("nanti", _l("Tujuh hari lagi; sampai saat itu dapat dibatalkan")),
            SelectChoice("kini", _l("Sekarang juga; tidak dapat dibatalkan")),
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih kapan."))],
    )
    word = StringField(
        _l("Ketik HAPUS"),
        filters=[one_line],
        validators=[required(_l("Ketik kata HAPUS untuk memastikan."))],
    )


class TextForm(FlaskForm):
    """The next version of a standing text, in both languages."""

    title_id = StringField(
        _l("Judul (Indonesia)"), filters=[one_line], validators=[required(_l("Tulis judul."))]
    )
    source_id = TextAreaField(_l("Isi (Indonesia)"), validators=[required(_l("Tulis isinya."))])
    note_id = StringField(
        _l("Apa yang berubah (Indonesia)"),
        filters=[one_line],
        validators=[required(_l("Tulis ringkasan perubahan."))],
    )
    title_en = StringField(
        _l("Judul (Inggris)"), filters=[one_line], validators=[required(_l("Tulis judul."))]
    )
    source_en = TextAreaField(_l("Isi (Inggris)"), validators=[required(_l("Tulis isinya."))])
    note_en = StringField(
        _l("Apa yang berubah (Inggris)"),
        filters=[one_line],
        validators=[required(_l("Tulis ringkasan perubahan."))],
    )
    in_force_on = DateField(_l("Berlaku sejak"), validators=[Optional()])
    correction = BooleanField(_l("Hanya memperbaiki tulisan; isinya tidak berubah"))
    reason = TextAreaField(_l("Alasan perbaikan"), validators=[length(maximum=1000)])


class IncidentForm(FlaskForm):
    """A breach, as it is known now."""

    title = StringField(
        _l("Judul singkat"),
        filters=[one_line],
        validators=[required(_l("Beri judul.")), length(3, 160)],
    )
    what = TextAreaField(
        _l("Data apa yang terungkap"),
        validators=[required(_l("Tulis data apa.")), length(3, 4000)],
    )
    story = TextAreaField(
        _l("Kapan dan bagaimana"),
        validators=[required(_l("Tulis kejadiannya.")), length(3, 4000)],
    )
    handling = TextAreaField(
        _l("Penanganan dan pemulihan"),
        validators=[required(_l("Tulis penanganannya.")), length(3, 4000)],
    )
    found_at = DateTimeLocalField(
        _l("Diketahui pada"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[required(_l("Pilih kapan diketahui."))],
    )
    people = IntegerField(
        _l("Jumlah orang (perkiraan)"),
        default=0,
        validators=[Optional(), NumberRange(0, 10_000_000)],
    )
    affected = StringField(
        _l("Nomor akun yang terdampak, dipisah koma"),
        filters=[one_line],
        validators=[length(maximum=4000)],
    )
    is_public = BooleanField(_l("Umumkan kepada semua orang"))

    @property
    def accounts(self) -> list[int]:
        return [
            int(one)
            for one in (self.affected.data or "").replace(",", " ").split()
            if one.isdecimal()
        ]

    @property
    def found(self) -> datetime | None:
        return self.found_at.data.replace(tzinfo=clock.LOCAL) if self.found_at.data else None


class NoteForm(FlaskForm):
    text = TextAreaField(
        _l("Catatan"), validators=[required(_l("Tulis catatannya.")), length(2, 2000)]
    )
