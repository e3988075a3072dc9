"""Which rows the demo made, so that it finds them again."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, IntPK


class DemoRow(Base):
    """A row of the demo city, by the key it has in `data/demo`."""

    __tablename__ = "demo_row"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[IntPK]
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80))
    row_id: Mapped[int]
