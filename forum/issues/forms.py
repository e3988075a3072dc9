"""What is typed in to raise an issue."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from forum.attachments.forms import FilesField
from forum.city import coordinates, outlines
from forum.city.coordinates import Point
from forum.city.models import Area, AreaLevel, Unit
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.text import clean, one_line
from forum.discussions.actions import LONGEST, TITLE
from forum.discussions.forms import RESIDENT, voice_choices
from forum.issues.actions import MAY_BE_SECRET, NOTE, PLACE, Choice, Matter, Planned
from forum.issues.lifecycle import Rule
from forum.issues.models import Category, Classification, Field, Issue, IssueKind, Step
from forum.issues.words import CLASSES, FIELDS, KINDS, REASONS
from forum.web import language
from forum.web.amounts import AmountField
from forum.web.validators import Chosen, Visible, length, required
from forum.web.validators import one_line as tidy

MOST_PEOPLE = 10_000_000


def _id(value: Any) -> int | None:
    """For `coerce`: what is no whole number is no choice."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _word(value: Any) -> str | None:
    return str(value) if value else None


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None else None


class IssueForm(FlaskForm):
    """A new issue or a draft. A draft needs only a title and a kelurahan."""

    kind = RadioField(
        _l("Jenis isu"),
        choices=[SelectChoice(kind.value, words.one) for kind, words in KINDS.items()],
        validators=[InputRequired(_l("Pilih jenis isu."))],
        invalid_choice_message=_l("Pilih jenis isu."),
    )
    title = StringField(
        _l("Judul isu"),
        filters=[lambda text: one_line(text or "")],
        validators=[
            Length(max=TITLE[1], message=_l("Judul paling panjang 200 huruf.")),
        ],
    )
    text = TextAreaField(
        _l("Apa yang terjadi?"),
        filters=[lambda text: clean(text or "")],
        validators=[
            Length(
                max=LONGEST, message=_l("Tulisan terlalu panjang: paling banyak 10.000 huruf.")
            )
        ],
    )
    area_id = SelectField(
        _l("Kelurahan"), coerce=_id, invalid_choice_message=_l("Pilih kelurahan.")
    )
    category_id = SelectField(
        _l("Topik"), coerce=_id, invalid_choice_message=_l("Pilih topik dari daftar.")
    )
    place = StringField(
        _l("Patokan tempat"),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=PLACE, message=_l("Patokan tempat paling banyak 160 huruf."))],
    )
    point = StringField(
        _l("Titik di peta"),
        filters=[lambda text: one_line(text or "")],
        validators=[
            Length(
                max=coordinates.LONGEST,
                message=_l("Koordinat atau tautan peta paling banyak 400 huruf."),
            )
        ],
    )
    keep_area = BooleanField(_l("Kelurahan yang saya pilih sudah benar"))
    voice = RadioField(
        _l("Tulis sebagai"),
        default=RESIDENT,
        invalid_choice_message=_l("Pilih dari daftar."),
    )
    anonymous = BooleanField(_l("Tampilkan saya sebagai “Warga”"))
    berkas = FilesField()
    secret = BooleanField(_l("Rahasiakan isi laporan"))
    formal = BooleanField(_l("Permintaan informasi publik resmi (UU 14/2008)"))
    field = SelectField(
        _l("Bidang"), coerce=_word, invalid_choice_message=_l("Pilih bidang dari daftar.")
    )
    volume = AmountField(_l("Volume"), places=2)
    volume_unit = StringField(
        _l("Satuan"), filters=[tidy], validators=[length(maximum=40), Visible()]
    )
    estimate = AmountField(_l("Perkiraan biaya (rupiah)"), places=0)
    male = AmountField(_l("Penerima manfaat laki-laki"), places=0, most=MOST_PEOPLE)
    female = AmountField(_l("Penerima manfaat perempuan"), places=0, most=MOST_PEOPLE)
    vulnerable = AmountField(_l("Di antaranya kelompok rentan"), places=0, most=MOST_PEOPLE)
    repeats_id = HiddenField(validators=[Optional(), Regexp(r"^\d{1,10}\Z")])
    drafting = False
    asks_area = False  # the point and the choice differ
    villages: dict[str, Area]

    @classmethod
    def ready(
        cls,
        actor: Actor,
        areas: Sequence[Area],
        categories: Sequence[Category],
        **data: Any,
    ) -> "IssueForm":
        """With its lists filled; `data` is what stands in it at first."""
        choices = voice_choices(actor)
        form = cls(**{"voice": str(choices[0].value), **data})
        form.area_id.choices = [
            SelectChoice("", _("Pilih kelurahan")),
            *(
                SelectChoice(area.id, area.name, optgroup=area.parent_name)
                for area in areas
                if area.level is AreaLevel.VILLAGE
            ),
        ]
        form.villages = {area.code: area for area in areas if area.level is AreaLevel.VILLAGE}
        if not outlines.is_there():
            del form.point, form.keep_area
        form.category_id.choices = [
            SelectChoice("", _("Pilih topik")),
            *(SelectChoice(one.id, one.name_in(language())) for one in categories),
        ]
        form.voice.choices = choices
        form.field.choices = [
            SelectChoice("", _("Pilih bidang")),
            *(SelectChoice(key.value, words) for key, words in FIELDS.items()),
        ]
        return form

    def validate_secret(self, field: BooleanField) -> None:
        kinds = [kind.value for kind in MAY_BE_SECRET]
        if field.data and self.kind.data not in kinds:
            raise ValidationError(_("Hanya aduan dan pertanyaan yang dapat dirahasiakan."))

    def validate_title(self, field: StringField) -> None:
        if len(field.data) < (1 if self.drafting else TITLE[0]):
            raise ValidationError(
                _("Tulis judul yang menyebut masalah dan tempatnya, 10 sampai 200 huruf.")
            )

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data and not self.drafting:
            raise ValidationError(_("Ceritakan apa yang terjadi."))

    def validate_anonymous(self, field: BooleanField) -> None:
        if field.data and self.voice.data not in (RESIDENT, None):
            raise ValidationError(_("Yang ditulis dalam peran tidak dapat tanpa nama."))

    def validate_area_id(self, field: SelectField) -> None:
        """Without a choice the point decides; where the two differ the person is asked once."""
        there = self._area_of_point()
        if field.data is None and there is not None:
            field.data = there.id
        if field.data is None:
            raise ValidationError(_("Pilih kelurahan."))
        if there is None or there.id == field.data or self.drafting or self.keep_area.data:
            return
        self.asks_area = True
        chosen = next(area.name for area in self.villages.values() if area.id == field.data)
        raise ValidationError(
            _(
                "Titik di peta berada di Kelurahan %(there)s, tetapi Anda memilih %(chosen)s. "
                "Ubah salah satunya, atau centang bahwa pilihan Anda sudah benar.",
                there=there.name,
                chosen=chosen,
            )
        )

    def validate_point(self, field: StringField) -> None:
        try:
            found = coordinates.read(field.data)
            if found is not None:
                outlines.code_in_city(found)
        except Invalid as error:
            raise ValidationError(str(error)) from None

    @property
    def found_point(self) -> Point | None:
        """What was typed, as a point; None for nothing, and for what is none."""
        try:
            return (
                coordinates.read(self.point.data)
                if "point" in self and self.point.data
                else None
            )
        except Invalid:
            return None

    def _area_of_point(self) -> Area | None:
        point = self.found_point
        return self.villages.get(outlines.code_at(point) or "") if point else None

    @property
    def matter(self) -> Matter:
        return Matter(
            kind=IssueKind(self.kind.data),
            title=self.title.data,
            text=self.text.data,
            area_id=self.area_id.data,
            category_id=self.category_id.data,
            place=self.place.data,
            anonymous=bool(self.anonymous.data),
            point=self.found_point,
            secret=bool(self.secret.data),
            formal=bool(self.formal.data),
            proposal=self.planned,
            repeats_id=self.repeated,
        )

    @property
    def repeated(self) -> int | None:
        text = self.repeats_id.data or ""
        return int(text) if text.isascii() and text.isdecimal() else None

    @property
    def planned(self) -> Planned | None:
        """What was said of a proposal; of other kinds nothing is taken over."""
        if self.kind.data != IssueKind.PROPOSAL.value:
            return None
        return Planned(
            field=Field(self.field.data) if self.field.data else None,
            volume=self.volume.data,
            volume_unit=self.volume_unit.data or "",
            estimate=_whole(self.estimate.data),
            male=_whole(self.male.data),
            female=_whole(self.female.data),
            vulnerable=_whole(self.vulnerable.data),
        )


class StepForm(FlaskForm):
    """What is said with one step; fields that the step does not want are left out."""

    classification = RadioField(
        _l("Klasifikasi"),
        choices=[SelectChoice(key.value, words.label) for key, words in CLASSES.items()],
        validators=[InputRequired(_l("Pilih klasifikasi aduan."))],
        invalid_choice_message=_l("Pilih klasifikasi aduan."),
    )
    reported_unit_id = SelectField(
        _l("Perangkat daerah yang dilaporkan"),
        coerce=_id,
        invalid_choice_message=_l("Pilih perangkat daerah dari daftar."),
    )
    unit_id = SelectField(
        _l("Perangkat daerah"),
        coerce=_id,
        invalid_choice_message=_l("Pilih perangkat daerah dari daftar."),
    )
    reason = RadioField(_l("Alasan"), invalid_choice_message=_l("Pilih alasan dari daftar."))
    note = TextAreaField(
        _l("Keterangan"),
        filters=[lambda text: clean(text or "")],
        validators=[Length(max=2000, message=_l("Keterangan paling panjang 2.000 huruf."))],
    )

    @classmethod
    def of(cls, issue: Issue, step: Step, rule: Rule, units: Sequence[Unit]) -> "StepForm":
        form = cls()
        choices = [SelectChoice("", _("Pilih perangkat daerah"))]
        choices += [SelectChoice(unit.id, unit.name) for unit in units]
        if step is not Step.VERIFY or issue.kind is not IssueKind.COMPLAINT:
            del form.classification, form.reported_unit_id
        else:
            form.reported_unit_id.choices = [SelectChoice("", _("Tidak ada")), *choices[1:]]
        if rule.wants_unit:
            form.unit_id.choices = choices
        else:
            del form.unit_id
        if rule.wants_reason:
            form.reason.choices = [
                SelectChoice(key, reason.label)
                for key, reason in REASONS[step].items()
                if reason.by_hand and (not reason.kinds or issue.kind in reason.kinds)
            ]
        else:
            del form.reason
        return form

    def validate_note(self, field: TextAreaField) -> None:
        if self.note_wanted and len(field.data) < NOTE[0]:
            raise ValidationError(
                _("Tulis keterangan yang dibaca pelapor, paling sedikit 3 huruf.")
            )

    note_wanted = True

    def validate_unit_id(self, field: SelectField) -> None:
        if field.data is None:
            raise ValidationError(_("Pilih perangkat daerah."))

    @property
    def choice(self) -> Choice:
        """What the action takes."""
        said = {
            name: self[name].data
            for name in ("unit_id", "reason", "reported_unit_id")
            if name in self
        }
        kind = self.classification.data if "classification" in self else None
        return Choice(
            note=self.note.data,
            classification=Classification(kind) if kind else None,
            **said,
        )


class LaporForm(FlaskForm):
    """The tracking number in the national channel; empty takes it away."""

    number = StringField(
        _l("Nomor LAPOR!"),
        filters=[tidy],
        validators=[length(maximum=20)],
    )


class MergeIssueForm(FlaskForm):
    """Which issue another one is merged into, by its number, and why."""

    ke = StringField(
        _l("Nomor isu"),
        filters=[tidy],
        validators=[
            InputRequired(_l("Tulis nomor isu, misalnya 2026-0012.")),
            length(maximum=20),
        ],
    )
    note = TextAreaField(
        _l("Keterangan"),
        filters=[lambda text: clean(text or "")],
        validators=[Length(max=2000, message=_l("Keterangan paling panjang 2.000 huruf."))],
    )


class CategoryForm(FlaskForm):
    """How a topic is called in both languages."""

    name = StringField(
        _l("Nama topik"),
        filters=[tidy],
        validators=[required(_l("Tulis nama topik.")), length(2, 60), Visible()],
    )
    name_en = StringField(
        _l("Nama dalam bahasa Inggris"),
        filters=[tidy],
        validators=[length(maximum=60), Visible()],
    )


class MergeForm(FlaskForm):
    """Into which topic another is merged, and why."""

    into_id = SelectField(
        _l("Gabung ke"),
        coerce=_id,
        validators=[Chosen(_l("Pilih topik dari daftar."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Alasan"), validators=[required(_l("Tulis alasannya.")), length(3, 1000)]
    )

    @classmethod
    def into(cls, categories: Sequence[Category]) -> "MergeForm":
        form = cls()
        form.into_id.choices = [
            SelectChoice("", _("Pilih topik")),
            *(SelectChoice(one.id, one.name_in(language())) for one in categories),
        ]
        return form
