"""What forms ask of a field, with the words for people: WTForms has none in Indonesian.

Every message is lazy, so that a form class may be made once and shown in either language.
"""

import unicodedata
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length, ValidationError

INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}  # controls, marks that turn the text around


class Text(Protocol):
    """A string, or one that is translated when it is shown."""

    def __str__(self) -> str: ...


class Choosable(Protocol):
    """A field whose answer comes from a list."""

    data: Any
    choices: Any


def required(message: Text) -> DataRequired:
    """Something must be typed, chosen or ticked; the message says what."""
    return DataRequired(message=message)


def length(
    minimum: int | None = None, maximum: int | None = None, message: Text | None = None
) -> Length:
    """So many characters; the message may name them as %(min)d and %(max)d."""
    if message is None and minimum is None:
        message = _l("Paling banyak %(max)d karakter.")
    elif message is None and maximum is None:
        message = _l("Paling sedikit %(min)d karakter.")
    elif message is None:
        message = _l("Tulis %(min)d sampai %(max)d karakter.")
    low = -1 if minimum is None else minimum
    return Length(min=low, max=-1 if maximum is None else maximum, message=message)


class Chosen:
    """One of the choices was taken. For a SelectField or RadioField with
    `validate_choice=False`, whose own message would be English.
    """

    field_flags = {"required": True}

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: object, field: Choosable) -> None:
        if field.data not in [choice[0] for choice in field.choices] or field.data in (
            "",
            None,
        ):
            raise ValidationError(self.message)


def whole_number(text: Any) -> int | None:
    """For `coerce=`: what is no whole number is no choice, and no error of ours."""
    try:
        return int(text)
    except (TypeError, ValueError):
        return None


def one_line(text: str | None) -> str | None:
    """For `filters=`: names and titles have no line ends, tabs or surplus spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split()) if text else text


class Visible:
    """No hidden characters: they would let one name pass for another."""

    def __init__(self, message: Text | None = None) -> None:
        self.message = message or _l("Hapus karakter tersembunyi dari isian ini.")

    def __call__(self, _form: object, field: Any) -> None:
        if any(unicodedata.category(character) in INVISIBLE for character in field.data or ""):
            raise ValidationError(self.message)
