"""Who belongs to the electorate of a poll and, where somebody does not, why: in words."""

from collections.abc import Callable

from flask_babel import gettext as _

from forum.core.actor import Actor, Verification
from forum.polls.models import Poll
from forum.verification import queries as verification

Bar = Callable[[Actor, int], str | None]
_BARS: list[Bar] = []


def bars_from_voting(function: Bar) -> Bar:
    """Register a reason not to vote: `function(actor, poll_id)` gives a sentence or None.

    For folders above this one, which know of tasks that do not go with voting. It should ask
    one query; it is asked when a ballot is cast, in its transaction, and when a page is shown.
    """
    _BARS.append(function)
    return function


def why_not(actor: Actor, poll: Poll) -> str | None:
    """Why this person may not vote in this poll; None for those who may."""
    if not actor.signed_in:
        return _("Masuk dulu untuk memilih.")
    if not actor.verification.reaches(poll.level):
        if poll.level is Verification.IDENTITY_CARD:
            return _(
                "Yang dapat memilih adalah warga yang diverifikasi dengan KTP. Akun Anda belum diverifikasi."
            )
        return _(
            "Yang dapat memilih adalah warga yang diverifikasi dengan kode RT/RW atau KTP. "
            "Akun Anda belum diverifikasi."
        )
    if actor.id == poll.author_id:
        return _("Anda menyelenggarakan pemungutan ini, jadi Anda tidak ikut memilih.")
    if _verified_too_late(actor, poll):
        return _(
            "Anda diverifikasi setelah pemungutan dibuka. "
            "Daftar pemilih ditetapkan saat pemungutan dibuka."
        )
    return next((reason for bar in _BARS if (reason := bar(actor, poll.id))), None)


def _verified_too_late(actor: Actor, poll: Poll) -> bool:
    """The electorate is frozen at the opening."""
    if poll.opened_at is None:
        return False
    assert actor.id is not None
    since = verification.held_since(actor.id, poll.level)
    return since is not None and since > poll.opened_at
