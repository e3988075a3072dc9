"""Everything that can be done with files."""

import hashlib
import secrets
import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import PurePosixPath

from flask_babel import gettext as _

from forum.attachments import policy, queries, reading, words
from forum.attachments.events import FilesAttached, FilesRemoved
from forum.attachments.holders import HOLDERS
from forum.attachments.kinds import LIMIT
from forum.attachments.models import Attachment
from forum.attachments.reading import Read
from forum.attachments.storage import storage
from forum.attachments.unfit import Reason, Unfit
from forum.city import settings
from forum.core import clock
from forum.core.actor import Actor
from forum.core.db import after_commit, atomic, db, lock
from forum.core.errors import Invalid, NotFound, TooMany
from forum.core.offload import offload
from forum.core.outbox import record
from forum.core.policy import require
from forum.core.text import one_line
from forum.verification import levels

KEPT_WAITING = timedelta(hours=24)
MOST_WAITING = 30  # files of one person that belong to nothing yet
LONGEST_NAME = 120
LONGEST_ALT = 300
AT_ONCE = 2  # photos decoded at the same time: each may take some hundred megabytes

_room = threading.BoundedSemaphore(AT_ONCE)


def upload(actor: Actor, content: bytes, name: str) -> Attachment:
    """Check a file by its content and keep it for the actor, until it is attached or expires.

    Raises Invalid, with a sentence that says how to put it right. The content is written before
    the row: what a crash leaves behind belongs to no row and is swept.
    """
    levels.demand(levels.POST, policy.can_upload, actor)
    assert actor.id is not None
    if queries.count_waiting(actor.id) >= MOST_WAITING:
        raise TooMany(
            _("Terlalu banyak berkas yang belum dikirim. Kirim atau hapus dulu yang ada.")
        )
    read = _read(content, name)
    file = _file(actor.id, read, name)
    _keep(file, read)
    with atomic():
        db.session.add(file)
        db.session.flush()
    return file


@atomic()
def attach(
    actor: Actor,
    ids: Sequence[int],
    *,
    holder: str,
    holder_id: int,
    alts: Mapping[int, str] | None = None,
) -> None:
    """Make these the files of the holder, in this order; those it had and are not named go.

    Who may do that, the folder of the holder asks. `alts` are the words for what is to be seen,
    by id. Raises Invalid where a file is gone or not the actor's, or where there are too many.
    """
    wanted = list(dict.fromkeys(ids))
    before = {
        file.id: file for file in queries.files_of(holder, [holder_id]).get(holder_id, [])
    }
    if not wanted and not before:
        return
    most = settings.files_each()
    if len(wanted) > most:
        raise Invalid(too_many(most))
    waiting = {file.id: file for file in queries.waiting_of(actor, wanted)}
    for file in sorted(waiting.values(), key=lambda each: each.id):
        lock(file)  # two forms may want the same one
    known = before | {key: file for key, file in waiting.items() if file.holder is None}
    if any(number not in known for number in wanted):
        raise Invalid(_("Ada berkas yang sudah tidak tersedia. Unggah lagi, lalu kirim."))
    for position, number in enumerate(wanted):
        file = known[number]
        file.position = position
        if alts is not None and number in alts:
            file.alt = one_line(alts[number])[:LONGEST_ALT] or None
        if file.holder is None:
            file.holder, file.holder_id, file.attached_at = holder, holder_id, clock.now()
    new = tuple(number for number in wanted if number in waiting)
    if new:
        record(FilesAttached(holder=holder, holder_id=holder_id, attachment_ids=new))
    _remove([file for number, file in before.items() if number not in wanted])


@atomic()
def discard(actor: Actor, file: Attachment) -> None:
    """Throw away one's own file that waits."""
    lock(file)
    require(policy.can_take, actor, file)
    _remove([file])


@atomic()
def remove_all(holder: str, holder_ids: Collection[int]) -> None:
    """The holders go for good: so do their files."""
    _remove([file for files in queries.files_of(holder, holder_ids).values() for file in files])


@atomic()
def remove_expired() -> int:
    """What nobody attached within a day; how many went. To be called again while it is some."""
    files = queries.expired(clock.now() - KEPT_WAITING, limit=200)
    _remove(files)
    return len(files)


@atomic()
def remove_files_of_person(user_id: int) -> None:
    """Everything they uploaded; the pages it stood on are made anew."""
    files = queries.uploaded_by(user_id)
    _remove(files)
    for name, number in sorted(
        {(file.holder, file.holder_id) for file in files if file.holder}
    ):
        assert name is not None
        assert number is not None
        if name in HOLDERS:
            HOLDERS[name].changed(number)


def too_many(most: int) -> str:
    return _("Paling banyak %(n)s berkas. Hapus yang tidak perlu.", n=most)


def _read(content: bytes, name: str) -> Read:
    """In a thread of its own; few at once, so that no memory is short."""
    if len(content) > LIMIT:
        raise Invalid(words.sentence(Unfit(Reason.TOO_BIG)))
    with _room:
        try:
            return offload(reading.read, content, name)
        except Unfit as error:
            raise Invalid(words.sentence(error)) from error


def _file(user_id: int, read: Read, name: str) -> Attachment:
    return Attachment(
        key=secrets.token_hex(16),
        uploader_id=user_id,
        kind=read.kind,
        name=tidy_name(name),
        size=len(read.content),
        width=read.picture.width if read.picture else None,
        height=read.picture.height if read.picture else None,
        digest=hashlib.sha256(read.content).hexdigest(),
    )


def tidy_name(name: str) -> str:
    """The last part of it in one line, its ending kept; never empty."""
    last = one_line(PurePosixPath(name.replace("\\", "/")).name).replace('"', "'")
    if len(last) > LONGEST_NAME:
        ending = PurePosixPath(last).suffix[:10]
        last = last[: LONGEST_NAME - len(ending)] + ending
    return last or "berkas"


def _keep(file: Attachment, read: Read) -> None:
    small = read.picture.small if read.picture else {}
    contents = [read.content, *small.values()]
    place = storage()
    for name, content in zip(file.parts, contents, strict=True):
        offload(place.put, name, content)


def _remove(files: Sequence[Attachment]) -> None:
    """The rows now, the content once that is certain."""
    place = storage()
    gone: dict[tuple[str, int], list[int]] = {}
    for file in files:
        if file.holder is not None and file.holder_id is not None:
            gone.setdefault((file.holder, file.holder_id), []).append(file.id)
        for name in file.parts:
            after_commit(lambda name=name: place.remove(name))  # type: ignore[misc]
        db.session.delete(file)
    for (holder, holder_id), ids in gone.items():
        record(FilesRemoved(holder=holder, holder_id=holder_id, attachment_ids=tuple(ids)))


def existing(actor: Actor, key: str) -> Attachment:
    """One's own waiting file under this key."""
    file = queries.file_for(actor, key)
    if not policy.can_take(actor, file):
        raise NotFound("file")
    return file
