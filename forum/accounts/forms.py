"""What is typed on the pages of accounts."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _n
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from forum.accounts import access
from forum.accounts.common_passwords import SHORTEST
from forum.city import queries as city
from forum.web.validators import Chosen, Visible, length, one_line, required, whole_number

ADDRESS = _l("Tulis alamat email atau nomor HP Anda.")
EMAIL_OR_PHONE = _l("Email atau nomor HP")


def _new_password() -> PasswordField:
    """Without a greatest length: browsers would cut a pasted one without a word."""
    return PasswordField(
        _l("Buat kata sandi"),
        validators=[
            required(_l("Buat kata sandi.")),
            length(minimum=SHORTEST, message=_l("Kata sandi paling sedikit %(min)d karakter.")),
        ],
    )


class RegisterForm(FlaskForm):
    """Joining: only what a resident's account needs."""

    name = StringField(
        _l("Nama lengkap (sesuai KTP)"),
        filters=[one_line],
        validators=[
            required(_l("Tulis nama lengkap Anda.")),
            length(2, 60, _l("Nama terdiri dari %(min)d sampai %(max)d karakter.")),
            Visible(),
        ],
    )
    email = StringField(
        EMAIL_OR_PHONE,
        validators=[
            required(ADDRESS),
            length(maximum=254, message=_l("Alamat ini terlalu panjang.")),
        ],
    )
    area_id = SelectField(
        _l("Kelurahan"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan tempat Anda tinggal."))],
    )
    password = _new_password()
    adult = BooleanField(
        _l("Saya berusia 17 tahun atau lebih"),
        validators=[required(_l("Akun untuk warga berusia 17 tahun atau lebih."))],
    )
    agreed = BooleanField(
        _l("Saya menyetujui tata krama forum dan cara data saya dipakai"),
        validators=[required(_l("Setujui tata krama dan aturan privasi untuk mendaftar."))],
    )

    @classmethod
    def for_city(cls) -> "RegisterForm":
        form = cls()
        villages = [SelectChoice(area.id, area.label) for area in city.villages()]
        form.area_id.choices = [SelectChoice("", _l("Pilih kelurahan")), *villages]
        return form


class SignInForm(FlaskForm):
    email = StringField(EMAIL_OR_PHONE, validators=[required(ADDRESS)])
    password = PasswordField(
        _l("Kata sandi"), validators=[required(_l("Tulis kata sandi Anda."))]
    )
    remember = BooleanField(_l("Tetap masuk di perangkat ini"))
    next = HiddenField()


class AddressForm(FlaskForm):
    """An address that a link is to be sent to."""

    email = StringField(EMAIL_OR_PHONE, validators=[required(ADDRESS)])


class NewPasswordForm(FlaskForm):
    password = _new_password()


class PublicNameForm(FlaskForm):
    public_name = StringField(
        _l("Nama tampil"),
        filters=[one_line],
        validators=[
            required(_l("Tulis nama yang akan dilihat orang lain.")),
            length(2, 60, _l("Nama terdiri dari %(min)d sampai %(max)d karakter.")),
            Visible(),
        ],
    )


class DisplayForm(FlaskForm):
    """How pages look on this device, and the language of pages and mails."""

    theme = RadioField(
        _l("Tema"),
        choices=[
            SelectChoice("auto", _l("Ikut perangkat")),
            SelectChoice("light", _l("Terang")),
            SelectChoice("dark", _l("Gelap")),
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih tema."))],
    )
    text = RadioField(
        _l("Ukuran teks"),
        choices=[SelectChoice("biasa", _l("Biasa")), SelectChoice("besar", _l("Besar"))],
        validate_choice=False,
        validators=[Chosen(_l("Pilih ukuran teks."))],
    )
    language = RadioField(
        _l("Bahasa"),
        choices=[SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")],
        validate_choice=False,
        validators=[Chosen(_l("Pilih bahasa."))],
    )


class OneTimeCodeForm(FlaskForm):
    """The six digits of a message."""

    code = StringField(
        _l("Kode 6 angka"),
        validators=[
            required(_l("Tulis kode 6 angka dari pesan kami.")),
            length(maximum=20, message=_l("Kode terdiri dari 6 angka.")),
        ],
    )


class ProofForm(FlaskForm):
    """The password once more."""

    password = PasswordField(
        _l("Kata sandi"), validators=[required(_l("Tulis kata sandi Anda."))]
    )
    next = HiddenField()


class AreaForm(FlaskForm):
    """Where one lives; only while nobody has checked it."""

    area_id = SelectField(
        _l("Kelurahan"),
        coerce=whole_number,
        validate_choice=False,
        validators=[Chosen(_l("Pilih kelurahan tempat Anda tinggal."))],
    )

    @classmethod
    def for_city(cls, area_id: int | None = None) -> "AreaForm":
        form = cls(area_id=area_id)
        form.area_id.choices = [SelectChoice(area.id, area.label) for area in city.villages()]
        return form


class TokenForm(FlaskForm):
    """What a program may do, and until when."""

    name = StringField(
        _l("Nama program"),
        filters=[one_line],
        validators=[
            required(_l("Beri nama, misalnya “Papan di balai kota”.")),
            length(2, 60),
            Visible(),
        ],
    )
    scopes = SelectMultipleField(
        _l("Izin"),
        choices=[SelectChoice(key, words) for key, words in access.SCOPES.items()],
        default=[access.LIVE],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[required(_l("Pilih paling sedikit satu izin."))],
    )
    days = RadioField(
        _l("Berlaku"),
        coerce=whole_number,
        default=90,
        choices=[
            SelectChoice(days, _n("%(n)s hari", "%(n)s hari", days, n=days))
            for days in access.LIFETIMES
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih masa berlaku."))],
    )
