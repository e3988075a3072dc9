"""What is typed on the pages that manage the city: its shape, not its meaning."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from forum.city import settings
from forum.city.actions.areas import AreaWords
from forum.city.actions.units import UnitWords
from forum.city.checks import LONGEST_NOTICE, MOST_DAYS, MOST_MONTHS
from forum.city.models import Area, Holiday, HolidayKind, Population, Unit
from forum.city.words import ACTIONS, HOLIDAY_KINDS, LEVELS, PROMISES, UNIT_KINDS
from forum.core import clock
from forum.web.validators import Chosen, Visible, length, one_line, required

LARGEST_FILE = 200_000  # characters


def _text(label: Any, most: int, message: Any | None, *more: Any) -> StringField:
    """One line; with a message it must not be empty."""
    must = [required(message)] if message is not None else [Optional()]
    return StringField(
        label, filters=[one_line], validators=[*must, length(maximum=most), Visible(), *more]
    )


def _reason() -> TextAreaField:
    return TextAreaField(
        _l("Alasan"),
        validators=[required(_l("Tulis alasannya.")), length(3, 1000)],
    )


class ConfirmForm(FlaskForm):
    """Nothing but yes."""


class ReasonForm(FlaskForm):
    """Yes, and why."""

    reason = _reason()


class HolidayForm(FlaskForm):
    """A day on which offices are closed."""

    day = DateField(_l("Tanggal"), validators=[InputRequired(_l("Pilih tanggal."))])
    name = _text(_l("Nama hari libur"), 120, _l("Tulis nama hari libur."))
    kind = RadioField(
        _l("Jenis"),
        choices=[SelectChoice(kind.value, words) for kind, words in HOLIDAY_KINDS.items()],
        validators=[Chosen(_l("Pilih jenis hari libur."))],
        validate_choice=False,
    )

    @classmethod
    def of(cls, holiday: Holiday) -> "HolidayForm":
        return cls(day=holiday.day, name=holiday.name, kind=holiday.kind)

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        kind = HolidayKind(self.kind.data)
        return {"day": self.day.data, "name": self.name.data, "kind": kind}


class ImportForm(FlaskForm):
    """A file of holidays, or its lines; the lines come back with the preview."""

    file = FileField(_l("Berkas CSV"))
    text = TextAreaField(
        _l("Atau tempelkan isinya"),
        validators=[length(maximum=LARGEST_FILE, message=_l("Berkas terlalu besar."))],
    )

    def lines(self) -> str:
        """What the file holds, else what was pasted; unreadable bytes are shown as such."""
        if not self.file.data:
            return self.text.data or ""
        content: bytes = self.file.data.read(LARGEST_FILE + 1)
        return content.decode("utf-8-sig", errors="replace")[:LARGEST_FILE]


class AreaForm(FlaskForm):
    """How an area is called and where it lies."""

    name = _text(_l("Nama"), 80, _l("Tulis nama wilayah."))
    variants = _text(_l("Ejaan lain"), 200, None)
    latitude = FloatField(_l("Lintang"), validators=[Optional()])
    longitude = FloatField(_l("Bujur"), validators=[Optional()])

    @classmethod
    def of(cls, area: Area) -> "AreaForm":
        return cls(
            name=area.name,
            variants=area.variants,
            latitude=area.latitude,
            longitude=area.longitude,
        )

    @property
    def words(self) -> AreaWords:
        return AreaWords(
            name=self.name.data or "",
            variants=self.variants.data or "",
            latitude=self.latitude.data,
            longitude=self.longitude.data,
        )


class NewAreaForm(AreaForm):
    code = _text(_l("Kode wilayah"), 16, _l("Tulis kode wilayah."))


class UnitForm(FlaskForm):
    """How a unit is called."""

    name = _text(_l("Nama"), 160, _l("Tulis nama perangkat daerah."))
    short_name = _text(_l("Singkatan"), 60, None)
    kind = SelectField(
        _l("Jenis"),
        validators=[Chosen(_l("Pilih jenis perangkat daerah."))],
        validate_choice=False,
    )

    @classmethod
    def of(cls, unit: Unit, *, whole: bool) -> "UnitForm":
        """Filled in; without the kind for those who may only mend the names."""
        form = cls(name=unit.name, short_name=unit.short_name, kind=unit.kind)
        form._offer(unit.kind)
        if not whole:
            del form.kind
        return form

    @property
    def words(self) -> UnitWords:
        kind = self.kind.data if "kind" in self else None
        return UnitWords(self.name.data or "", self.short_name.data or "", kind)

    def _offer(self, present: str | None = None) -> None:
        kinds = {present: present, **UNIT_KINDS} if present else UNIT_KINDS
        self.kind.choices = [SelectChoice(kind, words) for kind, words in kinds.items()]


class NewUnitForm(UnitForm):
    code = _text(_l("Kode"), 32, _l("Tulis kode perangkat daerah."))

    @classmethod
    def empty(cls) -> "NewUnitForm":
        form = cls()
        form._offer()
        form.kind.choices = [SelectChoice("", _("Pilih jenis")), *form.kind.choices]
        return form


class PopulationForm(FlaskForm):
    """How many people live somewhere, and who says so."""

    year = IntegerField(_l("Tahun"), validators=[InputRequired(_l("Tulis tahunnya."))])
    total = IntegerField(
        _l("Jumlah penduduk"), validators=[InputRequired(_l("Tulis jumlah penduduk."))]
    )
    male = IntegerField(_l("Laki-laki"), validators=[Optional()])
    female = IntegerField(_l("Perempuan"), validators=[Optional()])
    source = _text(_l("Sumber"), 200, _l("Sebutkan sumber angka."))

    @classmethod
    def after(cls, newest: Population | None) -> "PopulationForm":
        """For the next figure: only the source is likely to be the same."""
        return cls(source=newest.source if newest else None)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("year", "total", "male", "female", "source")
        return {name: self[name].data for name in names}


def _level(action: str) -> RadioField:
    return RadioField(
        ACTIONS[action],
        choices=[SelectChoice(level.value, words) for level, words in LEVELS.items()],
        validators=[Chosen(_l("Pilih tingkat untuk setiap tindakan."))],
        validate_choice=False,
    )


class LevelsForm(FlaskForm):
    """A level of verification for each action."""

    read = _level("read")
    post = _level("post")
    support = _level("support")
    vote = _level("vote")
    speak = _level("speak")
    reason = _reason()

    @property
    def value(self) -> dict[str, str]:
        return {action: self[action].data for action in settings.LEVELS}


def _count(label: Any, most: int) -> IntegerField:
    message = _l("Tulis angka mulai dari 1.")
    return IntegerField(
        label, validators=[InputRequired(message), NumberRange(1, most, message=message)]
    )


class MonthsForm(FlaskForm):
    """For how long a verification is good."""

    kode = _count(_l("Dengan kode, dalam bulan"), MOST_MONTHS)
    ktp = _count(_l("Dengan KTP, dalam bulan"), MOST_MONTHS)
    reason = _reason()

    @property
    def value(self) -> dict[str, int]:
        return {"kode": self.kode.data, "ktp": self.ktp.data}


class InvitationForm(FlaskForm):
    days = _count(_l("Undangan petugas berlaku, dalam hari"), 90)


class ElectionForm(FlaskForm):
    """Election mode: whether, when, and what is shown."""

    on = BooleanField(_l("Tampilkan pemberitahuan masa pemilihan"))
    begins = DateField(_l("Mulai"), validators=[Optional()])
    ends = DateField(_l("Sampai dengan"), validators=[Optional()])
    text_id = TextAreaField(
        _l("Pemberitahuan dalam bahasa Indonesia"), validators=[length(maximum=LONGEST_NOTICE)]
    )
    text_en = TextAreaField(
        _l("Pemberitahuan dalam bahasa Inggris"), validators=[length(maximum=LONGEST_NOTICE)]
    )
    reason = _reason()

    @classmethod
    def of(cls, mode: dict[str, Any]) -> "ElectionForm":
        return cls(
            on=mode["on"],
            begins=mode["from"] and date.fromisoformat(mode["from"]),
            ends=mode["to"] and date.fromisoformat(mode["to"]),
            text_id=mode["text"].get("id"),
            text_en=mode["text"].get("en"),
        )

    @property
    def value(self) -> dict[str, Any]:
        return {
            "on": self.on.data,
            "from": self.begins.data and self.begins.data.isoformat(),
            "to": self.ends.data and self.ends.data.isoformat(),
            "text": {"id": self.text_id.data or "", "en": self.text_en.data or ""},
        }


class RetentionForm(FlaskForm):
    """Days for each kind of thing; the kinds are known only when the program runs."""

    reason = _reason()

    @classmethod
    def of(cls, days: dict[str, int]) -> "RetentionForm":
        fields = {one.kind: _count(one.title, MOST_DAYS) for one in settings.retentions()}
        form: RetentionForm = type("RetentionOfAll", (cls,), fields)(data=days)
        return form

    @property
    def days(self) -> list[IntegerField]:
        return [self[one.kind] for one in settings.retentions()]

    @property
    def value(self) -> dict[str, int]:
        return {one.kind: self[one.kind].data for one in settings.retentions()}


class PromisesForm(FlaskForm):
    """A row of promised days and the day since which it holds, added to those there are."""

    since = DateField(
        _l("Berlaku sejak"),
        validators=[InputRequired(_l("Tulis sejak kapan janji ini berlaku."))],
    )
    reason = _reason()
    table: list[dict[str, Any]] = []

    @classmethod
    def after(cls, table: list[dict[str, Any]]) -> "PromisesForm":
        """Beginning with the days in force now."""
        fields = {name: _count(words, 365) for name, words in PROMISES.items()}
        begins = {**settings.promises(clock.today()), "since": clock.today()}
        form: PromisesForm = type("PromisesOfAll", (cls,), fields)(data=begins)
        form.table = table
        return form

    def validate_since(self, field: DateField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(
                _("Pilih hari ini atau sesudahnya: janji yang sudah berjalan tidak berubah.")
            )

    @property
    def days(self) -> list[IntegerField]:
        return [self[name] for name in PROMISES]

    @property
    def value(self) -> list[dict[str, Any]]:
        since = self.since.data.isoformat()
        kept = [row for row in self.table if row["since"] != since]
        return [*kept, {"since": since, **{name: self[name].data for name in PROMISES}}]


class DpoForm(FlaskForm):
    """Whom to ask about personal data."""

    name = _text(_l("Nama atau jabatan"), 200, None)
    email = _text(_l("Email"), 200, None)
    phone = _text(_l("Telepon"), 25, None)

    @property
    def value(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("name", "email", "phone")}


class AuthorityForm(FlaskForm):
    """Who is told of breaches."""

    name = _text(_l("Nama lembaga"), 200, _l("Tulis nama lembaga yang diberi tahu."))
    address = _text(_l("Alamat lembaga"), 200, None)

    @property
    def value(self) -> dict[str, str]:
        return {"name": self.name.data or "", "address": self.address.data or ""}


class OperatorForm(FlaskForm):
    """Who runs the forum."""

    name = _text(_l("Nama penyelenggara"), 200, _l("Tulis nama penyelenggara forum."))
    address = _text(_l("Alamat kantor"), 200, None)

    @property
    def value(self) -> dict[str, str]:
        return {"name": self.name.data or "", "address": self.address.data or ""}
