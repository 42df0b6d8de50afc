"""SPEC §10: the count, and what a result says by itself."""
import hashlib

from encoding import require, to_base64url
from manifest import PAPERS
from transcript import count_ranked, summarize

EMPTY_ROOT = to_base64url(hashlib.sha256(b"").digest())


def empty_root_of_empty_log(body):
    return body["size"] > 0 or body["root"] == EMPTY_ROOT


def last_ballots(ballots):
    """Of each key the ballot of the highest sequence; two of one key and sequence are `bad-chain`."""
    seen, last = set(), {}
    for key, group, sequence, votes in ballots:
        require((key, sequence) not in seen, "bad-chain", "two ballots of one key and sequence")
        seen.add((key, sequence))
        if key not in last or last[key][1] < sequence:
            last[key] = (group, sequence, votes)
    return list(last.values())


def count(ballots, manifest):
    """Turnout and contests of (key, group, sequence, votes), as a result has them."""
    last = last_ballots(ballots)
    return {"turnout": len(last), "contests": [_count_contest(c, last, manifest) for c in manifest.body["contests"]]}


def _count_contest(contest, last, manifest):
    weigh = lambda group: manifest.groups[group]["weight"]
    cast = [(votes[contest["id"]], weigh(group)) for group, _, votes in last if contest["id"] in votes]
    counted = _count_selections if is_selection(contest) else count_ranked
    blank = sum(not vote for vote, _ in cast)
    return {"id": contest["id"], "ballots": len(cast), "blank": blank, **counted(contest, cast)}


def is_selection(contest):
    return PAPERS[contest["method"]] == "selection"


def _count_selections(contest, cast):
    totals = {option["id"]: 0 for option in contest["options"]}
    for choices, weight in cast:
        for choice in choices:
            totals[choice] += weight
    return {"votes": totals, **elect(contest, totals)}


def elect(contest, totals):
    ranked = sorted(contest["ties"], key=lambda option: -totals[option])  # stable: equal ones stay in `ties`
    elected = [option for option in ranked[: contest["seats"]] if totals[option] > 0]
    last = totals[elected[-1]] if elected else None
    beyond = [option for option in ranked[len(elected) :] if totals[option] == last]
    tied = [option for option in contest["ties"] if totals[option] == last] if beyond else []
    return {"elected": elected, "tied": tied}


def check_contests(body, manifest):
    """What holds of every result whatever the ballots were."""
    holds = lambda rule, words: require(rule, "malformed", words)
    contests, rows = manifest.body["contests"], body["contests"]
    holds([row["id"] for row in rows] == list(manifest.contests), "not the contests of the manifest")
    holds(body["turnout"] <= body["size"], "more voters than ballots")
    for contest, row in zip(contests, rows):
        votes = row["votes"]
        holds(set(votes) == {option["id"] for option in contest["options"]}, "not exactly the options")
        holds(row["blank"] <= row["ballots"] <= body["turnout"], "more ballots than voters")
        holds(("transcript" in row) != is_selection(contest), "rounds where there are none, or none where there are")
        said = {name: row[name] for name in ("votes", "elected", "tied")}
        if not is_selection(contest):
            holds(said == summarize(contest, row["transcript"]), "not what its rounds come to")
            continue
        weights = (g["weight"] for g in manifest.body["groups"] if contest["id"] in g["contests"])
        most = (row["ballots"] - row["blank"]) * max(weights)
        holds(all(votes[option] <= most for option in votes), "more votes for an option than ballots")
        holds(sum(votes.values()) <= most * contest["maxSelections"], "more votes in all than selections")
        holds(said == {"votes": votes, **elect(contest, votes)}, "not elected by these votes")
