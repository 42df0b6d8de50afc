"""COUNTING §2: ties, and what rounds have in common."""


class Ties:
    """Every tie that was broken. Candidates are numbers, the first in order being the lowest."""

    def __init__(self):
        self.records = []

    def record(self, place, over, tied, chosen, rule, **more):
        row = {"round": place, "over": over, "tied": sorted(tied), "chosen": sorted(chosen), "rule": rule}
        self.records.append({**row, **more})

    def by_order(self, place, over, tied, number):
        ordered = sorted(tied)
        chosen = ordered[-number:] if over == "elimination" else ordered[:number]
        if number < len(tied):
            self.record(place, over, tied, chosen, "order")
        return chosen

    def backwards(self, over, tied, history):
        """One of the tied. `history` has the votes of each round, the present one last."""
        present, left = len(history) - 1, tied
        worst_or_best = min if over == "elimination" else max
        for earlier in range(present - 1, -1, -1):
            if len(left) == 1:
                break
            votes = history[earlier]
            decisive = worst_or_best(votes[one] for one in left)
            left = [one for one in left if votes[one] == decisive]
            if len(left) == 1:
                self.record(present, over, tied, left, "previous-round", decidedIn=earlier)
        if len(left) > 1:
            chosen = sorted(left)[-1 if over == "elimination" else 0]
            self.record(present, over, left, [chosen], "order")
            return chosen
        return left[0]


def most_first(candidates, votes):
    return sorted(candidates, key=lambda one: (-votes[one], one))


def decimal(units, places):
    """Of an integer of 10^-places votes."""
    whole, rest = divmod(units, 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


def decision(candidate, code, **more):
    return {"candidate": candidate, "reason": {"code": code, **more}}


def still_round(votes, elected, eliminated=()):
    """One in which no votes move."""
    return {
        "transfers": [], "votes": votes, "exhausted": "0", "lost": "0",
        "elected": elected, "eliminated": list(eliminated),
    }
