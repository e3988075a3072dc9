"""What is typed at the desk, on the tracking page and at the kiosk."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from forum.accounts.common_passwords import SHORTEST
from forum.city.models import Area
from forum.core.actor import Actor
from forum.core.text import one_line
from forum.desk.actions import KINDS, Consent
from forum.desk.models import ConsentKind
from forum.issues.forms import IssueForm
from forum.issues.models import Category
from forum.issues.words import KINDS as KIND_WORDS
from forum.web.validators import Chosen, Visible, length, required, whole_number

_POST = re.compile(r"/isu/(\d{1,10})(?:/kiriman/(\d{1,10})|[^#]*#(?:t|kiriman)-(\d{1,10}))?")
_NUMBER = re.compile(r"(?:20\d\d-)?0*(\d{1,10})")


def _trimmed(text: str | None) -> str:
    return one_line(text or "")


class Day(DateField):
    """A date; what is none is said in words of ours."""

    def process_formdata(self, values: Sequence[str]) -> None:
        try:
            self.data = date.fromisoformat(values[0].strip()) if any(values) else None
        except ValueError:
            self.data = None
            raise ValueError(_("Tulis tanggal seperti 2026-11-24.")) from None


class ConsentForm(FlaskForm):
    """The consent that goes with whatever is entered for somebody."""

    consent = RadioField(
        _l("Persetujuan orangnya"),
        choices=[
            SelectChoice(ConsentKind.PAPER.value, _l("Tertulis, di formulir kertas")),
            SelectChoice(ConsentKind.SPOKEN.value, _l("Lisan, dengan saksi")),
        ],
        validators=[InputRequired(_l("Pilih cara orangnya menyetujui."))],
        invalid_choice_message=_l("Pilih cara orangnya menyetujui."),
    )
    form_number = StringField(
        _l("Nomor formulir"), filters=[_trimmed], validators=[length(maximum=40)]
    )
    form_date = Day(_l("Tanggal formulir"), validators=[Optional()])
    witness = StringField(
        _l("Nama saksi"), filters=[_trimmed], validators=[length(maximum=60), Visible()]
    )

    def validate_form_number(self, field: StringField) -> None:
        if self.consent.data == ConsentKind.PAPER and not field.data:
            raise ValidationError(_("Tulis nomor formulir yang disimpan."))

    def validate_witness(self, field: StringField) -> None:
        if self.consent.data == ConsentKind.SPOKEN and len(field.data or "") < 2:
            raise ValidationError(_("Tulis nama saksi, 2 sampai 60 karakter."))

    @property
    def given(self) -> Consent:
        return Consent(
            kind=ConsentKind(self.consent.data),
            form_number=self.form_number.data or "",
            form_date=self.form_date.data,
            witness=self.witness.data or "",
        )


class PersonForm(ConsentForm):
    """Registering somebody who has no mail."""

    name = StringField(
        _l("Nama lengkap (sesuai KTP)"),
        filters=[_trimmed],
        validators=[
            required(_l("Tulis nama lengkap orangnya.")),
            length(2, 60, _l("Nama terdiri dari %(min)d sampai %(max)d karakter.")),
            Visible(),
        ],
    )
    area_id = SelectField(
        _l("Kelurahan"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan."))],
    )
    phone = StringField(_l("Nomor ponsel"), filters=[_trimmed], validators=[length(maximum=24)])
    rt = StringField(_l("RT"), filters=[_trimmed])
    rw = StringField(_l("RW"), filters=[_trimmed])
    adult = BooleanField(
        _l("Saya sudah melihat bahwa orang ini berusia 17 tahun atau lebih"),
        validators=[
            required(
                _l("Yang lebih muda berbicara melalui pendamping dewasa, tanpa didaftarkan.")
            )
        ],
    )
    is_new = BooleanField(_l("Bukan salah satu dari mereka, daftarkan orang ini"))

    @classmethod
    def ready(cls, areas: Sequence[Area]) -> "PersonForm":
        form = cls()
        some = [SelectChoice("", _("Pilih kelurahan"))] if len(areas) > 1 else []
        form.area_id.choices = [*some, *(SelectChoice(one.id, one.label) for one in areas)]
        return form

    def validate_rt(self, field: StringField) -> None:
        field.data = _three_digits(field.data)

    def validate_rw(self, field: StringField) -> None:
        field.data = _three_digits(field.data)


class EntryForm(IssueForm, ConsentForm):
    """What somebody says at the desk: as on the page for everyone, and their consent."""

    anonymous = BooleanField(_l("Tampilkan orang ini sebagai “Warga”"))
    guided = BooleanField(_l("Atas nama anak atau Forum Anak"))
    guide = StringField(
        _l("Nama pendamping dewasa"), filters=[_trimmed], validators=[length(maximum=60)]
    )

    @classmethod
    def for_desk(
        cls, actor: Actor, areas: Sequence[Area], categories: Sequence[Category], **data: Any
    ) -> "EntryForm":
        form = cls.ready(actor, areas, categories, **data)
        assert isinstance(form, EntryForm)
        form.kind.choices = [SelectChoice(kind.value, KIND_WORDS[kind].one) for kind in KINDS]
        return form

    def validate_guide(self, field: StringField) -> None:
        if self.guided.data and len(field.data or "") < 2:
            raise ValidationError(_("Tulis nama pendamping dewasa."))
        if not self.guided.data:
            field.data = ""


class SupportForm(ConsentForm):
    """Somebody who stands there supports an issue."""

    what = StringField(
        _l("Nomor atau alamat isu"),
        filters=[_trimmed],
        validators=[required(_l("Tulis nomor atau alamat isu yang didukung."))],
    )
    present = BooleanField(
        _l("Orangnya hadir di depan saya dan meminta ini sendiri"),
        validators=[required(_l("Dukungan hanya dicatat untuk orang yang hadir."))],
    )

    def validate_what(self, field: StringField) -> None:
        if self.post is None:
            raise ValidationError(_("Contoh: 2026-0123, atau alamat halaman isu."))

    @property
    def post(self) -> tuple[int, int | None] | None:
        """The issue, and the answer in it if the address names one."""
        text = self.what.data or ""
        found = _POST.search(text)
        if found is not None:
            post_id = found[2] or found[3]
            return int(found[1]), int(post_id) if post_id else None
        number = _NUMBER.fullmatch(text.lstrip("#"))
        return (int(number[1]), None) if number else None


class SlipForm(FlaskForm):
    """Number and PIN, as they stand on a slip."""

    number = StringField(
        _l("Nomor pada slip"),
        filters=[_trimmed],
        validators=[required(_l("Tulis nomor pada slip.")), length(maximum=40)],
    )
    pin = StringField(
        _l("PIN"),
        filters=[_trimmed],
        validators=[required(_l("Tulis PIN pada slip.")), length(maximum=12)],
    )
    next = HiddenField()


class KioskSignInForm(FlaskForm):
    """Mail or number and password, on a device that many people use."""

    login = StringField(
        _l("Alamat email atau nomor ponsel"),
        filters=[_trimmed],
        validators=[
            required(_l("Tulis alamat email atau nomor ponsel Anda.")),
            length(maximum=254),
        ],
    )
    password = PasswordField(
        _l("Kata sandi"), validators=[required(_l("Tulis kata sandi Anda."))]
    )
    next = HiddenField()


class StartKioskForm(FlaskForm):
    area_id = SelectField(
        _l("Kelurahan"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan."))],
    )

    @classmethod
    def ready(cls, areas: Sequence[Area]) -> "StartKioskForm":
        form = cls()
        some = [SelectChoice("", _("Pilih kelurahan"))] if len(areas) > 1 else []
        form.area_id.choices = [*some, *(SelectChoice(one.id, one.label) for one in areas)]
        return form


def _three_digits(text: str | None) -> str:
    """`3` and `003` are one RT; nothing is fine, too: newcomers may not know theirs."""
    if not text:
        return ""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 999:
        raise ValidationError(_("Tulis RT dan RW dengan angka, misalnya 003."))
    return f"{int(text):03d}"


class ClaimForm(FlaskForm):
    """What an account needs beside what the desk wrote down."""

    email = StringField(
        _l("Email atau nomor HP"),
        filters=[_trimmed],
        validators=[
            required(_l("Tulis alamat email atau nomor HP Anda.")),
            length(maximum=254),
        ],
    )
    password = PasswordField(
        _l("Buat kata sandi"),
        validators=[
            required(_l("Buat kata sandi.")),
            length(minimum=SHORTEST, message=_l("Kata sandi paling sedikit %(min)d karakter.")),
        ],
    )
