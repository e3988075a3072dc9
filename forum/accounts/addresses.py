"""Mail addresses, as they are stored and compared."""

from email_validator import EmailNotValidError, validate_email


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
