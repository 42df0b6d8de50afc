"""COUNTING §9: the single transferable vote by Meek's method."""
from ties import Ties, decimal, decision, most_first

ONE, OMEGA = 10**9, 10**3


def up(dividend, divisor):
    return -(-dividend // divisor)


class Meek:
    """Votes, keep factors and quota are integers of 0.000000001."""

    def __init__(self, ballots, size, seats):
        self.ballots, self.size, self.seats, self.ties, self.rounds = ballots, size, seats, Ties(), []
        self.hopeful, self.elected, self.keep = set(range(size)), [], [ONE] * size

    def run(self):
        if not self.ballots:
            self.distribute()
            self.show([], [], list(self.keep))
        while self.ballots and len(self.elected) < self.seats < len(self.elected) + len(self.hopeful):
            self.round()
        if self.ballots and len(self.elected) < self.seats and self.hopeful:
            self.distribute()
            rows = [decision(one, "remaining", votes=self.of(one)) for one in most_first(self.hopeful, self.votes)]
            self.show(rows, [], list(self.keep))
        return {"rounds": self.rounds, "ties": self.ties.records}

    def round(self):
        before = None
        while True:
            self.distribute()
            used = list(self.keep)
            reached = most_first([one for one in self.hopeful if self.votes[one] >= self.quota], self.votes)
            if reached:
                self.elected += reached
                self.hopeful -= set(reached)
                rows = [decision(one, "quota", votes=self.of(one), quota=decimal(self.quota, 9)) for one in reached]
                return self.show(rows, [], used)
            surplus = self.surplus()
            if surplus < OMEGA or (before is not None and surplus >= before):
                return self.show([], [self.defeat(surplus)], used)
            for one in self.elected:
                self.keep[one] = up(up(self.keep[one] * self.quota, ONE) * ONE, self.votes[one])
            before = surplus

    def distribute(self):
        self.votes, self.exhausted = [0] * self.size, 0
        for places, weight in self.ballots:
            left = ONE
            for [candidate] in places:
                received = up(left * self.keep[candidate], ONE)
                self.votes[candidate] += received * weight
                left -= received
            self.exhausted += left * weight
        self.quota = sum(self.votes) // (self.seats + 1) + 1

    def surplus(self):
        return max(0, sum(self.votes[one] - self.quota for one in self.elected))

    def defeat(self, surplus):
        within = min(self.votes[one] for one in self.hopeful) + surplus
        tied = [one for one in self.hopeful if self.votes[one] <= within]
        [out] = self.ties.by_order(len(self.rounds), "elimination", tied, 1)
        self.hopeful.remove(out)
        self.keep[out] = 0
        return decision(out, "fewest-votes", votes=self.of(out))

    def of(self, candidate):
        return decimal(self.votes[candidate], 9)

    def show(self, elected, eliminated, keep):
        self.rounds.append({
            "transfers": [],
            "votes": [decimal(each, 9) for each in self.votes],
            "exhausted": decimal(self.exhausted, 9),
            "lost": decimal(0, 9),
            "quota": decimal(self.quota, 9),
            "surplus": decimal(self.surplus(), 9),
            "keepFactors": [decimal(each, 9) for each in keep],
            "elected": elected,
            "eliminated": eliminated,
        })


def meek(ballots, size, seats):
    return Meek(ballots, size, seats).run()
