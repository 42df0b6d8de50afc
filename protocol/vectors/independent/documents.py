"""SPEC §4, 5, 7, 8 and 11: what is signed after the manifest, each check in the order of §13."""
import hashlib

from count import empty_root_of_empty_log, check_contests
from encoding import (
    a_hash, a_time, an_id, binary, boolean, canonical, common, document, integer, list_of, map_of, members, one_of,
    require, size, to_base64url,
)
from manifest import PAPERS, hash_of
from signature import check_credential, check_signed
from transcript import TRANSCRIPT


def check_election(body, manifest):
    require(body["election"] == manifest.election, "unknown-election", body["election"])
    require(body["manifest"] == manifest.hash, "wrong-manifest", body["manifest"])


def check_address(value, expected):
    require(value["_id"] == expected, "bad-address", f"{value['_id'][:100]} should be {expected}")


# --- §4

AMENDMENT = document({
    "body": common(
        n=integer(1, 1000), prev=a_hash, at=a_time, closes=a_time, acceptUntil=a_time, cancelled=boolean,
    ),
    "signature": binary(64),
})


class Schedule:
    """The times in force, and the hashes of what led to them: the manifest first."""

    def __init__(self, manifest):
        self.manifest, self.last_at, self.cancelled = manifest, "", False
        self.opens, self.closes = manifest.body["opens"], manifest.body["closes"]
        self.accept_until, self.history = manifest.body["acceptUntil"], [manifest.hash]

    def amend(self, value):
        body = value["body"]
        check_election(body, self.manifest)
        self._check_rules(body)
        check_signed("amendment", body, value["signature"], self.manifest.keys["authority"])
        self.last_at, self.cancelled = body["at"], body["cancelled"]
        self.closes, self.accept_until = body["closes"], body["acceptUntil"]
        self.history.append(hash_of(body))

    def _check_rules(self, body):
        at, closes, until = body["at"], body["closes"], body["acceptUntil"]
        follows = body["n"] == len(self.history) and body["prev"] == self.history[-1] and at >= self.last_at
        require(follows, "bad-chain", "does not follow the one before")
        require(at <= self.accept_until and not self.cancelled, "late", "made when the election was over")
        require(self.opens < closes <= until, "malformed", "its times")
        require(closes == self.closes or closes >= at, "malformed", "closes in the past")
        shortened = at >= self.closes and until < self.accept_until
        require(not shortened, "malformed", "takes back time for ballots cast offline")


def read_amendment(value):
    """What it says by itself. The rest is judged in its place in the chain."""
    AMENDMENT(value)
    check_address(value, f"amendment:{value['body']['election']}:{value['body']['n']}")
    return value


def follow_amendments(manifest, amendments, close_names=None):
    """The schedule after all, or after the one that a close names: what comes after is ignored."""
    schedule = Schedule(manifest)
    for value in sorted(amendments, key=lambda one: one["body"]["n"]):
        if schedule.history[-1] == close_names:
            break
        schedule.amend(value)
    require(close_names in (None, schedule.history[-1]), "bad-chain", "names no amendment of this chain")
    return schedule


# --- §5

COUNTS = map_of(an_id, integer(0, 10**9))
ISSUANCE = document({
    "body": common(registrar=an_id, rollSize=COUNTS, rollRoot=a_hash, issued=COUNTS, final=boolean),
    "signature": binary(64),
})


def read_issuance(value, manifest, earlier=None):
    ISSUANCE(value)
    body = value["body"]
    check_address(value, f"issuance:{body['election']}:{body['registrar']}")
    check_election(body, manifest)
    registrar = manifest.registrars.get(body["registrar"])
    require(registrar, "malformed", f"no registrar {body['registrar']}")
    for counts in (body["rollSize"], body["issued"]):
        require(set(counts) == set(manifest.groups), "malformed", "not exactly the groups")
    for group, issued in body["issued"].items():
        require(issued <= body["rollSize"][group], "malformed", "more issued than the roll has")
    check_signed("issuance", body, value["signature"], registrar["sign"])
    if earlier and earlier != body:
        _check_follows(earlier, body)
    return body


def _check_follows(earlier, later):
    same = all(earlier[name] == later[name] for name in ("rollSize", "rollRoot"))
    grows = all(later["issued"][group] >= issued for group, issued in earlier["issued"].items())
    require(same and grows and not earlier["final"], "bad-chain", "does not follow the one before")


# --- §7

GIVEN = members({"registrar": an_id, "signature": binary(256)})
CREDENTIAL = members({"group": an_id, "key": a_hash, "signatures": list_of(GIVEN, 1, 15)})
EQUALS = list_of(an_id, 2, 1000)
PLACES = list_of(lambda value, at: (EQUALS if isinstance(value, list) else an_id)(value, at), 0, 1000)
SCORES = map_of(an_id, integer(0, 100))
BALLOT = document({
    "body": common(
        credential=CREDENTIAL,
        sequence=integer(0, 99, "bad-sequence"),
        votes=map_of(an_id, lambda value, at: (PLACES if isinstance(value, list) else SCORES)(value, at)),
    ),
    "signature": binary(64),
}, longest_id=60)


def leaf_hash(value):
    content = canonical({"body": value["body"], "signature": value["signature"]})
    return hashlib.sha256(b"\x00" + content).digest(), len(content)


def read_ballot(value, manifest):
    """Its leaf hash, as bytes."""
    body = value.get("body") if isinstance(value, dict) else None
    require(not (isinstance(body, dict) and "sealed" in body), "unsupported", "sealed votes")
    BALLOT(value)
    leaf, length = leaf_hash(value)
    require(length <= 32_768, "too-large", f"{length} bytes")
    check_address(value, f"ballot:{to_base64url(leaf)}")
    check_election(body, manifest)
    allowed = manifest.body["recast"] == "last" or body["sequence"] == 0
    require(allowed, "bad-sequence", "a second ballot where one is all")
    _check_votes(body, manifest)
    check_credential(body["credential"], manifest)
    check_signed("ballot", body, value["signature"], body["credential"]["key"])
    return leaf


def _check_votes(body, manifest):
    group = manifest.groups.get(body["credential"]["group"])
    require(group, "bad-credential", f"no group {body['credential']['group']}")
    require(set(body["votes"]) == set(group["contests"]), "malformed", "not exactly the contests of the group")
    for contest in manifest.body["contests"]:
        if contest["id"] in group["contests"]:
            _check_vote(contest, body["votes"][contest["id"]])


def _check_vote(contest, vote):
    paper = PAPERS[contest["method"]]
    require(isinstance(vote, dict) == (paper == "scores"), "malformed", f"not a vote of {contest['id']}")
    places = [place if isinstance(place, list) else [place] for place in vote]
    marked = [option for place in places for option in place]
    known = {option["id"] for option in contest["options"]}
    require(set(marked) <= known, "unknown-option", contest["id"])
    require(len(set(marked)) == len(marked), "malformed", f"an option of {contest['id']} twice")
    require(all(place == sorted(place) for place in places), "malformed", f"equals of {contest['id']} out of order")
    single = all(len(place) == 1 for place in places)
    if paper == "selection":
        require(single and marked == sorted(marked), "malformed", f"choices of {contest['id']} out of order")
    require(single or paper != "ranking", "overvote", f"two options in one place of {contest['id']}")
    require(len(marked) <= contest["maxSelections"], "overvote", contest["id"])
    if paper == "scores":
        require(all(score <= contest["maxScore"] for score in vote.values()), "overvote", contest["id"])


# --- §8

RECEIPT = members({
    "body": common(leafHash=a_hash, gateway=an_id, appendBy=a_time),
    "signature": binary(64),
})


def read_receipt(value, manifest, leaf):
    RECEIPT(value, "document")
    body = value["body"]
    check_election(body, manifest)
    require(body["leafHash"] == leaf, "bad-address", "for another ballot")
    gateway = manifest.gateways.get(body["gateway"])
    require(gateway, "bad-signature", f"no gateway {body['gateway']}")
    check_signed("receipt", body, value["signature"], gateway["key"])


# --- §10

CONTEST_RESULT = members({
    "id": an_id,
    "ballots": size,
    "blank": size,
    "votes": map_of(an_id, size),
    "elected": list_of(an_id, 0, 1000),
    "tied": list_of(an_id, 0, 1000),
}, {"transcript": TRANSCRIPT})
RESULT = document({
    "body": common(amendments=a_hash, size=size, root=a_hash, turnout=size, contests=list_of(CONTEST_RESULT, 0, 100)),
    "signature": binary(64),
})


def read_result(value, manifest):
    RESULT(value)
    body = value["body"]
    check_election(body, manifest)
    check_address(value, f"result:{manifest.election}")
    require(empty_root_of_empty_log(body), "malformed", "an empty log with another root")
    check_contests(body, manifest)
    check_signed("result", body, value["signature"], manifest.keys["log"])
    return body


# --- §11

REASONS = (
    "malformed", "unsupported", "bad-sequence", "too-large", "bad-address", "unknown-election", "wrong-manifest",
    "bad-credential", "unknown-option", "overvote", "bad-signature",
)
ROW = members({"leafHash": a_hash, "reason": one_of(*REASONS)})
CLOSE = document({
    "body": common(amendments=a_hash, size=size, root=a_hash, refusedCount=size, refused=list_of(ROW, 0, 10_000)),
    "signatures": members({"authority": binary(64), "log": binary(64)}),
})


def read_close(value, manifest):
    CLOSE(value)
    body = value["body"]
    check_election(body, manifest)
    check_address(value, f"close:{manifest.election}")
    require(empty_root_of_empty_log(body), "malformed", "an empty log with another root")
    hashes = [row["leafHash"] for row in body["refused"]]
    require(hashes == sorted(set(hashes)), "malformed", "refused out of order")
    require(len(hashes) == min(body["refusedCount"], 10_000), "malformed", "not as many as refused")
    for office in ("authority", "log"):
        check_signed("close", body, value["signatures"][office], manifest.keys[office])
    return body
