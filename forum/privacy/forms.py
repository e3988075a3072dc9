"""What is typed on the pages of privacy."""

from datetime import datetime
from typing import Any, Self

from flask_babel import gettext as _
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
from wtforms.validators import NumberRange, Optional, ValidationError

from forum.core import clock
from forum.privacy.models import Incident, RequestKind
from forum.privacy.words import REQUESTS
from forum.web.routing import LARGEST_ID
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
    happened_at = DateTimeLocalField(
        _l("Terjadi pada, bila diketahui"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Optional()],
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
    is_public = BooleanField(_l("Umumkan kepada semua orang di halaman Privasi"))

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The form as it is sent, or else what stands in the register now."""
        given: dict[str, Any] = {
            name: getattr(incident, name)
            for name in ("title", "story", "handling", "people", "is_public")
        }
        for name in ("found_at", "happened_at"):
            at = getattr(incident, name)
            given[name] = at and at.astimezone(clock.LOCAL).replace(tzinfo=None)
        affected = ", ".join(str(number) for number in incident.affected)
        return cls(data=given | {"what": incident.data, "affected": affected})

    def validate_affected(self, field: StringField) -> None:
        """A word that is no number must not be passed over: an empty list means everybody."""
        for one in (field.data or "").replace(",", " ").split():
            if not (one.isascii() and one.isdecimal() and int(one) <= LARGEST_ID):
                raise ValidationError(
                    _(
                        "Tulis nomor akun saja, dipisah koma. Ini bukan nomor: %(word)s",
                        word=one,
                    )
                )

    @property
    def accounts(self) -> list[int]:
        return [int(one) for one in (self.affected.data or "").replace(",", " ").split()]

    @property
    def found(self) -> datetime | None:
        return _local(self.found_at.data)

    @property
    def happened(self) -> datetime | None:
        return _local(self.happened_at.data)


class AuthorityForm(FlaskForm):
    """That the letter to the authority went out."""

    authority = StringField(
        _l("Dikirim kepada"),
        filters=[one_line],
        validators=[required(_l("Tulis nama lembaganya.")), length(3, 200)],
    )
    letter_number = StringField(
        _l("Nomor surat"), filters=[one_line], validators=[length(maximum=120)]
    )
    told_at = DateTimeLocalField(
        _l("Dikirim pada"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[required(_l("Pilih kapan suratnya dikirim."))],
    )

    @property
    def told(self) -> datetime | None:
        return _local(self.told_at.data)


class NoteForm(FlaskForm):
    text = TextAreaField(
        _l("Catatan"), validators=[required(_l("Tulis catatannya.")), length(2, 2000)]
    )


def _local(typed: datetime | None) -> datetime | None:
    """What somebody typed is meant in Palangka Raya."""
    return typed.replace(tzinfo=clock.LOCAL) if typed else None
