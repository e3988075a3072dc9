"""What is typed on the pages of the second factor, of passkeys, and of other providers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField

from forum.accounts.passkeys import LONGEST_NAME
from forum.city import queries as city
from forum.web.validators import Chosen, Visible, length, one_line, required, whole_number


class CodeForm(FlaskForm):
    """The six digits that an app shows."""

    code = StringField(
        _l("Kode 6 angka"),
        validators=[
            required(_l("Tulis kode 6 angka.")),
            length(maximum=20, message=_l("Kode terdiri dari 6 angka.")),
        ],
    )


class NewGeneratorForm(CodeForm):
    """The first code of an app that was just set up, with the secret it was given."""

    sealed = HiddenField()


class RecoveryForm(FlaskForm):
    recovery = StringField(
        _l("Kode cadangan"),
        validators=[
            required(_l("Tulis satu kode cadangan.")),
            length(maximum=40, message=_l("Kode cadangan terdiri dari 10 huruf dan angka.")),
        ],
    )


class PasskeyNameForm(FlaskForm):
    """What the person calls a key, to know it by later."""

    name = StringField(
        _l("Nama kunci sandi"),
        filters=[one_line],
        validators=[
            required(_l("Beri nama kunci sandi ini.")),
            length(maximum=LONGEST_NAME, message=_l("Nama paling banyak %(max)d karakter.")),
            Visible(),
        ],
    )


class JoinByProviderForm(FlaskForm):
    """Joining with what a provider vouches for: only what it does not know is asked."""

    name = StringField(
        _l("Nama lengkap (sesuai KTP)"),
        filters=[one_line],
        validators=[
            required(_l("Tulis nama lengkap Anda.")),
            length(2, 60, _l("Nama terdiri dari %(min)d sampai %(max)d karakter.")),
            Visible(),
        ],
    )
    area_id = SelectField(
        _l("Kelurahan"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan tempat Anda tinggal."))],
    )
    adult = BooleanField(
        _l("Saya berusia 17 tahun atau lebih"),
        validators=[required(_l("Akun untuk warga berusia 17 tahun atau lebih."))],
    )
    agreed = BooleanField(
        _l("Saya menyetujui tata krama forum dan cara data saya dipakai"),
        validators=[required(_l("Setujui tata krama dan aturan privasi untuk mendaftar."))],
    )

    @classmethod
    def for_city(cls, name: str = "") -> "JoinByProviderForm":
        form = cls(name=name)
        villages = [SelectChoice(area.id, area.label) for area in city.villages()]
        form.area_id.choices = [SelectChoice("", _l("Pilih kelurahan")), *villages]
        return form
