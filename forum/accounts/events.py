"""What happens to accounts. Ids only: addresses and tokens are made up by whoever mails."""

from dataclasses import dataclass

from forum.core.events import Event

NOBODY = 0  # an address without an account is recorded alike, so that answering takes as long


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """Someone registered, declared their age, and agreed to house rules and privacy."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class KnownAddressUsed(Event):
    """Someone registered with an address that has an account already."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationRequested(Event):
    """A link that confirms the address is to be sent, where there is one to confirm."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(Event):
    user_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordResetRequested(Event):
    """A link to choose a new password is to be sent, where the address has an account."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    user_id: int


@dataclass(frozen=True, kw_only=True)
class AccountCreated(Event):
    """Made by the city, not by the person: from the shell."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class PublicNameChanged(Event):
    user_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceSignedIn(Event):
    user_id: int
    device_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceSignedOut(Event):
    user_id: int
    device_id: int
