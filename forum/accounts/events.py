"""What happens to accounts. Ids only: addresses and tokens are made up by whoever mails."""

from dataclasses import dataclass
from typing import ClassVar

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
    """A way to choose a new password is to be sent, where there is an account; `by` mail or text."""

    user_id: int
    by: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """`recovered`: by a link or code that was sent; all that was issued before is void then."""

    user_id: int
    recovered: bool = False


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


@dataclass(frozen=True, kw_only=True)
class CodeGeneratorAdded(Event):
    """An authenticator app is in use from now on, in place of an earlier one if there was one."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class CodeGeneratorRemoved(Event):
    user_id: int


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(Event):
    user_id: int
    passkey_id: int


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(Event):
    user_id: int
    passkey_id: int


@dataclass(frozen=True, kw_only=True)
class PasskeyLooksCopied(Event):
    """Its counter went backwards: there may be two of it. Nobody was let in."""

    user_id: int
    passkey_id: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(Event):
    """Ten new ones; those from before are void."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Event):
    user_id: int
    left: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorReset(Event):
    """An administrator saw the person, who had lost everything, and took their factors away."""

    free_text: ClassVar[frozenset[str]] = frozenset({"reason"})
    user_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Event):
    """From now on this person may sign in by another provider, too."""

    user_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityUnlinked(Event):
    user_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class SignInCodeRequested(Event):
    """A code and a link to sign in without the password are to be sent; `by` mail or text."""

    user_id: int
    by: str


@dataclass(frozen=True, kw_only=True)
class SignInDoubted(Event):
    """The password was right, but strangers are guessing: a code is to be sent."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class ProofRequested(Event):
    """A code is to be sent to someone who is signed in, to show that it is them."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class ContactChangeRequested(Event):
    """A code is to be sent to a new address, and word of it to the present ones."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    """An address or number was added or took the place of the former one."""

    user_id: int
    former_id: int | None


@dataclass(frozen=True, kw_only=True)
class ContactRemoved(Event):
    user_id: int
    former_id: int | None


@dataclass(frozen=True, kw_only=True)
class HomeChanged(Event):
    """Someone who is not verified chose another kelurahan."""

    user_id: int
    area_id: int


@dataclass(frozen=True, kw_only=True)
class OtherDevicesSignedOut(Event):
    user_id: int


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """A program may act for this person within some scopes."""

    user_id: int
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    user_id: int
    token_id: int


@dataclass(frozen=True, kw_only=True)
class AccountErased(Event):
    """Nothing that names the person is left in the account."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class EnrolmentCodeRequested(Event):
    """A code is to be sent to someone who must add a first factor: is it them?"""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class MailRefused(Event):
    """The mail server of this person's address refused a mail for good."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class MailTriedAgain(Event):
    """The person says that their address takes mails again."""

    user_id: int
