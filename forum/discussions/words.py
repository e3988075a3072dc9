"""What people read about discussions, in the language in force."""

from flask_babel import lazy_gettext as _l

ORDERS = {  # None: the order of the conversation
    None: _l("Percakapan"),
    "terbaru": _l("Terbaru"),
    "terlama": _l("Terlama"),
    "didukung": _l("Didukung"),
    "diperdebatkan": _l("Diperdebatkan"),
}
