"""COUNTING §4 and §6: who beats whom, and the Condorcet methods."""
from ties import Ties, decision, still_round


def levels(vote, size):
    """candidate -> the place in which the ballot has it; one place behind all for the others."""
    if isinstance(vote, dict):
        return [-vote.get(one, 0) for one in range(size)]
    return [next((i for i, place in enumerate(vote) if one in place), len(vote)) for one in range(size)]


class Pairs:
    def __init__(self, ballots, size):
        self.all = range(size)
        self.preferred = [[0] * size for _ in self.all]
        for vote, weight in ballots:
            level = levels(vote, size)
            for a in self.all:
                for b in self.all:
                    self.preferred[a][b] += weight * (level[a] < level[b])

    def beats(self, a, b):
        return self.preferred[a][b] > self.preferred[b][a]


def schulze(ballots, size, seats):
    pairs = Pairs(ballots, size)
    strengths = sorted({votes for row in pairs.preferred for votes in row if votes}, reverse=True)
    paths = [[0] * size for _ in range(size)]
    for strength in strengths:  # the strongest first: whoever is reached now was not reached by stronger steps
        for a in range(size):
            for b in _reached(pairs, a, strength):
                paths[a][b] = paths[a][b] or strength
    ties = Ties()
    is_before = lambda a, b: paths[a][b] > paths[b][a]
    elected = _in_front(ballots, pairs, is_before, seats, "strongest-paths", ties)
    return _paired(elected, ties, pairs, paths=paths)


def _reached(pairs, start, strength):
    reached, todo = set(), [start]
    while todo:
        a = todo.pop()
        steps = [b for b in pairs.all if pairs.beats(a, b) and pairs.preferred[a][b] >= strength and b not in reached]
        reached.update(steps)
        todo += steps
    return reached - {start}


def ranked_pairs(ballots, size, seats):
    pairs, ties = Pairs(ballots, size), Ties()
    found = [(a, b) for a in pairs.all for b in pairs.all if pairs.beats(a, b)]
    strength = lambda pair: (-pairs.preferred[pair[0]][pair[1]], pairs.preferred[pair[1]][pair[0]])
    found.sort(key=lambda pair: (*strength(pair), pair[0], -pair[1]))
    locked = set()
    for level in sorted({strength(pair) for pair in found}):
        _lock_level([pair for pair in found if strength(pair) == level], locked, ties)
    elected = _in_front(ballots, pairs, lambda a, b: (a, b) in locked, seats, "unbeaten", ties)
    victories = [
        {"winner": a, "loser": b, "votes": pairs.preferred[a][b], "against": pairs.preferred[b][a],
         "locked": (a, b) in locked}
        for a, b in found
    ]
    return _paired(elected, ties, pairs, victories=victories)


def _leads(locked, start, end):
    reached, todo = {start}, [start]
    while todo:
        a = todo.pop()
        steps = {loser for winner, loser in locked if winner == a} - reached
        reached |= steps
        todo += steps
    return end in reached


def _lock_level(level, locked, ties):
    allowed = [(winner, loser) for winner, loser in level if not _leads(locked, loser, winner)]
    for winner, loser in level:
        if not _leads(locked, loser, winner):
            locked.add((winner, loser))
    if not locked.issuperset(allowed):
        ties.record(0, "victory", {winner for winner, _ in allowed}, [allowed[0][0]], "order")


def _in_front(ballots, pairs, is_before, seats, reason, ties):
    elected, left = [], list(pairs.all) if ballots else []
    while left and len(elected) < seats:
        front = [a for a in left if not any(is_before(b, a) for b in left)]
        chosen = ties.by_order(0, "seat", front, min(seats - len(elected), len(front)))
        for one in chosen:
            beats_all = all(pairs.beats(one, other) for other in left if other != one)
            elected.append(decision(one, "beats-all" if beats_all else reason))
        left = [one for one in left if one not in chosen]
    return elected


def _paired(elected, ties, pairs, **more):
    rounds = [still_round([], elected)]
    return {"rounds": rounds, "ties": ties.records, "pairwise": {"preferred": pairs.preferred, **more}}
