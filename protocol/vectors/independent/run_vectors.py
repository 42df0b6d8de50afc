"""Every vector of ../*.json: a valid one is accepted, with the values that it expects; another is refused with its code."""
import copy
import hashlib
import json
import os

import documents
import evidence
import log
from count import count
from encoding import Refused, canonical, from_base64url, parse, require, to_base64url
from manifest import Manifest, read_manifest
from signature import accepts_ed25519, accepts_rsa, check_credential, code_form, credential_message


def run_file(path):
    """How many vectors were accepted and how many refused as they should, and what went wrong."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    manifests = {name: Manifest(one["body"]) for name, one in data["manifests"].items()}
    accepted, refused, wrong = 0, 0, []
    for vector in data["vectors"]:
        expected = vector.get("error", "accepted")
        actual = _outcome(data, manifests, vector)
        if actual != expected:
            wrong.append(f"{os.path.basename(path)}: {vector['name']}: {actual} instead of {expected}")
        elif expected == "accepted":
            accepted += 1
        else:
            refused += 1
    return accepted, refused, wrong


def _outcome(data, manifests, vector):
    try:
        kind = f"{data['kind']} {vector['step']}" if "step" in vector else data["kind"]
        derived = CHECKS[kind](_document(data, vector), manifests.get(vector.get("manifest")), vector)
    except Refused as why:
        return why.code
    expected = vector.get("expected", derived)
    return "accepted" if derived is None or derived == expected else f"{derived} instead of {expected}"


# --- The documents of the vectors


def _document(data, vector):
    if "text" in vector and data["kind"] not in ("json", "base64url"):
        return parse(vector["text"])
    value = vector.get("document")
    if "like" in vector:
        value = copy.deepcopy(data["manifests"][vector["like"]])
        for change in vector["changes"]:
            _change(value, change)
    for repeat in vector.get("repeat", []):
        value = _repeated(copy.deepcopy(value), repeat["path"], repeat["count"])
    return value


def _step(value, name):
    return int(name) if isinstance(value, list) else name


def _change(value, change):
    *path, last = change["path"]
    for name in path:
        value = value[_step(value, name)]
    value[_step(value, last)] = change["value"]


def _repeated(value, path, times):
    if path:
        name = _step(value, path[0])
        value[name] = _repeated(value[name], path[1:], times)
        return value
    copies = [json.loads(json.dumps(value).replace("$", f"{number:05}")) for number in range(times)]
    if isinstance(value, list):
        return [one for each in copies for one in each]
    return {name: inner for each in copies for name, inner in each.items()}


# --- One check for each kind


def _json(_, __, vector):
    return {"canonical": canonical(parse(vector["text"])).decode()}


def _base64url(_, __, vector):
    return {"hex": from_base64url(vector["text"], vector["length"]).hex()}


def _ed25519(_, __, vector):
    raw = [_bytes(vector[name]) for name in ("publicKey", "message", "signature")]
    require(accepts_ed25519(*raw), "bad-signature", "")


def _pss(_, __, vector):
    raw = [_bytes(vector[name]) for name in ("modulus", "message", "signature")]
    require(accepts_rsa(*raw), "bad-credential", "")


def _bytes(text):
    return from_base64url(text, len(text) * 3 // 4)


def _manifest(value, _, vector):
    read = read_manifest(value, vector.get("expectedHash"))
    return {"hash": read.hash, "fingerprint": read.fingerprint(), "canonical": canonical(read.body).decode()}


def _amendments(value, manifest, vector):
    amendments = [documents.read_amendment(one) for one in vector.get("documents", [value])]
    schedule = documents.follow_amendments(manifest, amendments, vector.get("closeNames"))
    return {
        "opens": schedule.opens,
        "closes": schedule.closes,
        "acceptUntil": schedule.accept_until,
        "cancelled": schedule.cancelled,
        "amendments": len(schedule.history) - 1,
        "chain": schedule.history[-1],
        "history": schedule.history,
    }


def _issuance(value, manifest, vector):
    earlier = documents.read_issuance(vector["earlier"], manifest) if "earlier" in vector else None
    documents.read_issuance(value, manifest, earlier)


def _ballot(value, manifest, _):
    leaf = documents.read_ballot(value, manifest)
    content = {"body": value["body"], "signature": value["signature"]}
    return {"leafHash": to_base64url(leaf), "canonical": canonical(content).decode()}


def _receipt(value, manifest, vector):
    documents.read_receipt(value, manifest, vector["leafHash"])


def _checkpoint(_, manifest, vector):
    size, root = log.read_checkpoint(vector["note"], manifest)
    return {"size": size, "root": root}


def _tally(_, manifest, vector):
    rows = [(b["key"], b["group"], b["sequence"], b["votes"]) for b in vector["ballots"]]
    return count(rows, manifest)


def _root(_, __, vector):
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(entry)).digest() for entry in vector["entries"]]
    return {"leaves": [to_base64url(leaf) for leaf in leaves], "root": log.Log(leaves).root()}


def _inclusion(_, __, vector):
    path = [_bytes(one) for one in vector["hashes"]]
    log.check_inclusion(vector["index"], vector["size"], _bytes(vector["leaf"]), _bytes(vector["root"]), path)


def _consistency(_, __, vector):
    first, second, path = vector["from"], vector["to"], [_bytes(one) for one in vector["hashes"]]
    log.check_consistency(first["size"], _bytes(first["root"]), second["size"], _bytes(second["root"]), path)


def _proof(value, manifest, vector):
    log.check_proof(value, manifest, vector["leafHash"])


def _tlog_proof(_, manifest, vector):
    proof, named = evidence.read_tlog_proof(vector["content"])
    log.check_proof(proof, manifest, vector["leafHash"])
    size, _ = log.read_checkpoint(proof["checkpoint"], manifest)
    return {"size": size, **({"names": named} if named else {})}


def _evidence(_, manifest, vector):
    states, promises = evidence.read_evidence(vector["content"], manifest)
    return {
        "checkpoints": [{"size": size, "root": root} for size, root in states],
        "promises": [{"leafHash": leaf, "appendBy": time} for leaf, time in promises],
    }


def _batch(value, _, vector):
    before = log.Log(_bytes(one) for one in vector["leaves"])
    before.append_batch(value)
    return {"size": len(before.leaves), "root": before.root()}


def _head(value, manifest, _):
    size, root = log.read_head(value, manifest)
    return {"size": size, "root": root}


def _tiles(_, __, vector):
    leaves = [hashlib.sha256(f"leaf {i}".encode()).digest() for i in range(vector["to"])]
    tiles = log.new_tiles(vector["election"], leaves, vector["from"])
    return [{"_id": name, "sha256": to_base64url(hashlib.sha256(text.encode()).digest())} for name, text in tiles]


def _message(_, __, vector):
    return {"message": credential_message(vector["manifestHash"], vector["group"], vector["key"])}


def _code(_, __, vector):
    return {"derived": code_form(vector["code"], vector["manifestHash"], vector["registrar"])}


def _below_modulus(text, modulus):
    number = int.from_bytes(from_base64url(text, 256), "big")
    require(number < modulus, "malformed", "not below the modulus")
    return number


def _blinded(_, __, vector):
    number = _below_modulus(vector["blindedMessage"], int.from_bytes(_bytes(vector["modulus"]), "big"))
    require(number >= 256, "malformed", "a blinded message below 256")


def _finalize(_, manifest, vector):
    registrar = manifest.registrars.get(vector["registrar"], {"keys": {}})
    modulus = registrar["keys"].get(vector["group"])
    require(modulus, "bad-credential", "no such registrar or group")
    n = int.from_bytes(_bytes(modulus), "big")
    answer, inverse = (_below_modulus(vector[name], n) for name in ("blindSignature", "inverse"))
    signature = (answer * inverse % n).to_bytes(256, "big")
    message = credential_message(manifest.hash, vector["group"], vector["key"]).encode()
    require(accepts_rsa(_bytes(modulus), message, signature), "bad-credential", "not signed")
    return {"signature": to_base64url(signature)}


def _credential(value, manifest, _):
    documents.CREDENTIAL(value, "document")
    check_credential(value, manifest)


CHECKS = {
    "json": _json,
    "base64url": _base64url,
    "ed25519": _ed25519,
    "pss": _pss,
    "manifest": _manifest,
    "amendment": _amendments,
    "issuance": _issuance,
    "ballot": _ballot,
    "receipt": _receipt,
    "checkpoint": _checkpoint,
    "result": lambda value, manifest, _: documents.read_result(value, manifest) and None,
    "close": lambda value, manifest, _: documents.read_close(value, manifest) and None,
    "tally": _tally,
    "log root": _root,
    "log inclusion": _inclusion,
    "log consistency": _consistency,
    "log proof": _proof,
    "rfc6962 root": _root,
    "rfc6962 inclusion": _inclusion,
    "rfc6962 consistency": _consistency,
    "tlogproof": _tlog_proof,
    "evidence": _evidence,
    "log batch": _batch,
    "log head": _head,
    "log tiles": _tiles,
    "credential message": _message,
    "credential code": _code,
    "credential blinded": _blinded,
    "credential finalize": _finalize,
    "credential check": _credential,
}
