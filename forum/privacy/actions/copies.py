"""Everything about a person in one archive: asked for, made in the background, gone in a week."""

from datetime import timedelta

from flask_babel import gettext as _

from forum.accounts import traces
from forum.city import settings
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import atomic, db, lock
from forum.core.errors import NotFound, Refused, TooMany
from forum.core.outbox import record
from forum.core.policy import require
from forum.privacy import archive, files, policy, queries
from forum.privacy.actions.requests import open_automatic
from forum.privacy.events import DataCopyDownloaded, DataCopyReady, DataCopyRequested
from forum.privacy.models import CopyState, DataCopy, RequestKind, RequestState


class BeingPrepared(Refused):
    """One at a time."""


@atomic()
def request_copy(actor: Actor) -> DataCopy:
    """Have everything about oneself put together; the person is told when it is there."""
    require(policy.can_have_data, actor)
    assert actor.id is not None
    user = queries.reachable(actor.id)
    assert user is not None
    lock(user)  # two presses at once are one copy
    copies = queries.copies_of(actor.id)
    if any(copy.state is CopyState.PREPARING for copy in copies):
        raise BeingPrepared(_("Salinan data Anda sedang disiapkan."))
    day = clock.now() - timedelta(days=1)
    if queries.copies_since(actor.id, day) >= queries.COPIES_A_DAY:
        raise TooMany(_("Salinan data dapat diminta 3 kali dalam sehari. Coba lagi besok."))
    copy = DataCopy(user_id=actor.id)
    db.session.add(copy)
    db.session.flush()
    open_automatic(actor.id, RequestKind.ACCESS)
    record(DataCopyRequested(user_id=actor.id, copy_id=copy.id, actor_id=actor.id))
    return copy


@atomic()
def build_copy(copy_id: int) -> None:
    """Put it together, in the background. Doing it twice makes it once."""
    copy = queries.copy_by_id(copy_id)
    if copy is None:  # the person has left meanwhile
        return
    lock(copy)
    if copy.state is CopyState.READY:
        return
    user = queries.reachable(copy.user_id)
    if user is None:
        return
    name = files.new_name()
    with files.keeping(name) as file:
        about, attached = traces.all_about(copy.user_id), traces.files_of(copy.user_id)
        archive.write_archive(file, user.language, about, attached)
        size = file.tell()
    now = clock.now()
    copy.state, copy.file, copy.size = CopyState.READY, name, size
    copy.ready_at = now
    copy.expires_at = now + timedelta(days=settings.days_kept("data_copies"))
    request = queries.open_request(copy.user_id, RequestKind.ACCESS)
    if request is not None and request.is_automatic:
        request.state, request.done_at = RequestState.DONE, now
    record(DataCopyReady(user_id=copy.user_id, copy_id=copy.id))


@atomic()
def note_download(actor: Actor, copy: DataCopy) -> str:
    """The name of the file, for its owner, while it lasts; that it was taken is kept."""
    if not policy.can_take_copy(actor, copy):
        raise NotFound("copy")
    expired = copy.expires_at is None or copy.expires_at <= clock.now()
    if copy.state is not CopyState.READY or copy.file is None or expired:
        raise NotFound("copy")
    record(DataCopyDownloaded(user_id=copy.user_id, copy_id=copy.id, actor_id=actor.id))
    return copy.file
