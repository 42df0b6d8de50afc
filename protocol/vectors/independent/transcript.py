"""COUNTING §1, §2 and §10: a contest that is ranked or scored, and what its transcript comes to."""
import json
from collections import Counter

from encoding import boolean, integer, list_of, members, one_of, pattern, require, size as count
from meek import meek
from pairs import ranked_pairs, schulze
from runoff import irv
from scottish import scottish
from sums import borda, score, star

# Each takes ballots, how many candidates and how many seats. A ballot is (vote, weight), and not blank: a list of places,
# each a list of candidates, or candidate -> score.
METHODS = {
    "score": score,
    "star": star,
    "borda": borda,
    "schulze": schulze,
    "ranked-pairs": ranked_pairs,
    "irv": irv,
    "stv-scottish": scottish,
    "stv-meek": meek,
}

VOTES = pattern(r"(0|[1-9][0-9]{0,24})(\.[0-9]{1,12})?")
CANDIDATE, INDEX = integer(0, 59), integer(0, 3600)
EACH = lambda inner: list_of(inner, 0, 60)
STEPS = lambda inner: list_of(inner, 0, 3600)
REASONS = {
    "most-votes": {"votes": VOTES},
    "majority": {"votes": VOTES, "of": VOTES},
    "quota": {"votes": VOTES, "quota": VOTES},
    "remaining": {"votes": VOTES},
    "runoff": {"votes": VOTES, "other": CANDIDATE, "otherVotes": VOTES},
    "beats-all": {},
    "strongest-paths": {},
    "unbeaten": {},
    "fewest-votes": {"votes": VOTES},
    "not-finalist": {"votes": VOTES},
}


def _reason(value, at):
    code = value.get("code") if isinstance(value, dict) else None
    require(isinstance(code, str) and code in REASONS, "malformed", f"{at}: no reason that is known")
    members({"code": one_of(code), **REASONS[code]})(value, at)


DECISIONS = EACH(members({"candidate": CANDIDATE, "reason": _reason}))
TRANSFER = members({
    "kind": one_of("surplus", "elimination"),
    "from": CANDIDATE,
    "votes": VOTES,
    "to": EACH(members({"candidate": CANDIDATE, "votes": VOTES})),
    "exhausted": VOTES,
    "lost": VOTES,
}, {"values": list_of(VOTES, 0, 1_000_000)})
ROUND = members({
    "transfers": EACH(TRANSFER),
    "votes": EACH(VOTES),
    "exhausted": VOTES,
    "lost": VOTES,
    "elected": DECISIONS,
    "eliminated": DECISIONS,
}, {"quota": VOTES, "surplus": VOTES, "keepFactors": EACH(VOTES)})
TIE = members({
    "round": INDEX,
    "over": one_of("seat", "elimination", "surplus", "finalist", "victory"),
    "tied": list_of(CANDIDATE, 2, 60),
    "chosen": list_of(CANDIDATE, 1, 60),
    "rule": one_of("previous-round", "head-to-head", "score", "order", "lot"),
}, {"decidedIn": INDEX})
TABLE = EACH(EACH(count))
VICTORY = members({"winner": CANDIDATE, "loser": CANDIDATE, "votes": count, "against": count, "locked": boolean})
PAIRWISE = members({"preferred": TABLE}, {"paths": TABLE, "victories": STEPS(VICTORY)})
TRANSCRIPT = members({"rounds": STEPS(ROUND), "ties": STEPS(TIE)}, {"pairwise": PAIRWISE})


def count_ranked(contest, cast):
    """`cast` are (vote, weight) of the ballots that count; of a result what is not `ballots` and `blank`."""
    numbers = {option: number for number, option in enumerate(contest["ties"])}
    weights = Counter()
    for vote, weight in cast:
        weights[json.dumps(vote, sort_keys=True)] += weight if vote else 0
    ballots = [(_numbered(json.loads(text), numbers), weight) for text, weight in weights.items() if weight]
    transcript = METHODS[contest["method"]](ballots, len(numbers), contest["seats"])
    return {**summarize(contest, transcript), "transcript": transcript}


def _numbered(vote, numbers):
    if isinstance(vote, dict):
        return {numbers[option]: score for option, score in vote.items()}
    return [[numbers[one] for one in (place if isinstance(place, list) else [place])] for place in vote]


def summarize(contest, transcript):
    """§10: `votes`, `elected` and `tied`."""
    options, rounds = contest["ties"], transcript["rounds"]
    check_candidates(transcript, len(options))
    elected = [row["candidate"] for each in rounds for row in each["elected"]]
    require(len(set(elected)) == len(elected) <= contest["seats"], "malformed", "not one option to each seat")
    tied = {one for tie in transcript["ties"] if tie["rule"] == "order" for one in tie["tied"]}
    return {
        "votes": dict(zip(options, _first_votes(transcript, len(options)))),
        "elected": [options[one] for one in elected],
        "tied": [options[one] for one in sorted(tied)],
    }


def check_candidates(transcript, size):
    pairwise = transcript.get("pairwise", {})
    named, lists = [], []
    for each in transcript["rounds"]:
        for transfer in each["transfers"]:
            named += [transfer["from"], *(row["candidate"] for row in transfer["to"])]
        for row in each["elected"] + each["eliminated"]:
            named += [row["candidate"], row["reason"].get("other", 0)]
        if each["votes"] or not pairwise:
            lists.append(each["votes"])
        if "keepFactors" in each:
            lists.append(each["keepFactors"])
    for tie in transcript["ties"]:
        named += tie["tied"] + tie["chosen"]
    for victory in pairwise.get("victories", []):
        named += [victory["winner"], victory["loser"]]
    for name in ("preferred", "paths"):
        if name in pairwise:
            lists += [pairwise[name], *pairwise[name]]
    require(all(one < size for one in named), "malformed", "another option")
    require(all(len(each) == size for each in lists), "malformed", "not one entry for each option")


def _first_votes(transcript, size):
    if not transcript["rounds"]:
        return [0] * size
    shown = transcript["rounds"][0]["votes"]
    if shown:
        return [int(each.split(".")[0]) for each in shown]
    preferred = transcript["pairwise"]["preferred"]
    return [sum(preferred[a][b] > preferred[b][a] for b in range(size)) for a in range(size)]
