"""SPEC §14: reads a bundle line by line and names what it refutes."""
import re

import documents
import log
from count import count
from encoding import Refused, parse, require, to_base64url
from evidence import read_evidence
from manifest import read_manifest

LONGEST_LINE = 4_000_000


class NotABundle(Exception):
    """Nothing can be said of any election."""


def lines_of(data):
    *lines, rest = data.split(b"\n")
    if rest:
        raise NotABundle(f"it breaks off in line {len(lines) + 1}")
    for number, line in enumerate(lines, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            raise NotABundle(f"line {number} is no UTF-8") from None
        if len(line) > LONGEST_LINE:
            raise NotABundle(f"line {number} is longer than any document")
    if not lines or kind_of(lines[0]) != "manifest":
        raise NotABundle("it does not begin with a manifest")
    return lines


def kind_of(line):
    begins = re.match(rb'\{"_id":"([a-z]+):', line)
    return begins and begins[1].decode()


def name_of(value):
    name = value.get("_id") if isinstance(value, dict) else None
    readable = isinstance(name, str) and re.fullmatch(r"[\x21-\x7e]{1,200}", name)
    return name if readable else "a document without a name"


class NotEvidence(Exception):
    """What somebody kept was not signed by this election's office."""


class Recount:
    """`faults` are (document, code, words), in the order in which they were found."""

    def __init__(self, expected_hash):
        self.expected_hash, self.faults = expected_hash, []
        self.manifest = self.result = self.close = None
        self.amendments, self.statements, self.checkpoints, self.tiles, self.kept = [], {}, [], [], []
        self.log, self.awaited, self.is_broken = log.Log(), [], False
        self.ballots, self.cast, self.signed, self.refused, self.is_countable = [], set(), {}, set(), True

    def fault(self, name, code, words):
        self.faults.append((name, code, words))

    def require(self, holds, name, code, words):
        if not holds:
            self.fault(name, code, words)

    def attempt(self, name, check, *arguments):
        """What `check` returns; None, and a fault, where it refuses."""
        try:
            return check(*arguments)
        except Refused as why:
            self.fault(name, why.code, why.words)
            return None

    def run(self, data, kept=(), now=""):
        """`kept` are (name, content) of files that somebody kept; a promise that is due after `now` is not yet broken."""
        first, *rest = lines_of(data)
        value = self.attempt("line-1", parse, first)
        self.manifest = value and self.attempt(name_of(value), read_manifest, value, self.expected_hash)
        if self.manifest:
            self.kept = [(name, *self.read_kept(name, content)) for name, content in kept]
            for number, line in enumerate(rest, 2):
                self.take(number, line)
            self.end_batch()
            schedule = self.follow_amendments()
            if not self.is_broken:
                self.compare_checkpoints()
                self.compare_tiles()
                self.compare_kept(now)
                self.compare_result(schedule)
                self.compare_close()
                self.compare_issued()

    def read_kept(self, name, content):
        try:
            return read_evidence(content, self.manifest)
        except Refused as why:
            raise NotEvidence(f"{name} is no evidence of this election: {why}") from None

    # --- Documents as they come: papers, then each batch and its ballots

    def take(self, number, line):
        kind, value = kind_of(line), self.attempt(f"line-{number}", parse, line)
        if kind == "batch":
            self.take_batch(value)
        elif kind == "ballot":
            self.take_ballot(value)
        elif value is not None:
            self.attempt(name_of(value), self.take_paper, value)

    def take_paper(self, value):
        kind, manifest = name_of(value).split(":")[0], self.manifest
        require(not self.log.leaves, "malformed", "comes after the log")
        if kind == "amendment":
            self.amendments.append(documents.read_amendment(value))
        elif kind == "issuance":
            self.take_statement(value)
        elif kind == "head":
            self.checkpoints.append(log.read_head(value, manifest))
        elif kind == "tile":
            self.tiles.append(log.read_tile(value, manifest.election))
        elif kind == "result":
            require(self.result is None, "malformed", "a second result")
            self.result = documents.read_result(value, manifest)
        elif kind == "close":
            require(self.close is None, "malformed", "a second close")
            self.close = documents.read_close(value, manifest)
            self.refused = {f"ballot:{row['leafHash']}" for row in self.close["refused"]}
        else:
            require(False, "malformed", "no document of a bundle, or not in its place")

    def take_statement(self, value):
        earlier = self.statements.get(value["_id"])
        self.statements[value["_id"]] = documents.read_issuance(value, self.manifest, earlier)

    def take_batch(self, value):
        """§14, 3. No later batch can follow one that is refused."""
        self.end_batch()
        if self.is_broken:
            return
        leaves = value and self.attempt(name_of(value), self.log.append_batch, value)
        self.is_broken = not leaves
        self.awaited = [f"ballot:{leaf}" for leaf in leaves or []][::-1]

    def end_batch(self):
        for name in self.awaited[::-1]:
            self.is_countable = False
            self.fault(name, "missing", "named by a batch")
        self.awaited = []

    def take_ballot(self, value):
        if self.is_broken:
            return
        expected = self.awaited.pop() if self.awaited else "no ballot"
        is_counted = value is not None and self.attempt(name_of(value), self._count_ballot, value, expected)
        self.is_countable = self.is_countable and bool(is_counted)

    def _count_ballot(self, value, expected):
        documents.read_ballot(value, self.manifest)
        require(value["_id"] == expected, "bad-chain", f"the log has {expected} in this place")
        body, credential = value["body"], value["body"]["credential"]
        self.require(value["_id"] not in self.refused, value["_id"], "bad-chain", "the close refuses it")
        cast = (credential["key"], body["sequence"])
        require(cast not in self.cast, "bad-chain", "another has its key and sequence")
        self.cast.add(cast)
        self.ballots.append((credential["key"], credential["group"], body["sequence"], body["votes"]))
        for given in credential["signatures"]:
            self.signed.setdefault((given["registrar"], credential["group"]), set()).add(credential["key"])
        return True

    # --- What the papers say, against what was found

    def follow_amendments(self):
        """§14, 2: the schedule, or None and a fault where they lead to none."""
        ends = self.close and self.close["amendments"]
        name = f"amendment:{self.manifest.election}"
        return self.attempt(name, documents.follow_amendments, self.manifest, self.amendments, ends)

    def compare_with_log(self, name, size, root):
        length = len(self.log.leaves)
        is_there = size <= length and self.log.root_at(size) == root
        self.require(is_there, name, "bad-chain", f"the log, of {length} ballots, has no such root at {size}")

    def compare_checkpoints(self):
        """§14, 4."""
        name, length = f"head:{self.manifest.election}", len(self.log.leaves)
        for size, root in self.checkpoints:
            self.compare_with_log(name, size, root)
        largest = max((size for size, _ in self.checkpoints), default=0)
        self.require(largest >= length, name, "bad-chain", f"{largest} of {length} ballots are signed")

    def compare_tiles(self):
        """§14, 8."""
        there = dict(log.new_tiles(self.manifest.election, self.log.leaves, 0))
        for name, hashes in self.tiles:
            self.require(there.get(name) == hashes, name, "bad-chain", "the log has not these hashes there")

    def compare_kept(self, now):
        """§16."""
        there = {to_base64url(leaf) for leaf in self.log.leaves}
        for name, states, promises in self.kept:
            for size, root in states:
                self.compare_with_log(name, size, root)
            for leaf, append_by in promises:
                is_due = self.close or append_by < now
                self.require(leaf in there or not is_due, name, "missing", f"ballot:{leaf} was promised by {append_by}")

    def compare_close(self):
        """§14, 4 and 5."""
        if self.close:
            name, length = f"close:{self.manifest.election}", len(self.log.leaves)
            self.compare_with_log(name, self.close["size"], self.close["root"])
            self.require(self.close["size"] >= length, name, "bad-chain", f"the log has {length} ballots")

    def compare_result(self, schedule):
        """§14, 4 to 6."""
        name, result, close = f"result:{self.manifest.election}", self.result, self.close
        if result is None:
            return self.require(not close, name, "missing", "the election is closed")
        self.compare_with_log(name, result["size"], result["root"])
        is_known = schedule is None or result["amendments"] in schedule.history
        self.require(is_known, name, "bad-chain", "names no amendment of this chain")
        is_same = not close or all(result[one] == close[one] for one in ("size", "amendments"))
        self.require(is_same, name, "wrong-count", "not of the size and amendments of the close")
        if self.is_countable and result["size"] <= len(self.ballots):
            self.compare_count(name)

    def compare_count(self, name):
        counted = count(self.ballots[: self.result["size"]], self.manifest)
        for one, ours in counted.items():
            self.require(self.result[one] == ours, name, "wrong-count", f"{one}: {ours}")

    def compare_issued(self):
        """§14, 7."""
        for (registrar, group), keys in sorted(self.signed.items()):
            name = f"issuance:{self.manifest.election}:{registrar}"
            statement = self.statements.get(name)
            if statement is None:
                self.fault(name, "missing", "it signed, and stated nothing")
                continue
            most = statement["issued" if statement["final"] else "rollSize"][group]
            self.require(len(keys) <= most, name, "over-issued", f"{len(keys)} keys of {group}, at most {most}")
