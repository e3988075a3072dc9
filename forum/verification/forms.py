"""What is typed on the pages of verification."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange

from forum.city.models import Area
from forum.verification.actions.printed import LASTS, MOST
from forum.web.validators import Chosen, Visible, length, one_line, required, whole_number


class RedeemForm(FlaskForm):
    """The code on a slip of paper."""

    code = StringField(
        _l("Kode dari ketua RT atau kelurahan"),
        filters=[one_line],
        validators=[required(_l("Tulis kode di kertas Anda.")), length(maximum=20)],
    )
    moves_to = HiddenField()


class FindForm(FlaskForm):
    """Whom the officer has before them."""

    who = StringField(
        _l("Kode 6 angka, nomor akun atau slip, email, atau nomor HP"),
        filters=[one_line],
        validators=[
            required(_l("Tulis kode yang ditunjukkan warga.")),
            length(maximum=254),
        ],
    )


class CardForm(FlaskForm):
    """What stands on the card. The number never comes back to the page."""

    name = StringField(
        _l("Nama lengkap sesuai KTP"),
        filters=[one_line],
        validators=[
            required(_l("Tulis nama seperti pada KTP.")),
            length(2, 60, _l("Nama terdiri dari %(min)d sampai %(max)d karakter.")),
            Visible(),
        ],
    )
    nik = StringField(
        _l("NIK"), validators=[required(_l("Tulis 16 angka NIK.")), length(maximum=40)]
    )
    area_id = SelectField(
        _l("Kelurahan pada KTP"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan."))],
    )
    seen = BooleanField(
        _l("Saya melihat KTP aslinya dan wajahnya cocok"),
        validators=[required(_l("Lihat KTP asli dan cocokkan wajahnya."))],
    )
    lives_here = BooleanField(
        _l("Alamat pada KTP ada di kelurahan ini"),
        validators=[required(_l("Pastikan alamatnya di kelurahan ini."))],
    )

    def offer(self, areas: Iterable[Area]) -> "CardForm":
        self.area_id.choices = [SelectChoice(area.id, area.label) for area in areas]
        return self


class RevokeForm(FlaskForm):
    level = HiddenField(validators=[required(_l("Pilih tingkat."))])
    reason = TextAreaField(
        _l("Alasan pencabutan"),
        validators=[required(_l("Tulis alasannya.")), length(5, 500)],
    )


class BatchForm(FlaskForm):
    """Codes for the people of one RT."""

    area_id = SelectField(
        _l("Kelurahan"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan."))],
    )
    rt = StringField(_l("RT"), validators=[required(_l("Tulis nomor RT.")), length(maximum=5)])
    rw = StringField(_l("RW"), validators=[required(_l("Tulis nomor RW.")), length(maximum=5)])
    count = IntegerField(
        _l("Jumlah kode"),
        default=30,
        validators=[
            InputRequired(_l("Tulis jumlah kode.")),
            NumberRange(1, MOST, _l("Tulis angka dari %(min)s sampai %(max)s.")),
        ],
    )
    days = IntegerField(
        _l("Berlaku (hari)"),
        default=60,
        validators=[
            InputRequired(_l("Tulis berapa hari kode berlaku.")),
            NumberRange(*LASTS, _l("Tulis angka dari %(min)s sampai %(max)s.")),
        ],
    )

    def offer(self, areas: Iterable[Area]) -> "BatchForm":
        self.area_id.choices = [SelectChoice(area.id, area.label) for area in areas]
        return self


class DecideForm(FlaskForm):
    """For which account the number stands."""

    decision = RadioField(
        _l("Keputusan"),
        choices=[
            SelectChoice("tetap", _l("Tetap pada akun yang memegangnya")),
            SelectChoice("pindah", _l("Pindah ke akun yang membawanya ke meja")),
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih keputusan."))],
    )
    reason = TextAreaField(
        _l("Alasan"), validators=[required(_l("Tulis alasannya.")), length(5, 500)]
    )


class ConfirmForm(FlaskForm):
    """Nothing but yes."""
