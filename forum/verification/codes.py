"""Codes that are printed or shown, never stored: each follows from the row it belongs to.

Printed codes are eight characters of Crockford's base 32, which has no letters that look like
digits. Of each only a keyed hash is kept. The keys follow from the key for NIK, which outlives
the secret of sessions: sheets on paper stay good when that one is changed.
"""

import hashlib
import hmac

from forum.core import keys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
DESK_DIGITS = 6
_LOOKALIKES = str.maketrans("OIL", "011", " -‐‑–.")


def printed_code(batch_id: int, position: int) -> str:
    """`7K2M-9XQ4`: the code in this place of this batch."""
    made = _keyed("printed code", f"{batch_id} {position}")
    number = int.from_bytes(made[:5])
    characters = [ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH))]
    return f"{''.join(characters[:4])}-{''.join(characters[4:])}"


def as_printed(text: str) -> str | None:
    """What was typed, as the slip has it; None for what no slip can have."""
    plain = text.upper().translate(_LOOKALIKES)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return None
    return f"{plain[:4]}-{plain[4:]}"


def desk_code(user_id: int, nonce: str) -> str:
    """Six digits that a person shows at the desk; another nonce gives other digits."""
    made = int.from_bytes(_keyed("desk code", f"{user_id} {nonce}")[:8])
    return f"{made % 10**DESK_DIGITS:0{DESK_DIGITS}}"


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return _keyed("hash of a code", code).hex()


def _keyed(purpose: str, text: str) -> bytes:
    key = hmac.new(keys.nik_key(), purpose.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
