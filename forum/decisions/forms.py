"""What is typed in to answer, to tell how a promise goes, to declare done, and to confirm."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from forum.attachments.forms import FilesField
from forum.city.models import Unit
from forum.core.text import clean, one_line
from forum.decisions.actions import LONGEST, Promise
from forum.decisions.models import NoteKind, Result
from forum.decisions.words import CANCELLING, RATINGS, REASONS, RESULTS, reasons_for
from forum.issues.models import IssueKind
from forum.web.amounts import AmountField

MORE = 2  # further promises in the form of an answer
_WHAT = _l("Sebutkan pekerjaan yang dijanjikan, 3 sampai 300 huruf.")
_DATE = _l("Pilih tanggal tenggat.")


def _tidy(text: str | None) -> str:
    return one_line(text or "")


def _clean(text: str | None) -> str:
    return clean(text or "")


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


class _Promise(Form):
    """One more promise of the same answer; left empty, there is none."""

    what = StringField(
        _l("Pekerjaan"), filters=[_tidy], validators=[Length(max=300, message=_WHAT)]
    )
    owner = StringField(
        _l("Penanggung jawab"),
        filters=[_tidy],
        validators=[Length(max=160, message=_l("Isi 2 sampai 160 huruf."))],
    )
    due_on = DateField(_l("Tenggat"), validators=[Optional()])
    estimate = AmountField(_l("Biaya (rupiah)"), places=0)

    @property
    def is_empty(self) -> bool:
        return not (self.what.data or self.due_on.data or self.estimate.data)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Begun, it is told whole."""
        fits = bool(super().validate(*args, **kwargs))
        if self.is_empty:
            return fits
        if len(self.what.data or "") < 3:
            self.what.errors, fits = [*self.what.errors, _WHAT], False
        if not self.due_on.data and not self.due_on.errors:
            self.due_on.errors, fits = [_DATE], False
        return fits


class AnswerForm(FlaskForm):
    """An official answer. The unit is one of those that may give it."""

    unit = SelectField(_l("Atas nama"), coerce=int)
    result = RadioField(
        _l("Hasil"),
        choices=[SelectChoice(each.value, words.label) for each, words in RESULTS.items()],
        validators=[InputRequired(_l("Pilih hasil jawaban."))],
        validate_choice=False,
    )
    reason = SelectField(_l("Alasan"), choices=[], validate_choice=False)
    text = TextAreaField(
        _l("Jawaban resmi"),
        validators=[
            InputRequired(_l("Tulis jawaban.")),
            Length(max=LONGEST, message=_l("Paling banyak 10.000 huruf.")),
        ],
    )
    owner = StringField(
        _l("Penanggung jawab"),
        filters=[_tidy],
        validators=[
            InputRequired(_l("Sebutkan jabatan atau orang yang bertanggung jawab.")),
            Length(min=2, max=160, message=_l("Isi 2 sampai 160 huruf.")),
        ],
    )
    what = StringField(
        _l("Pekerjaan yang dijanjikan"),
        filters=[_tidy],
        validators=[Length(max=300, message=_WHAT)],
    )
    due_on = DateField(_l("Tenggat"), validators=[Optional()])
    estimate = AmountField(_l("Biaya (rupiah)"), places=0)
    more = FieldList(FormField(_Promise), min_entries=MORE, max_entries=MORE)

    kind: IssueKind

    @classmethod
    def of(cls, kind: IssueKind, units: Sequence[Unit]) -> "AnswerForm":
        form = cls()
        form.kind = kind
        form.unit.choices = [SelectChoice(unit.id, unit.name) for unit in units]
        form.reason.choices = [
            SelectChoice("", _l("Tidak perlu alasan"), optgroup=RESULTS[Result.ACCEPTED].label),
            *(
                SelectChoice(key, words, optgroup=RESULTS[result].label)
                for result in REASONS
                for key, words in reasons_for(result, kind).items()
            ),
        ]
        return form

    @property
    def wanted(self) -> Result | None:
        return Result(self.result.data) if self.result.data in list(Result) else None

    def validate_result(self, field: RadioField) -> None:
        if self.wanted is None:
            raise ValidationError(_l("Pilih hasil jawaban."))

    def validate_reason(self, field: SelectField) -> None:
        wanted = self.wanted
        if wanted in REASONS and field.data not in reasons_for(wanted, self.kind):
            raise ValidationError(_l("Pilih alasan yang cocok dengan hasilnya."))

    def validate_what(self, field: StringField) -> None:
        promised = self.wanted in (Result.ACCEPTED, Result.PARTLY)
        must = self.kind in (IssueKind.COMPLAINT, IssueKind.PROPOSAL) or self.due_on.data
        if promised and must and len(field.data or "") < 3:
            raise ValidationError(_WHAT)

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        promised = self.wanted in (Result.ACCEPTED, Result.PARTLY)
        if not self.due_on.data and not self.due_on.errors:
            if self.wanted is Result.POSTPONED:
                self.due_on.errors = [_l("Sebutkan kapan hal ini ditinjau lagi.")]
                fits = False
            elif promised and self.what.data:
                self.due_on.errors = [_DATE]
                fits = False
        return fits

    @property
    def promises(self) -> list[Promise]:
        found = []
        if self.what.data and self.due_on.data:
            found.append(Promise(self.what.data, self.due_on.data, _rupiah(self.estimate.data)))
        for entry in self.more:
            one = entry.form
            if not one.is_empty:
                found.append(
                    Promise(
                        one.what.data,
                        one.due_on.data,
                        _rupiah(one.estimate.data),
                        one.owner.data or "",
                    )
                )
        return found

    @property
    def review_on(self) -> date | None:
        return self.due_on.data if self.wanted is Result.POSTPONED else None


def _rupiah(value: Decimal | None) -> int | None:
    return int(value) if value is not None else None


_TEXT = [
    InputRequired(_l("Tulis keterangan, 3 sampai 2.000 huruf.")),
    Length(min=3, max=2000, message=_l("Tulis keterangan, 3 sampai 2.000 huruf.")),
]
_LONG = Length(max=500, message=_l("Tulis mengapa tidak ada wujudnya, 10 sampai 500 huruf."))


class NoteForm(FlaskForm):
    """What is told about a promise; `of` leaves in it what its kind wants."""

    to_on = DateField(_l("Tenggat baru"), validators=[InputRequired(_DATE)])
    reason = RadioField(
        _l("Alasan"),
        choices=[SelectChoice(key, words) for key, words in CANCELLING.items()],
        validators=[InputRequired(_l("Pilih alasan dari daftar."))],
        invalid_choice_message=_l("Pilih alasan dari daftar."),
    )
    text = TextAreaField(_l("Keterangan"), filters=[_clean], validators=_TEXT)
    berkas = FilesField()
    intangible = TextAreaField(
        _l("Tidak berwujud fisik, karena"), filters=[_clean], validators=[_LONG]
    )

    @classmethod
    def of(cls, kind: NoteKind) -> "NoteForm":
        form = cls()
        if kind is not NoteKind.DATE:
            del form.to_on
        if kind is not NoteKind.CANCELLED:
            del form.reason
        if kind is not NoteKind.DONE:
            del form.intangible
        return form


class FinishForm(FlaskForm):
    """Declaring an issue done: what was done, with evidence or why there is none."""

    done = TextAreaField(_l("Apa yang sudah dilakukan"), filters=[_clean], validators=_TEXT)
    berkas = FilesField()
    intangible = TextAreaField(
        _l("Tidak berwujud fisik, karena"), filters=[_clean], validators=[_LONG]
    )


class ConfirmForm(FlaskForm):
    """The reporter's word: done indeed, or not."""

    verdict = RadioField(
        _l("Apakah sudah beres?"),
        choices=[
            SelectChoice("ya", _l("Ya, sudah beres")),
            SelectChoice("belum", _l("Belum beres")),
        ],
        validators=[InputRequired(_l("Pilih salah satu."))],
        invalid_choice_message=_l("Pilih salah satu."),
    )
    rating = SelectField(
        _l("Nilai penanganan"),
        coerce=_number,
        choices=[
            SelectChoice("", _l("Tidak menilai")),
            *(SelectChoice(str(n), words) for n, words in RATINGS.items()),
        ],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("Keterangan Anda"),
        filters=[_clean],
        validators=[Length(max=2000, message=_l("Keterangan paling panjang 2.000 huruf."))],
    )

    @property
    def said(self) -> dict[str, Any]:
        """As `actions.say` takes it."""
        return {
            "is_done": self.verdict.data == "ya",
            "rating": self.rating.data,
            "words": self.words.data or "",
        }

    def validate_rating(self, field: SelectField) -> None:
        if field.data is not None and field.data not in RATINGS:
            raise ValidationError(_l("Pilih nilai dari daftar."))

    def validate_words(self, field: TextAreaField) -> None:
        if self.verdict.data == "belum" and len(field.data or "") < 3:
            raise ValidationError(_l("Tulis apa yang belum beres, paling sedikit 3 huruf."))
