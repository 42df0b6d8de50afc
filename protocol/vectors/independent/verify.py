#!/usr/bin/env python3
"""Recounts an Urna election from its bundle (SPEC §14). It shares no code with the other verifier.

    python3 verify.py [--manifest-hash H] [--evidence FILE …] [bundle …]    standard input without a bundle
    python3 verify.py --vectors ../*.json

Ends with 0 if everything was verified, 1 if something was refuted, 2 if it could not run.
"""
import argparse
import datetime
import os
import sys

sys.dont_write_bytecode = True

from recount import NotABundle, NotEvidence, Recount  # noqa: E402
from run_vectors import run_file  # noqa: E402


def verify(data, expected_hash, kept):
    """Prints each fault and a summary; true if there is no fault."""
    found = Recount(expected_hash)
    found.run(data, kept, datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for name, code, words in found.faults:
        print(f"refuted: {name}: {code}: {ascii(words)[1:-1]}")  # a stranger's words stay on their line
    if found.manifest:
        trust = "" if expected_hash else "; its hash was not given: it is taken on the word of whoever gave the documents"
        print(f"manifest {found.manifest.hash} ({found.manifest.fingerprint()}){trust}")
        print(f"{len(found.log.leaves)} ballots of {len({key for key, *_ in found.ballots})} keys in the log")
    state = "the final result" if found.close else "not closed: it may still grow"
    print(f"REFUTED: {len(found.faults)} faults" if found.faults else f"VERIFIED: {state}")
    return not found.faults


def read_kept(path):
    with open(path, encoding="utf-8", newline="") as file:
        return os.path.basename(path), file.read()


def verify_all(paths, expected_hash, kept_paths):
    verdicts, kept = [], [read_kept(path) for path in kept_paths]
    for path in paths:
        if len(paths) > 1:
            print(f"== {os.path.basename(path)}")
        with sys.stdin.buffer if path == "-" else open(path, "rb") as file:
            verdicts.append(verify(file.read(), expected_hash, kept))
    return all(verdicts)


def run_vectors(paths):
    mistakes = []
    for path in paths:
        accepted, refused, wrong = run_file(path)
        print(f"{os.path.basename(path)}: {accepted} accepted, {refused} refused, {len(wrong)} wrong")
        mistakes += wrong
    for words in mistakes:
        print(f"wrong: {words}")
    return not mistakes


def main(arguments):
    parser = argparse.ArgumentParser(description="Recounts an Urna election from its bundle (SPEC §14).")
    parser.add_argument("--manifest-hash", metavar="H", help="that of a join link, in base64url")
    parser.add_argument("--evidence", metavar="FILE", action="append", default=[], help="what somebody kept (SPEC §16)")
    parser.add_argument("--vectors", action="store_true", help="the files are vectors and not bundles")
    parser.add_argument("files", nargs="*", default=["-"], metavar="file")
    given = parser.parse_args(_with_joined_hash(arguments))
    good = run_vectors(given.files) if given.vectors else verify_all(given.files, given.manifest_hash, given.evidence)
    return 0 if good else 1


def _with_joined_hash(arguments):
    """A hash may begin with a hyphen, which would be read as the next option."""
    at = arguments.index("--manifest-hash") if "--manifest-hash" in arguments[:-1] else None
    if at is None:
        return arguments
    return [*arguments[:at], f"--manifest-hash={arguments[at + 1]}", *arguments[at + 2 :]]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, NotABundle, NotEvidence) as why:
        print(f"could not run: {why}", file=sys.stderr)
        sys.exit(2)
