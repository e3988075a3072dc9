"""What is chosen about mails."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, SelectField

from forum.notifications.models import Frequency
from forum.notifications.schedule import Wishes
from forum.notifications.words import FREQUENCIES
from forum.web.validators import whole_number

HOURS = [SelectChoice(hour * 60, f"{hour:02}.00") for hour in range(24)]


class MailForm(FlaskForm):
    """How often, and when not."""

    frequency = RadioField(
        _l("Kabar lewat email"),
        choices=[SelectChoice(key.value, label) for key, label in FREQUENCIES.items()],
    )
    urgent = BooleanField(_l("Kabar mendesak dikirim tersendiri"))
    is_quiet = BooleanField(_l("Pakai jam tenang"))
    quiet_from = SelectField(_l("Jam tenang dari"), coerce=whole_number, choices=HOURS)
    quiet_until = SelectField(_l("Sampai"), coerce=whole_number, choices=HOURS)

    @classmethod
    def of(cls, wishes: Wishes) -> "MailForm":
        return cls(
            data={
                "frequency": wishes.frequency.value,
                "urgent": wishes.urgent,
                "is_quiet": wishes.is_quiet,
                "quiet_from": wishes.quiet_from,
                "quiet_until": wishes.quiet_until,
            }
        )

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            Frequency(self.frequency.data),
            bool(self.urgent.data),
            bool(self.is_quiet.data),
            self.quiet_from.data,
            self.quiet_until.data,
        )
