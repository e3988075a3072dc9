"""A field of any form to which files can be added, with a script and without one.

In a form: `berkas = FilesField()`, and `{{ files.field(form.berkas) }}` in its page, whose form
is multipart. Once the form is valid, the view attaches `form.berkas.ids` with `form.berkas.alts`.
When the form comes back with mistakes, the files that were taken stand in it still.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import Field

from forum.attachments import actions, policy, queries
from forum.attachments.kinds import ACCEPT, LIMIT
from forum.attachments.models import Attachment
from forum.city import settings
from forum.core.errors import Refused
from forum.web import at_a_kiosk, current_actor

LABEL = _l("Foto dan dokumen")


def may_add() -> bool:
    """Whether this person may add files here: never on a device of the kelurahan's desk."""
    return policy.can_upload(current_actor()) and not at_a_kiosk()


class FilesField(Field):
    """Files that came with the form, and those that were taken before and are still wanted.

    A file that is taken has a check box in the form, which is how one leaves it out again
    without a script, and a line for what is to be seen.
    """

    accept = ACCEPT

    def __init__(self, label: Any = LABEL, **kwargs: Any) -> None:
        self.data: Sequence[Attachment] = ()
        self.sent: list[FileStorage] = []
        self.chosen: list[int] = []
        self.typed: dict[int, str] = {}
        self._taken = False
        super().__init__(label, **kwargs)

    def process(
        self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None
    ) -> None:
        """`data`: the files that the thing being edited has already."""
        self.process_errors: list[str] = []
        self.data = [each for each in (data or ()) if isinstance(each, Attachment)]
        if not formdata or self.marker not in formdata:  # such a form says nothing of them
            self.chosen = [file.id for file in self.data]
        if not formdata:
            return
        self.sent = [
            each
            for each in formdata.getlist(self.name)
            if isinstance(each, FileStorage) and each.filename
        ]
        for text in formdata.getlist(self.kept_name):
            if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 11:
                self.chosen.append(int(text))
        self.typed = {
            number: str(formdata.get(self.alt_name(number), ""))
            for number in self.chosen
            if self.alt_name(number) in formdata
        }

    @property
    def marker(self) -> str:
        """That the form had this field, though no file may be left in it."""
        return f"{self.name}-form"

    @property
    def kept_name(self) -> str:
        return f"{self.name}-ada"

    def alt_name(self, number: int) -> str:
        return f"{self.name}-ket-{number}"

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        self.take()
        return not self.errors

    def take(self) -> None:
        """Take what came with the form; each that is refused is named with the reason. Once."""
        if self._taken:
            return
        self._taken = True
        self.errors: list[str] = list(self.process_errors)
        if not self.sent:
            return
        if not may_add():
            self.errors.append(str(_l("Di perangkat ini berkas tidak dapat ditambahkan.")))
            return
        actor, most = current_actor(), settings.files_each()
        for each in self.sent:
            name = actions.tidy_name(each.filename or "")
            try:
                if len(self.chosen) >= most:
                    raise Refused(actions.too_many(most))
                file = actions.upload(actor, each.stream.read(LIMIT + 1), name)
            except Refused as error:
                self.errors.append(f"{name}: {error}")
            else:
                self.chosen.append(file.id)
        self.sent = []

    @property
    def ids(self) -> list[int]:
        return list(dict.fromkeys(self.chosen))

    @property
    def alts(self) -> dict[int, str]:
        return self.typed

    @property
    def items(self) -> list[Attachment]:
        """The files to show in the form, in their order."""
        known = {file.id: file for file in self.data}
        missing = [number for number in self.ids if number not in known]
        known |= {file.id: file for file in queries.waiting_of(current_actor(), missing)}
        return [known[number] for number in self.ids if number in known]

    def alt_of(self, file: Attachment) -> str:
        return self.typed.get(file.id, file.alt or "")

    @property
    def most(self) -> int:
        return settings.files_each()

    @property
    def available(self) -> bool:
        return may_add()
