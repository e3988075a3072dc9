"""The answer form: turns what was typed into text, a person in charge, and a date."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.city.models import Unit


class AnswerForm(FlaskForm):
    """An official answer. The unit is one of those the person serves."""

    unit = SelectField(_l("Atas nama"), coerce=int)
    text = TextAreaField(
        _l("Jawaban resmi"),
        validators=[
            InputRequired(_l("Tulis jawaban.")),
            Length(max=10_000, message=_l("Paling banyak 10.000 huruf.")),
        ],
    )
    owner = StringField(
        _l("Penanggung jawab"),
        validators=[
            InputRequired(_l("Sebutkan jabatan atau orang yang bertanggung jawab.")),
            Length(min=2, max=160, message=_l("Isi 2 sampai 160 huruf.")),
        ],
    )
    due_on = DateField(_l("Tenggat"), validators=[InputRequired(_l("Pilih tanggal tenggat."))])

    @classmethod
    def for_units(cls, units: list[Unit]) -> "AnswerForm":
        form = cls()
        form.unit.choices = [(unit.id, unit.name) for unit in units]
        return form
