"""What is typed to invite people, to give roles, and to take an invitation up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from forum.accounts.common_passwords import SHORTEST
from forum.accounts.words import ROLES
from forum.core import clock
from forum.core.actor import Actor, Role
from forum.staff import nip, policy
from forum.staff.actions import NAME, REASON
from forum.staff.queries import Reach
from forum.staff.words import area_words
from forum.web.validators import Chosen, Visible, length, one_line, required

CITY = "kota"


class Day(DateField):
    """A date picker that speaks the language of the page."""

    def process_formdata(self, values: Sequence[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(_("Tulis tanggal yang benar.")) from None


def _reason_field() -> TextAreaField:
    return TextAreaField(
        _l("Alasan"),
        validators=[
            required(_l("Tulis alasannya.")),
            length(REASON[0], REASON[1], _l("Tulis alasan, %(min)d sampai %(max)d huruf.")),
        ],
    )


class ReasonForm(FlaskForm):
    """Yes, and why."""

    reason = _reason_field()


class RoleForm(FlaskForm):
    """A role, for what part of the city, until when, and why."""

    role = SelectField(
        _l("Peran"),
        validate_choice=False,
        validators=[Chosen(_l("Pilih peran."))],
    )
    scope = SelectField(
        _l("Untuk"),
        validate_choice=False,
        validators=[Chosen(_l("Pilih untuk bagian kota yang mana."))],
    )
    until = Day(_l("Berlaku sampai"), validators=[Optional()])
    reason = _reason_field()

    @classmethod
    def for_actor(cls, actor: Actor, reach: Reach, **given: Any) -> "RoleForm":
        """With the roles and scopes that this person may give."""
        form = cls(**given)
        form.role.choices = [
            SelectChoice("", _("Pilih peran")),
            *(SelectChoice(role.value, ROLES[role]) for role in _roles_of(actor, reach)),
        ]
        form.scope.choices = [SelectChoice("", _("Pilih cakupan")), *_scopes(reach)]
        return form

    def validate_until(self, field: DateField) -> None:
        if field.data is not None and field.data < clock.today():
            raise ValidationError(_("Tanggal berakhir sudah lewat."))

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        kind, _sep, number = (self.scope.data or "").partition(":")
        until: date | None = self.until.data
        return {
            "role": Role(self.role.data),
            "area_id": int(number) if kind == "wilayah" else None,
            "unit_id": int(number) if kind == "unit" else None,
            "until": until,
            "reason": self.reason.data or "",
        }


class InviteForm(RoleForm):
    """Whom to invite, and to what."""

    email = EmailField(
        _l("Alamat email"),
        validators=[
            Optional(),
            length(maximum=254, message=_l("Alamat email ini terlalu panjang.")),
        ],
    )
    phone = TelField(_l("Nomor HP"), validators=[Optional(), length(maximum=30)])
    nip = StringField(
        _l("NIP"), filters=[one_line], validators=[Optional(), length(maximum=40)]
    )

    def validate_nip(self, field: StringField) -> None:
        if nip.normalised(field.data, today=clock.today()) is None:
            raise ValidationError(
                _("NIP terdiri dari 18 angka. Periksa tanggal lahir dan pengangkatan.")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        if not self.email.data and not self.phone.data:
            self.email.errors = [_("Tulis alamat email atau nomor HP orang yang diundang.")]
            return False
        return fine

    @property
    def values(self) -> dict[str, Any]:
        return {
            **super().values,
            "email": self.email.data or None,
            "phone": self.phone.data or None,
            "nip": self.nip.data or None,
        }


class JoinForm(FlaskForm):
    """A new person who takes an invitation up; the address is proved by the link."""

    name = StringField(
        _l("Nama lengkap (sesuai KTP)"),
        filters=[one_line],
        validators=[
            required(_l("Tulis nama lengkap Anda.")),
            length(*NAME, _l("Nama terdiri dari %(min)d sampai %(max)d karakter.")),
            Visible(),
        ],
    )
    password = PasswordField(
        _l("Buat kata sandi"),
        validators=[
            required(_l("Buat kata sandi.")),
            length(minimum=SHORTEST, message=_l("Kata sandi paling sedikit %(min)d karakter.")),
        ],
    )
    adult = BooleanField(
        _l("Saya berusia 17 tahun atau lebih"),
        validators=[required(_l("Akun untuk warga berusia 17 tahun atau lebih."))],
    )
    agreed = BooleanField(
        _l("Saya menyetujui tata krama forum dan cara data saya dipakai"),
        validators=[required(_l("Setujui tata krama dan aturan privasi untuk mendaftar."))],
    )


class EmptyForm(FlaskForm):
    """Nothing but yes."""


def _roles_of(actor: Actor, reach: Reach) -> list[Role]:
    if reach.city:
        return list(policy.ROLES)
    given = (policy.OF_AN_AREA if reach.areas else frozenset()) | (
        policy.OF_A_UNIT if reach.units else frozenset()
    )
    return [role for role in policy.ROLES if role in given]


def _scopes(reach: Reach) -> list[SelectChoice]:
    whole = [SelectChoice(CITY, _("Seluruh kota"))] if reach.city else []
    return [
        *whole,
        *(
            SelectChoice(f"unit:{unit.id}", unit.name, optgroup=_("Perangkat daerah"))
            for unit in reach.units
        ),
        *(
            SelectChoice(f"wilayah:{area.id}", area_words(area), optgroup=_("Wilayah"))
            for area in reach.areas
        ),
    ]
