"""The links in invitations: signed when the mail is written, and stored nowhere.

A link names the invitation and its key; sending again changes the key, so older links are dead.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

LONGEST = 200


def token_of(invitation_id: int, key: str) -> str:
    return str(_signer().dumps([invitation_id, key]))


def read(token: str) -> tuple[int, str] | None:
    """Which invitation a link names, and its key; None for one that we did not write."""
    if len(token) > LONGEST:
        return None
    try:
        invitation_id, key = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(invitation_id), str(key)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="staff invitation")
