"""What a file is, by its content; its name is only asked whether it agrees."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from forum.attachments import documents, pictures
from forum.attachments.kinds import DOCUMENT_ENDINGS, LIMIT, PHOTO_ENDINGS, FileKind
from forum.attachments.pictures import Picture
from forum.attachments.unfit import Reason, Unfit

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel before 2007
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


@dataclass(frozen=True)
class Read:
    """A file that can be taken: a picture written anew, or a document as it came."""

    kind: FileKind
    content: bytes
    picture: Picture | None = None


def read(content: bytes, name: str) -> Read:
    """Raises Unfit. Pure, and heavy for a photo: call it through `core.offload`."""
    if not content:
        raise Unfit(Reason.EMPTY)
    if len(content) > LIMIT:
        raise Unfit(Reason.TOO_BIG)
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    found = _read(content, ending)
    wanted = FileKind.PHOTO if ending in PHOTO_ENDINGS else DOCUMENT_ENDINGS.get(ending)
    if ending and wanted is not found.kind:
        raise Unfit(Reason.ENDING, f".{ending}")
    return found


def _read(content: bytes, ending: str) -> Read:
    photo = pictures.format_of(content)
    if photo is not None:
        picture = pictures.read(content, photo)
        return Read(FileKind.PHOTO, picture.content, picture)
    if content.startswith(b"%PDF-"):
        documents.read_pdf(content)
        return Read(FileKind.PDF, content)
    if content.startswith(b"PK\x03\x04"):
        return Read(documents.read_archive(content), content)
    _refuse_known(content, ending)
    return Read(*documents.read_text(content, as_table=ending == "csv"))


def _refuse_known(content: bytes, ending: str) -> None:
    """What people often try, each with its own advice."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Unfit(Reason.HEIC)
    if content[:6] in (b"GIF87a", b"GIF89a"):
        raise Unfit(Reason.GIF)
    if content.startswith(_OLE):
        raise Unfit(Reason.OLD_OFFICE)
    if ending in PHOTO_ENDINGS:
        drawn = b"<svg" in content[:4096].lower()
        raise Unfit(Reason.SVG if drawn else Reason.ENDING, f".{ending}")
