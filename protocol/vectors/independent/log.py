"""SPEC §9: the tree, batches, tiles, checkpoints and proofs."""
import base64
import hashlib
import re

from count import EMPTY_ROOT, empty_root_of_empty_log
from encoding import (
    LARGEST, a_hash, binary, document, from_base64url, list_of, members, require, size, string, to_base64url,
    utf16_units,
)
from signature import accepts_ed25519

BATCH = document(
    {"previous": members({"size": size, "root": a_hash}), "hashes": list_of(a_hash, 1, 1000)}, longest_id=60
)
HEAD = document({"note": string(1, 131_072)})
TILE = document({"hashes": binary(256 * 32)})
PROOF = members({"index": size, "checkpoint": string(1, 131_072), "hashes": list_of(a_hash, 0, 53)})


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Log:
    """Leaf hashes as bytes, and the roots of the perfect subtrees that they fill, largest first."""

    def __init__(self, leaves=()):
        self.leaves, self._peaks = [], []
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf):
        self.leaves.append(leaf)
        peak = (1, leaf)
        while self._peaks and self._peaks[-1][0] == peak[0]:
            width, left = self._peaks.pop()
            peak = (2 * width, node(left, peak[1]))
        self._peaks.append(peak)

    def root(self):
        """In base64url."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            root = node(left, root)
        return to_base64url(root)

    def root_at(self, length):
        return self.root() if length == len(self.leaves) else Log(self.leaves[:length]).root()

    def append_batch(self, value):
        """Its hashes in base64url. A batch that does not lead where it says is not appended."""
        BATCH(value)
        leaves = [from_base64url(one, 32) for one in value["hashes"]]
        require(leaves == sorted(set(leaves)), "malformed", "hashes twice or out of order")
        here = {"size": len(self.leaves), "root": self.root()}
        require(value["previous"] == here, "bad-chain", "does not follow the log before it")
        after = Log()
        after.leaves, after._peaks = list(self.leaves), list(self._peaks)
        for leaf in leaves:
            after.append(leaf)
        require(value["_id"] == f"batch:{after.root()}", "bad-address", f"leads to {after.root()}")
        self.leaves, self._peaks = after.leaves, after._peaks
        return value["hashes"]


def new_tiles(election, leaves, before):
    """The full tiles of a log that grew from `before` leaves, as (_id, hashes)."""
    tiles, level, row, old = [], 0, leaves, before
    while len(row) >= 256:
        full = [row[i : i + 256] for i in range(0, len(row) - 255, 256)]
        for index in range(old // 256, len(full)):
            tiles.append((f"tile:{election}:{level}:{index}", to_base64url(b"".join(full[index]))))
        level, old = level + 1, old // 256
        row = [from_base64url(Log(hashes).root(), 32) for hashes in full]
    return tiles


def read_tile(value, election):
    """Its name and hashes."""
    TILE(value)
    named = re.fullmatch(rf"tile:{election}:([0-9]|[1-5][0-9]|6[0-3]):(0|[1-9][0-9]{{0,15}})", value["_id"])
    require(named, "bad-address", value["_id"][:100])
    return value["_id"], value["hashes"]


# --- Checkpoints


def read_checkpoint(note, manifest):
    """Size, and root in base64url, of a signed note."""
    text, lines = _split_note(note)
    name = f"urna/log/v1/{manifest.election}/{manifest.hash}"
    origin, *rest = text.split("\n")
    require(origin == name, "wrong-manifest", f"of {origin[:150]}")
    require(len(rest) == 3, "malformed", "not three lines")
    digits, root64, _ = rest
    require(re.fullmatch(r"0|[1-9][0-9]{0,15}", digits) and int(digits) <= LARGEST, "malformed", "its size")
    root = to_base64url(from_base64(root64, 32, 32))
    require(empty_root_of_empty_log({"size": int(digits), "root": root}), "malformed", "an empty log with another root")
    signatures = [_read_signature_line(line) for line in lines]
    _check_note_signatures(text, signatures, name, from_base64url(manifest.keys["log"], 32))
    return int(digits), root


def _split_note(note):
    shape = isinstance(note, str) and utf16_units(note) <= 131_072 and "\n\n" in note and note.endswith("\n")
    require(shape, "malformed", "not a signed note")
    odd = re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", note)
    require(not odd, "malformed", "a control character or a surrogate alone")
    end = note.rindex("\n\n") + 1
    return note[:end], note[end + 1 : -1].split("\n")


def from_base64(text, least, most):
    shape = re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text) and len(text) % 4 == 0
    require(shape, "malformed", "not base64")
    data = base64.b64decode(text)
    canonical_form = base64.b64encode(data).decode() == text
    require(canonical_form and least <= len(data) <= most, "malformed", "stray bits, or another length")
    return data


def _read_signature_line(line):
    parts = line.split(" ")
    require(len(parts) == 3 and parts[0] == "\u2014", "malformed", "not a signature line")
    name = parts[1]
    require(name and not re.search(r"[\s+]", name), "malformed", "the name of a signature line")
    return name, from_base64(parts[2], 5, LARGEST)


def _check_note_signatures(text, signatures, name, key):
    key_id = hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]
    ours = [data[4:] for signer, data in signatures if signer == name and data[:4] == key_id]
    require(ours, "bad-signature", "no signature of the log")
    for one in ours:
        require(accepts_ed25519(key, text.encode(), one), "bad-signature", "not signed by the log")


def read_head(value, manifest):
    HEAD(value)
    require(value["_id"] == f"head:{manifest.election}", "bad-address", value["_id"][:100])
    return read_checkpoint(value["note"], manifest)


# --- Proofs (RFC 9162 §2.1.3.2 and §2.1.4.2): whatever is odd about one is `bad-proof`


def _check_input(sizes, hashes):
    natural = all(type(one) is int and 0 <= one <= LARGEST for one in sizes)
    require(natural and all(len(one) == 32 for one in hashes), "bad-proof", "a size or a hash")


def check_inclusion(index, length, leaf, root, path):
    _check_input((index, length), (leaf, root, *path))
    require(index < length, "bad-proof", "past the end")
    fn, sn, r = index, length - 1, leaf
    for p in path:
        require(sn > 0, "bad-proof", "a hash too many")
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0 and r == root, "bad-proof", "does not lead to the root")


def check_consistency(first, first_root, second, second_root, path):
    _check_input((first, second), (first_root, second_root, *path))
    if first in (0, second):
        trivial = not path and first_root == (second_root if first == second else from_base64url(EMPTY_ROOT, 32))
        require(trivial, "bad-proof", "not the same log")
        return
    require(first < second and path, "bad-proof", "backwards, or no hashes")
    if first & (first - 1) == 0:
        path = [first_root, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        require(sn > 0, "bad-proof", "a hash too many")
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    require((sn, fr, sr) == (0, first_root, second_root), "bad-proof", "does not lead to the roots")


def check_proof(value, manifest, leaf):
    PROOF(value, "document")
    length, root = read_checkpoint(value["checkpoint"], manifest)
    path = [from_base64url(one, 32) for one in value["hashes"]]
    check_inclusion(value["index"], length, from_base64url(leaf, 32), from_base64url(root, 32), path)
