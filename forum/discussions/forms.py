"""What is typed in to answer."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
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
from wtforms.validators import Length, Optional, Regexp

from forum.attachments.forms import FilesField
from forum.core.actor import Actor
from forum.core.text import clean, one_line
from forum.discussions import policy, queries
from forum.discussions.actions import LONGEST, PACES, TITLE
from forum.discussions.actions.steering import REASON
from forum.discussions.models import Stance, Thread
from forum.discussions.voices import Voice, badge, voices_of

RESIDENT = "warga"


class ReplyForm(FlaskForm):
    """A reply: the words, what they answer, and in which capacity they are written."""

    text = TextAreaField(
        _l("Tanggapan Anda"),
        validators=[
            Length(min=1, message=_l("Tulis dulu isinya.")),
            Length(
                max=LONGEST, message=_l("Tulisan terlalu panjang: paling banyak 10.000 huruf.")
            ),
        ],
        filters=[lambda text: clean(text or "")],
    )
    parent_id = HiddenField(validators=[Optional(), Regexp(r"^\d{1,10}\Z")])
    voice = RadioField(
        _l("Tulis sebagai"),
        default=RESIDENT,
        invalid_choice_message=_l("Pilih dari daftar."),
    )
    anonymous = BooleanField(_l("Tampilkan saya sebagai “Warga”"))
    berkas = FilesField()
    # Left out where nobody takes sides, so what comes is looked at below.
    stance = RadioField(
        _l("Jenis tanggapan"),
        default="",
        validate_choice=False,
        choices=[
            SelectChoice("", _l("Tanggapan biasa")),
            SelectChoice(Stance.PRO.value, _l("Argumen mendukung")),
            SelectChoice(Stance.CONTRA.value, _l("Argumen menolak")),
        ],
    )

    @classmethod
    def for_actor(
        cls,
        actor: Actor,
        *,
        parent_id: int | None = None,
        empty: bool = False,
        voice: str | None = None,
        text: str | None = None,
    ) -> "ReplyForm":
        """`empty`: whatever was sent just now. `voice` is chosen at first: if None, the first there is."""
        given: dict[str, Any] = {"formdata": None} if empty else {}
        choices = voice_choices(actor)
        first = voice or str(choices[0].value)
        form = cls(
            parent_id=str(parent_id) if parent_id else "", voice=first, text=text, **given
        )
        form.voice.choices = choices
        return form

    @property
    def parent(self) -> int | None:
        text = self.parent_id.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else None

    @property
    def chosen_stance(self) -> Stance | None:
        return next((each for each in Stance if each == self.stance.data), None)

    def chosen_voice(self, actor: Actor) -> Voice | None:
        return chosen_voice(actor, self.voice.data)


class RewriteForm(FlaskForm):
    """One's own post again; of an opening the title, too."""

    title = StringField(
        _l("Judul"),
        validators=[
            Optional(),
            Length(
                *TITLE,
                message=_l(
                    "Tulis judul yang menyebut masalah dan tempatnya, 10 sampai 200 huruf."
                ),
            ),
        ],
        filters=[lambda text: one_line(text or "")],
    )
    text = TextAreaField(
        _l("Isi tulisan"),
        validators=[
            Length(min=1, message=_l("Tulis dulu isinya.")),
            Length(
                max=LONGEST, message=_l("Tulisan terlalu panjang: paling banyak 10.000 huruf.")
            ),
        ],
        filters=[lambda text: clean(text or "")],
    )
    revision = HiddenField(validators=[Regexp(r"^\d{1,9}\Z")])


class ReasonForm(FlaskForm):
    """Why something is done to a discussion."""

    reason = StringField(
        _l("Alasan"),
        validators=[
            Length(
                *REASON,
                message=_l(
                    "Tulis alasannya, 5 sampai 300 huruf. Semua orang dapat membacanya."
                ),
            )
        ],
        filters=[lambda text: one_line(text or "")],
    )


class SteeringForm(ReasonForm):
    """Whether a discussion takes replies, and how fast."""

    minutes = SelectField(
        _l("Jeda antara dua tanggapan satu orang"), coerce=int, validate_choice=False
    )

    @classmethod
    def of(cls, thread: Thread) -> "SteeringForm":
        form = cls(minutes=thread.slow_minutes)
        form.minutes.choices = [SelectChoice(each, pace_words(each)) for each in PACES]
        return form


def pace_words(minutes: int) -> str:
    if not minutes:
        return _("Tanpa jeda")
    if minutes < 60:
        return _("%(n)s menit", n=minutes)
    hours = minutes // 60
    return ngettext("%(n)s jam", "%(n)s jam", hours, n=hours)


def voice_choices(actor: Actor) -> list[SelectChoice]:
    """As a resident, for those who may, and one line for each role in which the actor writes."""
    voices = voices_of(actor)
    names = queries.unit_names(voice.unit_id for voice in voices if voice.unit_id)
    resident = policy.can_write_as(actor, None) or not voices
    return [
        *([SelectChoice(RESIDENT, _("Warga"))] if resident else []),
        *(
            SelectChoice(voice.key, badge(voice.role, names.get(voice.unit_id or 0)))
            for voice in voices
        ),
    ]


def chosen_voice(actor: Actor, key: str | None) -> Voice | None:
    return next((voice for voice in voices_of(actor) if voice.key == key), None)
