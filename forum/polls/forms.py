"""The shape of what is typed: a ballot, the words of a poll, how long it is open."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forum.city import settings
from forum.core import clock
from forum.core.actor import Verification
from forum.polls.models import Poll
from forum.web.validators import Chosen

ROWS = 4  # for options, on an empty form
MOST_ROWS = 20
Choice = list[tuple[int | str, str]]


def _id_or_none(value: str | None) -> int | None:
    return int(value) if value and value != "None" else None


def _usual_level() -> str:
    """As the city has set it; nobody votes unverified."""
    level = settings.level_for("vote")
    return (Verification.CODE if level is Verification.NONE else level).value


class OptionIds(Field):
    """What was chosen, as option ids. Whether they belong to the poll is the action's business."""

    def process_formdata(self, values: list[str]) -> None:
        try:
            self.data = [int(value) for value in values]
        except ValueError:
            self.data = []
            raise ValueError(_("Pilihan itu tidak ada pada surat suara ini.")) from None


class BallotForm(FlaskForm):
    """The ballot paper: turns what was ticked into option ids."""

    option_id = OptionIds(_l("Pilihan Anda"), default=list)
    pressed_at = HiddenField()
    ballot_id = HiddenField(
        validators=[Length(max=64, message=_l("Surat suara ini tidak lengkap. Muat ulang."))]
    )


def moment_in(text: str | None) -> datetime | None:
    """When a page says that its voter pressed the button; None for what is no moment."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class OptionForm(Form):
    label = StringField(
        _l("Pilihan"), [Length(max=200, message=_l("Pilihan paling panjang 200 huruf."))]
    )
    hint = StringField(
        _l("Penjelasan"), [Length(max=300, message=_l("Penjelasan paling panjang 300 huruf."))]
    )


class PollForm(FlaskForm):
    """A question with its options, and when it closes."""

    question = StringField(
        _l("Pertanyaan"),
        [
            InputRequired(_l("Tulis pertanyaannya.")),
            Length(max=300, message=_l("Pertanyaan paling panjang 300 huruf.")),
        ],
    )
    description = TextAreaField(
        _l("Keterangan"),
        [Length(max=5000, message=_l("Keterangan paling panjang 5.000 huruf."))],
    )
    options = FieldList(FormField(OptionForm), min_entries=ROWS, max_entries=MOST_ROWS)
    level = RadioField(
        _l("Yang boleh memilih"),
        default=_usual_level,
        choices=[
            SelectChoice(
                Verification.IDENTITY_CARD.value, _l("Warga yang diverifikasi dengan KTP")
            ),
            SelectChoice(
                Verification.CODE.value,
                _l("Warga yang diverifikasi dengan kode RT/RW atau KTP"),
            ),
        ],
        validate_choice=False,
        validators=[Chosen(_l("Pilih siapa yang boleh memilih."))],
    )
    is_binding = BooleanField(_l("Hasilnya memutuskan uang atau keputusan"))
    minutes = IntegerField(
        _l("Lama dibuka, dalam menit"),
        [Optional(), NumberRange(min=1, message=_l("Tulis angka mulai dari 1."))],
    )
    closes_at = DateTimeLocalField(
        _l("Waktu tutup (WIB)"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._number_rows()

    @classmethod
    def for_draft(cls, poll: Poll) -> "PollForm":
        """Filled with what the draft says, whatever was sent."""
        options = [{"label": option.label, "hint": option.hint} for option in poll.options]
        closes_at = poll.closes_at and poll.closes_at.astimezone(clock.LOCAL)
        return cls(
            formdata=None,
            question=poll.question,
            description=poll.description,
            options=options,
            minutes=poll.minutes,
            closes_at=closes_at,
            level=poll.level.value,
            is_binding=poll.is_binding,
        )

    def add_rows(self, number: int = 2) -> None:
        for _row in range(min(number, MOST_ROWS - len(self.options.entries))):
            self.options.append_entry()
        self._number_rows()

    def words(self) -> dict[str, Any]:
        """What the actions take."""
        rows = self.options.data
        return {
            "question": self.question.data,
            "description": self.description.data or "",
            "options": [row["label"] or "" for row in rows],
            "hints": [row["hint"] or "" for row in rows],
            "minutes": self.minutes.data,
            "closes_at": _in_palangkaraya(self.closes_at.data),
            "level": Verification(self.level.data),
            "is_binding": self.is_binding.data,
        }

    def _number_rows(self) -> None:
        for number, row in enumerate(self.options, 1):
            row.form.label.label.text = _("Pilihan %(n)s", n=number)
            row.form.hint.label.text = _("Penjelasan pilihan %(n)s", n=number)


class NewPollForm(PollForm):
    """Also for whom it is, which stays as it was put down."""

    area_id = SelectField(_l("Wilayah"), coerce=_id_or_none)
    unit_id = SelectField(_l("Penyelenggara"), coerce=_id_or_none)

    @classmethod
    def offering(cls, areas: Choice, units: Choice) -> "NewPollForm":
        form = cls()
        form.area_id.choices = areas
        form.unit_id.choices = units
        return form


class OpeningForm(FlaskForm):
    """How long it is open, where that was not settled before."""

    minutes = IntegerField(
        _l("Lama dibuka, dalam menit"),
        [Optional(), NumberRange(min=1, message=_l("Tulis angka mulai dari 1."))],
    )


def _in_palangkaraya(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=clock.LOCAL)
