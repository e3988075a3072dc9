"""Numbers as people here write them."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from forum.core.text import one_line

MOST = 10**12  # rupiah: more than the city's budget of some years
_AMOUNT = re.compile(r"(?:\d{1,15}|\d{1,3}(?:\.\d{3}){1,4})(?:,\d{1,2})?")


class AmountField(StringField):
    """A number as people here write it: `1.250.000`, `12,5`, `Rp1.250.000`; empty is None.

    Money, metres, people: never below zero. What was typed is shown again as it was.
    """

    def __init__(self, label: Any, *, places: int, most: int = MOST, **options: Any) -> None:
        super().__init__(label, **options)
        self.places, self.most = places, most
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.typed = one_line(valuelist[0])
        self.data = None
        if not self.typed:
            return
        text = re.sub(r"^rp\.?|\s", "", self.typed, flags=re.IGNORECASE)
        if not _AMOUNT.fullmatch(text):
            raise ValueError(_("Tulis angka saja, misalnya 1.250.000."))
        number = Decimal(text.replace(".", "").replace(",", "."))
        if number != round(number, self.places) or number > self.most:
            raise ValueError(_("Tulis angka saja, misalnya 1.250.000."))
        self.data = number

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        if self.data is None:
            return ""
        return f"{Decimal(self.data).normalize():f}".replace(".", ",")
