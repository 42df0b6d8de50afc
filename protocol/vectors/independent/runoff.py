"""COUNTING §7: instant-runoff, and how votes are moved."""
from ties import Ties, decimal, decision


def next_choice(places, candidates):
    """The first of the ballot's who is among these; None without one."""
    return next((place[0] for place in places if place[0] in candidates), None)


def irv(ballots, size, seats):
    ties, rounds, history = Ties(), [], []
    continuing, transfers, exhausted = set(range(size)), [], 0
    while True:
        votes = _votes_of(ballots, size, continuing)
        history.append(votes)
        elected, eliminated = [], []
        if ballots:
            elected = _majority(votes, continuing)
        if ballots and not elected:
            fewest = min(votes[one] for one in continuing)
            out = ties.backwards("elimination", [one for one in continuing if votes[one] == fewest], history)
            eliminated = [decision(out, "fewest-votes", votes=str(fewest))]
        rounds.append({
            "transfers": transfers, "votes": [str(each) for each in votes], "exhausted": str(exhausted), "lost": "0",
            "elected": elected, "eliminated": eliminated,
        })
        if not eliminated:
            return {"rounds": rounds, "ties": ties.records}
        continuing.remove(out)
        after = _votes_of(ballots, size, continuing)
        received = [after[one] - votes[one] if one in continuing else 0 for one in range(size)]
        nobody = votes[out] - sum(received)
        transfers, exhausted = [transfer_of("elimination", out, votes[out], received, nobody, 0)], exhausted + nobody


def _votes_of(ballots, size, continuing):
    votes = [0] * size
    for places, weight in ballots:
        choice = next_choice(places, continuing)
        if choice is not None:
            votes[choice] += weight
    return votes


def _majority(votes, continuing):
    most = max(continuing, key=lambda one: votes[one])
    of = sum(votes[one] for one in continuing)
    if len(continuing) > 2 or 2 * votes[most] <= of:
        return []
    return [decision(most, "majority", votes=str(votes[most]), of=str(of))]


def transfer_of(kind, start, moved, received, exhausted, places, **more):
    lost = moved - sum(received) - exhausted
    return {
        "kind": kind,
        "from": start,
        "votes": decimal(moved, places),
        "to": [{"candidate": one, "votes": decimal(each, places)} for one, each in enumerate(received) if each],
        "exhausted": decimal(exhausted, places),
        "lost": decimal(lost, places),
        **more,
    }
