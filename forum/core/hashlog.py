"""Logs that cannot be changed unseen: a Merkle tree, a hash chain, and signed checkpoints.

The tree is that of RFC 6962 and RFC 9162, over SHA-256: a leaf is SHA-256(0x00 + entry), a node
SHA-256(0x01 + left + right), and the root of nothing SHA-256 of nothing. Functions on trees
take leaf hashes, in their order. Proofs are lists of hashes, from the leaf upwards.

The chain is h(i) = SHA-256(h(i-1) + c(i)), where c(i) is the hash that stands for entry i and
h(0) is 32 zero bytes.

A checkpoint is a text that anyone can keep and compare later:

    origin            which log: host and address, without blanks
    size              how many entries it holds, in decimal
    root              the root of its tree, in base64
                      (an empty line)
    - name signature  one line: the signer's name and the signature, in base64

What is signed, with Ed25519, is the text before the empty line, its last line break included.
The signature in base64 is that of the key's id (4 bytes) and the Ed25519 signature (64 bytes).
The id is the beginning of SHA-256(name + 0x0A + 0x01 + public key), as in the signed notes of
C2SP, and a public key is written as there: name+id in hex+base64 of (0x01 + key). The one
difference to those notes is the hyphen before the name, where they have a dash (U+2014).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

EMPTY_ROOT = hashlib.sha256().digest()
CHAIN_START = bytes(32)
_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")
_CHECKPOINT = re.compile(
    r"(?P<signed>(?P<origin>[^\s]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n)"
    r"\n- (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/=]+)\n"
)


class NotGenuine(Exception):
    """A checkpoint that has not the form of one, or was not signed with this key."""


# --- hashes


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def chain_hash(before: bytes, commitment: bytes) -> bytes:
    """The next link of the chain; the first one follows `CHAIN_START`."""
    return hashlib.sha256(before + commitment).digest()


# --- the tree


@dataclass
class Frontier:
    """A tree that only grows: it keeps the roots of its full subtrees, the largest first.

    Adding a leaf and asking for the root take O(log n), however many leaves there are.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        rest = self.size
        while rest & 1:
            leaf = node_hash(self.roots.pop(), leaf)
            rest >>= 1
        self.roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.roots:
            return EMPTY_ROOT
        *others, root = self.roots
        for left in reversed(others):
            root = node_hash(left, root)
        return root

    def to_json(self) -> dict[str, int | list[str]]:
        return {"size": self.size, "roots": [root.hex() for root in self.roots]}

    @classmethod
    def from_json(cls, data: dict[str, int | list[str]]) -> "Frontier":
        size, roots = data["size"], data["roots"]
        if not isinstance(size, int) or not isinstance(roots, list):
            raise ValueError("no frontier")
        if size < 0 or len(roots) != size.bit_count():
            raise ValueError("a frontier has one root for each bit of its size")
        return cls(size, [bytes.fromhex(root) for root in roots])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What shows that leaf `index` is in the tree over `leaves`."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    left, right = leaves[:half], leaves[half:]
    if index < half:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - half), root_of(left)]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """What shows that the tree over the first `earlier` leaves is a beginning of this one."""
    if not 0 < earlier <= len(leaves):
        raise IndexError("no such tree")
    return _consistency(leaves, earlier, known=True)


def _consistency(leaves: Sequence[bytes], earlier: int, *, known: bool) -> list[bytes]:
    """`known`: the tree of the first `earlier` leaves is the one whose root the asker has."""
    if earlier == len(leaves):
        return [] if known else [root_of(leaves)]
    half = _split(len(leaves))
    left, right = leaves[:half], leaves[half:]
    if earlier <= half:
        return [*_consistency(left, earlier, known=known), root_of(right)]
    return [*_consistency(right, earlier - half, known=False), root_of(left)]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof leads from this leaf at `index` to the root of `size` leaves."""
    if not 0 <= index < size:
        return False
    place, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while place and not place & 1:  # it had no sibling on these levels
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def verify_consistency(
    earlier: int, later: int, proof: Sequence[bytes], earlier_root: bytes, later_root: bytes
) -> bool:
    """Whether the tree of `later` leaves begins with the one of `earlier` leaves."""
    if not 0 < earlier <= later:
        return False
    if earlier == later:
        return not proof and earlier_root == later_root
    steps = list(proof)
    if earlier & (earlier - 1) == 0:  # a full tree: its root is the first step
        steps.insert(0, earlier_root)
    if not steps:
        return False
    place, last = earlier - 1, later - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == earlier_root and after == later_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


# --- checkpoints


@dataclass(frozen=True)
class Checkpoint:
    """How a log stood: so many entries, with this root."""

    origin: str
    size: int
    root: bytes

    def signed_part(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey, name: str) -> str:
    """The checkpoint as a text with its signature."""
    if not _NAME.fullmatch(name) or not _NAME.fullmatch(checkpoint.origin):
        raise ValueError("names of logs and keys have no blanks and no plus signs")
    signed = checkpoint.signed_part()
    signature = key_id(key.public_key(), name) + key.sign(signed.encode())
    return f"{signed}\n- {name} {base64.b64encode(signature).decode()}\n"


def verify(text: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint that this text holds, if this key signed it; else NotGenuine."""
    found = _CHECKPOINT.fullmatch(text)
    if found is None:
        raise NotGenuine("not in the form of a checkpoint")
    try:
        signature = base64.b64decode(found["signature"], validate=True)
        root = base64.b64decode(found["root"], validate=True)
    except binascii.Error as error:
        raise NotGenuine("not in base64") from error
    if base64.b64encode(signature).decode() != found["signature"]:
        raise NotGenuine("not in base64")  # the same bytes could be written otherwise
    if signature[:4] != key_id(key, found["name"]):
        raise NotGenuine("signed with another key")
    try:
        key.verify(signature[4:], found["signed"].encode())
    except InvalidSignature as error:
        raise NotGenuine("the signature does not fit") from error
    return Checkpoint(found["origin"], int(found["size"]), root)


def key_id(key: Ed25519PublicKey, name: str) -> bytes:
    """The four bytes by which a signature says whose it is."""
    named = name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()
    return hashlib.sha256(named).digest()[:4]


def public_key_text(key: Ed25519PublicKey, name: str) -> str:
    """The public key in one line, to be kept by those who keep checkpoints."""
    whole = base64.b64encode(_ED25519 + key.public_bytes_raw()).decode()
    return f"{name}+{key_id(key, name).hex()}+{whole}"


def read_public_key(text: str) -> tuple[str, Ed25519PublicKey]:
    """Name and key from such a line; ValueError for anything else."""
    name, _plus, rest = text.strip().partition("+")
    identity, _plus, whole = rest.partition("+")
    raw = base64.b64decode(whole, validate=True)
    if raw[:1] != _ED25519:
        raise ValueError("no Ed25519 key")
    key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if key_id(key, name).hex() != identity:
        raise ValueError("the key has another id")
    return name, key
