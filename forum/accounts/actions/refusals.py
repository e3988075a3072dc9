"""Why an account could not be entered or changed."""

from flask_babel import gettext as _

from forum.core.errors import Invalid, Refused


class WrongCredentials(Invalid):
    """Name or password is wrong, or the account cannot be used: which of them is not told."""


class NotConfirmed(Refused):
    """The password is right, but the address was never confirmed."""

    status = 403


class LinkDead(Refused):
    """A link from a mail that is spoilt, too old, or was used."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Tautan ini tidak berlaku lagi."))


class WrongCode(Invalid):
    """The code is not the one that was sent, is too old, or was used: which is not told."""

    def __init__(self) -> None:
        super().__init__(_("Kode ini tidak cocok atau sudah tidak berlaku. Periksa lagi."))


class DoubtfulSignIn(Refused):
    """The password is right, but strangers are guessing: a code that was sent is asked for, too."""
