"""The tree, the chain and the checkpoints, against the definitions and against vectors."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core import hashlog
from forum.core.hashlog import Checkpoint, Frontier, NotGenuine
from tests.beside import BESIDE

pytestmark = pytest.mark.pure
VECTORS = "receipts/rfc6962-vectors.json"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "betang.example/catatan"
SIZES = st.integers(1, 70)
many = settings(deadline=None, max_examples=150)


def leaves(size):
    return [hashlog.leaf_hash(f"entri {number}".encode()) for number in range(size)]


def defined_root(hashes):
    """As RFC 6962 defines it, in the slowest way."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    left, right = defined_root(hashes[:half]), defined_root(hashes[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def flipped(data, bit):
    spoilt = bytearray(data)
    spoilt[bit // 8 % len(spoilt)] ^= 1 << bit % 8
    return bytes(spoilt)


# --- the tree


@pytest.mark.beside(VECTORS)
def test_the_tree_gives_the_values_of_other_implementations():
    known = json.loads((BESIDE / VECTORS).read_text())
    entries = [hashlog.leaf_hash(bytes.fromhex(entry)) for entry in known["entries_hex"]]
    roots = [bytes.fromhex(root) for root in known["root_by_size"]]

    assert [hashlog.root_of(entries[:size]) for size in range(len(roots))] == roots
    for case in known["inclusion"]:
        proof = [bytes.fromhex(step) for step in case["proof"]]
        index, size = case["index"], case["size"]
        assert hashlog.inclusion_proof(entries[:size], index) == proof
        assert hashlog.verify_inclusion(entries[index], index, size, proof, roots[size])
    for case in known["consistency"]:
        proof = [bytes.fromhex(step) for step in case["proof"]]
        early, late = case["from"], case["to"]
        assert hashlog.consistency_proof(entries[:late], early) == proof
        assert hashlog.verify_consistency(early, late, proof, roots[early], roots[late])


def test_leaves_nodes_and_chain_are_hashed_as_they_are_defined():
    assert hashlog.leaf_hash(b"a") == hashlib.sha256(b"\x00a").digest()
    assert hashlog.node_hash(b"l", b"r") == hashlib.sha256(b"\x01lr").digest()
    assert hashlog.chain_hash(b"h", b"c") == hashlib.sha256(b"hc").digest()
    assert bytes(32) == hashlog.CHAIN_START


@pytest.mark.parametrize("size", range(70))
def test_a_frontier_has_the_root_of_the_whole_tree(size):
    frontier = Frontier()
    for leaf in leaves(size):
        frontier.append(leaf)

    assert frontier.size == size
    assert frontier.root() == defined_root(leaves(size)) == hashlog.root_of(leaves(size))


@many
@given(st.lists(st.binary(max_size=8), max_size=80), st.data())
def test_a_frontier_goes_on_where_it_was_written_down(entries, data):
    cut = data.draw(st.integers(0, len(entries)))
    frontier = Frontier()
    for entry in entries[:cut]:
        frontier.append(hashlog.leaf_hash(entry))

    frontier = Frontier.from_json(json.loads(json.dumps(frontier.to_json())))
    for entry in entries[cut:]:
        frontier.append(hashlog.leaf_hash(entry))

    assert frontier.root() == defined_root([hashlog.leaf_hash(entry) for entry in entries])


@pytest.mark.parametrize(
    "data",
    [
        {"size": 3, "roots": ["00" * 32]},
        {"size": -1, "roots": []},
        {"size": "1", "roots": ["00" * 32]},
        {"size": 1, "roots": ["nothing"]},
    ],
)
def test_what_is_no_frontier_is_refused(data):
    with pytest.raises(ValueError, match=r"frontier|hexadecimal"):
        Frontier.from_json(data)


@many
@given(SIZES, st.data())
def test_every_leaf_is_shown_to_be_in_the_tree_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    proof = hashlog.inclusion_proof(tree, index)
    root = hashlog.root_of(tree)

    assert hashlog.verify_inclusion(tree[index], index, size, proof, root)
    bit = data.draw(st.integers(0, 255))
    assert not hashlog.verify_inclusion(flipped(tree[index], bit), index, size, proof, root)
    assert not hashlog.verify_inclusion(tree[index], index, size, proof, flipped(root, bit))
    for step in range(len(proof)):
        spoilt = [*proof[:step], flipped(proof[step], bit), *proof[step + 1 :]]
        assert not hashlog.verify_inclusion(tree[index], index, size, spoilt, root)
        shorter = [*proof[:step], *proof[step + 1 :]]
        assert not hashlog.verify_inclusion(tree[index], index, size, shorter, root)
    assert not hashlog.verify_inclusion(tree[index], index, size, [*proof, root], root)
    for other in {index + 1, index - 1, size} - {index}:
        assert not hashlog.verify_inclusion(tree[index], other, size, proof, root)


@many
@given(SIZES, st.data())
def test_every_tree_is_shown_to_begin_with_each_earlier_one(later, data):
    earlier = data.draw(st.integers(1, later))
    tree = leaves(later)
    before, after = hashlog.root_of(tree[:earlier]), hashlog.root_of(tree)
    proof = hashlog.consistency_proof(tree, earlier)

    assert hashlog.verify_consistency(earlier, later, proof, before, after)
    bit = data.draw(st.integers(0, 255))
    assert not hashlog.verify_consistency(earlier, later, proof, flipped(before, bit), after)
    assert not hashlog.verify_consistency(earlier, later, proof, before, flipped(after, bit))
    for step in range(len(proof)):
        spoilt = [*proof[:step], flipped(proof[step], bit), *proof[step + 1 :]]
        assert not hashlog.verify_consistency(earlier, later, spoilt, before, after)
    assert not hashlog.verify_consistency(earlier, later, [*proof, after], before, after)


def test_a_tree_that_was_rewritten_does_not_continue_the_earlier_one():
    tree = leaves(20)
    before = hashlog.root_of(tree[:9])
    tree[4] = hashlog.leaf_hash(b"something else")

    proof = hashlog.consistency_proof(tree, 9)

    assert not hashlog.verify_consistency(9, 20, proof, before, hashlog.root_of(tree))


def test_there_are_no_proofs_for_what_is_not_there():
    for index in (-1, 3):
        with pytest.raises(IndexError):
            hashlog.inclusion_proof(leaves(3), index)
    for earlier in (0, 4):
        with pytest.raises(IndexError):
            hashlog.consistency_proof(leaves(3), earlier)
        assert not hashlog.verify_consistency(earlier, 3, [], b"", b"")


# --- checkpoints


def test_a_checkpoint_is_written_as_it_is_described():
    root = hashlog.root_of(leaves(5))

    text = hashlog.sign(Checkpoint(ORIGIN, 5, root), KEY, ORIGIN)

    signed, signature_line = text.split("\n\n")
    assert signed.split("\n") == [ORIGIN, "5", base64.b64encode(root).decode()]
    hyphen, name, signature = signature_line.removesuffix("\n").split(" ")
    assert (hyphen, name) == ("-", ORIGIN)
    public = KEY.public_key().public_bytes_raw()
    raw = base64.b64decode(signature)
    assert raw[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + public).digest()[:4]
    KEY.public_key().verify(raw[4:], f"{signed}\n".encode())


@given(st.integers(0, 10**15), st.binary(min_size=32, max_size=32))
def test_what_was_signed_is_read_back(size, root):
    checkpoint = Checkpoint(ORIGIN, size, root)

    text = hashlog.sign(checkpoint, KEY, "betang")

    assert hashlog.verify(text, KEY.public_key()) == checkpoint


@many
@given(st.data())
def test_a_checkpoint_with_any_bit_flipped_is_not_genuine(data):
    text = hashlog.sign(Checkpoint(ORIGIN, 12, hashlog.root_of(leaves(12))), KEY, ORIGIN)
    bit = data.draw(st.integers(0, len(text.encode()) * 8 - 1))

    spoilt = flipped(text.encode(), bit).decode("utf-8", "replace")

    with pytest.raises(NotGenuine):
        hashlog.verify(spoilt, KEY.public_key())


@pytest.mark.parametrize("spoil", [str.strip, lambda text: text + "\n", lambda text: text * 2])
def test_a_checkpoint_has_one_form_only(spoil):
    text = hashlog.sign(Checkpoint(ORIGIN, 1, bytes(32)), KEY, ORIGIN)

    with pytest.raises(NotGenuine):
        hashlog.verify(spoil(text), KEY.public_key())


def test_another_key_is_told_from_a_forged_text():
    other = Ed25519PrivateKey.generate()
    text = hashlog.sign(Checkpoint(ORIGIN, 1, bytes(32)), other, ORIGIN)

    with pytest.raises(NotGenuine, match="another key"):
        hashlog.verify(text, KEY.public_key())


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak"])
def test_names_that_would_spoil_the_form_are_refused(name):
    with pytest.raises(ValueError, match="names"):
        hashlog.sign(Checkpoint(ORIGIN, 1, bytes(32)), KEY, name)
    with pytest.raises(ValueError, match="names"):
        hashlog.sign(Checkpoint(name, 1, bytes(32)), KEY, ORIGIN)


def test_a_public_key_is_kept_as_one_line():
    line = hashlog.public_key_text(KEY.public_key(), ORIGIN)

    name, key = hashlog.read_public_key(line + "\n")

    assert name == ORIGIN
    assert key.public_bytes_raw() == KEY.public_key().public_bytes_raw()
    with pytest.raises(ValueError, match="id"):
        hashlog.read_public_key("x" + line)
