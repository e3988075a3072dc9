"""Why a role or an invitation cannot be had."""

from flask_babel import gettext as _

from forum.core.errors import Refused


class InvitationOver(Refused):
    """The link is spoilt, used, withdrawn, too old, or there is a newer one."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Undangan ini tidak berlaku lagi. Minta undangan baru."))


class NotTheirs(Refused):
    """The invitation went to an address that is not this account's."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("Undangan ini untuk alamat lain. Masuk dengan akun yang memakai alamat itu.")
        )


class RoleOver(Refused):
    """Somebody else ended this role a moment ago, or its last day has passed."""

    def __init__(self) -> None:
        super().__init__(_("Peran ini sudah berakhir."))


class LastAdministrator(Refused):
    """Without this one nobody could give roles any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Ini pengelola kota yang terakhir. Beri peran itu kepada orang lain dulu.")
        )
