"""Files and what they belong to. Their content lies in the storage, under `key`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.attachments.kinds import FORMS, WIDTHS, FileKind
from forum.core.models import Base, CreatedAt, IntPK


class Attachment(Base):
    """A photo or document. Without a holder it waits, for its uploader alone, and expires."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_of", "holder", "holder_id", "position"),)

    id: Mapped[IntPK]
    key: Mapped[str] = mapped_column(String(32), unique=True)  # nobody guesses it
    uploader_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"), index=True)
    holder: Mapped[str | None] = mapped_column(String(20))  # a name of `holders.HOLDERS`
    holder_id: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[FileKind]
    name: Mapped[str] = mapped_column(String(120))  # as its uploader called it
    alt: Mapped[str | None] = mapped_column(String(300))  # what is to be seen, in words
    size: Mapped[int]  # bytes
    width: Mapped[int | None]  # pixels, of a photo
    height: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of what is kept
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
    attached_at: Mapped[datetime | None]

    @property
    def is_photo(self) -> bool:
        return self.kind is FileKind.PHOTO

    @property
    def label(self) -> str:
        """What people call the kind: PDF, Word."""
        return FORMS[self.kind].label

    @property
    def parts(self) -> list[str]:
        """The names under which its content is stored: itself, then its small pictures."""
        return [self.key, *(f"{self.key}-{width}" for width in WIDTHS if self.is_photo)]

    def scaled(self, width: int) -> tuple[int, int]:
        """Width and height of a small picture: never larger than the photo."""
        assert self.width is not None
        assert self.height is not None
        wide = min(width, self.width)
        return wide, max(1, round(self.height * wide / self.width))
