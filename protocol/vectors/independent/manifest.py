"""SPEC §3: the manifest."""
import hashlib

from encoding import (
    a_hash, a_time, an_id, binary, canonical, document, from_base64url, integer, list_of, map_of, members,
    one_of, pattern, require, rows_of, texts, to_base64url,
)
from signature import check_signed, key_point

ORIGIN = r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?"
LATER = {
    "results": ("sealed",),
    "eligibility": ("roll", "open"),
}

PAPERS = {
    "plurality": "selection",
    "approval": "selection",
    "score": "scores",
    "star": "scores",
    "borda": "ranking",
    "schulze": "weak ranking",
    "ranked-pairs": "weak ranking",
    "irv": "ranking",
    "stv-scottish": "ranking",
    "stv-meek": "ranking",
}

OPTION = members({"id": an_id, "title": texts})
CONTEST = members({
    "id": an_id,
    "title": texts,
    "method": one_of(*PAPERS),
    "seats": integer(1, 1000),
    "maxSelections": integer(1, 1000),
    "options": rows_of(OPTION, 1, 1000),
    "order": one_of("fixed", "rotated", "random"),
    "ties": list_of(an_id, 1, 1000),
}, {"maxScore": integer(1, 100)})
GROUP = members({"id": an_id, "weight": integer(1, 1_000_000), "contests": list_of(an_id, 1, 100)})
REGISTRAR = members({
    "id": an_id,
    "url": pattern(ORIGIN + r"(/[A-Za-z0-9._~/-]*)?", 500),
    "sign": a_hash,
    "keys": map_of(an_id, binary(256)),
})
MANIFEST = document({
    "body": members({
        "v": one_of(1),
        "election": an_id,
        "title": texts,
        "opens": a_time,
        "closes": a_time,
        "acceptUntil": a_time,
        "results": one_of("live"),
        "publish": members({"everySeconds": integer(1, 86_400), "atLeast": integer(1, 1_000_000)}),
        "recast": one_of("last", "none"),
        "eligibility": one_of("codes"),
        "groups": rows_of(GROUP, 1, 100),
        "contests": rows_of(CONTEST, 1, 100),
        "registrars": rows_of(REGISTRAR, 1, 15),
        "quorum": integer(1, 15),
        "keys": members({
            "authority": a_hash,
            "log": a_hash,
            "receipts": rows_of(members({"id": an_id, "key": a_hash}), 1, 100),
        }),
        "origins": list_of(pattern(ORIGIN, 500), 1, 20),
    }),
    "signature": binary(64),
})


class Manifest:
    """A manifest that was read: its hash in base64url, and its lists by id."""

    def __init__(self, body):
        self.body, self.election, self.keys = body, body["election"], body["keys"]
        self.hash = hash_of(body)
        self.groups, self.contests = by_id(body["groups"]), by_id(body["contests"])
        self.registrars, self.gateways = by_id(body["registrars"]), by_id(self.keys["receipts"])

    def fingerprint(self):
        digits = "".join(str(byte % 10) for byte in from_base64url(self.hash, 32)[:12])
        return " ".join((digits[:4], digits[4:8], digits[8:]))


def hash_of(body):
    return to_base64url(hashlib.sha256(canonical(body)).digest())


def by_id(rows):
    return {row["id"]: row for row in rows}


def read_manifest(value, expected_hash=None):
    """The checks stand in the order of §13."""
    _refuse_later_versions(value)
    MANIFEST(value)
    body = value["body"]
    require(len(canonical(body)) <= 1_000_000, "too-large", "more than 1,000,000 bytes")
    _check_rules(body)
    for group in body["groups"]:
        require(_longest_ballot(body, group) <= 32_768, "too-large", f"the longest ballot of {group['id']}")
    manifest = Manifest(body)
    require(value["_id"] == f"manifest:{manifest.election}", "bad-address", value["_id"])
    require(expected_hash in (None, manifest.hash), "wrong-manifest", f"its hash is {manifest.hash}")
    check_signed("manifest", body, value["signature"], manifest.keys["authority"])
    return manifest


def _refuse_later_versions(value):
    body = value.get("body") if isinstance(value, dict) else None
    body = body if isinstance(body, dict) else {}
    contests = body.get("contests")
    contests = contests if isinstance(contests, list) else []
    for place in [body, *(contest for contest in contests if isinstance(contest, dict))]:
        for name, later in LATER.items():
            require(place.get(name) not in later, "unsupported", f"{name}: {place.get(name)}")


def _check_rules(body):
    holds = lambda rule, words: require(rule, "malformed", words)
    holds(body["opens"] < body["closes"] <= body["acceptUntil"], "its times")
    groups, contests, registrars = body["groups"], body["contests"], body["registrars"]
    for group in groups:
        holds(_distinct(group["contests"]), "a contest of a group twice")
        holds(set(group["contests"]) <= set(by_id(contests)), "a group with an unknown contest")
        scottish = any(by_id(contests)[name]["method"] == "stv-scottish" for name in group["contests"])
        holds(not scottish or group["weight"] <= 1000, "too heavy a group for a Scottish count")
    ranked = (contest for contest in contests if PAPERS[contest["method"]] != "selection")
    pairs = sum(len(contest["options"]) ** 2 for contest in ranked)
    holds(pairs <= 100_000, "too many options to rank or score in all")
    holds({c for g in groups for c in g["contests"]} == set(by_id(contests)), "a contest in no group")
    for contest in contests:
        _check_contest(contest, holds)
    holds(body["quorum"] <= len(registrars) < 2 * body["quorum"], "the quorum")
    for registrar in registrars:
        holds(set(registrar["keys"]) == set(by_id(groups)), "not one modulus for each group")
    holds(_distinct(body["origins"]), "an origin twice")
    _check_keys(body, holds)


def _check_contest(contest, holds):
    ids = [option["id"] for option in contest["options"]]
    holds(contest["seats"] <= len(ids) and contest["maxSelections"] <= len(ids), "more than options")
    holds(sorted(contest["ties"]) == sorted(ids), "ties are not each option once")
    holds(PAPERS[contest["method"]] == "selection" or len(ids) <= 60, "more than 60 options to rank or score")
    holds(contest["seats"] == 1 or contest["method"] not in ("star", "irv"), "more seats than the method fills")
    has_scores = PAPERS[contest["method"]] == "scores"
    holds(("maxScore" in contest) == has_scores, "a greatest score where there are none, or none where there are")


def _check_keys(body, holds):
    moduli = [from_base64url(n, 256) for registrar in body["registrars"] for n in registrar["keys"].values()]
    holds(all(n[0] & 0x80 and n[255] & 1 for n in moduli), "a modulus of less than 2048 bits, or even")
    holds(_distinct(moduli), "a modulus twice")
    signs = [registrar["sign"] for registrar in body["registrars"]]
    receipts = [row["key"] for row in body["keys"]["receipts"]]
    offices = [body["keys"]["authority"], body["keys"]["log"]]
    for keys in (signs, receipts, offices):
        holds(_distinct(keys), "a key twice")
        holds(all(key_point(from_base64url(key, 32)) for key in keys), "a key that signs nothing")


def _distinct(values):
    return len(set(values)) == len(values)


def _longest_ballot(body, group):
    longest = lambda rows, number: sorted((row["id"] for row in rows), key=len)[-number:]
    registrars = longest(body["registrars"], body["quorum"])
    contests = by_id(body["contests"])
    votes = {c: _longest_vote(contests[c], longest) for c in group["contests"]}
    credential = {
        "group": group["id"],
        "key": "x" * 43,
        "signatures": [{"registrar": one, "signature": "x" * 342} for one in registrars],
    }
    ballot = {
        "v": 1,
        "election": body["election"],
        "manifest": "x" * 43,
        "credential": credential,
        "sequence": 99 if body["recast"] == "last" else 0,
        "votes": votes,
    }
    return len(canonical({"body": ballot, "signature": "x" * 86}))


def _longest_vote(contest, longest):
    marked = longest(contest["options"], contest["maxSelections"])
    paper = PAPERS[contest["method"]]
    if paper == "scores":
        return {option: contest["maxScore"] for option in marked}
    if paper == "weak ranking":  # pairs have the most brackets
        pairs = [marked[index : index + 2] for index in range(0, len(marked), 2)]
        return [pair if len(pair) == 2 else pair[0] for pair in pairs]
    return marked
