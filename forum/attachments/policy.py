"""Who may do what with files. Who may see an attached one, its holder knows."""

from forum.attachments.holders import HOLDERS
from forum.attachments.models import Attachment
from forum.core.actor import VISITOR, Actor, Role
from forum.verification import levels


def can_upload(actor: Actor) -> bool:
    """Who may write here; those who serve may, whatever their own verification."""
    return actor.signed_in and (
        levels.reaches(actor, levels.POST)
        or any(grant.role is not Role.RESIDENT for grant in actor.grants)
    )


def can_take(actor: Actor, file: Attachment) -> bool:
    """Attach it, or throw it away: one's own that waits."""
    return file.holder is None and actor.signed_in and file.uploader_id == actor.id


def may_see(viewer: Actor, file: Attachment) -> bool:
    """A waiting one is its uploader's alone; an attached one goes with its holder."""
    if file.holder is None:
        return viewer.signed_in and file.uploader_id == viewer.id
    assert file.holder_id is not None
    holder = HOLDERS.get(file.holder)
    return holder is not None and holder.may_see(viewer, file.holder_id)


def is_public(file: Attachment) -> bool:
    """Whether everyone may see it, without signing in."""
    return may_see(VISITOR, file)
