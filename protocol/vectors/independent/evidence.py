"""SPEC §9 and §16: what somebody kept of an election, and may hold its log to."""
import re

import documents
import log
from encoding import an_id, list_of, members, one_of, parse, require, string, to_base64url
from manifest import read_manifest

NOTE = string(1, 131_072)
HEAD = re.compile(r"c2sp\.org/tlog-proof@v1\n(?:extra ([^\n]*)\n)?index (0|[1-9][0-9]{0,15})\n((?:[^\n]+\n)*)\n")


def read_tlog_proof(content):
    """The proof as a document of §9, and the leaf hash that its extra data names, or None."""
    head = HEAD.match(content)
    require(head, "malformed", "not a tlog-proof")
    extra, index, path = head.groups()
    hashes = [to_base64url(log.from_base64(line, 32, 32)) for line in path.split("\n")[:-1]]
    named = re.fullmatch(rb"ballot:([A-Za-z0-9_-]{43})", log.from_base64(extra or "", 0, len(content)))
    return {"index": int(index), "checkpoint": content[head.end() :], "hashes": hashes}, named and named[1].decode()


def read_evidence(content, manifest):
    """Sizes and roots of the logs that it tells of, and (leaf hash, time) of the ballots that were promised."""
    if content.startswith("{"):
        return _read_file(parse(content), manifest)
    if not content.startswith("c2sp.org/tlog-proof@"):
        return [log.read_checkpoint(content, manifest)], []
    proof, named = read_tlog_proof(content)
    require(named, "malformed", "the proof does not say of which ballot it is")
    log.check_proof(proof, manifest, named)
    return [log.read_checkpoint(proof["checkpoint"], manifest)], []


def _only(value, needed, optional):
    """Those of the optional members that are there."""
    require(isinstance(value, dict), "malformed", "not an object")
    there = {name: shape for name, shape in optional.items() if name in value}
    members({**needed, **there})(value, "evidence")
    return there


def _read_file(value, manifest):
    any_value = lambda *_: None
    needed = {"urna": one_of("evidence"), "v": one_of(1), "receipts": list_of(any_value, 0, 10_000)}
    _only(value, needed, {"manifest": any_value, "finding": any_value, "checkpoint": NOTE})
    notes = [value["checkpoint"]] if "checkpoint" in value else []
    if "finding" in value:
        finding = value["finding"]
        kind = one_of("forked", "rewritten", "shrunk")
        later = _only(finding, {"election": an_id, "kind": kind, "earlier": NOTE}, {"later": NOTE})
        notes = [finding["earlier"], *([finding["later"]] if later else []), *notes]
    if "manifest" in value:
        read_manifest(value["manifest"], manifest.hash)
    return [log.read_checkpoint(note, manifest) for note in notes], [_read_promise(r, manifest) for r in value["receipts"]]


def _read_promise(receipt, manifest):
    documents.RECEIPT(receipt, "receipt")
    body = receipt["body"]
    documents.read_receipt(receipt, manifest, body["leafHash"])
    return body["leafHash"], body["appendBy"]
