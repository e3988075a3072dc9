"""What is typed in when something is flagged, and when a moderator decides."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from forum.moderation.actions import HIDE, KEEP, MESSAGE, NOTE
from forum.moderation.grounds import GROUNDS


class FlagForm(FlaskForm):
    """Why something should be looked at."""

    ground = RadioField(
        _l("Alasan"),
        choices=[SelectChoice(key, ground.label) for key, ground in GROUNDS.items()],
        validators=[InputRequired(_l("Pilih alasannya."))],
        invalid_choice_message=_l("Pilih alasannya."),
    )
    note = TextAreaField(
        _l("Keterangan"),
        validators=[
            Optional(),
            Length(max=NOTE, message=_l("Keterangan paling banyak 500 huruf.")),
        ],
    )


class DecisionForm(FlaskForm):
    """What becomes of one case; a message is needed where something is hidden."""

    decision = RadioField(
        _l("Keputusan"),
        choices=[SelectChoice(KEEP, _l("Biarkan")), SelectChoice(HIDE, _l("Sembunyikan"))],
        validators=[InputRequired(_l("Pilih keputusan: biarkan atau sembunyikan."))],
        invalid_choice_message=_l("Pilih keputusan: biarkan atau sembunyikan."),
    )
    ground = SelectField(
        _l("Alasan bila disembunyikan"),
        choices=[
            SelectChoice("", _l("Pilih alasan")),
            *(SelectChoice(key, ground.label) for key, ground in GROUNDS.items()),
        ],
        invalid_choice_message=_l("Pilih alasannya."),
    )
    message = TextAreaField(_l("Pesan untuk penulis"))

    @classmethod
    def for_case(cls, case_id: int, ground: str | None = None) -> "DecisionForm":
        """Several stand on one page, so their fields carry the case's number."""
        return cls(prefix=f"p{case_id}-", ground=ground)

    def validate_ground(self, field: SelectField) -> None:
        if self.decision.data == HIDE and not field.data:
            raise ValidationError(_l("Pilih alasannya."))

    def validate_message(self, field: TextAreaField) -> None:
        length = len((field.data or "").strip())
        if self.decision.data == HIDE and not MESSAGE[0] <= length <= MESSAGE[1]:
            raise ValidationError(_l("Tulis pesan untuk penulis, 10 sampai 1.000 huruf."))
