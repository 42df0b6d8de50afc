"""COUNTING §3 and §5: methods that add up."""
from pairs import Pairs, levels
from ties import Ties, decimal, decision, most_first, still_round


def totals(ballots, size):
    return [sum(scores.get(one, 0) * weight for scores, weight in ballots) for one in range(size)]


def elect_most(votes, seats, places):
    ties = Ties()
    ranked = [one for one in most_first(range(len(votes)), votes) if votes[one] > 0]
    elected, rest = ranked[:seats], ranked[seats:]
    if rest and votes[rest[0]] == votes[elected[-1]]:
        tied = [one for one in ranked if votes[one] == votes[rest[0]]]
        ties.record(0, "seat", tied, set(tied) & set(elected), "order")
    shown = [decimal(each, places) for each in votes]
    rounds = [still_round(shown, [decision(one, "most-votes", votes=shown[one]) for one in elected])]
    return {"rounds": rounds, "ties": ties.records}


def score(ballots, size, seats):
    return elect_most(totals(ballots, size), seats, 0)


def borda(ballots, size, seats):
    tenths = [0] * size
    for places, weight in ballots:
        level = levels(places, size)
        for one in range(size):
            behind = sum(other > level[one] for other in level)
            equal = level.count(level[one]) - 1
            tenths[one] += weight * (10 * behind + 5 * equal)
    return elect_most(tenths, seats, 1)


# --- §5


def star(ballots, size, seats):
    points, pairs, ties, rounds = totals(ballots, size), Pairs(ballots, size), Ties(), []
    field = [one for one in range(size) if points[one] > 0]
    shown = [str(each) for each in points]
    if len(field) == 1:
        rounds = [still_round(shown, [decision(field[0], "most-votes", votes=shown[field[0]])])]
    elif field:
        finalists = _finalists(field, points, pairs, ties)
        out = [decision(one, "not-finalist", votes=shown[one]) for one in field if one not in finalists]
        rounds = [still_round(shown, [], out), _runoff(finalists, points, pairs, ties)]
    return {"rounds": rounds, "ties": ties.records, "pairwise": {"preferred": pairs.preferred}}


def _finalists(field, points, pairs, ties):
    finalists = []
    while len(finalists) < 2:
        rest = [one for one in field if one not in finalists]
        highest = max(points[one] for one in rest)
        tied = [one for one in rest if points[one] == highest]
        room = 2 - len(finalists)
        finalists += tied if len(tied) <= room else _by_wins(tied, room, pairs, ties)
    return finalists


def _by_wins(tied, room, pairs, ties):
    wins = {one: sum(pairs.beats(one, other) for other in tied) for one in tied}
    needed = sorted(wins.values(), reverse=True)[room - 1]
    above = [one for one in tied if wins[one] > needed]
    level = [one for one in tied if wins[one] == needed]
    chosen = above + ties.by_order(0, "finalist", level, room - len(above))
    if len(above) + len(level) == room:
        ties.record(0, "finalist", tied, chosen, "head-to-head")
    return chosen


def _runoff(finalists, points, pairs, ties):
    first, second = sorted(finalists)
    votes = {first: pairs.preferred[first][second], second: pairs.preferred[second][first]}
    winner = max(finalists, key=votes.get)
    if votes[first] == votes[second]:
        if points[first] == points[second]:
            [winner] = ties.by_order(1, "seat", finalists, 1)
        else:
            winner = max(finalists, key=lambda one: points[one])
            ties.record(1, "seat", finalists, [winner], "score")
    loser = second if winner == first else first
    shown = [str(votes.get(one, 0)) for one in range(len(points))]
    reason = {"votes": shown[winner], "other": loser, "otherVotes": shown[loser]}
    return still_round(shown, [decision(winner, "runoff", **reason)])


