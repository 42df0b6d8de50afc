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
    "order": ("rotated", "random"),
    "method": ("ranked", "score", "star", "borda", "schulze", "ranked-pairs", "irv", "stv-scottish", "stv-meek"),
}

OPTION = members({"id": an_id, "title": texts})
CONTEST = members({
    "id": an_id,
    "title": texts,
    "method": one_of("plurality", "approval"),
    "seats": integer(1, 1000),
    "maxSelections": integer(1, 1000),
    "options": rows_of(OPTION, 1, 1000),
    "order": one_of("fixed"),
    "ties": list_of(an_id, 1, 1000),
})
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
    votes = {c: longest(contests[c]["options"], contests[c]["maxSelections"]) for c in group["contests"]}
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
