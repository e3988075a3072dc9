"""In which capacity people write: as residents, or in a role that everyone is to see."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.actor import Actor, Role
from forum.discussions.models import Post

LABELS = {
    Role.OFFICIAL: _l("Pejabat"),
    Role.HEAD: _l("Pimpinan"),
    Role.FACILITATOR: _l("Fasilitator"),
    Role.MODERATOR: _l("Moderator"),
    Role.COORDINATOR: _l("Koordinator"),
    Role.DESK: _l("Petugas kelurahan"),
}
FOR_A_UNIT = frozenset({Role.OFFICIAL, Role.HEAD})


@dataclass(frozen=True)
class Voice:
    """A role to write in; officials and heads speak for their unit."""

    role: Role
    unit_id: int | None = None

    @property
    def key(self) -> str:
        """As forms name it: `moderator`, `official:3`."""
        return f"{self.role}:{self.unit_id}" if self.unit_id else str(self.role)


def voices_of(actor: Actor) -> list[Voice]:
    """What this person may write as, besides as a resident; in a fixed order."""
    voices = {
        Voice(grant.role, grant.unit_id if grant.role in FOR_A_UNIT else None)
        for grant in actor.grants
        if grant.role in LABELS and (grant.role not in FOR_A_UNIT or grant.unit_id)
    }
    order = list(LABELS)
    return sorted(voices, key=lambda voice: (order.index(voice.role), voice.unit_id or 0))


def voice_of(post: Post) -> Voice | None:
    """In which capacity a post was written; None for a resident."""
    return Voice(Role(post.voice), post.unit_id) if post.voice is not None else None


def badge(role: str | None, unit_name: str | None) -> str | None:
    """The words beside the name; None for a resident."""
    if role is None or role not in LABELS:
        return None
    label = str(LABELS[Role(role)])
    if unit_name is None:
        return label
    if role == Role.HEAD:
        return _("Pimpinan %(unit)s", unit=unit_name)
    return unit_name
