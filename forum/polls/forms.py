"""The shape of what is typed: a ballot, the words of a poll, how long it is open."""

from datetime import datetime
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
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
from forum.core.actor import Role, Verification
from forum.core.errors import Invalid
from forum.polls.actions import Terms
from forum.polls.models import Disclosure, Poll, Secrecy
from forum.polls.patterns import Pattern
from forum.polls.shapes import SHAPES, shape_of
from forum.polls.words import DISCLOSURES, SECRECIES
from forum.web.amounts import AmountField
from forum.web.validators import Chosen

ROWS = 4  # for options, on an empty form
MOST_ROWS = 60
SETTINGS = (
    "seats",
    "least",
    "most",
    "dots",
    "budget",
    "base",
    "share",
    "strict",
)
TERMS = (
    "method",
    "is_binding",
    "secrecy",
    "disclosure",
    "is_local",
    "only_role",
    "takes_latecomers",
    "may_change",
    "asks_reasons",
    "shuffles",
    "shows_other_methods",
    "quorum",
    "quorum_is_share",
    "seed_words",
)
Choice = list[tuple[int | str, str]]


def _id_or_none(value: str | None) -> int | None:
    return int(value) if value and value != "None" else None


def _usual_level() -> str:
    """As the city has set it; nobody votes unverified."""
    level = settings.level_for("vote")
    return (Verification.CODE if level is Verification.NONE else level).value


def _whole(label: Any, least: int) -> IntegerField:
    """A whole number that may be left out."""
    message = _l("Tulis angka mulai dari 1.")
    return IntegerField(label, [Optional(), NumberRange(min=least, message=message)])


class BallotForm(FlaskForm):
    """What every ballot paper has beside its marks; those are read by `papers`."""

    reason = TextAreaField(
        _l("Alasan Anda"),
        [Length(max=500, message=_l("Alasan paling panjang 500 huruf."))],
    )
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
    """One line of the options. Whoever plans a budget also says what it costs."""

    label = StringField(
        _l("Pilihan"), [Length(max=200, message=_l("Pilihan paling panjang 200 huruf."))]
    )
    hint = StringField(
        _l("Penjelasan"), [Length(max=300, message=_l("Penjelasan paling panjang 300 huruf."))]
    )
    cost = AmountField(_l("Biaya dalam rupiah"), places=0)


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
    method = SelectField(
        _l("Cara memutuskan"),
        default="plurality",
        choices=[SelectChoice(name, shape.label) for name, shape in SHAPES.items()],
        validate_choice=False,
    )
    seats = _whole(_l("Banyaknya yang terpilih"), 1)
    least = _whole(_l("Sedikitnya dipilih"), 1)
    most = _whole(_l("Paling banyak dipilih"), 1)
    dots = _whole(_l("Titik tiap pemilih"), 1)
    most_on_one = _whole(_l("Titik terbanyak pada satu pilihan"), 1)
    budget = AmountField(_l("Pagu dalam rupiah"), places=0)
    base = SelectField(
        _l("Persentase dihitung dari"),
        default="valid",
        choices=[
            SelectChoice("valid", _l("suara ya dan tidak")),
            SelectChoice("cast", _l("semua suara yang masuk, termasuk abstain")),
            SelectChoice("entitled", _l("semua yang berhak memilih")),
        ],
        validate_choice=False,
    )
    share = SelectField(
        _l("Ambang diterima"),
        default="1/2",
        choices=[
            SelectChoice("1/2", _l("separuh")),
            SelectChoice("2/3", _l("dua pertiga")),
            SelectChoice("3/4", _l("tiga perempat")),
        ],
        validate_choice=False,
    )
    strict = BooleanField(
        _l("Harus lebih dari ambang itu; tepat sama belum cukup"), default=True
    )
    secrecy = RadioField(
        _l("Kerahasiaan"),
        default=Secrecy.HIDDEN.value,
        choices=[
            SelectChoice(each.value, label) for each, (label, _meaning) in SECRECIES.items()
        ],
        validate_choice=False,
    )
    disclosure = RadioField(
        _l("Yang tampil selama dibuka"),
        default=Disclosure.NOTHING.value,
        choices=[SelectChoice(each.value, label) for each, label in DISCLOSURES.items()],
        validate_choice=False,
    )
    is_local = BooleanField(_l("Hanya warga yang tinggal di wilayahnya"))
    only_role = SelectField(
        _l("Hanya yang memegang peran"),
        choices=[
            SelectChoice("", _l("Siapa saja")),
            SelectChoice(Role.OFFICIAL.value, _l("Pejabat perangkat daerah")),
            SelectChoice(Role.HEAD.value, _l("Kepala perangkat daerah")),
            SelectChoice(Role.FACILITATOR.value, _l("Fasilitator")),
            SelectChoice(Role.MODERATOR.value, _l("Moderator")),
        ],
        validate_choice=False,
    )
    takes_latecomers = BooleanField(
        _l("Yang baru memenuhi syarat selama dibuka boleh ikut memilih")
    )
    may_change = BooleanField(_l("Suara boleh diganti selama dibuka"))
    asks_reasons = BooleanField(_l("Pemilih boleh menulis alasan; alasannya tampil tanpa nama"))
    shuffles = BooleanField(_l("Acak urutan pilihan bagi tiap pemilih"))
    shows_other_methods = BooleanField(
        _l("Tunjukkan juga hasilnya menurut cara lain, sebagai keterangan")
    )
    quorum = _whole(_l("Kuorum"), 1)
    quorum_is_share = BooleanField(_l("dalam persen dari yang berhak"))
    seed_words = StringField(
        _l("Kata undian bila seri"),
        [Length(max=200, message=_l("Kata undian paling panjang 200 huruf."))],
    )
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
        options = [
            {"label": option.label, "hint": option.hint, "cost": option.cost}
            for option in poll.options
        ]
        closes_at = poll.closes_at and poll.closes_at.astimezone(clock.LOCAL)
        return cls(
            formdata=None,
            question=poll.question,
            description=poll.description,
            options=options,
            minutes=poll.minutes,
            closes_at=closes_at,
            level=poll.level.value,
            **{name: _kept(getattr(poll, name)) for name in TERMS},
            **{name: poll.params[name] for name in SETTINGS if name in poll.params},
            most_on_one=poll.params.get("most"),
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
            "costs": [None if row["cost"] is None else int(row["cost"]) for row in rows],
            "minutes": self.minutes.data,
            "closes_at": _in_palangkaraya(self.closes_at.data),
            "level": Verification(self.level.data),
            "is_binding": self.is_binding.data,
            "terms": self._terms(),
        }

    def _terms(self) -> Terms:
        method = self.method.data if self.method.data in SHAPES else ""
        given = {
            name: self[name].data
            for name in (shape_of(method).settings if method else ())
            if self[name].data not in (None, "")
        }
        if "most_on_one" in given:
            given["most"] = given.pop("most_on_one")
        if "budget" in given:
            given["budget"] = int(given["budget"])
        named = {
            name: self[name].data for name in TERMS if name not in ("is_binding", "method")
        }
        try:
            return Terms(
                method=method,
                params=given,
                **{
                    **named,
                    "secrecy": Secrecy(self.secrecy.data),
                    "disclosure": Disclosure(self.disclosure.data),
                    "only_role": Role(self.only_role.data) if self.only_role.data else None,
                    "seed_words": self.seed_words.data or "",
                },
            )
        except ValueError:
            raise Invalid(_("Pesan ini tidak dapat dipahami.")) from None

    def _number_rows(self) -> None:
        for number, row in enumerate(self.options, 1):
            row.form.label.label.text = _("Pilihan %(n)s", n=number)
            row.form.hint.label.text = _("Penjelasan pilihan %(n)s", n=number)
            row.form.cost.label.text = _("Biaya pilihan %(n)s dalam rupiah", n=number)


class NewPollForm(PollForm):
    """Also for whom it is, which stays as it was put down."""

    area_id = SelectField(_l("Wilayah"), coerce=_id_or_none)
    unit_id = SelectField(_l("Penyelenggara"), coerce=_id_or_none)

    @classmethod
    def offering(
        cls, areas: Choice, units: Choice, pattern: Pattern | None = None
    ) -> "NewPollForm":
        form = cls(**_begun(pattern)) if pattern else cls()
        form.area_id.choices = areas
        form.unit_id.choices = units
        return form


def _begun(pattern: Pattern) -> dict[str, Any]:
    words = [{"label": str(label)} for label in pattern.options]
    return {**pattern.data, "options": words + [{}] * (ROWS - len(words))}


class ExtensionForm(FlaskForm):
    """Until when it is open instead."""

    closes_at = DateTimeLocalField(
        _l("Waktu tutup yang baru (WIB)"),
        [Optional()],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    @property
    def moment(self) -> datetime | None:
        return _in_palangkaraya(self.closes_at.data)


class OpeningForm(FlaskForm):
    """How long it is open, where that was not settled before."""

    minutes = IntegerField(
        _l("Lama dibuka, dalam menit"),
        [Optional(), NumberRange(min=1, message=_l("Tulis angka mulai dari 1."))],
    )


def _kept(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _in_palangkaraya(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=clock.LOCAL)
