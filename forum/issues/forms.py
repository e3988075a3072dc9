"""What is typed in to raise an issue."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.city.models import Area, AreaLevel
from forum.core.actor import Actor
from forum.core.text import clean, one_line
from forum.discussions.actions import LONGEST, TITLE
from forum.discussions.forms import RESIDENT, voice_choices
from forum.issues.actions import PLACE, Matter
from forum.issues.models import Category, IssueKind
from forum.issues.words import KINDS


def _id(value: Any) -> int | None:
    """For `coerce`: what is no whole number is no choice."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


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
    voice = RadioField(
        _l("Tulis sebagai"),
        default=RESIDENT,
        invalid_choice_message=_l("Pilih dari daftar."),
    )
    drafting = False

    @classmethod
    def ready(
        cls,
        actor: Actor,
        areas: Sequence[Area],
        categories: Sequence[Category],
        **data: Any,
    ) -> "IssueForm":
        """With its lists filled; `data` is what stands in it at first."""
        form = cls(**data)
        form.area_id.choices = [
            SelectChoice("", _("Pilih kelurahan")),
            *(
                SelectChoice(area.id, area.name, optgroup=area.parent_name)
                for area in areas
                if area.level is AreaLevel.VILLAGE
            ),
        ]
        form.category_id.choices = [
            SelectChoice("", _("Pilih topik")),
            *(SelectChoice(category.id, category.name) for category in categories),
        ]
        form.voice.choices = voice_choices(actor)
        return form

    def validate_title(self, field: StringField) -> None:
        if len(field.data) < (1 if self.drafting else TITLE[0]):
            raise ValidationError(
                _("Tulis judul yang menyebut masalah dan tempatnya, 10 sampai 200 huruf.")
            )

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data and not self.drafting:
            raise ValidationError(_("Ceritakan apa yang terjadi."))

    def validate_area_id(self, field: SelectField) -> None:
        if field.data is None:
            raise ValidationError(_("Pilih kelurahan."))

    @property
    def matter(self) -> Matter:
        return Matter(
            kind=IssueKind(self.kind.data),
            title=self.title.data,
            text=self.text.data,
            area_id=self.area_id.data,
            category_id=self.category_id.data,
            place=self.place.data,
        )
