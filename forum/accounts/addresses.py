"""Mail addresses and phone numbers, as they are stored and compared."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from forum.accounts import phones

MAIL, TEXT = "mail", "text"


@dataclass(frozen=True)
class Contact:
    """Where a person can be reached: `kind` is mail or text."""

    kind: str
    value: str

    @property
    def email(self) -> str | None:
        return self.value if self.kind == MAIL else None

    @property
    def phone(self) -> str | None:
        return self.value if self.kind == TEXT else None


def read(text: str) -> Contact | None:
    """What was typed into a field that takes either; None for what is neither."""
    if "@" in text:
        address = normalised(text)
        return Contact(MAIL, address) if address is not None else None
    number = phones.normalised(text)
    return Contact(TEXT, number) if number is not None else None


def normalised(text: str) -> str | None:
    """The address in small letters, its host in ASCII; None for what is no mail address.

    Nothing is looked up. Addresses under `.test` are let through: they are for trying out.
    """
    try:
        address = validate_email(
            text.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
        )
    except EmailNotValidError:
        return None
    return (address.ascii_email or address.normalized).lower()


def veiled(contact: str) -> str:
    """`r…@contoh.id`, `+62812••••890`: for pages that others may look at over a shoulder."""
    name, at, host = contact.partition("@")
    return f"{name[:1]}…@{host}" if at else phones.veiled(contact)
