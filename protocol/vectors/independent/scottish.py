"""COUNTING §8: the single transferable vote of Scottish elections."""
from runoff import next_choice, transfer_of
from ties import Ties, decimal, decision, most_first


class Scottish:
    """Votes are integers of 0.00001; a paper is [places, weight, worth] on the pile of its candidate."""

    def __init__(self, ballots, size, seats):
        self.size, self.seats, self.ties, self.rounds, self.history = size, seats, Ties(), [], []
        valid = sum(weight for _, weight in ballots)
        self.is_empty, self.quota = not valid, (valid // (seats + 1) + 1) * 10**5
        self.hopeful, self.filled, self.waiting = set(range(size)), 0, set()
        self.votes, self.exhausted, self.lost = [0] * size, 0, 0
        self.piles = [[] for _ in range(size)]
        for places, weight in ballots:
            first = places[0][0]
            self.piles[first].append([places, weight, 10**5])
            self.votes[first] += weight * 10**5

    def run(self):
        transfers = []
        while True:
            self.history.append(list(self.votes))
            elected = [] if self.is_empty else self.elect()
            surplus = sum(self.votes[one] - self.quota for one in self.waiting)
            over = self.is_empty or self.filled == self.seats or not self.hopeful
            eliminated = [] if over or self.waiting else [self.lowest()]
            self.rounds.append(self.shown(transfers, surplus, elected, eliminated))
            if over:
                return {"rounds": self.rounds, "ties": self.ties.records}
            transfers = [self.eliminate(eliminated[0]["candidate"]) if eliminated else self.move_surplus()]

    def elect(self):
        reached = [one for one in self.hopeful if self.votes[one] >= self.quota]
        rows = self.take_seats(reached, "quota", quota=decimal(self.quota, 5))
        self.waiting |= {one for one in reached if self.votes[one] > self.quota}
        free = self.seats - self.filled
        if 0 < free and len(self.hopeful) <= free:
            rows += self.take_seats(list(self.hopeful), "remaining")
        return rows

    def take_seats(self, candidates, code, **more):
        self.hopeful -= set(candidates)
        self.filled += len(candidates)
        ordered = most_first(candidates, self.votes)
        return [decision(one, code, votes=decimal(self.votes[one], 5), **more) for one in ordered]

    def lowest(self):
        fewest = min(self.votes[one] for one in self.hopeful)
        tied = [one for one in self.hopeful if self.votes[one] == fewest]
        out = tied[0] if len(tied) == 1 else self.ties.backwards("elimination", tied, self.history)
        return decision(out, "fewest-votes", votes=decimal(fewest, 5))

    def eliminate(self, candidate):
        self.hopeful.remove(candidate)
        return self.move("elimination", candidate, self.votes[candidate], lambda worth: worth)

    def move_surplus(self):
        most = max(self.votes[one] for one in self.waiting)
        tied = [one for one in self.waiting if self.votes[one] == most]
        candidate = tied[0] if len(tied) == 1 else self.ties.backwards("surplus", tied, self.history)
        self.waiting.remove(candidate)
        surplus = most - self.quota
        old = {worth for _, _, worth in self.piles[candidate]}
        new = {worth: worth * surplus // most for worth in old}
        values = [decimal(each, 5) for each in sorted(new.values(), reverse=True)]
        return self.move("surplus", candidate, surplus, new.get, values=values)

    def move(self, kind, start, moved, worth_of, **more):
        papers, self.piles[start] = self.piles[start], []
        received, exhausted = [0] * self.size, 0
        for places, weight, old in papers:
            worth, choice = worth_of(old), next_choice(places, self.hopeful)
            if choice is None:
                exhausted += worth * weight
            else:
                received[choice] += worth * weight
                self.piles[choice].append([places, weight, worth])
        self.votes = [votes + each for votes, each in zip(self.votes, received)]
        self.votes[start] -= moved
        self.exhausted += exhausted
        self.lost += moved - sum(received) - exhausted
        return transfer_of(kind, start, moved, received, exhausted, 5, **more)

    def shown(self, transfers, surplus, elected, eliminated):
        return {
            "transfers": transfers,
            "votes": [decimal(each, 5) for each in self.votes],
            "exhausted": decimal(self.exhausted, 5),
            "lost": decimal(self.lost, 5),
            "quota": decimal(self.quota, 5),
            "surplus": decimal(surplus, 5),
            "elected": elected,
            "eliminated": eliminated,
        }


def scottish(ballots, size, seats):
    return Scottish(ballots, size, seats).run()
