"""What is kept of a person's files: to give, to erase, to hand over."""

from collections.abc import Iterator

from sqlalchemy import update

from forum.accounts import traces
from forum.attachments import actions, queries
from forum.attachments.kinds import FORMS
from forum.attachments.models import Attachment
from forum.attachments.storage import storage
from forum.core.db import db

FOLDER = "berkas"


@traces.exports("lampiran")
def export_files(user_id: int) -> traces.Rows:
    return [
        {
            "berkas": path_of(file),
            "nama": file.name,
            "keterangan": file.alt,
            "diunggah": file.created_at.isoformat(timespec="seconds"),
            "pada": f"{file.holder} {file.holder_id}" if file.holder else None,
        }
        for file in queries.uploaded_by(user_id)
    ]


@traces.gives_files
def give_files(user_id: int) -> Iterator[tuple[str, bytes]]:
    """Each file under the name that the rows give it; one that is gone from the disk is left out."""
    place = storage()
    for file in queries.uploaded_by(user_id):
        try:
            with place.open(file.key) as content:
                yield path_of(file), content.read()
        except FileNotFoundError:
            continue


@traces.erases
def erase_files(user_id: int) -> None:
    actions.remove_files_of_person(user_id)


@traces.moves
def move_files(from_id: int, to_id: int) -> None:
    db.session.execute(
        update(Attachment)
        .where(Attachment.uploader_id == from_id)
        .values(uploader_id=to_id)
        .execution_options(synchronize_session="fetch")
    )


def path_of(file: Attachment) -> str:
    return f"{FOLDER}/{file.id}.{FORMS[file.kind].ending}"
