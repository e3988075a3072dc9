"""People with an account, the roles they hold, their devices and their ways to sign in."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_security import UserMixin
from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import Area, Unit
from forum.core import clock
from forum.core.actor import Actor, Grant, Role, Verification
from forum.core.models import Base, CreatedAt, IntPK

# Whoever holds one of these must sign in with a second factor; until then it is not in force.
NEEDS_SECOND_FACTOR = frozenset(
    {
        Role.DESK,
        Role.FACILITATOR,
        Role.MODERATOR,
        Role.COORDINATOR,
        Role.OFFICIAL,
        Role.HEAD,
        Role.ADMIN,
    }
)


class User(Base, UserMixin):
    """A person with an account. Everyone is a resident; other roles are granted.

    Email and phone are set once they are confirmed, save the first one, which `confirmed_at`
    tells of. A person whom the desk registered has neither. Where `erased_at` is set, only the
    number of the account is left.
    """

    __tablename__ = "account_user"

    id: Mapped[IntPK]
    email: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(254), unique=True
    )
    phone: Mapped[str | None] = mapped_column(String(16), unique=True)  # E.164
    name: Mapped[str] = mapped_column(String(60))  # as on the identity card; never shown
    public_name: Mapped[str] = mapped_column(String(60))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]  # to house rules and privacy, of age by own word
    verification: Mapped[Verification] = mapped_column(default=Verification.NONE)
    verified_at: Mapped[datetime | None]
    verified_until: Mapped[datetime | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="id")
    unread_count: Mapped[int] = mapped_column(default=0)  # kept by notifications
    mail_refused_at: Mapped[datetime | None]  # for good, by the mail server of the address
    second_factor_since: Mapped[datetime | None]  # a code generator or a passkey is in use
    is_assisted: Mapped[bool] = mapped_column(
        default=False
    )  # registered at the desk, not claimed
    is_demo: Mapped[bool] = mapped_column(default=False)
    erased_at: Mapped[datetime | None]
    last_seen_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[CreatedAt]

    area: Mapped[Area | None] = relationship(lazy="raise")
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user",
        lazy="raise",
        cascade="all, delete-orphan",
        foreign_keys="RoleGrant.user_id",
    )

    roles = []  # Flask-Security's kind of roles is not used: policies look at `grants` alone
    owes_second_factor = False  # set by whoever loads it for a page
    if TYPE_CHECKING:
        device: "Device | None"
    else:
        device = None  # the one this request comes from; set by whoever loads it

    def get_id(self) -> str:
        """What a session holds: the key of this device, not one of the account."""
        if self.device is None or self.device.key is None:
            raise RuntimeError("sign people in by security.enter(), which makes a device")
        return self.device.key

    @property
    def initials(self) -> str:
        words = self.public_name.replace(".", " ").split()
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def has_second_factor(self) -> bool:
        return self.second_factor_since is not None

    @property
    def must_add_second_factor(self) -> bool:
        """Holds a role that waits for a second factor. Needs `grants` to be loaded."""
        return not (self.is_demo or self.has_second_factor) and any(
            grant.role in NEEDS_SECOND_FACTOR and grant.in_force for grant in self.grants
        )

    @property
    def level(self) -> Verification:
        """How far the identity is known now; what has expired counts for nothing."""
        expired = self.verified_until is not None and self.verified_until <= clock.now()
        return Verification.NONE if expired else self.verification

    def as_actor(self) -> Actor:
        """Needs `grants` to be loaded. Leaves out what has ended, and what lacks a second factor."""
        trusted = self.is_demo or self.has_second_factor
        grants = {
            Grant(grant.role, grant.area_id, grant.unit_id)
            for grant in self.grants
            if grant.in_force and (trusted or grant.role not in NEEDS_SECOND_FACTOR)
        }
        return Actor(
            id=self.id,
            grants=frozenset(grants | {Grant(Role.RESIDENT)}),
            verification=self.level,
            area_ids=frozenset({self.area_id} if self.area_id else ()),
        )


class RoleGrant(Base):
    """A role that a person holds: for the whole city, for one area, or for one unit.

    Ended ones stay: what someone did in a role must be explicable later.
    """

    __tablename__ = "account_role_grant"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[Role]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("city_area.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("city_unit.id"), index=True)
    until: Mapped[date | None] = mapped_column(Date)  # the last day, in Palangka Raya
    reason: Mapped[str | None] = mapped_column(Text)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account_user.id"), index=True)
    end_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[CreatedAt]

    user: Mapped[User] = relationship(
        back_populates="grants", lazy="raise", foreign_keys=[user_id]
    )
    area: Mapped[Area | None] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")

    @property
    def in_force(self) -> bool:
        return self.ended_at is None and (self.until is None or self.until >= clock.today())


class Device(Base):
    """A browser somebody is signed in on. Its cookie holds a key; here is only the key's hash.

    A row stays for a while after signing out: a browser that was let in before is known, and
    is not made to wait when strangers guess at the account.
    """

    __tablename__ = "account_device"
    __table_args__ = (Index("ix_account_device_known", "user_id", "known_hash"),)

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    known_hash: Mapped[str | None] = mapped_column(
        String(64)
    )  # of the long-lived device cookie
    place_hash: Mapped[str | None] = mapped_column(String(64))  # keyed, of account and address
    label: Mapped[str] = mapped_column(String(80), default="")  # "Chrome, Android"
    is_kiosk: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    signed_out_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")

    if TYPE_CHECKING:
        key: str | None
    else:
        key = None  # known only while the request that brought it lasts


class CodePurpose(StrEnum):
    """What a one-time code is for."""

    CONFIRM = "confirm"  # the first address of a new account
    CHANGE = "change"  # another address or number
    RESET = "reset"
    SIGN_IN = "sign_in"
    PROVE = "prove"  # before something that a stolen session must not do


class OneTimeCode(Base):
    """A code of six digits sent to a person; only its keyed hash is kept. One per purpose."""

    __tablename__ = "account_code"
    __table_args__ = (UniqueConstraint("user_id", "purpose"),)

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    purpose: Mapped[CodePurpose]
    code_hash: Mapped[str] = mapped_column(String(64))
    target: Mapped[str | None] = mapped_column(String(254))  # the address that is to be proved
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]


class FormerContact(Base):
    """An address or number that was replaced or removed: kept only until its owner was told."""

    __tablename__ = "account_former_contact"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    value: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[CreatedAt]


class AccessToken(Base):
    """Lets a program act for a person within some scopes; only its hash is kept."""

    __tablename__ = "account_token"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[str] = mapped_column(String(120))  # words with spaces between them
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[CreatedAt]
    last_used_on: Mapped[date | None] = mapped_column(Date)
    expires_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise")


class CodeGenerator(Base):
    """The shared secret of an authenticator app (TOTP, RFC 6238), encrypted."""

    __tablename__ = "account_code_generator"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str] = mapped_column(Text)
    last_counter: Mapped[int | None]  # of the last code that was taken: none works twice
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class RecoveryCode(Base):
    """For the day the phone is lost: works once; only its keyed hash is kept."""

    __tablename__ = "account_recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(ForeignKey("account_user.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class Passkey(Base):
    """A WebAuthn credential: the phone's own unlock, or a key on a string."""

    __tablename__ = "account_passkey"

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[str] = mapped_column(String(80), default="")
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[CreatedAt]
    last_used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class ExternalIdentity(Base):
    """A person as another provider knows them (OpenID Connect)."""

    __tablename__ = "account_external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[IntPK]
    user_id: Mapped[int] = mapped_column(
        ForeignKey("account_user.id", ondelete="CASCADE"), index=True
    )
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[CreatedAt]

    user: Mapped[User] = relationship(lazy="raise")


class SpentChallenge(Base):
    """A challenge that was answered. Its browser cannot be trusted to forget it."""

    __tablename__ = "account_spent_challenge"

    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
