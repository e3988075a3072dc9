"""What forms ask of a field, with the words for people: WTForms has none in Indonesian.

Every message is lazy, so that a form class may be made once and shown in either language.
"""

import unicodedata
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length, StopValidation, ValidationError

INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}  # controls, marks that turn the text around


class Text(Protocol):
    """A string, or one that is translated when it is shown."""

    def __str__(self) -> str: ...


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
    """One of the choices was taken. Give the field `validate_choice=False`: its own message,
    which would come on top of this one, is English.
    """

    field_flags = {"required": True}

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: object, field: Any) -> None:
        chosen = field.data not in ("", None)
        if not chosen or field.data not in [field.coerce(one.value) for one in field.choices]:
            raise StopValidation(self.message)


def whole_number(text: Any) -> int | None:
    """For `coerce=` of a list of ids: what is no whole number is no choice at all.

    So the first option may be SelectChoice("", "Pilih …"), which `Chosen` refuses.
    """
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
