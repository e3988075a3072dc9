"""People with an account and the roles they hold."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import Area, Unit
from forum.core.actor import Actor, Grant, Role, Verification
from forum.core.models import Base, CreatedAt, IntPK


class User(Base, UserMixin):
    """A person with an account. Everyone is a resident; other roles are granted."""

    __tablename__ = "account_user"

    id: Mapped[IntPK]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(60))  # as on the identity card; never shown
    public_name: Mapped[str] = mapped_column(String(60))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]  # to house rules and privacy, of age by own word
    verification: Mapped[Verification] = mapped_column(default=Verification.NONE)
    verified_at: Mapped[datetime | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="id")
    unread_count: Mapped[int] = mapped_column(default=0)  # kept by notifications
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]

    area: Mapped[Area | None] = relationship(lazy="raise")
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", lazy="raise", cascade="all, delete-orphan"
    )

    roles = []  # Flask-Security's kind of roles is not used: policies look at `grants` alone

    @property
    def initials(self) -> str:
        words = self.public_name.replace(".", " ").split()
        return "".join(word[0] for word in words[:2]).upper()

    def as_actor(self) -> Actor:
        """Needs `grants` to be loaded."""
        grants = {Grant(grant.role, grant.area_id, grant.unit_id) for grant in self.grants}
        return Actor(
            id=self.id,
            grants=frozenset(grants | {Grant(Role.RESIDENT)}),
            verification=self.verification,
            area_ids=frozenset({self.area_id} if self.area_id else ()),
        )


class RoleGrant(Base):
    """A role that a person holds: for the whole city, for one area, or for one unit."""

    __tablename__ = "account_role_grant"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[Role]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    created_at: Mapped[CreatedAt]

    user: Mapped[User] = relationship(back_populates="grants", lazy="raise")
    area: Mapped[Area | None] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")
