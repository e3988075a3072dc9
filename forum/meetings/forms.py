"""The shape of what is typed: a plan, an agenda item, an outcome, a question to vote on."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import AnyOf, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from forum.accounts.models import User
from forum.city.models import Unit
from forum.core import clock
from forum.meetings import words
from forum.meetings.actions import Plan
from forum.meetings.models import AgendaItem, Assignment, Meeting, OutcomeKind, Promise
from forum.web.validators import length, one_line, required, whole_number

ISSUE_NUMBER = re.compile(r"^(?:.*/isu/|#|\d{4}-)?(\d{1,9})$")


class Day(DateField):
    """A date; what is none is said in words of ours."""

    def process_formdata(self, values: Sequence[str]) -> None:
        try:
            self.data = date.fromisoformat(values[0].strip()) if any(values) else None
        except ValueError:
            self.data = None
            raise ValueError(_("Tulis tanggal seperti 2026-11-24.")) from None


class Hour(TimeField):
    def process_formdata(self, values: Sequence[str]) -> None:
        try:
            text = values[0].strip().replace(".", ":") if any(values) else ""
            self.data = time.fromisoformat(text) if text else None
        except ValueError:
            self.data = None
            raise ValueError(_("Tulis jam seperti 19.00.")) from None


class Number(IntegerField):
    def process_formdata(self, values: Sequence[str]) -> None:
        try:
            self.data = int(values[0]) if any(values) else None
        except ValueError:
            self.data = None
            raise ValueError(_("Tulis angka bulat.")) from None


class Hidden(HiddenField):
    """A number that the page remembers; anything else is none."""

    def process_formdata(self, values: Sequence[str]) -> None:
        self.data = whole_number(values[0]) if values else None


class Filled:
    """Something was given, nought included; another error of the field comes first."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(self.message)


def _unit_id(value: str | None) -> int | None:
    return int(value) if value and value != "None" else None


class PlanForm(FlaskForm):
    """What is planned, with its time as clocks in Palangka Raya show it."""

    title = StringField(
        _l("Judul"),
        [required(_l("Tulis judul sesi.")), length(5, 200)],
        filters=[one_line],
    )
    summary = TextAreaField(_l("Ringkasan"), [length(maximum=5000)])
    day = Day(_l("Tanggal"), [Filled(_l("Pilih tanggal."))])
    hour = Hour(_l("Jam mulai (WIB)"), [Filled(_l("Pilih jam mulai."))])
    planned_minutes = Number(
        _l("Lama, dalam menit"), [Filled(_l("Tulis berapa menit sesi ini."))], default=120
    )
    place = StringField(_l("Tempat"), [length(maximum=200)], filters=[one_line])
    link = StringField(_l("Tautan untuk yang ikut dari jauh"), [length(maximum=300)])
    unit_id = SelectField(
        _l("Perangkat daerah yang mengadakan"), coerce=_unit_id, validate_choice=False
    )
    promise = RadioField(
        _l("Janji kepada warga"),
        [AnyOf(list(Promise), message=_l("Pilih apa yang dijanjikan kepada warga."))],
        choices=[
            SelectChoice(promise.value, label) for promise, label in words.PROMISES.items()
        ],
        default=Promise.CONSULT.value,
        validate_choice=False,
    )
    co_lead_ids = SelectMultipleField(
        _l("Fasilitator pendamping"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @classmethod
    def offering(
        cls,
        units: Sequence[Unit],
        helpers: Sequence[User],
        *,
        meeting: Meeting | None = None,
        fresh: bool = False,
    ) -> "PlanForm":
        """With the units and facilitators to choose from, filled with what is planned so far.

        `fresh` leaves aside what was typed.
        """
        data = _plan_data(meeting) if meeting else None
        form = cls(formdata=None, data=data) if fresh else cls(data=data)
        form.unit_id.choices = [
            SelectChoice("", _("Belum dipilih")),
            *(SelectChoice(unit.id, unit.name) for unit in units),
        ]
        form.co_lead_ids.choices = [SelectChoice(user.id, user.public_name) for user in helpers]
        return form

    def plan(self) -> Plan:
        """What the actions take, once the form is valid."""
        assert self.day.data is not None
        assert self.hour.data is not None
        assert self.planned_minutes.data is not None
        return Plan(
            title=self.title.data or "",
            starts_at=datetime.combine(self.day.data, self.hour.data, clock.LOCAL),
            summary=self.summary.data or "",
            planned_minutes=self.planned_minutes.data,
            place=self.place.data or "",
            link=self.link.data or "",
            unit_id=self.unit_id.data,
            promise=Promise(self.promise.data),
        )


def _plan_data(meeting: Meeting) -> dict[str, Any]:
    begins = meeting.starts_at.astimezone(clock.LOCAL)
    helps = Assignment.CO_LEAD
    return {
        "title": meeting.title,
        "summary": meeting.summary,
        "day": begins.date(),
        "hour": begins.time(),
        "planned_minutes": meeting.planned_minutes,
        "place": meeting.place,
        "link": meeting.link,
        "unit_id": meeting.unit_id,
        "promise": meeting.promise.value,
        "co_lead_ids": [row.user_id for row in meeting.staff if row.assignment is helps],
    }


class ItemForm(FlaskForm):
    """One matter of the agenda, perhaps with the issue it takes up.

    It stands beside the plan, so its fields have ids of their own.
    """

    title = StringField(
        _l("Judul acara"),
        [required(_l("Tulis judul acara.")), length(3, 200)],
        filters=[one_line],
        id="item-title",
    )
    note = TextAreaField(_l("Keterangan"), [length(maximum=2000)])
    planned_minutes = Number(
        _l("Lama, dalam menit"),
        [Filled(_l("Tulis berapa menit acara ini."))],
        default=15,
        id="item-planned_minutes",
    )
    issue = StringField(_l("Nomor isu yang dibahas"), [length(maximum=200)])

    @classmethod
    def for_item(cls, item: AgendaItem) -> "ItemForm":
        return cls(data={**vars(item), "issue": str(item.issue_id or "")})

    def validate_issue(self, field: StringField) -> None:
        if field.data and self.issue_id is None:
            raise StopValidation(_("Tulis nomor isu seperti 12, atau tempelkan tautannya."))

    @property
    def issue_id(self) -> int | None:
        found = ISSUE_NUMBER.match((self.issue.data or "").strip().split("?")[0])
        return int(found[1]) if found else None

    def words(self) -> dict[str, Any]:
        """What the actions take."""
        return {
            "title": self.title.data or "",
            "note": self.note.data or "",
            "planned_minutes": self.planned_minutes.data,
            "issue_id": self.issue_id,
        }


class OutcomeForm(FlaskForm):
    """How an item ended."""

    item_id = Hidden()
    version = Hidden()
    kind = SelectField(
        _l("Jenis hasil"),
        [AnyOf(list(OutcomeKind), message=_l("Pilih jenis hasil."))],
        choices=[SelectChoice(kind.value, label) for kind, label in words.OUTCOMES.items()],
        validate_choice=False,
    )
    text = TextAreaField(_l("Hasil"), [required(_l("Tulis hasilnya.")), length(3, 2000)])
    owner = StringField(_l("Penanggung jawab"), [length(maximum=160)], filters=[one_line])
    due = Day(_l("Tenggat"), [Optional()])

    @classmethod
    def for_item(cls, item: AgendaItem | None) -> "OutcomeForm":
        data = {"item_id": item.id, "version": item.version} if item else None
        return cls(formdata=None, data=data)

    def words(self) -> dict[str, Any]:
        return {
            "kind": OutcomeKind(self.kind.data),
            "text": self.text.data or "",
            "owner": self.owner.data or None,
            "due": self.due.data,
        }


class QuestionForm(FlaskForm):
    """A question to vote on at an item: one option a line."""

    for_item = SelectField(_l("Untuk acara"), coerce=int, validate_choice=False)
    question = StringField(
        _l("Pertanyaan"),
        [required(_l("Tulis pertanyaannya.")), length(10, 300)],
        filters=[one_line],
    )
    options = TextAreaField(
        _l("Pilihan jawaban"),
        [required(_l("Tulis sedikitnya dua pilihan, satu per baris.")), length(maximum=5000)],
    )
    minutes = Number(_l("Lama dibuka, dalam menit"), [Optional()])

    @classmethod
    def offering(
        cls, items: Sequence[AgendaItem], current: AgendaItem | None
    ) -> "QuestionForm":
        form = cls(data={"for_item": current.id if current else None})
        form.for_item.choices = [SelectChoice(item.id, item.title) for item in items]
        return form

    def words(self) -> dict[str, Any]:
        lines = (self.options.data or "").splitlines()
        return {
            "question": self.question.data or "",
            "options": [line for line in lines if line.strip()],
            "minutes": self.minutes.data,
        }
