"""What is typed in to answer."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from forum.attachments.forms import FilesField
from forum.core.actor import Actor
from forum.core.text import clean
from forum.discussions import policy, queries
from forum.discussions.actions import LONGEST
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

    @classmethod
    def for_actor(
        cls,
        actor: Actor,
        *,
        parent_id: int | None = None,
        empty: bool = False,
        voice: str | None = None,
    ) -> "ReplyForm":
        """`empty`: whatever was sent just now. `voice` is chosen at first: if None, the first there is."""
        given: dict[str, Any] = {"formdata": None} if empty else {}
        choices = voice_choices(actor)
        first = voice or str(choices[0].value)
        form = cls(parent_id=str(parent_id) if parent_id else "", voice=first, **given)
        form.voice.choices = choices
        return form

    @property
    def parent(self) -> int | None:
        text = self.parent_id.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else None

    def chosen_voice(self, actor: Actor) -> Voice | None:
        return chosen_voice(actor, self.voice.data)


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
